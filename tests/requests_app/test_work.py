"""What stands on the *today* page, what the patrol finds, who may read files, letters and disputes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.workdays.queries import published_calendar
from requests_app import duties, letters_today, today
from requests_app.limit_wording import sentence
from requests_app.models import InformationRequest
from requests_app.operations import disputes, handling, intake, letters
from tests.requests_app.conftest import (
    IMPORT,
    PUBLIC,
    TODAY,
    applicant,
    decide,
    filing,
    look,
    person,
    review,
    serve,
    sign,
)


def received(agency: Agency, on: date) -> InformationRequest:
    paper = filing(agency, channel="counter")
    return intake.register(
        paper, actor=IMPORT, arrived_on=on, received_on=on, received_basis="submitted"
    ).request


def titles(items: Any) -> list[str]:
    return [item.title.split()[0] for item in items]


# --- today ----------------------------------------------------------------------------------------------


def test_each_list_holds_what_waits_and_nothing_else(clerk: User, district: Agency, bureau: Agency) -> None:
    late = received(district, date(2026, 8, 10))
    soon = received(district, date(2026, 8, 28))
    received(district, TODAY)
    received(bureau, date(2026, 8, 10))
    waiting = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    assert titles(today.unconfirmed(clerk, TODAY)) == [waiting.number]
    assert titles(today.overdue(clerk, TODAY)) == [late.number]
    assert titles(today.due_soon(clerk, TODAY)) == [soon.number]
    [item] = today.overdue(clerk, TODAY)
    assert item.next_step == "拟定答复"
    assert item.url.endswith(f"/{late.pk}/change/")


def test_a_line_goes_when_the_work_is_done(clerk: User, by_clerk: Actor, district: Agency) -> None:
    case = received(district, date(2026, 8, 28))
    assert not today.waiting_for_signature(clerk, TODAY)
    decide(case, by_clerk)
    assert not today.waiting_for_signature(clerk, TODAY), "the secrecy review is missing"
    review(case, by_clerk)
    assert titles(today.waiting_for_signature(clerk, TODAY)) == [case.number]
    sign(case, by_clerk)
    assert not today.waiting_for_signature(clerk, TODAY)
    [item] = today.due_soon(clerk, TODAY)
    assert item.next_step == "送达答复"
    serve(case, by_clerk)
    assert not today.due_soon(clerk, TODAY)


def test_an_estimated_limit_rings_two_working_days_earlier(
    clerk: User, district: Agency, settings: Any
) -> None:
    settings.AS_OF = date(2026, 12, 10)
    case = received(district, date(2026, 12, 10))
    assert case.provisional and case.due_on == date(2027, 1, 7)
    ring = date(2026, 12, 25)
    assert titles(today.due_soon(clerk, ring)) == [case.number]
    assert not today.due_soon(clerk, ring - timedelta(days=1))


def test_the_lists_are_for_those_who_may_read_or_sign(district: Agency, office: Agency) -> None:
    received(district, date(2026, 8, 10))
    nobody = person("nobody", office, "disclosure.read")
    for work in today.WORK_LISTS:
        assert list(work.items(nobody, TODAY)) == []


def test_unanswered_letters_stand_in_the_order_of_their_dates(clerk: User, district: Agency) -> None:
    for due in (date(2026, 9, 30), None, date(2026, 9, 25)):
        letters.register_letter(
            actor=IMPORT,
            respondent=district,
            counterpart="枣庄市人民政府办公室",
            subject="协助核实",
            received_on=date(2026, 9, 10),
            due_on=due,
        )
    assert [item.due_on for item in letters_today.owed(clerk, TODAY)] == [
        date(2026, 9, 25),
        date(2026, 9, 30),
        None,
    ]


# --- the patrol -----------------------------------------------------------------------------------------


def test_the_patrol_finds_what_is_overdue_unconfirmed_and_unanswered(district: Agency, settings: Any) -> None:
    late = received(district, date(2026, 8, 10))
    waiting = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    letter = letters.register_letter(
        actor=IMPORT,
        respondent=district,
        counterpart="枣庄市人民政府办公室",
        subject="协助核实",
        received_on=date(2026, 9, 1),
        due_on=date(2026, 9, 17),
    )
    ids = [district.pk]
    assert list(duties.overdue(ids, TODAY)) == [late]
    assert list(duties.unconfirmed(ids, TODAY)) == []
    assert list(duties.unconfirmed(ids, date(2026, 9, 21))) == [waiting]
    assert list(duties.unanswered_letters(ids, TODAY)) == [letter]
    assert list(duties.unanswered_letters(ids, date(2026, 9, 17))) == []
    for duty in duties.DUTIES:
        assert not duty.violations([], TODAY).exists()


# --- the limit in one sentence --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (TODAY, "还剩20个工作日（到10月22日）"),
        (date(2026, 10, 22), "今天到期（10月22日）"),
        (date(2026, 10, 26), "已超过期限2个工作日（10月22日到期）"),
    ],
)
def test_the_limit_is_said_by_the_day_it_is_read(case: InformationRequest, on: date, says: str) -> None:
    assert sentence(case, on, published_calendar()) == says


def test_a_paused_limit_and_an_estimate_say_so(case: InformationRequest) -> None:
    case.provisional = True
    assert "预计到10月22日" in sentence(case, TODAY, published_calendar())
    case.due_on = None
    assert sentence(case, TODAY, published_calendar()) == "期限暂停计算"


# --- files ----------------------------------------------------------------------------------------------


def test_the_identity_picture_is_for_whoever_has_just_had_the_number_shown(
    client: Client, district: Agency, office: Agency, clerk: User, bureau: Agency
) -> None:
    image = ("证件.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06")
    case = intake.file(filing(district, identity_image=image), actor=PUBLIC).request
    address = f"/files/{case.applicant.identity_file_id}/"
    assert client.get(address).status_code == 404
    colleague = person("colleague", office, "requests.read", "requests.handle")
    look(case, Actor(clerk, office))
    for user, expected in (
        (person("reader", office, "requests.read"), 404),
        (person("other", bureau, "requests.read", "requests.handle"), 404),
        (colleague, 404),
        (clerk, 200),
    ):
        client.force_login(user)
        assert client.get(address).status_code == expected


def test_evidence_is_for_those_who_handle_the_case(
    client: Client, case: InformationRequest, by_clerk: Actor, office: Agency, bureau: Agency, clerk: User
) -> None:
    scan = ("审签单.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06")
    handling.extend(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=TODAY,
        workdays=5,
        approver_name="演示负责人",
        reason="需要检索",
        evidence=scan,
    )
    address = f"/files/{case.events.get(kind='extended').evidence_id}/"
    for user, expected in (
        (person("reader", office, "requests.read"), 404),
        (person("other", bureau, "requests.read", "requests.handle"), 404),
        (clerk, 200),
    ):
        client.force_login(user)
        assert client.get(address).status_code == expected


def test_notices_are_for_the_desk(
    client: Client, case: InformationRequest, by_clerk: Actor, office: Agency, bureau: Agency
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    sign(case, by_clerk)
    address = f"/files/{case.notices.get().word_file_id}/"
    assert client.get(address).status_code == 404
    client.force_login(person("other", bureau, "requests.read", "requests.handle"))
    assert client.get(address).status_code == 404
    client.force_login(person("reader", office, "requests.read"))
    assert client.get(address).content.startswith(b"PK")


def test_a_file_without_a_case_is_nobodys(district: Agency) -> None:
    from requests_app import files

    class Lost:
        owner_id = "00000000-0000-0000-0000-000000000000"

    class Request:
        user = AnonymousUser()

    assert not files.may_read_notice(Request(), Lost())  # type: ignore[arg-type]
    assert not files.may_read_evidence(Request(), Lost())  # type: ignore[arg-type]


# --- letters and disputes -------------------------------------------------------------------------------


def test_it_refuses_people_of_other_agencies_at_letters_and_disputes(
    district: Agency, stranger: Actor
) -> None:
    with pytest.raises(Refused, match="没有在本单位“登记来函”的权限"):
        letters.register_letter(
            actor=stranger, respondent=district, counterpart="甲", subject="乙", received_on=TODAY
        )
    with pytest.raises(Refused, match="没有登记"):
        disputes.open_dispute(actor=stranger, respondent=district, kind="review", organ="丙", filed_on=TODAY)


def test_it_refuses_dates_of_letters_and_disputes_that_cannot_be(district: Agency, by_clerk: Actor) -> None:
    tomorrow = date(2026, 9, 19)
    letter = letters.register_letter(
        actor=by_clerk, respondent=district, counterpart="甲", subject="乙", received_on=TODAY
    )
    dispute = disputes.open_dispute(
        actor=by_clerk, respondent=district, kind="review", organ="丙", filed_on=TODAY
    )
    for field, act in (
        (
            "received_on",
            lambda: letters.register_letter(
                actor=by_clerk, respondent=district, counterpart="甲", subject="乙", received_on=tomorrow
            ),
        ),
        ("effective_on", lambda: letters.answer_letter(letter.pk, actor=by_clerk, effective_on=tomorrow)),
        (
            "effective_on",
            lambda: letters.answer_letter(letter.pk, actor=by_clerk, effective_on=date(2026, 9, 1)),
        ),
        (
            "concluded_on",
            lambda: disputes.conclude_dispute(
                dispute.pk, actor=by_clerk, result="upheld", concluded_on=date(2026, 9, 1)
            ),
        ),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.refusal.field == field


def test_a_dispute_is_against_the_agency_that_had_to_answer(
    case: InformationRequest, by_clerk: Actor, office: Agency
) -> None:
    with pytest.raises(Refused) as caught:
        disputes.open_dispute(
            actor=by_clerk, respondent=office, kind="review", organ="丙", filed_on=TODAY, request=case
        )
    assert caught.value.refusal.field == "request"


def test_what_was_answered_before_the_agency_joined_is_history(district: Agency) -> None:
    district.enabled_on = date(2026, 1, 1)
    district.save()
    letter = letters.register_letter(
        actor=IMPORT, respondent=district, counterpart="甲", subject="乙", received_on=date(2025, 3, 3)
    )
    assert not letter.historical
    assert letters.answer_letter(letter.pk, actor=IMPORT, effective_on=date(2025, 3, 10)).historical
    dispute = disputes.open_dispute(
        actor=IMPORT, respondent=district, kind="review", organ="丙", filed_on=date(2025, 3, 3)
    )
    done = disputes.conclude_dispute(dispute.pk, actor=IMPORT, result="upheld", concluded_on=date(2026, 1, 5))
    assert not done.historical


def test_the_same_applicant_is_recognised_by_the_number_of_the_paper(district: Agency) -> None:
    first = intake.file(filing(district), actor=PUBLIC).request
    second = intake.file(filing(district, applicant=applicant(name="测试改名某")), actor=PUBLIC).request
    assert first.applicant.identity_hash == second.applicant.identity_hash
    assert first.applicant.name_hash != second.applicant.name_hash
