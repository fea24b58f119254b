"""What waits on the staff's *today* page, each with its limit and the one next step."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse

from disclosure import limits
from disclosure.capabilities import DRAFT, PUBLISH, REVIEW
from disclosure.choices import Stage
from disclosure.models import Item
from foundation.contracts import WorkItem, WorkList
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.queries import published_calendar

SOON = 5
"""Working days before the limit from which a draft stands on its writer's list."""


def waiting(stage: str, capability: str, next_step: str, user: Any, today: date) -> list[WorkItem]:
    """Items of one stage, the oldest first, for those who may take them further."""
    calendar = published_calendar()
    items = Item.objects.in_reach(user, capability).filter(stage=stage).select_related("agency")
    return [_work_item(item, next_step, calendar) for item in items.order_by("formed_on", "pk")]


def near_their_limit(user: Any, today: date) -> list[WorkItem]:
    """Drafts whose limit has come near or has passed."""
    calendar = published_calendar()
    drafts = Item.objects.in_reach(user, DRAFT.code).waiting().under_the_rules().filter(stage=Stage.DRAFT)
    near = drafts.filter(formed_on__lt=_formed_before(calendar, today)).select_related("agency")
    return [_work_item(item, "补齐内容，提交审核", calendar) for item in near.order_by("formed_on", "pk")]


def _formed_before(calendar: Calendar, today: date) -> date:
    return limits.formed_before(calendar, arithmetic.add(calendar, today, SOON))


def _work_item(item: Item, next_step: str, calendar: Calendar) -> WorkItem:
    enabled_on = item.agency.enabled_on
    counts = enabled_on is not None and item.formed_on is not None and item.formed_on >= enabled_on
    return WorkItem(
        title=item.title,
        url=reverse("admin:disclosure_item_change", args=[item.pk]),
        next_step=next_step,
        due_on=limits.publish_by(calendar, item.formed_on) if counts else None,
        note=item.agency.short_name,
    )


def _list(code: str, wording: str, stage: str, capability: str, next_step: str) -> WorkList:
    items: partial[list[WorkItem]] = partial(waiting, stage, capability, next_step)
    return WorkList(code, wording, items)


WORK_LISTS = (
    WorkList("disclosure.near", "主动公开期限将到", near_their_limit),
    _list("disclosure.review", "待审核的信息", Stage.REVIEW, REVIEW.code, "审核并记录保密审查"),
    _list("disclosure.publish", "待发布的信息", Stage.CLEARED, PUBLISH.code, "签发并发布"),
)
