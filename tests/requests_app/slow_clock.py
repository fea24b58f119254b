"""A second opinion on the clock: one day after the other, no index, no shortcuts."""

from __future__ import annotations

from datetime import date

from foundation.workdays.calendar import Calendar
from tests.foundation.workdays.slow import ONE, slow_add, works


def walk(
    calendar: Calendar, received: date, base: int, intervals: list[tuple[date, date]], extension: int
) -> date:
    """The limit by crossing days off: a day inside any consultation is crossed off for nobody."""
    left, day = base, received
    while left:
        day += ONE
        if works(calendar, day) and not any(sent < day <= end for sent, end in intervals):
            left -= 1
    # A letter sent on the last day itself still takes its days out; they follow the last counted day.
    behind = {
        later for sent, end in intervals for later in _days(max(sent, day), end) if works(calendar, later)
    }
    more = len(behind) + extension
    return slow_add(calendar, day, more) if more else day


def _days(after: date, until: date) -> list[date]:
    days = []
    while after < until:
        after += ONE
        days.append(after)
    return days
