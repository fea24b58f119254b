"""Counting working days and natural days; every function takes the calendar it counts by.

The day of the triggering event is day 0 (民法典第二百零一条), so `add(calendar, friday, 1)` is a Monday.
"""

from __future__ import annotations

import calendar as months
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from foundation.workdays.calendar import FIRST_YEAR, LAST_YEAR, Calendar, UnknownDay


def _place(calendar: Calendar, day: date) -> int:
    """How many working days of the index are not after `day`."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnknownDay(f"{day} is outside {FIRST_YEAR}–{LAST_YEAR}")
    return bisect_right(calendar.workdays, day)


def add(calendar: Calendar, day: date, n: int) -> date:
    """The n-th working day after `day`; `day` itself is not counted, and need not be a working day."""
    if n < 1:
        raise ValueError(f"a period has at least one working day, not {n}")
    place = _place(calendar, day) + n - 1
    if place >= len(calendar.workdays):
        raise UnknownDay(f"{n} working days after {day} lie beyond {LAST_YEAR}")
    return calendar.workdays[place]


def subtract(calendar: Calendar, day: date, n: int) -> date:
    """The n-th working day before `day`."""
    _place(calendar, day)
    place = bisect_left(calendar.workdays, day) - n
    if n < 1 or place < 0:
        raise ValueError(f"there is no {n}-th working day before {day}")
    return calendar.workdays[place]


def count(calendar: Calendar, after: date, until: date) -> int:
    """Working days x with after < x <= until; 0 when `until` is not later."""
    return max(0, _place(calendar, until) - _place(calendar, after))


def workdays_between(calendar: Calendar, after: date, until: date) -> tuple[date, ...]:
    """The working days x with after < x <= until themselves."""
    return calendar.workdays[_place(calendar, after) : _place(calendar, until)]


def previous_workday(calendar: Calendar, day: date) -> date:
    """The last working day on or before `day` (for alarms before a fixed date that does not roll)."""
    place = _place(calendar, day)
    if place == 0:
        raise UnknownDay(f"no working day on or before {day} since {FIRST_YEAR}")
    return calendar.workdays[place - 1]


def roll_forward(calendar: Calendar, day: date) -> date:
    """Where a natural-day limit ends: `day`, or the first working day after the rest (民法典第二百零三条)."""
    return day if calendar.is_workday(day) else add(calendar, day, 1)


def add_days(calendar: Calendar, day: date, n: int) -> date:
    """The last day of a limit of `n` natural days."""
    return roll_forward(calendar, day + timedelta(days=n))


def add_months(calendar: Calendar, day: date, n: int) -> date:
    """The last day of a limit of `n` months: same number or last of the month (民法典第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    last_of_month = months.monthrange(year, month + 1)[1]
    return roll_forward(calendar, date(year, month + 1, min(day.day, last_of_month)))


def is_provisional(calendar: Calendar, frm: date, until: date) -> bool:
    """Whether counting from `frm` (day 0) to `until` touches a year without a plan (暂定)."""
    first = frm + timedelta(days=1)
    years = range(first.year, until.year + 1) if first <= until else ()
    return any(year not in calendar.confirmed_years for year in years)


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not what its weekday says."""

    day: date
    works: bool
    name: str


def special_days(calendar: Calendar, after: date, until: date) -> tuple[SpecialDay, ...]:
    """The holidays and make-up days x with after < x <= until, for an explanation."""
    first, last = bisect_right(calendar.special, after), bisect_right(calendar.special, until)
    return tuple(
        SpecialDay(day, day in calendar.makeup, calendar.names.get(day, ""))
        for day in calendar.special[first:last]
    )
