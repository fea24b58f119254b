"""What the regulation demands of publishing every day, as query sets of whoever does not do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F

from disclosure import limits
from disclosure.models import Item
from foundation.contracts import Duty
from foundation.workdays.queries import published_calendar


def overdue(agency_ids: Sequence[int], on: date) -> Any:
    """Formed more than 20 working days ago and still not public."""
    items = Item.objects.waiting().under_the_rules().filter(agency__in=list(agency_ids))
    return items.filter(formed_on__lt=limits.formed_before(published_calendar(), on)).order_by(
        "formed_on", "pk"
    )


def published_late(agency_ids: Sequence[int], on: date) -> Any:
    """Public, but later than its limit: a fact that stays."""
    items = Item.objects.public().under_the_rules().filter(agency__in=list(agency_ids))
    return items.filter(public_since__lte=on, publish_by__lt=F("public_since")).order_by("public_since", "pk")


OVERDUE = Duty(
    code="disclosure.overdue",
    wording=f"应当主动公开的信息，自形成之日起{limits.WORKDAYS}个工作日内没有公开",
    article=limits.ARTICLE,
    severity="high",
    violations=overdue,
)
PUBLISHED_LATE = Duty(
    code="disclosure.published_late",
    wording=f"主动公开的信息超过{limits.WORKDAYS}个工作日才公开",
    article=limits.ARTICLE,
    severity="low",
    violations=published_late,
)
DUTIES = (OVERDUE, PUBLISHED_LATE)
