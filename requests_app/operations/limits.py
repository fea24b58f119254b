"""The clock of a stored request: its events laid on the calendar, and the index of what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from foundation.workdays.calendar import Calendar
from foundation.workdays.queries import published_calendar
from requests_app import history
from requests_app.clock import Clock, reckon
from requests_app.clock_facts import Extension, Fact
from requests_app.models import InformationRequest


class Dated(Protocol):
    """What the clock needs of an event, stored or about to be."""

    kind: str
    effective_on: date
    data: Mapping[str, Any]


@dataclass
class Pending:
    """An event that is about to be recorded; the index must be right in the same write."""

    kind: str
    effective_on: date
    data: Mapping[str, Any] = field(default_factory=dict)


def clock_of(
    case: InformationRequest,
    *,
    calendar: Calendar | None = None,
    pending: Pending | None = None,
    without: int | None = None,
) -> Clock | None:
    """The clock of a case, or None before it was received. `without` leaves out a corrected event's pk."""
    events: list[Dated] = [event for event in history.in_force(case) if event.pk != without]
    if pending is not None:
        events.append(pending)
    receipt = next((event for event in reversed(events) if event.kind == "received"), None)
    if receipt is None:
        return None
    override = case.regime if case.regime_reason else None
    return reckon(
        receipt.effective_on, calendar or published_calendar(), facts(events), regime_override=override
    )


def facts(events: Iterable[Dated]) -> list[Fact]:
    """What of the ledger moves the limit."""
    return [
        Extension(event.effective_on, int(event.data["workdays"]))
        for event in events
        if event.kind == "extended"
    ]


INDEX = ("regime", "due_on", "latest_on", "alarm_on", "calendar_version", "provisional")
"""The fields that only repeat what the clock says."""


def set_index(
    case: InformationRequest, *, pending: Pending | None = None, without: int | None = None
) -> None:
    """Write the limit into the case's index fields; the caller's event then saves the case."""
    clock = clock_of(case, pending=pending, without=without)
    if clock is None:
        return
    case.regime = clock.regime_code
    case.due_on, case.latest_on = clock.due_on, clock.latest_possible_on
    case.alarm_on = clock.alarm_on
    case.calendar_version, case.provisional = clock.calendar_version, clock.provisional
