"""From the draft to the service: what each act writes, and how each is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.files import store
from foundation.ledger.acts import Actor
from foundation.ledger.models import Counter, VoidNumber
from requests_app.facts import PartAnswer, PartFacts
from requests_app.models import InformationRequest, Notice, Service
from requests_app.operations import deciding, handling, intake, mending, serving
from tests.requests_app.conftest import (
    IDENTITY,
    NAME,
    OPEN_ANSWER,
    PHONE,
    PUBLIC,
    TODAY,
    answer,
    decide,
    filing,
    person,
    review,
    serve,
    sign,
)

DUE = date(2026, 10, 22)
PDF = ("扫描件.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")


def kinds(case: InformationRequest) -> list[str]:
    return [event.kind for event in case.events.order_by("seq")]


def extend(case: InformationRequest, actor: Actor, on: date = TODAY, **changes: Any) -> InformationRequest:
    facts = {"workdays": 10, "approver_name": "演示负责人", "reason": "需要向多个单位检索", **changes}
    return handling.extend(case.pk, actor=actor, seen=None, effective_on=on, **facts)


# --- the whole way --------------------------------------------------------------------------------------


def test_a_request_is_answered_served_and_closed(case: InformationRequest, by_clerk: Actor) -> None:
    answer(case, by_clerk)
    assert (case.stage, case.closed_on, case.report_row) == ("closed", TODAY, "open")
    assert kinds(case) == ["filed", "received", "parts_decided", "secrecy_reviewed", "signed", "served"]
    notice = case.notices.get()
    assert (notice.kind, notice.document_number) == ("open", f"{case.respondent.document_code}〔2026〕1号")
    assert store.read(notice.word_file).startswith(b"PK")
    assert store.read(notice.pdf_file).startswith(b"%PDF")


def test_nothing_personal_stands_in_the_ledger_or_beside_the_files(
    case: InformationRequest, by_clerk: Actor
) -> None:
    extend(case, by_clerk)
    answer(case, by_clerk)
    written = [str(event.data) for event in case.events.all()]
    for notice in case.notices.all():
        for stored in (notice.word_file, notice.pdf_file):
            written += [stored.name, stored.text, stored.owner_id]
            assert NAME.encode() not in store.path_of(stored).read_bytes()
    for secret in (NAME, IDENTITY, PHONE, "somebody@example.invalid"):
        assert not any(secret in text for text in written)


# --- who works on it ------------------------------------------------------------------------------------


def test_another_unit_can_take_over_the_work(
    case: InformationRequest, by_clerk: Actor, bureau: Agency
) -> None:
    handling.assign(case.pk, actor=by_clerk, seen=2, effective_on=TODAY, handler=bureau)
    case.refresh_from_db()
    assert (case.handler, case.respondent.code, case.due_on) == (bureau, "shanting", DUE)
    assert case.events.last().data == {"from": Agency.objects.get(code="shantingban").pk, "to": bureau.pk}


def test_it_refuses_to_assign_to_the_unit_that_has_it(
    case: InformationRequest, by_clerk: Actor, office: Agency
) -> None:
    with pytest.raises(Refused, match="现在就由"):
        handling.assign(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, handler=office)


# --- extension ------------------------------------------------------------------------------------------


def test_an_extension_moves_the_limit_and_makes_its_notice(case: InformationRequest, by_clerk: Actor) -> None:
    extend(case, by_clerk, workdays=20)
    case.refresh_from_db()
    assert (case.due_on, case.latest_on) == (date(2026, 11, 19), date(2026, 11, 19))
    notice = case.notices.get()
    assert (notice.kind, notice.note) == ("extension", "需要向多个单位检索")
    assert notice.pdf_file is not None


@pytest.mark.parametrize("workdays", [0, 21])
def test_it_refuses_an_extension_of_other_than_one_to_twenty_days(
    case: InformationRequest, by_clerk: Actor, workdays: int
) -> None:
    with pytest.raises(Refused) as caught:
        extend(case, by_clerk, workdays=workdays)
    assert caught.value.refusal.field == "workdays"
    assert not case.notices.exists()


def test_it_refuses_a_second_extension(case: InformationRequest, by_clerk: Actor) -> None:
    extend(case, by_clerk)
    with pytest.raises(Refused, match="不能再次延长"):
        extend(case, by_clerk)


def test_it_refuses_an_extension_after_the_limit_but_records_one(
    case: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    settings.AS_OF = date(2026, 10, 23)
    with pytest.raises(Refused, match="届满后不能延长"):
        extend(case, by_clerk, on=date(2026, 10, 23))
    extend(case, by_clerk, on=date(2026, 10, 23), recording=True)
    case.refresh_from_db()
    assert case.due_on == DUE, "a late extension never improves the limit"
    assert "届满后不能延长" in case.events.last().data["unlawful"]
    assert not case.notices.exists()


# --- deciding -------------------------------------------------------------------------------------------


def test_each_part_keeps_its_own_answer(district: Agency, by_clerk: Actor) -> None:
    parts = (PartFacts("甲"), PartFacts("乙"))
    case = intake.file(filing(district, parts=parts), actor=PUBLIC).request
    answers = (
        PartAnswer(1, "A2"),
        PartAnswer(2, "C6", reasons="属于尚未定稿的征求意见稿。"),
    )
    answer(case, by_clerk, *answers)
    assert [(part.reply_type, part.ground) for part in case.parts.all()] == [("A2", ""), ("C6", "X6")]
    assert (case.report_row, case.notices.get().kind) == ("part", "partial")
    assert case.events.get(kind="parts_decided").data["parts"][1]["reply_type"] == "C6"


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (PartAnswer(1, "Z9"), "reply_type_1"),
        (PartAnswer(1, "B1", reasons="有理由"), "ground_1"),
        (PartAnswer(1, "D1a"), "search_note_1"),
        (PartAnswer(1, "C4"), "reasons_1"),
        (PartAnswer(1, "A1"), "direction_1"),
    ],
)
def test_it_refuses_an_incomplete_answer_at_the_field_of_its_part(
    case: InformationRequest, by_clerk: Actor, bad: PartAnswer, field: str
) -> None:
    with pytest.raises(Refused) as caught:
        decide(case, by_clerk, bad)
    assert caught.value.refusal.field == field
    assert case.events.count() == 2


def test_it_refuses_an_answer_to_a_part_that_is_not_there(case: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有第2项"):
        decide(case, by_clerk, PartAnswer(2, "A2"))


# --- secrecy review and sign-off ------------------------------------------------------------------------


def test_it_refuses_to_review_what_is_not_decided(case: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="还没有拟定答复"):
        review(case, by_clerk)


def test_it_refuses_to_sign_what_is_not_decided_even_when_recording(
    case: InformationRequest, by_clerk: Actor
) -> None:
    for recording in (False, True):
        with pytest.raises(Refused, match="还没有拟定答复"):
            sign(case, by_clerk, recording=recording)


def test_it_refuses_to_sign_before_the_receipt_even_when_recording(
    case: InformationRequest, by_clerk: Actor
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    with pytest.raises(Refused, match="不能早于收到申请之日"):
        sign(case, by_clerk, on=date(2026, 9, 17), recording=True)


def test_it_refuses_to_sign_an_opening_without_a_secrecy_review(
    case: InformationRequest, by_clerk: Actor
) -> None:
    decide(case, by_clerk)
    with pytest.raises(Refused, match="还没有保密审查记录"):
        sign(case, by_clerk)
    assert not Notice.objects.exists()


def test_a_refusal_to_open_needs_no_secrecy_review(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk, PartAnswer(1, "C7", reasons="属于行政执法案卷。"))
    sign(case, by_clerk)
    case.refresh_from_db()
    assert (case.stage, case.report_row) == ("signed", "d7")


def test_a_review_is_stale_once_the_answer_changed(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    decide(case, by_clerk, PartAnswer(1, "A1", direction="https://example.invalid/1"))
    with pytest.raises(Refused, match="还没有保密审查记录"):
        sign(case, by_clerk)


def test_it_refuses_to_open_what_the_review_held_back(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk)
    review(case, by_clerk, conclusion="may_not_open")
    with pytest.raises(Refused, match="不宜公开"):
        sign(case, by_clerk)


def test_a_signature_on_paper_is_recorded_with_its_scan(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    sign(case, by_clerk, manner="paper", signer_name="不登录的负责人", evidence=PDF)
    decision = case.decisions.get()
    assert (decision.manner, decision.signer_name) == ("paper", "不登录的负责人")
    assert store.read(case.events.last().evidence) == PDF[1]


def test_a_clerk_records_the_signature_of_somebody_without_an_account(
    case: InformationRequest, by_clerk: Actor, office: Agency
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    clerk = Actor(person("paper", office, "requests.read", "requests.handle"), office)
    facts = {"actor": clerk, "seen": None, "effective_on": TODAY, "signer_name": "不登录的负责人"}
    with pytest.raises(Refused, match="没有在本单位"):
        deciding.sign(case.pk, manner="system", **facts)
    with pytest.raises(Refused, match="要由签发人本人办理"):
        deciding.record_signature(case.pk, manner="system", **facts)
    deciding.record_signature(case.pk, manner="paper", evidence=PDF, **facts)
    case.refresh_from_db()
    assert (case.stage, case.decisions.get().manner) == ("signed", "paper")


def test_a_delegated_signature_names_its_basis(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    with pytest.raises(Refused) as caught:
        sign(case, by_clerk, manner="delegation", basis=" ")
    assert caught.value.refusal.field == "basis"
    sign(case, by_clerk, manner="delegation", basis="2026年1月5日授权书")
    assert case.decisions.get().basis == "2026年1月5日授权书"


def test_a_number_typed_from_the_office_system_is_kept_and_passed_over(
    district: Agency, by_clerk: Actor
) -> None:
    def signed(**changes: Any) -> str:
        case = intake.file(filing(district), actor=PUBLIC).request
        decide(case, by_clerk)
        review(case, by_clerk)
        sign(case, by_clerk, **changes)
        return case.notices.get().document_number

    typed = f"{district.document_code}〔2026〕1号"
    assert signed(document_number=typed) == typed
    assert signed() == f"{district.document_code}〔2026〕2号"


@pytest.mark.parametrize(
    "number", ["山政公开[2026]12号", "12号", "山政公开〔2026〕012号", "山政 公开〔2026〕1号"]
)
def test_it_refuses_a_number_in_another_form(case: InformationRequest, by_clerk: Actor, number: str) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    with pytest.raises(Refused, match="不是完整的文号") as caught:
        sign(case, by_clerk, document_number=number)
    assert caught.value.refusal.field == "document_number"


def test_it_refuses_a_number_twice(district: Agency, by_clerk: Actor) -> None:
    for expected in (None, "已经用过"):
        case = intake.file(filing(district), actor=PUBLIC).request
        decide(case, by_clerk)
        review(case, by_clerk)
        if expected is None:
            sign(case, by_clerk, document_number="山政公开〔2026〕9号")
            continue
        with pytest.raises(Refused, match=expected):
            sign(case, by_clerk, document_number="山政公开〔2026〕9号")


def test_a_failure_while_signing_gives_no_number_away(
    case: InformationRequest, by_clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    monkeypatch.setattr("requests_app.notices.write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sign(case, by_clerk)
    assert not Counter.objects.filter(series="document").exists()
    assert not Notice.objects.exists()


# --- service and end ------------------------------------------------------------------------------------


def test_the_stamped_scan_is_filed_as_the_served_version(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    sign(case, by_clerk)
    serve(case, by_clerk, route="post", evidence_note="EMS 1000000000001", served_file=PDF)
    notice = case.notices.get()
    assert notice.served_file is not None
    assert store.read(notice.served_file) == PDF[1]
    assert Service.objects.get().evidence_note == "EMS 1000000000001"
    assert "EMS" not in str(case.events.last().data)


def test_it_refuses_a_service_before_the_signature(
    case: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    settings.AS_OF = date(2026, 9, 25)
    decide(case, by_clerk, on=date(2026, 9, 24))
    review(case, by_clerk, on=date(2026, 9, 24))
    sign(case, by_clerk, on=date(2026, 9, 24))
    for recording in (False, True):
        with pytest.raises(Refused, match="不能早于签发日期"):
            serve(case, by_clerk, on=date(2026, 9, 23), recording=recording)


def test_an_answer_can_always_be_late(case: InformationRequest, by_clerk: Actor, settings: Any) -> None:
    settings.AS_OF = date(2026, 11, 2)
    answer(case, by_clerk, on=date(2026, 11, 2))
    assert (case.stage, case.closed_on, case.due_on) == ("closed", date(2026, 11, 2), DUE)


def test_a_withdrawn_request_ends_without_a_notice(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk, PartAnswer(1, "F3", reasons="申请人书面撤回。"))
    with pytest.raises(Refused, match="不需要制作告知书"):
        sign(case, by_clerk)
    serving.end_without_notice(case.pk, actor=by_clerk, seen=None, effective_on=TODAY)
    case.refresh_from_db()
    assert (case.stage, case.report_row, case.closed_on) == ("closed", "o3", TODAY)
    assert not case.notices.exists()


def test_it_refuses_to_end_what_must_be_answered(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk)
    with pytest.raises(Refused, match="不能直接办结"):
        serving.end_without_notice(case.pk, actor=by_clerk, seen=None, effective_on=TODAY)


# --- mending --------------------------------------------------------------------------------------------


def test_a_corrected_receipt_computes_the_limit_anew(case: InformationRequest, by_clerk: Actor) -> None:
    mending.correct_date(
        case.pk, actor=by_clerk, seen=2, effective_on=date(2026, 9, 16), event_seq=2, reason="邮戳"
    )
    case.refresh_from_db()
    assert (case.received_on, case.registered_on, case.due_on) == (
        date(2026, 9, 16),
        date(2026, 9, 16),
        date(2026, 10, 20),
    )
    assert case.stage == "handling"
    old, new = case.events.get(seq=2), case.events.get(seq=3)
    assert (new.corrects, old.effective_on, new.effective_on) == (old, TODAY, date(2026, 9, 16))


def test_a_correction_can_be_corrected_but_the_old_event_only_once(
    case: InformationRequest, by_clerk: Actor
) -> None:
    def correct(seq: int, day: int) -> None:
        mending.correct_date(
            case.pk, actor=by_clerk, seen=None, effective_on=date(2026, 9, day), event_seq=seq, reason="邮戳"
        )

    correct(2, 16)
    with pytest.raises(Refused, match="不能更正日期"):
        correct(2, 15)
    correct(3, 17)
    case.refresh_from_db()
    assert case.received_on == date(2026, 9, 17)


def test_a_corrected_service_closes_on_the_true_day(
    case: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    answer(case, by_clerk)
    settings.AS_OF = date(2026, 9, 25)
    served = case.events.get(kind="served")
    mending.correct_date(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=date(2026, 9, 21),
        event_seq=served.seq,
        reason="送达回证",
    )
    case.refresh_from_db()
    assert (case.stage, case.closed_on, Service.objects.get().served_on) == (
        "closed",
        date(2026, 9, 21),
        date(2026, 9, 21),
    )
    assert case.due_on == DUE


def test_a_corrected_signature_and_a_corrected_end_are_written_where_they_are_read(
    district: Agency, by_clerk: Actor, settings: Any
) -> None:
    signed, ended = (intake.file(filing(district), actor=PUBLIC).request for _ in range(2))
    decide(signed, by_clerk)
    review(signed, by_clerk)
    sign(signed, by_clerk)
    decide(ended, by_clerk, PartAnswer(1, "F3", reasons="申请人书面撤回。"))
    serving.end_without_notice(ended.pk, actor=by_clerk, seen=None, effective_on=TODAY)
    settings.AS_OF = date(2026, 9, 25)
    monday = date(2026, 9, 21)
    for case in (signed, ended):
        last = case.events.order_by("seq").last()
        mending.correct_date(
            case.pk, actor=by_clerk, seen=None, effective_on=monday, event_seq=last.seq, reason="审签单"
        )
        case.refresh_from_db()
    assert (signed.decisions.get().signed_on, signed.notices.get().made_on) == (monday, monday)
    assert (signed.stage, ended.stage, ended.closed_on) == ("signed", "closed", monday)


def test_it_refuses_a_correction_against_the_order_of_things(
    case: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    answer(case, by_clerk)
    settings.AS_OF = date(2026, 9, 25)
    with pytest.raises(Refused, match="先后矛盾"):
        mending.correct_date(
            case.pk, actor=by_clerk, seen=None, effective_on=date(2026, 9, 24), event_seq=2, reason="邮戳"
        )


def test_a_void_request_keeps_its_number_and_frees_nobody_elses(district: Agency, by_clerk: Actor) -> None:
    case = intake.file(filing(district), actor=PUBLIC).request
    mending.void(case.pk, actor=by_clerk, seen=2, effective_on=TODAY, reason="重复登记")
    case.refresh_from_db()
    assert (case.stage, VoidNumber.objects.get().number) == ("void", 1)
    assert intake.file(filing(district), actor=PUBLIC).request.number == "shanting-2026-0002"
    assert list(InformationRequest.objects.registered_in(2026).values_list("number", flat=True)) == [
        "shanting-2026-0002"
    ]


# --- refused everywhere ---------------------------------------------------------------------------------

EVERY = {
    "assign": lambda case, actor, bureau: handling.assign(
        case.pk, actor=actor, seen=None, effective_on=TODAY, handler=bureau
    ),
    "extend": lambda case, actor, _: extend(case, actor),
    "decide": lambda case, actor, _: decide(case, actor, OPEN_ANSWER),
    "review": lambda case, actor, _: review(case, actor),
    "sign": lambda case, actor, _: sign(case, actor),
    "serve": lambda case, actor, _: serve(case, actor),
    "end": lambda case, actor, _: serving.end_without_notice(
        case.pk, actor=actor, seen=None, effective_on=TODAY
    ),
    "correct": lambda case, actor, _: mending.correct_date(
        case.pk, actor=actor, seen=None, effective_on=TODAY, event_seq=2, reason="邮戳"
    ),
    "void": lambda case, actor, _: mending.void(
        case.pk, actor=actor, seen=None, effective_on=TODAY, reason="重复"
    ),
}


@pytest.mark.parametrize("name", EVERY)
def test_it_refuses_people_of_another_agency_and_the_public(
    case: InformationRequest, stranger: Actor, bureau: Agency, name: str
) -> None:
    for actor in (stranger, PUBLIC, Actor()):
        with pytest.raises(Refused, match="没有在本单位"):
            EVERY[name](case, actor, bureau)
    assert case.events.count() == 2


@pytest.mark.parametrize("name", EVERY)
def test_it_refuses_every_act_on_a_void_request(
    case: InformationRequest, by_clerk: Actor, bureau: Agency, name: str
) -> None:
    mending.void(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记")
    with pytest.raises(Refused, match="现在的阶段不能"):
        EVERY[name](case, by_clerk, bureau)


def test_deciding_sees_who_moved_first(case: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="已有新的办理记录"):
        deciding.decide(case.pk, actor=by_clerk, seen=1, effective_on=TODAY, answers=(OPEN_ANSWER,))


# --- state secrets ------------------------------------------------------------------------------------------


def secret(case: InformationRequest, actor: Actor) -> None:
    by = {"checked_by": "演示保密员", "checked_on": TODAY}
    decide(case, actor, PartAnswer(1, "C1", reasons="已依法定密。", **by))


def test_of_a_state_secret_the_part_keeps_who_checked_it_and_when(
    case: InformationRequest, by_clerk: Actor
) -> None:
    secret(case, by_clerk)
    part = case.parts.get()
    assert (part.checked_by, part.checked_on, part.finding) == ("演示保密员", TODAY, "")
    decide(case, by_clerk, PartAnswer(1, "A2", checked_by="演示保密员", checked_on=TODAY))
    part.refresh_from_db()
    assert (part.checked_by, part.checked_on) == ("", None)


def test_nothing_is_handed_over_where_nothing_is_opened(case: InformationRequest, by_clerk: Actor) -> None:
    secret(case, by_clerk)
    sign(case, by_clerk)
    with pytest.raises(Refused, match="没有予以公开的内容") as refused:
        serve(case, by_clerk, provided=(("秘密.pdf", b"%PDF-1.4"),))
    assert refused.value.refusal.field == "provided_file"
    case.refresh_from_db()
    assert case.stage == "signed"


# --- the signed sheet ---------------------------------------------------------------------------------------


def keep_scan(case: InformationRequest, actor: Actor, **changes: Any) -> None:
    facts = {"seen": None, "effective_on": TODAY, "evidence": PICTURE, **changes}
    deciding.keep_sign_off_scan(case.pk, actor=actor, **facts)


PICTURE = ("王某签字的单子.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)


def test_a_signed_sheet_that_was_not_at_hand_is_filed_later(
    case: InformationRequest, by_clerk: Actor
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    sign(case, by_clerk, manner="paper")
    number = case.notices.get().document_number
    with pytest.raises(Refused, match="请选择"):
        keep_scan(case, by_clerk, evidence=None)
    keep_scan(case, by_clerk)
    kept = case.events.get(kind="sign_off_scan").evidence
    assert kept is not None and kept.name == "审签单.png" and kept.data_key == case.applicant.key
    assert case.notices.get().document_number == number
    with pytest.raises(Refused, match="没有缺少"):
        keep_scan(case, by_clerk)


def test_who_signed_in_the_system_owes_no_sheet(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    sign(case, by_clerk)
    with pytest.raises(Refused, match="没有缺少"):
        keep_scan(case, by_clerk)
