"""Reading calendars: the version in force, and what a version would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from foundation.once import once
from foundation.workdays.calendar import SATURDAY, Calendar
from foundation.workdays.committed import VERSION as COMMITTED
from foundation.workdays.committed import committed_calendar
from foundation.workdays.models import CalendarDay, CalendarVersion


def version_in_force() -> CalendarVersion | None:
    """The version published last. Each is based on the one before, so the newest row is the last one."""
    return CalendarVersion.objects.filter(stage=CalendarVersion.Stage.PUBLISHED).order_by("-pk").first()


def published_calendar() -> Calendar:
    """The calendar everything is counted by; the committed one until staff publish their own."""
    key = once("calendar in force", _key_in_force)
    return committed_calendar() if key is None else _published(key)


def _key_in_force() -> int | None:
    published = CalendarVersion.objects.filter(stage=CalendarVersion.Stage.PUBLISHED)
    return published.order_by("-pk").values_list("pk", flat=True).first()


def calendar_named(code: str) -> Calendar | None:
    """The published calendar with this code, or the committed one; None when there is none."""
    if code == COMMITTED:
        return committed_calendar()
    published = CalendarVersion.objects.filter(stage=CalendarVersion.Stage.PUBLISHED, code=code)
    key = published.values_list("pk", flat=True).first()
    return None if key is None else _published(key)


@lru_cache(maxsize=8)
def _published(key: int) -> Calendar:
    """Published versions never change, so one process reads each of them once."""
    return as_calendar(CalendarVersion.objects.get(pk=key))


def as_calendar(version: CalendarVersion) -> Calendar:
    days = list(version.days.all())
    return Calendar(
        version=version.code,
        off=frozenset(day.day for day in days if day.kind == CalendarDay.Kind.OFF),
        makeup=frozenset(day.day for day in days if day.kind == CalendarDay.Kind.MAKEUP),
        confirmed_years=frozenset(version.confirmed_years),
        names={day.day: day.name for day in days},
    )


@dataclass(frozen=True)
class Change:
    """A day a version would decide otherwise than the calendar in force."""

    day: date
    before: str
    after: str
    name: str


def changes(version: CalendarVersion) -> list[Change]:
    """What publishing this version would change, day by day."""
    old, new = published_calendar(), as_calendar(version)
    special = old.off ^ new.off | old.makeup ^ new.makeup
    return [
        Change(day, _state(old, day), _state(new, day), new.names.get(day) or old.names.get(day, ""))
        for day in sorted(special)
    ]


def new_years(version: CalendarVersion) -> list[int]:
    """The years this version confirms for the first time."""
    return sorted(set(version.confirmed_years) - published_calendar().confirmed_years)


def _state(calendar: Calendar, day: date) -> str:
    if calendar.is_workday(day):
        return "调休上班" if day.weekday() >= SATURDAY else "上班"
    return "休息" if day.weekday() >= SATURDAY else "放假"
