"""How a request stood on a day, read from its ledger as it was written down by then.

So a reminder can be worked out again for any day: what was recorded later was not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from foundation.contracts import Step
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.deadlines import last_day
from requests_app import history, outcomes, service_rules, steps
from requests_app.clock import consultation_limit
from requests_app.clock_facts import Consultation as Letter
from requests_app.clock_facts import Correction, Fee
from requests_app.models import InformationRequest
from requests_app.operations import limits
from requests_app.regimes import REGIMES
from requests_app.reminder_rules import Standing, Waiting

OVER = ("served", "ended", "withdrawn", "voided")
NEXT = {
    "filed": steps.RECEIVE,
    "registered": steps.RECEIVE,
    "not_reached": steps.NOT_REACHED,
    "received": steps.DECIDE,
    "correction_asked": steps.RECEIVE_CORRECTION,
    "corrected": steps.DECIDE,
    "fee_unpaid": steps.SIGN,
    "not_corrected": steps.SIGN,
    "excess_left": steps.SIGN,
    "signed": steps.SERVE,
}
"""The step that follows an event; what a draft needs next depends on what it opens."""


@dataclass(frozen=True)
class Stood:
    """The step that was next, and the dates of that day."""

    next_step: Step
    standing: Standing


def stood(case: InformationRequest, on: date, calendar: Calendar) -> Stood | None:
    """None where the case was not there yet or not open any more. The case has events and letters at hand."""
    ledger = _written_by(case.events.all(), on)
    step = _next(history.uncorrected(ledger))
    if step is None:
        return None
    if step in (steps.RECEIVE, steps.NOT_REACHED):
        arrived = ledger[0].effective_on
        target = arithmetic.add(calendar, arrived, 1) if step is steps.RECEIVE else None
        return Stood(step, Standing(step.wording, confirm_by=target))
    return Stood(step, _running(case, ledger, step, on, calendar))


def _written_by(events: Iterable[Any], on: date) -> list[Any]:
    return [event for event in events if timezone.localdate(event.recorded_at) <= on]


def _next(ledger: Sequence[Any]) -> Step | None:
    step: Step | None = None
    before: Step | None = None
    for event in ledger:
        if event.kind in OVER:
            return None
        if event.kind == "parts_decided":
            opens = any(outcomes.opens(part["reply_type"]) for part in event.data["parts"])
            step = steps.REVIEW if opens else steps.SIGN
        elif event.kind == "secrecy_reviewed":
            step = steps.SIGN if event.data.get("conclusion") == "may_open" else steps.DECIDE
        elif event.kind == "fee_asked":
            before, step = step, steps.FEE_PAID
        elif event.kind in ("fee_paid", "fee_withdrawn"):
            step = before
        else:
            step = NEXT.get(event.kind, step)
    return step


def _running(
    case: InformationRequest, ledger: Sequence[Any], step: Step, on: date, calendar: Calendar
) -> Standing:
    clock = limits.clock_of(case, calendar=calendar, written=ledger)
    by_post = service_rules.goes_by_post(case.provision_routes)
    standing = Standing(step.wording, unsigned=step is not steps.SERVE, by_post=by_post)
    if clock is not None and step is not steps.RECEIVE_CORRECTION:
        standing = replace(
            standing, due_on=clock.due_on, alarm_on=clock.alarm_on, provisional=clock.provisional
        )
    waits = (
        *_correction(ledger, step, calendar),
        *_payment(ledger, step, calendar),
        *_letters(case, step, on, calendar),
    )
    return replace(standing, waiting=waits)


def _correction(ledger: Sequence[Any], step: Step, calendar: Calendar) -> list[Waiting]:
    """While the applicant is to correct the request, until when."""
    if step is not steps.RECEIVE_CORRECTION:
        return []
    facts = limits.facts(history.uncorrected(ledger), calendar)
    asked = [one.limit_on for one in facts if isinstance(one, Correction) and one.limit_on]
    return [Waiting("correction", "申请人的补正期限", day) for day in asked]


def _payment(ledger: Sequence[Any], step: Step, calendar: Calendar) -> list[Waiting]:
    """While the applicant is to pay, until when."""
    if step is not steps.FEE_PAID:
        return []
    facts = limits.facts(history.uncorrected(ledger), calendar)
    delivered = [one.delivered_on for one in facts if isinstance(one, Fee) and one.delivered_on]
    return [Waiting("fee", "申请人的缴费期限", last_day("D08", day, calendar)) for day in delivered]


def _letters(case: InformationRequest, step: Step, on: date, calendar: Calendar) -> list[Waiting]:
    """Letters that were out that day, until when their answer is due; once drafted they matter no more."""
    if step is not steps.DECIDE:
        return []
    found = []
    for letter in case.consultations.all():
        over = letter.answered_on or letter.returned_on
        if letter.sent_on > on or (over is not None and over <= on):
            continue
        came = letter.delivered_on if letter.delivered_on and letter.delivered_on <= on else None
        fact = Letter(letter.kind, letter.sent_on, came)
        limit = consultation_limit(fact, REGIMES[case.regime], calendar) or letter.reply_by
        if limit is not None:
            found.append(Waiting(f"letter{letter.position}", "征求意见的答复期", limit))
    return found
