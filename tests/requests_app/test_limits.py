"""By which calendar and which reading of the law a stored request is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from foundation.workdays import operations as workdays
from foundation.workdays.committed import VERSION as COMMITTED
from foundation.workdays.queries import calendar_named
from requests_app.clock import Rules
from requests_app.models import InformationRequest
from requests_app.operations import intake, limits
from tests.requests_app.conftest import PUBLIC, answer, filing

pytestmark = pytest.mark.django_db
FILED = date(2026, 12, 10)


@pytest.fixture(autouse=True)
def december(settings: Any) -> None:
    settings.AS_OF = FILED


def publish_2027() -> None:
    """4 January is off as well, so everything due on the 7th moves."""
    version = workdays.start_draft(code="2027-1", source_document="演示通知（演示数据）", by="演示起草")
    text = "元旦：1月1日（周五）至4日（周一）放假，共4天。"
    workdays.set_days(version.pk, year=2027, text=text, by="演示起草")
    workdays.submit_for_confirmation(version.pk)
    workdays.publish(version.pk, by="演示确认")


def test_an_open_request_follows_the_calendar_in_force_and_a_closed_one_keeps_its_own(
    district: Agency, by_clerk: Actor
) -> None:
    opened, closed = (intake.file(filing(district), actor=PUBLIC).request for _ in range(2))
    answer(closed, by_clerk, on=FILED)
    publish_2027()
    running, kept = (limits.clock_of(InformationRequest.objects.get(pk=one.pk)) for one in (opened, closed))
    assert running is not None and kept is not None
    assert (running.calendar_version, running.due_on) == ("2027-1", date(2027, 1, 11))
    assert (kept.calendar_version, kept.due_on) == (COMMITTED, date(2027, 1, 7))


def test_the_reading_in_force_is_stored_and_a_closed_request_keeps_it(
    district: Agency, by_clerk: Actor, settings: Any
) -> None:
    settings.GONGKAI_CLOCK = Rules(other_agency_cap=10)
    case = intake.file(filing(district), actor=PUBLIC).request
    assert case.clock_rules == "other_agency_cap=10"
    answer(case, by_clerk, on=FILED)
    settings.GONGKAI_CLOCK = Rules()
    kept = limits.clock_of(InformationRequest.objects.get(pk=case.pk))
    assert kept is not None and kept.rules == Rules(other_agency_cap=10)
    another = intake.file(filing(district), actor=PUBLIC).request
    assert another.clock_rules == ""


def test_calendars_are_found_by_their_code() -> None:
    assert calendar_named("2027-1") is None
    publish_2027()
    published = calendar_named("2027-1")
    assert published is not None and 2027 in published.confirmed_years
    workdays.start_draft(code="2027-2", source_document="演示通知（演示数据）", by="演示起草")
    assert calendar_named("2027-2") is None, "a draft counts nothing"
