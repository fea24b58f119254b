"""A new calendar moves the limits of open requests, and of open ones only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from foundation.workdays.committed import committed_calendar
from requests_app.models import InformationRequest
from requests_app.operations import intake, limits, recomputing
from tests.requests_app.conftest import PUBLIC, answer, filing


@pytest.fixture
def with_2027(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan of 2027 is out: 4 January is off as well."""
    known = committed_calendar()
    later = replace(
        known,
        version="2027-1",
        off=known.off | {date(2027, 1, 1), date(2027, 1, 4)},
        confirmed_years=known.confirmed_years | {2027},
        names={},
    )
    for module in (limits, recomputing):
        monkeypatch.setattr(module, "published_calendar", lambda: later)


@pytest.fixture
def december(
    district: Agency, by_clerk: Actor, settings: Any
) -> tuple[InformationRequest, InformationRequest]:
    settings.AS_OF = date(2026, 12, 10)
    opened, closed = (intake.file(filing(district), actor=PUBLIC).request for _ in range(2))
    answer(closed, by_clerk, on=date(2026, 12, 10))
    return opened, closed


def test_open_limits_follow_the_new_calendar_and_closed_ones_stay(
    december: tuple[InformationRequest, InformationRequest], request: pytest.FixtureRequest
) -> None:
    opened, closed = december
    before = (opened.due_on, opened.provisional)
    request.getfixturevalue("with_2027")
    assert recomputing.recompute_open_limits(batch=1) == 1
    opened.refresh_from_db()
    assert before == (date(2027, 1, 7), True)
    assert (opened.due_on, opened.provisional, opened.calendar_version) == (
        date(2027, 1, 11),
        False,
        "2027-1",
    )
    kept = InformationRequest.objects.get(pk=closed.pk)
    assert (kept.due_on, kept.calendar_version) == (date(2027, 1, 7), committed_calendar().version)
    assert opened.events.count() == 2, "nothing happened to the case"


def test_it_is_done_once(
    december: tuple[InformationRequest, InformationRequest], request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("with_2027")
    assert recomputing.recompute_open_limits() == 1
    assert recomputing.recompute_open_limits() == 0
