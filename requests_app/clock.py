"""The clock of a request: dated facts and a calendar in; the limit, its explanation and its state out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import full_date, short_date
from requests_app import clock_wording as say
from requests_app.clock_facts import (
    CONSULTATIONS,
    Consultation,
    Correction,
    Deferral,
    Ending,
    Extension,
    Fact,
    Fee,
    Reopening,
)
from requests_app.clock_flags import Flag
from requests_app.clock_rules import DEFAULT, Rules
from requests_app.clock_run import Run, consultation_limit
from requests_app.clock_wording import POSTING_NOTE
from requests_app.regimes import Regime, regime_for

__all__ = [
    "CONSULTATIONS",
    "POSTING_NOTE",
    "Clock",
    "Consultation",
    "Correction",
    "Deferral",
    "Ending",
    "Extension",
    "Fact",
    "Fee",
    "Flag",
    "Reopening",
    "Rules",
    "Status",
    "consultation_limit",
    "printed_limit",
    "reckon",
    "remaining_sentence",
    "status",
]

ESTIMATE_MARGIN = 2
"""A weekday-only estimate can be later than the truth; alarms ring this many working days earlier."""


@dataclass(frozen=True)
class Clock:
    """When an answer is due, and why. `due_on` is None while nothing runs; `waiting` then says for what.

    `internal_due_on` binds inside the house: it is earlier than `due_on` after a correction asked for too
    late. `runs_from` is day 0 of the running period, `length` its working days without consultations.
    """

    calendar: Calendar = field(repr=False)
    regime: Regime = field(repr=False)
    rules: Rules = field(repr=False)
    received_on: date
    runs_from: date
    runs_because: str
    length: int
    base_due_on: date
    due_on: date | None
    internal_due_on: date | None
    latest_possible_on: date | None
    post_by: date | None
    provisional: bool
    waiting: str
    awaited: Correction | Fee | None
    ending: Ending | None
    extended_by: int
    may_extend: bool
    may_correct: bool
    excluded: tuple[date, ...]
    correction_notice_due_on: date | None
    payment_due_on: date | None
    flags: tuple[Flag, ...]
    lines: tuple[Callable[[], str], ...] = field(repr=False, compare=False)

    @property
    def regime_code(self) -> str:
        return self.regime.code

    @property
    def calendar_version(self) -> str:
        return self.calendar.version

    @property
    def alarm_on(self) -> date | None:
        """The day alarms treat as the limit."""
        if self.internal_due_on is None or not self.provisional:
            return self.internal_due_on
        return arithmetic.subtract(self.calendar, self.internal_due_on, ESTIMATE_MARGIN)

    @cached_property
    def explanation(self) -> tuple[str, ...]:
        """The story in sentences; told only when somebody asks, since most clocks are only compared."""
        first, *rest = (line() for line in self.lines)
        over = self.ending is not None
        last = say.conclusion(self.due_on, self.post_by, provisional=self.provisional, over=over)
        return (first, say.COUNTED, *rest, *last)


def reckon(
    received_on: date,
    calendar: Calendar,
    facts: Iterable[Fact] = (),
    *,
    regime_override: str | None = None,
    rules: Rules = DEFAULT,
) -> Clock:
    """The clock of a request legally received on `received_on` (收到申请之日)."""
    regime, facts = regime_for(received_on, regime_override), tuple(facts)
    run = Run(received_on, calendar, regime, rules)
    run.lay(facts)
    clock = _clock(run)
    if run.late_correction is None:
        return clock
    # Art. 30 restarts the clock whatever the day of the notice; inside the house the earlier date binds.
    original = Run(received_on, calendar, regime, rules)
    original.lay([fact for fact in facts if fact is not run.late_correction])
    known = [day for day in (clock.due_on, original.due) if day]
    return replace(clock, internal_due_on=min(known, default=None))


def _clock(run: Run) -> Clock:
    due, base_due = run.due, run.base_due
    counted_from = run.deferred_to or run.start
    return Clock(
        calendar=run.calendar,
        regime=run.regime,
        rules=run.rules,
        received_on=run.received_on,
        runs_from=counted_from,
        runs_because=run.because,
        length=run.base + run.extended_by,
        base_due_on=base_due,
        due_on=due,
        internal_due_on=due,
        latest_possible_on=_latest(run, due),
        post_by=arithmetic.previous_workday(run.calendar, due) if due else None,
        provisional=arithmetic.is_provisional(run.calendar, counted_from, due or base_due),
        waiting="" if run.ending else run.waiting,
        awaited=run.awaited,
        ending=run.ending,
        extended_by=run.extended_by,
        may_extend=run.may_extend,
        may_correct=run.may_correct,
        excluded=run.excluded,
        correction_notice_due_on=run.notice_limit,
        payment_due_on=run.payment_limit,
        flags=tuple(run.flags),
        lines=tuple(run.lines),
    )


def _latest(run: Run, due: date | None) -> date | None:
    """The limit if the one extension were used to the full."""
    return arithmetic.add(run.calendar, due, run.regime.extension_days) if due and run.may_extend else due


def if_answered_on(day: date, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The same facts if everybody still silent answered on `day`."""
    return tuple(
        replace(fact, answered_on=day)
        if isinstance(fact, Consultation)
        and not (fact.answered_on or fact.returned_on)
        and day >= (fact.delivered_on or fact.sent_on)
        else fact
        for fact in facts
    )


# --- read on a day ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Status:
    """A comparison with a day, never stored.

    `code` is running, due_today, overdue, waiting, answered, answered_late or withdrawn; `overdue_by` counts
    working days and can be 0 on the weekend after the limit.
    """

    code: str
    remaining: int | None = None
    overdue_by: int = 0


def status(clock: Clock, today: date, closed_on: date | None = None) -> Status:
    """Working days left until the limit, or gone since; for a closed request, by the day it was closed."""
    ending = clock.ending
    if ending and ending.kind == "withdrawal":
        return Status("withdrawn")
    closed_on = closed_on or (ending.on if ending else None)
    due, day = clock.due_on, closed_on or today
    if due is None:
        return Status("answered" if closed_on else "waiting")
    if day > due:
        code = "answered_late" if closed_on else "overdue"
        return Status(code, overdue_by=arithmetic.count(clock.calendar, due, day))
    if closed_on:
        return Status("answered")
    code = "due_today" if today == due else "running"
    return Status(code, remaining=arithmetic.count(clock.calendar, today, due))


def remaining_sentence(clock: Clock, today: date, closed_on: date | None = None) -> str:
    """还剩3个工作日（到10月30日）, or what else there is to say about the limit today."""
    now = status(clock, today, closed_on)
    due = short_date(clock.due_on, today) if clock.due_on else ""
    late = f"超过期限{now.overdue_by}个工作日" if now.overdue_by else "超过期限"
    if clock.provisional and now.remaining is not None:
        return _estimate(clock, due)
    estimate = "预计" if clock.provisional else ""
    return {
        "waiting": say.WAITING[clock.waiting],
        "withdrawn": "申请人已撤回",
        "answered": "已在期限内答复" if due else "已办结",
        "answered_late": f"已答复，{estimate}{late}",
        "overdue": f"{estimate}已{late}（{due}到期）",
        "due_today": f"今天到期（{due}）",
        "running": f"还剩{now.remaining}个工作日（到{due}）",
    }[now.code]


def printed_limit(clock: Clock) -> str:
    """The limit as receipts and notices print it; an estimate is never printed as a bare date."""
    if clock.due_on is None:
        return say.WAITING[clock.waiting]
    day = full_date(clock.due_on)
    return _estimate(clock, day) if clock.provisional else day


def _estimate(clock: Clock, day: str) -> str:
    since = say.SINCE[clock.runs_because]
    period = f"{since}{clock.length}个工作日内" if since else "在告知的合理期限内"
    consulted = "不计征求意见所需时间，" if clock.excluded else ""
    return f"{period}（{consulted}预计{day}，以国务院放假安排为准）"
