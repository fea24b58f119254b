"""The drafts of a desk, for the list that a colleague hands over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from disclosure import limits
from disclosure.capabilities import DRAFT, PUBLISH, READ, REVIEW
from disclosure.choices import Stage
from disclosure.models import Item
from foundation.contracts import HandoverList
from foundation.workdays.calendar import Calendar
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import short_date


def drafts(agency_ids: Sequence[int], on: date) -> list[tuple[str, ...]]:
    """What is not public yet, the oldest first, with who began it."""
    calendar = published_calendar()
    items = Item.objects.waiting().filter(agency__in=agency_ids).order_by("formed_on", "pk")
    return [
        (
            item.title,
            item.agency.short_name,
            Stage(item.stage).label,
            short_date(item.formed_on, beside=on) if item.formed_on else "未填",
            _limit(item, calendar, on),
            _drafted_by(item),
        )
        for item in items.select_related("agency").prefetch_related("events__actor")
    ]


def _limit(item: Item, calendar: Calendar, on: date) -> str:
    limit = limits.publish_by(calendar, item.formed_on)
    return short_date(limit, beside=on) if limit else ""


def _drafted_by(item: Item) -> str:
    """Whoever last wrote in it, else who began it."""
    writers = [one.actor.name for one in item.events.all() if one.actor and one.kind in {"created", "edited"}]
    return writers[-1] if writers else ""


HANDOVER_LISTS = (
    HandoverList(
        "disclosure.drafts",
        "还没有公开的信息",
        tuple(one.code for one in (DRAFT, REVIEW, PUBLISH)),
        READ.code,
        ("名称", "单位", "阶段", "成文日期", "公开期限", "起草人"),
        (4, 1.6, 1.2, 1.4, 1.4, 1.4),
        drafts,
    ),
)
