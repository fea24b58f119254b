"""System checks: the law needs next year's calendar before the year begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, transaction

from foundation.workdays import present
from foundation.workdays.awaited import awaited_plan
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
    awaited = awaited_plan(calendar, present.today())
    if awaited is None:
        return []
    return [Warning(awaited.sentence, hint=awaited.for_keepers, id="workdays.W001")]
