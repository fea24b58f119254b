"""The staff's calendar feed as an iCalendar file (RFC 5545): numbers and dates, nothing else of a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar

NAME = "政府信息公开到期日"
PRODUCT = "-//Gongkai//gongkai//ZH"
REFRESH = timedelta(hours=4)
WARNING = 2
"""Working days before the limit on which the calendar rings."""
MORNING = timedelta(hours=9)


@dataclass(frozen=True)
class Entry:
    """One limit. `sequence` and `changed_at` only ever grow, so that a calendar takes the newer state."""

    number: str
    due_on: date
    provisional: bool
    alarm_on: date
    sequence: int
    changed_at: datetime

    @property
    def summary(self) -> str:
        return f"{self.number} {'预计' if self.provisional else ''}答复到期"


def write(entries: Iterable[Entry], calendar: Calendar, domain: str) -> bytes:
    """The feed; `domain` makes the numbers of this site unlike those of any other."""
    feed = icalendar.Calendar()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("x-wr-calname", NAME)
    feed.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    feed.add("x-published-ttl", "PT4H")
    for entry in entries:
        feed.add_component(_event(entry, calendar, domain))
    return bytes(feed.to_ical())


def _event(entry: Entry, calendar: Calendar, domain: str) -> icalendar.Event:
    """An all-day event that leaves its day free for other appointments."""
    changed_at = entry.changed_at.astimezone(UTC)
    event = icalendar.Event()
    event.add("uid", f"{entry.number}@{domain}")
    event.add("dtstamp", changed_at)  # without a METHOD it is the time of the last change
    event.add("last-modified", changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(entry, calendar))
    return event


def _alarm(entry: Entry, calendar: Calendar) -> icalendar.Alarm:
    """At nine in the morning, two working days before the day alarms treat as the limit."""
    rings_on = arithmetic.subtract(calendar, entry.alarm_on, WARNING)
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", rings_on - entry.due_on + MORNING)
    return alarm
