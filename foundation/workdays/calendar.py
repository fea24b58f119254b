"""What a calendar of working days (工作日) is: the State Council's yearly plans as two sets of days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Dates outside these years are a slip of the pen, never a deadline."""

SATURDAY = 5

PLAN_EXPECTED_MONTH = 11
"""Next year's plan comes at the end of October or in November; from 1 November it is missed."""


class UnknownDay(ValueError):
    """A date so far away that it can only be a mistake."""


@dataclass(frozen=True)
class Calendar:
    """Weekdays are work unless `off`, weekends are rest unless `makeup` (调休上班).

    A year that is not in `confirmed_years` has no plan yet: there only weekdays are assumed, and whatever
    is computed from it is 暂定. "No plan" is a state, never "no make-up days".
    """

    version: str
    off: frozenset[date]
    makeup: frozenset[date]
    confirmed_years: frozenset[int]
    names: Mapping[date, str] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.confirmed_years:
            raise ValueError("a calendar needs at least one confirmed year")
        for day in self.off | self.makeup:
            if day.year not in self.confirmed_years:
                raise ValueError(f"{day} lies in a year that is not confirmed")
            if (day in self.off) == (day.weekday() >= SATURDAY):
                raise ValueError(f"{day}: only weekdays can be off and only weekend days can be made up")

    def is_workday(self, day: date) -> bool:
        return day in self.makeup if day.weekday() >= SATURDAY else day not in self.off

    @cached_property
    def horizon(self) -> date:
        """The last day that is certain: 31 December of the last year of the unbroken run of plans."""
        year = min(self.confirmed_years)
        while year + 1 in self.confirmed_years:
            year += 1
        return date(year, 12, 31)

    @cached_property
    def workdays(self) -> tuple[date, ...]:
        """Every working day in order; built once, so that arithmetic is two look-ups and no loop."""
        first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
        return tuple(filter(self.is_workday, map(date.fromordinal, range(first, last + 1))))

    @cached_property
    def special(self) -> tuple[date, ...]:
        """The days that are not what their weekday says, in order."""
        return tuple(sorted(self.off | self.makeup))


def year_awaited(calendar: Calendar, today: date) -> int | None:
    """The year whose plan should be in the calendar by now and is not."""
    last_wanted = today.year + (today.month >= PLAN_EXPECTED_MONTH)
    missing = [year for year in (today.year, last_wanted) if year not in calendar.confirmed_years]
    return missing[0] if missing else None
