"""System checks: the law needs next year's calendar before the year begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, transaction

from foundation.workdays import present
from foundation.workdays.calendar import year_awaited
from foundation.workdays.queries import published_calendar


@register(Tags.database)
def next_year_is_confirmed(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """W001: from 1 November every deadline reaching into next year is 暂定 until its plan is published."""
    if not databases:
        return []
    try:
        with transaction.atomic():
            calendar = published_calendar()
    except DatabaseError:  # the tables are not there yet: migrate runs this check before it makes them
        return []
    year = year_awaited(calendar, present.today())
    if year is None:
        return []
    return [
        Warning(
            f"工作日历还没有{year}年的放假安排，涉及{year}年的期限都是暂定的。",
            hint="国务院办公厅通知公布后，请在后台“工作日历”中录入并发布。",
            id="workdays.W001",
        )
    ]
