"""What a colleague who leaves hands over: every open request, letter and dispute, and nobody's name."""

from __future__ import annotations

from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from requests_app import handover
from requests_app.facts import PartFacts
from requests_app.models import InformationRequest, RemedyCase
from requests_app.operations import handling, intake, letters, mending, rectifying
from tests.requests_app.conftest import (
    NAME,
    PHONE,
    PUBLIC,
    TODAY,
    answer,
    ask_rectification,
    decide,
    draft_out,
    filing,
    send_out,
    take_in,
)


def rows(*agencies: Agency) -> list[tuple[str, ...]]:
    return handover.open_requests([one.pk for one in agencies], TODAY)


def test_an_open_request_tells_limit_stage_draft_and_who_was_told(
    case: InformationRequest, by_clerk: Actor, district: Agency
) -> None:
    (row,) = rows(district)
    assert row[0] == f"{case.number}\n{case.title}"
    assert "到10月22日" in row[1] and row[2:] == ("办理中", "已拟0/1项", "还没有发出文书")
    handling.extend(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=TODAY,
        workdays=5,
        approver_name="演示负责人",
        reason="需要检索",
    )
    decide(case, by_clerk)
    (row,) = rows(district)
    assert row[3:] == ("已拟1/1项", "延期答复告知书9月18日")
    assert not any(secret in "".join(row) for secret in (NAME, PHONE))


def test_what_is_done_void_or_anothers_is_not_handed_over(
    case: InformationRequest, by_clerk: Actor, district: Agency, office: Agency, bureau: Agency
) -> None:
    other = intake.file(filing(office, parts=(PartFacts("演示信息"),)), actor=PUBLIC).request
    assert len(rows(district, office)) == 2 and rows(bureau) == []
    handling.assign(other.pk, actor=by_clerk, seen=None, effective_on=TODAY, handler=bureau)
    assert len(rows(bureau)) == 1, "whoever handles it has it on the list"
    mending.void(other.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记")
    answer(case, by_clerk)
    assert rows(district, office, bureau) == []


def test_a_served_answer_of_a_part_is_told_with_its_day(
    case: InformationRequest, by_clerk: Actor, district: Agency
) -> None:
    answer(case, by_clerk)
    notice = case.notices.get()
    assert handover._notice(notice, TODAY) == "予以公开告知书9月18日（9月18日送达）"


def test_letters_stand_there_until_they_are_answered(case: InformationRequest, by_clerk: Actor) -> None:
    ids = [case.respondent_id]
    came = take_in(case.respondent, by_clerk, letter_number="演函1号")
    draft = draft_out(case.respondent, by_clerk, request=case)
    assert handover.open_letters(ids, TODAY) == [
        ("来函\n待我方回复", "演示市教育局", "学校名录", "演函1号", "9月18日", "未写明"),
        (
            "去函\n拟稿",
            "演示市档案馆",
            f"核查移交情况\n{case.number}",
            draft.number,
            "还没有发出",
            "未写明",
        ),
    ]
    send_out(draft, by_clerk, due_on=TODAY)
    assert handover.open_letters(ids, TODAY)[0][4:] == ("9月18日", "9月18日")
    letters.answer_letter(came.pk, actor=by_clerk, effective_on=TODAY)
    letters.give_up(draft.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="已从别处查到")
    assert handover.open_letters(ids, TODAY) == []


def test_requests_for_correction_stand_there_without_a_name(district: Agency, by_clerk: Actor) -> None:
    asked = ask_rectification(district, by_clerk)
    assert handover.open_rectifications([district.pk], TODAY) == [
        (asked.number, "待审核", "9月18日", "10月22日")
    ]
    rectifying.withdraw(asked.pk, actor=by_clerk, seen=None, effective_on=TODAY)
    assert handover.open_rectifications([district.pk], TODAY) == []


def test_disputes_stand_there_until_they_are_concluded(case: InformationRequest, district: Agency) -> None:
    dispute = RemedyCase.objects.create(
        respondent=district,
        request=case,
        kind="review",
        case_number="演复〔2026〕1号",
        organ="演示市人民政府",
        filed_on=TODAY,
    )
    assert handover.open_disputes([district.pk], TODAY) == [
        ("行政复议", "演复〔2026〕1号", "演示市人民政府", "9月18日", case.number)
    ]
    RemedyCase.objects.filter(pk=dispute.pk).update(concluded_on=TODAY, result="upheld")
    assert handover.open_disputes([district.pk], TODAY) == []


def test_every_row_has_a_text_for_every_column(case: InformationRequest, district: Agency) -> None:
    for one in handover.HANDOVER_LISTS:
        assert len(one.columns) == len(one.widths)
        assert all(len(row) == len(one.columns) for row in one.rows([district.pk], TODAY))
