"""An independent way to count working days: walk day by day, ask nothing but the two sets."""

from __future__ import annotations

from datetime import date, timedelta

from foundation.workdays.calendar import Calendar

ONE = timedelta(days=1)


def works(calendar: Calendar, day: date) -> bool:
    if day in calendar.makeup:
        return True
    return day.isoweekday() <= 5 and day not in calendar.off


def slow_add(calendar: Calendar, day: date, n: int) -> date:
    while n:
        day += ONE
        n -= works(calendar, day)
    return day


def slow_count(calendar: Calendar, after: date, until: date) -> int:
    total, day = 0, after
    while day < until:
        day += ONE
        total += works(calendar, day)
    return total
