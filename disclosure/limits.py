"""The duty to publish within 20 working days of formation (条例第26条; 2007年条例第18条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.deadlines import DEADLINES

ARTICLE = "《政府信息公开条例》第26条"
WORKDAYS = DEADLINES["D06"].length
IN_FORCE_SINCE = date(2008, 5, 1)
"""The first regulation came into force; what was formed before has no limit."""


def publish_by(calendar: Calendar, formed_on: date | None) -> date | None:
    """The last day to publish in time; None when nothing was formed yet or no law asked for it."""
    if formed_on is None or formed_on < IN_FORCE_SINCE:
        return None
    return arithmetic.add(calendar, formed_on, WORKDAYS)


def workdays_late(calendar: Calendar, formed_on: date | None, public_since: date) -> int:
    """By how many working days the limit was missed; 0 when it was kept or there is none."""
    limit = publish_by(calendar, formed_on)
    return 0 if limit is None else arithmetic.count(calendar, limit, public_since)


def formed_before(calendar: Calendar, on: date) -> date:
    """What was formed before this day and is not public is overdue on the day `on`.

    It is the 20th working day before `on`: exactly what lies before it has 20 working days behind it.
    """
    return arithmetic.subtract(calendar, on, WORKDAYS)


@dataclass(frozen=True)
class Limit:
    """A limit as staff see it on a given day."""

    on: date
    workdays_left: int
    workdays_late: int
    provisional: bool
    workdays: int = WORKDAYS

    @property
    def wording(self) -> str:
        certainty = "（暂定，以国务院放假安排为准）" if self.provisional else ""
        last = f"最迟{self.on.year}年{self.on.month}月{self.on.day}日公开"
        if self.workdays_late:
            return f"{last}，已超过{self.workdays_late}个工作日{certainty}"
        return f"{last}，还剩{self.workdays_left}个工作日{certainty}"


def limit_on(calendar: Calendar, formed_on: date | None, day: date) -> Limit | None:
    """The limit of something not yet public, seen on `day`."""
    last = publish_by(calendar, formed_on)
    if last is None or formed_on is None:
        return None
    return Limit(
        on=last,
        workdays_left=arithmetic.count(calendar, day, last),
        workdays_late=arithmetic.count(calendar, last, day),
        provisional=arithmetic.is_provisional(calendar, formed_on, last),
    )
