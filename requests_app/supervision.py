"""What a supervising department (主管部门) sees of the units below it: one line each, with counts."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from foundation.agencies.access import agencies_of
from foundation.contracts import WorkItem
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar
from foundation.workdays.urgency import SOON
from requests_app.capabilities import SUPERVISE
from requests_app.models import InformationRequest, Stage

COUNTED = (("overdue", "已超过期限"), ("soon", f"{SOON}个工作日内到期"), ("waiting", "待确认、待联系"))
"""What is counted of each unit, in the words of the list; the codes are those of the list's filter."""


def units(user: Any, today: date) -> list[WorkItem]:
    """The units where something is late, due or unconfirmed, the latest first; one question for all."""
    watched = agencies_of(user, SUPERVISE.code)
    last = arithmetic.add(published_calendar(), today, SOON)
    counts = {
        "overdue": Count("pk", filter=Q(due_on__lt=today)),
        "soon": Count("pk", filter=Q(due_on__gte=today, alarm_on__lte=last)),
        "waiting": Count("pk", filter=Q(stage__in=(Stage.UNCONFIRMED, Stage.UNREACHED))),
    }
    cases = InformationRequest.objects.open().filter(respondent__in=watched.values("pk"))
    rows = cases.values("respondent", "respondent__short_name", "respondent__position").annotate(**counts)
    pressing = rows.filter(Q(overdue__gt=0) | Q(soon__gt=0) | Q(waiting__gt=0))
    return [_line(row) for row in pressing.order_by("-overdue", "-soon", "respondent__position")]


def _line(row: dict[str, Any]) -> WorkItem:
    links = tuple((f"{wording}{row[code]}件", _list(row, code)) for code, wording in COUNTED if row[code])
    late = bool(row["overdue"])
    return WorkItem(
        title=row["respondent__short_name"],
        url=_list(row, "open"),
        next_step="督办超期的申请" if late else "看这个单位的申请",
        links=links,
    )


def _list(row: dict[str, Any], limit: str) -> str:
    query = {"respondent__id__exact": row["respondent"], "limit": limit}
    return f"{reverse('admin:requests_app_informationrequest_changelist')}?{urlencode(query)}"
