"""The clock of a stored request: its events laid on the calendar, and the index of what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Protocol

from django.conf import settings

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.queries import calendar_named, published_calendar
from requests_app import history
from requests_app.clock import Clock, Rules, reckon
from requests_app.clock_facts import Consultation, Correction, Deferral, Ending, Extension, Fact, Fee
from requests_app.clock_rules import read_rules
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
    written: Sequence[history.Entry] | None = None,
) -> Clock | None:
    """The clock of a case, or None before it was received. `without` leaves out a corrected event's pk.

    For many cases: with the ledger of this one (`written`) and the calendar nothing is asked of the database.
    """
    ledger = history.in_force(case) if written is None else history.uncorrected(written)
    events: list[Dated] = [event for event in ledger if event.pk != without]
    if pending is not None:
        events.append(pending)
    receipt = next((event for event in reversed(events) if event.kind == "received"), None)
    if receipt is None:
        return None
    calendar = calendar or calendar_of(case)
    return reckon(
        receipt.effective_on,
        calendar,
        facts(events, calendar),
        regime_override=case.regime if case.regime_reason else None,
        rules=rules_of(case),
    )


def calendar_of(case: InformationRequest) -> Calendar:
    """A closed request keeps the calendar it was counted by; an open one follows the one in force."""
    kept = calendar_named(case.calendar_version) if case.closed_on else None
    return kept or published_calendar()


def rules_of(case: InformationRequest) -> Rules:
    """A closed request keeps the reading of the law it was counted by, too."""
    return read_rules(case.clock_rules) if case.closed_on else rules_in_force()


def rules_in_force() -> Rules:
    rules: Rules = settings.GONGKAI_CLOCK
    return rules


def is_stale(case: InformationRequest, calendar: Calendar) -> bool:
    """Whether an open request still carries a limit counted by another calendar or reading (重算中)."""
    counted_by = (case.calendar_version, case.clock_rules)
    return case.is_open and case.received_on is not None and counted_by != in_force(calendar)


def in_force(calendar: Calendar) -> tuple[str, str]:
    """By what open requests are to be counted: the calendar's version and the code of the reading."""
    return calendar.version, _code(rules_in_force())


@cache
def _code(rules: Rules) -> str:
    """A reading is one of very few; spelling it out takes as long as counting a limit."""
    return rules.code


def facts(events: Iterable[Dated], calendar: Calendar) -> list[Fact]:
    """What of the ledger moves the limit."""
    by_kind: dict[str, list[Dated]] = {}
    for event in events:
        by_kind.setdefault(event.kind, []).append(event)
    extensions = [
        Extension(event.effective_on, int(event.data["workdays"])) for event in by_kind.get("extended", ())
    ]
    withdrawals = [Ending("withdrawal", event.effective_on) for event in by_kind.get("withdrawn", ())]
    deferrals = [
        Deferral(event.effective_on, date.fromisoformat(event.data["until"]))
        for event in by_kind.get("deferred", ())
    ]
    moved = [
        *_corrections(by_kind, calendar),
        *_consultations(by_kind),
        *_fees(by_kind),
        *extensions,
        *deferrals,
    ]
    return [*moved, *withdrawals]


def _consultations(by_kind: Mapping[str, list[Dated]]) -> list[Fact]:
    """Each letter with what became of it, told apart by its key in the events."""
    became = {
        (event.kind, event.data["consultation"]): event.effective_on
        for kind in ("consultation_delivered", "consultation_answered", "consultation_returned")
        for event in by_kind.get(kind, ())
    }
    return [
        Consultation(
            sent.data["kind"],
            sent.effective_on,
            delivered_on=became.get(("consultation_delivered", sent.data["consultation"])),
            answered_on=became.get(("consultation_answered", sent.data["consultation"])),
            returned_on=became.get(("consultation_returned", sent.data["consultation"])),
        )
        for sent in by_kind.get("consulted", ())
    ]


def _corrections(by_kind: Mapping[str, list[Dated]], calendar: Calendar) -> list[Fact]:
    """The one correction, put together from its notice, the delivery and what came back."""
    if "correction_asked" not in by_kind:
        return []
    asked = by_kind["correction_asked"][-1]
    delivered, corrected = (by_kind.get(kind, [])[-1:] for kind in ("correction_delivered", "corrected"))
    limit = (
        correction_limit(calendar, delivered[0].effective_on, asked.data["workdays"]) if delivered else None
    )
    return [Correction(asked.effective_on, limit, corrected[0].effective_on if corrected else None)]


def _fees(by_kind: Mapping[str, list[Dated]]) -> list[Fact]:
    """The one fee: of its notices the last one counts for the delivery. One withdrawn has moved nothing."""
    if "fee_asked" not in by_kind or "fee_withdrawn" in by_kind:
        return []
    asked = by_kind["fee_asked"][-1]
    notice = by_kind.get("fee_corrected", [asked])[-1].data["notice"]
    delivered, paid = (
        [event.effective_on for event in by_kind.get(kind, ()) if event.data["notice"] == notice]
        for kind in ("fee_delivered", "fee_paid")
    )
    return [Fee(asked.effective_on, *(days[-1] if days else None for days in (delivered, paid)))]


def correction_limit(calendar: Calendar, delivered_on: date, workdays: int) -> date:
    """The applicant's own last day: so many working days after the notice came."""
    return arithmetic.add(calendar, delivered_on, workdays)


INDEX = ("regime", "due_on", "latest_on", "alarm_on", "calendar_version", "provisional", "clock_rules")
"""The fields that only repeat what the clock says."""


def set_index(
    case: InformationRequest, *, pending: Pending | None = None, without: int | None = None
) -> None:
    """Write the limit into the case's index fields; the caller's event then saves the case."""
    clock = clock_of(case, pending=pending, without=without)
    if clock is not None:
        write_index(case, clock)


def write_index(case: InformationRequest, clock: Clock) -> None:
    case.regime = clock.regime_code
    case.due_on, case.latest_on = clock.due_on, clock.latest_possible_on
    case.alarm_on = clock.alarm_on
    case.calendar_version, case.provisional = clock.calendar_version, clock.provisional
    case.clock_rules = _code(clock.rules)
