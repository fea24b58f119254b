"""How requests come in: numbers, receipt, what is refused, and that nothing half remains."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.db import close_old_connections, connection

from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger import numbers
from foundation.ledger.acts import Actor
from foundation.ledger.models import Counter
from foundation.privacy.models import DataKey
from requests_app import personal, query_codes
from requests_app.facts import PartFacts
from requests_app.models import Applicant, InformationRequest, RequestEvent, RequestPart
from requests_app.operations import intake
from tests.requests_app.conftest import IMPORT, NAME, PUBLIC, TODAY, applicant, filing


def kinds(case: InformationRequest) -> list[str]:
    return [event.kind for event in case.events.order_by("seq")]


# --- online ---------------------------------------------------------------------------------------------


def test_an_online_request_is_received_at_once_and_due_in_twenty_working_days(district: Agency) -> None:
    filed = intake.file(filing(district), actor=PUBLIC)
    case = InformationRequest.objects.get()
    assert case.number == "shanting-2026-0001"
    assert (case.stage, case.received_on, case.received_basis) == ("handling", TODAY, "confirmed")
    assert (case.due_on, case.latest_on) == (date(2026, 10, 22), date(2026, 11, 19))
    assert (case.regime, case.provisional) == ("REG2019", False)
    assert kinds(case) == ["filed", "received"]
    assert query_codes.find(case.number, filed.query_code) == case


def test_the_office_handles_what_the_government_is_asked(district: Agency, office: Agency) -> None:
    case = intake.file(filing(district), actor=PUBLIC).request
    assert (case.respondent, case.handler) == (district, office)
    assert case.desks() == (district, office)


def test_an_agency_that_confirms_by_hand_leaves_the_request_unconfirmed(district: Agency) -> None:
    case = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    case.refresh_from_db()
    assert (case.stage, case.registered_on, case.due_on) == ("unconfirmed", None, None)
    assert kinds(case) == ["filed"]


def test_confirming_starts_the_clock_and_the_counting(district: Agency, by_clerk: Actor) -> None:
    case = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    intake.receive(case.pk, actor=by_clerk, seen=1, effective_on=TODAY, received_basis="confirmed")
    case.refresh_from_db()
    assert (case.stage, case.registered_on, case.due_on) == ("handling", TODAY, date(2026, 10, 22))


def test_it_refuses_a_receipt_before_the_request_came_in(district: Agency, by_clerk: Actor) -> None:
    case = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    with pytest.raises(Refused, match="不能早于申请到达之日"):
        intake.receive(
            case.pk, actor=by_clerk, seen=1, effective_on=date(2026, 9, 17), received_basis="confirmed"
        )


def test_a_limit_beyond_the_last_calendar_is_provisional(district: Agency, settings: object) -> None:
    settings.AS_OF = date(2026, 12, 24)  # type: ignore[attr-defined]
    case = intake.file(filing(district), actor=PUBLIC).request
    assert case.provisional
    assert case.due_on is not None and case.alarm_on is not None and case.alarm_on < case.due_on


def test_the_public_may_not_ask_an_agency_that_is_closed(district: Agency) -> None:
    district.closed_on = date(2026, 1, 31)
    district.save()
    with pytest.raises(Refused, match="现在不能作为被申请机关"):
        intake.file(filing(district), actor=PUBLIC)
    assert not InformationRequest.objects.exists()


def test_every_part_keeps_its_place(district: Agency) -> None:
    parts = (PartFacts("甲"), PartFacts(document_number="山政发〔2025〕1号"), PartFacts(features="乙的说明"))
    case = intake.file(filing(district, parts=parts), actor=PUBLIC).request
    assert [(part.position, part.wanted) for part in case.parts.all()] == [
        (1, "《甲》"),
        (2, "（文号：山政发〔2025〕1号）"),
        (3, "乙的说明"),
    ]


# --- at the counter -------------------------------------------------------------------------------------


def test_a_registered_letter_of_friday_entered_on_monday_counts_from_friday(
    district: Agency, by_clerk: Actor, settings: object
) -> None:
    settings.AS_OF = date(2026, 9, 22)  # type: ignore[attr-defined]
    friday = date(2026, 9, 18)
    case = intake.register(
        filing(district, channel="post"),
        actor=by_clerk,
        arrived_on=friday,
        received_on=friday,
        received_basis="signed_for",
    ).request
    case.refresh_from_db()
    assert (case.registered_on, case.due_on) == (friday, date(2026, 10, 22))
    events = list(case.events.order_by("seq"))
    assert [event.backfilled for event in events] == [True, True]
    assert {event.effective_on for event in events} == {friday}


def test_an_ordinary_letter_waits_for_confirmation(district: Agency, by_clerk: Actor) -> None:
    letter = filing(district, channel="post")
    case = intake.register(letter, actor=by_clerk, arrived_on=TODAY).request
    assert (case.stage, case.due_on) == ("unconfirmed", None)


@pytest.mark.parametrize(
    ("channel", "basis"), [("counter", "confirmed"), ("fax", "signed_for"), ("post", "submitted")]
)
def test_it_refuses_a_day_that_cannot_start_the_clock_of_this_channel(
    district: Agency, by_clerk: Actor, channel: str, basis: str
) -> None:
    with pytest.raises(Refused) as caught:
        intake.register(
            filing(district, channel=channel),
            actor=by_clerk,
            arrived_on=TODAY,
            received_on=TODAY,
            received_basis=basis,
        )
    assert caught.value.refusal.field == "received_basis"
    assert not InformationRequest.objects.exists()


def test_it_refuses_to_register_the_future(district: Agency, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="不能晚于今天"):
        intake.register(filing(district, channel="counter"), actor=by_clerk, arrived_on=date(2026, 9, 19))


def test_it_refuses_a_confirmation_before_the_arrival(district: Agency, by_clerk: Actor) -> None:
    with pytest.raises(Refused) as caught:
        intake.register(
            filing(district, channel="fax"),
            actor=by_clerk,
            arrived_on=TODAY,
            received_on=date(2026, 9, 17),
            received_basis="confirmed",
        )
    assert caught.value.refusal.field == "received_on"


def test_it_refuses_a_clerk_of_another_agency(district: Agency, stranger: Actor) -> None:
    with pytest.raises(Refused, match="没有在本单位"):
        intake.register(filing(district, channel="counter"), actor=stranger, arrived_on=TODAY)


def test_it_refuses_the_public_at_the_counter(district: Agency) -> None:
    with pytest.raises(Refused, match="没有在本单位"):
        intake.register(filing(district, channel="counter"), actor=PUBLIC, arrived_on=TODAY)


def test_two_clerks_cannot_both_confirm(district: Agency, by_clerk: Actor) -> None:
    case = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    intake.receive(case.pk, actor=by_clerk, seen=1, effective_on=TODAY, received_basis="confirmed")
    with pytest.raises(Refused, match="已有新的办理记录"):
        intake.receive(case.pk, actor=by_clerk, seen=1, effective_on=TODAY, received_basis="confirmed")


def test_a_request_still_open_when_the_agency_joins_keeps_its_clock(district: Agency) -> None:
    district.enabled_on = date(2026, 1, 1)
    district.save()
    paper = filing(district, channel="counter")
    case = intake.register(
        paper,
        actor=IMPORT,
        arrived_on=date(2025, 12, 31),
        received_on=date(2025, 12, 31),
        received_basis="submitted",
    ).request
    assert not case.historical
    assert list(InformationRequest.objects.overdue(TODAY)) == [case]


def test_an_external_number_is_taken_once(district: Agency, by_clerk: Actor) -> None:
    theirs = filing(district, channel="counter", source_system="省平台", external_number="SD-1")
    intake.register(theirs, actor=by_clerk, arrived_on=TODAY)
    with pytest.raises(Refused) as caught:
        intake.register(theirs, actor=by_clerk, arrived_on=TODAY)
    assert caught.value.refusal.field == "external_number"


# --- numbers --------------------------------------------------------------------------------------------


def test_a_series_goes_on_where_the_paper_one_stopped(district: Agency) -> None:
    numbers.start_after(district, intake.SERIES, 2026, 57)
    assert intake.file(filing(district), actor=PUBLIC).request.number == "shanting-2026-0058"


def test_each_respondent_has_its_own_series(district: Agency, office: Agency) -> None:
    first = intake.file(filing(district), actor=PUBLIC).request
    second = intake.file(filing(office), actor=PUBLIC).request
    assert (first.number, second.number) == ("shanting-2026-0001", "shantingban-2026-0001")


@pytest.mark.django_db(transaction=True)
def test_two_people_filing_at_once_get_consecutive_numbers(district: Agency) -> None:
    start = Barrier(4)

    def file(_: int) -> list[str]:
        try:
            start.wait()
            return [intake.file(filing(district), actor=PUBLIC).request.number for _ in range(5)]
        finally:
            connection.close()
            close_old_connections()

    with ThreadPoolExecutor(4) as pool:
        given = [number for numbers in pool.map(file, range(4)) for number in numbers]
    assert sorted(given) == [f"shanting-2026-{serial:04d}" for serial in range(1, 21)]
    assert InformationRequest.objects.count() == 20
    assert Counter.objects.get(series=intake.SERIES).last == 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["acts.record", "RequestPart.objects.bulk_create", "limits.set_index"])
def test_a_failure_in_the_middle_leaves_nothing(
    district: Agency, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def die(*args: object, **kwargs: object) -> None:
        raise SystemExit("killed")

    monkeypatch.setattr(f"requests_app.operations.intake.{where}", die)
    with pytest.raises(SystemExit):
        intake.file(filing(district), actor=PUBLIC)
    for model in (InformationRequest, RequestPart, RequestEvent, Applicant, DataKey, Counter):
        assert not model.objects.exists(), model


# --- secrets --------------------------------------------------------------------------------------------


def test_the_query_code_opens_only_its_own_request(district: Agency) -> None:
    mine = intake.file(filing(district), actor=PUBLIC)
    other = intake.file(filing(district), actor=PUBLIC)
    assert query_codes.find(mine.request.number, other.query_code) is None
    assert query_codes.find("shanting-2026-9999", mine.query_code) is None
    assert mine.query_code not in mine.request.query_code_hash


def test_a_code_copied_by_hand_is_understood(district: Agency) -> None:
    filed = intake.file(filing(district), actor=PUBLIC)
    sloppy = f" {filed.query_code[:4].lower()}-{filed.query_code[4:].lower()} "
    assert query_codes.find(f" {filed.request.number.upper()} ", sloppy) == filed.request


def test_query_codes_avoid_letters_that_are_mistaken_for_digits() -> None:
    codes = {query_codes.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 8 and not set(code) & set("01ILO") for code in codes)


def test_the_applicant_is_sealed_and_found_again_by_the_exact_name(district: Agency) -> None:
    case = intake.file(filing(district), actor=PUBLIC).request
    stored = Applicant.objects.get()
    assert NAME.encode() not in bytes(stored.sealed)
    assert personal.read(stored) == applicant()
    found = InformationRequest.objects.filter(applicant__name_hash=personal.name_hash(f" {NAME} "))
    assert list(found) == [case]


def test_another_name_has_another_hash_and_no_number_has_none(district: Agency) -> None:
    person = replace(applicant(), name="测试乙某某", identity_number="")
    intake.file(filing(district, applicant=person), actor=PUBLIC)
    stored = Applicant.objects.get()
    assert stored.identity_hash == ""
    assert stored.name_hash != personal.name_hash(NAME)
