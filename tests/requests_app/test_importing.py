"""Old requests taken over as facts: real dates, the old regulation, all their events, quickly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app.facts import ClosedFacts, PartAnswer
from requests_app.models import InformationRequest
from requests_app.operations.importing import import_closed
from tests.requests_app.conftest import IMPORT, filing

OLD = ClosedFacts(
    received_on=date(2012, 9, 26),
    answers=(PartAnswer(1, "A2"),),
    signed_on=date(2012, 10, 15),
    signer_name="演示负责人",
    served_on=date(2012, 10, 16),
    document_number="山政公开〔2012〕3号",
    reviewer_name="演示审查人",
)


def test_a_request_of_2012_runs_on_fifteen_days_and_is_closed_on_its_own_days(district: Agency) -> None:
    case = import_closed(filing(district, channel="post"), OLD, actor=IMPORT)
    case.refresh_from_db()
    assert case.number == "shanting-2012-0001"
    assert (case.regime, case.due_on, case.latest_on) == ("REG2007", date(2012, 10, 23), date(2012, 11, 13))
    assert (case.registered_on, case.closed_on, case.received_basis) == (
        date(2012, 9, 26),
        date(2012, 10, 16),
        "recorded",
    )
    assert (case.stage, case.report_row) == ("closed", "open")
    assert [(event.kind, event.effective_on.isoformat()) for event in case.events.all()] == [
        ("imported", "2012-09-26"),
        ("received", "2012-09-26"),
        ("parts_decided", "2012-10-15"),
        ("secrecy_reviewed", "2012-10-15"),
        ("signed", "2012-10-15"),
        ("served", "2012-10-16"),
    ]
    assert {(event.origin, event.backfilled) for event in case.events.all()} == {("import", True)}


def test_what_ended_before_the_agency_joined_is_history(district: Agency) -> None:
    district.enabled_on = date(2012, 10, 16)
    district.save()
    assert not import_closed(filing(district, channel="post"), OLD, actor=IMPORT).historical
    district.enabled_on = date(2026, 1, 1)
    district.save()
    later = replace(OLD, document_number="山政公开〔2012〕4号")
    assert import_closed(filing(district, channel="post"), later, actor=IMPORT).historical


def test_an_extension_of_that_time_moves_the_limit(district: Agency) -> None:
    closed = replace(OLD, extended_on=date(2012, 10, 11), extended_by=15, served_on=date(2012, 11, 12))
    case = import_closed(filing(district, channel="post"), closed, actor=IMPORT)
    assert case.due_on == date(2012, 11, 13)
    assert case.events.get(kind="extended").effective_on == date(2012, 10, 11)


def test_it_refuses_dates_that_contradict_each_other(district: Agency) -> None:
    with pytest.raises(Refused, match="先后矛盾"):
        import_closed(filing(district), replace(OLD, served_on=date(2012, 10, 1)), actor=IMPORT)
    assert not InformationRequest.objects.exists()


def test_it_refuses_an_answer_it_does_not_know(district: Agency) -> None:
    with pytest.raises(Refused) as caught:
        import_closed(filing(district), replace(OLD, answers=(PartAnswer(1, "Z1"),)), actor=IMPORT)
    assert caught.value.refusal.field == "reply_type_1"
    assert not InformationRequest.objects.exists()


def test_it_refuses_people_without_the_right_to_register(district: Agency, stranger: Actor) -> None:
    with pytest.raises(Refused, match="没有在本单位"):
        import_closed(filing(district), OLD, actor=stranger)


def test_taking_over_one_request_stays_within_its_queries(
    district: Agency, django_assert_max_num_queries: Any
) -> None:
    """Thirty-one of them take about two seconds; the number of queries is what can be kept."""
    with django_assert_max_num_queries(60):
        import_closed(filing(district, channel="post"), OLD, actor=IMPORT)
