"""What the calculator answers: the limit, how it was counted, and the other last days along the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.deadlines import DEADLINES, Deadline, Unit, last_day
from foundation.workdays.wording import full_date, weekday
from requests_app.clock import (
    CONSULTATIONS,
    POSTING_NOTE,
    Clock,
    Consultation,
    Fact,
    consultation_limit,
    printed_limit,
    remaining_sentence,
    status,
)
from requests_app.day_table import Month, lay_out

MOST_DAYS = 400
"""Longer periods are not laid out day by day: nobody counts along for more than a year."""

STATES = {"overdue": "late", "due_today": "soon", "waiting": "paused"}


@dataclass(frozen=True)
class Flagged:
    """What of an event was not in order, and in which field."""

    place: int
    field: str
    sentence: str
    article: str


@dataclass(frozen=True)
class Result:
    """`limit` is the date in large type, or empty while nothing runs; `says` is a sentence of today."""

    limit: str
    weekday: str
    provisional: bool
    says: str
    state: str
    flags: tuple[Flagged, ...]
    lines: tuple[str, ...]
    days: tuple[tuple[str, str], ...]
    months: tuple[Month, ...]
    consulted: bool


def result(clock: Clock, facts: Sequence[Fact], today: date) -> Result:
    """The clock as the page shows it on a day."""
    state = status(clock, today).code
    return Result(
        limit=full_date(clock.due_on) if clock.due_on else "",
        weekday=weekday(clock.due_on) if clock.due_on else "",
        provisional=clock.provisional,
        says=remaining_sentence(clock, today) if clock.due_on else printed_limit(clock),
        state=STATES.get(state, "running"),
        flags=tuple(
            Flagged(flag.index + 1, f"e{flag.index + 1}-{flag.field}", flag.sentence, flag.article)
            for flag in clock.flags
        ),
        lines=clock.explanation,
        days=tuple(_days(clock, facts)),
        months=_months(clock),
        consulted=bool(clock.excluded),
    )


def _days(clock: Clock, facts: Sequence[Fact]) -> list[tuple[str, str]]:
    """The other last days, each with what it is the last day of."""
    later = clock.latest_possible_on if clock.latest_possible_on != clock.due_on else None
    earlier = clock.internal_due_on if clock.internal_due_on != clock.due_on else None
    known: list[tuple[str, date | None, str]] = [
        ("最迟交邮日", clock.post_by, f"，{POSTING_NOTE}"),
        ("内部掌握的期限", earlier, "，因补正告知晚于期限"),
        ("机关告知补正的最后一天", clock.correction_notice_due_on, ""),
        ("依法延期的，最晚", later, ""),
        ("缴费的最后一天", clock.payment_due_on, ""),
        *((label, day, "") for label, day in _consultations(clock, facts)),
    ]
    return [(label, f"{_day(clock, day)}{note}") for label, day, note in known if day]


def _consultations(clock: Clock, facts: Sequence[Fact]) -> list[tuple[str, date | None]]:
    return [
        (
            f"环节{place}，{CONSULTATIONS[fact.kind].wording}的最后一天",
            consultation_limit(fact, clock.regime, clock.calendar),
        )
        for place, fact in enumerate(facts, 1)
        if isinstance(fact, Consultation) and fact.kind in clock.regime.consultation_days
    ]


def _day(clock: Clock, day: date) -> str:
    estimate = "预计" if arithmetic.is_provisional(clock.calendar, clock.received_on, day) else ""
    return f"{estimate}{full_date(day)}（{weekday(day)}）"


def _months(clock: Clock) -> tuple[Month, ...]:
    """Nothing where numbered days would not add up: a fixed later day, or overlaps counted twice (A3)."""
    due, start = clock.due_on, clock.runs_from
    if due is None or (due - start).days > MOST_DAYS:
        return ()
    days = arithmetic.workdays_between(clock.calendar, start, due)
    if len(days) - len(clock.excluded) != clock.length:
        return ()
    return lay_out(clock.calendar, start, due, clock.excluded)


# --- the other limits -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class LimitResult:
    """The last day of a limit of the table: what it is called, the day, and how it was counted."""

    heading: str
    day: str
    weekday: str
    lines: tuple[str, ...]


def limit_result(code: str, start: date, calendar: Calendar) -> LimitResult:
    """Raises UnknownDay for dates nobody can mean; the code is one of the table, not in hours."""
    row, last = DEADLINES[code], last_day(code, start, calendar)
    provisional = row.unit is not Unit.FIXED and arithmetic.is_provisional(calendar, start, last)
    heading = "最早到这一天才能截止" if row.at_least else "最后一天"
    lines = [_counted(row, start), *_rest(row, last, calendar)]
    if provisional:
        lines.append("其中有的年份放假安排尚未公布，先按周一至周五估算，以国务院放假安排为准。")
    if row.house:
        lines.append("法律、法规没有写明天数，这里是常用的天数，以机关的规定或者告知为准。")
    lines.append(f"依据：{row.article}。")
    return LimitResult(
        heading=f"{row.wording}：{heading}",
        day=f"{'预计' if provisional else ''}{full_date(last)}",
        weekday=weekday(last),
        lines=tuple(lines),
    )


def _counted(row: Deadline, start: date) -> str:
    if row.unit is Unit.FIXED:
        return f"{start.year}年度的，{row.period}。"
    return f"{full_date(start)}（{row.starts}）起{row.period}，当日不计。"


def _rest(row: Deadline, last: date, calendar: Calendar) -> list[str]:
    """What a rest day at the end does to the limit."""
    if row.rolls:
        return ["最后一天放假的，顺延到放假后的第一个工作日（《中华人民共和国民法典》第二百零三条）。"]
    if row.unit is Unit.WORKDAY:
        return ["只数工作日：周六、周日和放假的日子不算，调休上班的日子算。"]
    if calendar.is_workday(last):
        return []
    before = arithmetic.previous_workday(calendar, last)
    return [f"这一天不上班，日期也不顺延，请在{full_date(before)}（{weekday(before)}）以前办完。"]
