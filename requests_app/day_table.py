"""The days of a period laid out by month, week for week, so that somebody can count along."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from foundation.workdays import arithmetic
from foundation.workdays.calendar import SATURDAY, Calendar

WEEK = 7


@dataclass(frozen=True)
class Day:
    """One cell: `kind` is blank (another month's), outside, start, counted, last, excluded or off.

    `says` names the day (第3天, 国庆节, 休), `note` what else there is to know of it.
    """

    day: date
    kind: str
    says: str = ""
    note: str = ""


@dataclass(frozen=True)
class Month:
    """The weeks of one month that the period touches, Monday first; not `certain` without a plan yet."""

    year: int
    month: int
    certain: bool
    weeks: tuple[tuple[Day, ...], ...]


def lay_out(
    calendar: Calendar, start: date, last: date, excluded: Collection[date] = frozenset()
) -> tuple[Month, ...]:
    """The days from `start` (day 0) to `last`; working days in `excluded` are shown but not counted."""
    workdays = arithmetic.workdays_between(calendar, start, last)
    counted = [day for day in workdays if day not in excluded]
    numbers = {day: number for number, day in enumerate(counted, 1)}
    return _Period(calendar, start, last, numbers).months()


@dataclass(frozen=True)
class _Period:
    calendar: Calendar
    start: date
    last: date
    numbers: Mapping[date, int]

    def months(self) -> tuple[Month, ...]:
        days = list(_days(self.start, (self.last - self.start).days + 1))
        firsts = sorted({day.replace(day=1) for day in days})
        return tuple(self._month(first, [day for day in days if _same_month(day, first)]) for first in firsts)

    def _month(self, first: date, inside: list[date]) -> Month:
        monday = inside[0] - timedelta(days=inside[0].weekday())
        weeks = (inside[-1] - monday).days // WEEK + 1
        return Month(
            first.year,
            first.month,
            first.year in self.calendar.confirmed_years,
            tuple(
                tuple(self._cell(day, first) for day in _days(monday + timedelta(weeks=week), WEEK))
                for week in range(weeks)
            ),
        )

    def _cell(self, day: date, first: date) -> Day:
        if not _same_month(day, first):
            return Day(day, "blank")
        if day == self.start:
            return Day(day, "start", "起", "不计")
        if not self.start < day <= self.last:
            return Day(day, "outside")
        kind, says, note = self._inside(day)
        if day == self.last:
            return Day(day, "last", says, f"{note}，到期" if note else "到期")
        return Day(day, kind, says, note)

    def _inside(self, day: date) -> tuple[str, str, str]:
        if not self.calendar.is_workday(day):
            weekend = day.weekday() >= SATURDAY
            return "off", self.calendar.names.get(day) or "休", "" if weekend else "放假"
        makeup = "调休上班" if day in self.calendar.makeup else ""
        if day in self.numbers:
            return "counted", f"第{self.numbers[day]}天", makeup
        return "excluded", "不计", makeup


def _days(first: date, number: int) -> Iterator[date]:
    return (first + timedelta(days=step) for step in range(number))


def _same_month(day: date, other: date) -> bool:
    return (day.year, day.month) == (other.year, other.month)
