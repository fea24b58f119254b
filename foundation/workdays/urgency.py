"""How pressing a date is in working days, and what must be done before a long holiday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import short_date

VERY_SOON, SOON = 3, 7
"""Working days before a date from which it is pressing, and from which it stands on the page at all."""

LONG = 3
"""Days off in a row from which a holiday is long: a weekend has two."""

BEFORE_REST, AFTER_REST = 5, 3
"""A long holiday is looked ahead to for so many working days, and what is due within so many after it."""


@dataclass(frozen=True)
class Rest:
    """Days off in a row, with the name of the holiday; `until` is the working day up to which what is due
    must be done before it.
    """

    first: date
    last: date
    name: str
    until: date

    @property
    def words(self) -> str:
        """国庆节（10月1日至10月7日）."""
        return f"{self.name}（{short_date(self.first)}至{short_date(self.last, beside=self.first)}）"


def rest_ahead(calendar: Calendar, day: date) -> Rest | None:
    """The long holiday that begins within the next working days, or that this day lies in.

    Only announced holidays count: in a year without a plan there are weekends and nothing else.
    """
    for before in (_last_workday(calendar, day), *_next_workdays(calendar, day)):
        after = arithmetic.add(calendar, before, 1)
        first, last = before + timedelta(days=1), after - timedelta(days=1)
        if (last - first).days + 1 >= LONG and day <= last:
            until = arithmetic.add(calendar, last, AFTER_REST)
            return Rest(first, last, _name(calendar, first, last), until)
    return None


def _last_workday(calendar: Calendar, day: date) -> date:
    return arithmetic.previous_workday(calendar, day)


def _next_workdays(calendar: Calendar, day: date) -> tuple[date, ...]:
    return arithmetic.workdays_between(calendar, day, arithmetic.add(calendar, day, BEFORE_REST))


def _name(calendar: Calendar, first: date, last: date) -> str:
    """The holiday's own name; two that meet are named together."""
    days = arithmetic.special_days(calendar, first - timedelta(days=1), last)
    return "、".join(dict.fromkeys(one.name for one in days if one.name)) or "放假"


def last_day_shown(calendar: Calendar, day: date) -> date:
    """The date up to which what is due stands on the page that day."""
    soon, rest = arithmetic.add(calendar, day, SOON), rest_ahead(calendar, day)
    return max(soon, rest.until) if rest else soon


def urgency(calendar: Calendar, due_on: date | None, day: date) -> str:
    """`overdue`, `today`, `rest` (due after the holiday ahead begins, to be done before it), `very_soon`,
    `soon`; `waiting` for what has no date or a late one.
    """
    if due_on is None:
        return "waiting"
    if due_on <= day:
        return "overdue" if due_on < day else "today"
    rest = rest_ahead(calendar, day)
    if rest is not None and rest.first <= due_on <= rest.until:
        return "rest"
    if due_on <= arithmetic.add(calendar, day, VERY_SOON):
        return "very_soon"
    return "soon" if due_on <= arithmetic.add(calendar, day, SOON) else "waiting"
