"""The lines of requests for correction (更正申请) on *today*."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from foundation.contracts import WorkItem, WorkList
from requests_app import open_work
from requests_app.capabilities import HANDLE
from requests_app.models import Rectification
from requests_app.rectification_rules import next_step
from requests_app.rectification_steps import OPEN


def rectifications(user: Any, today: date) -> list[WorkItem]:
    """By the agency's own target, which is no limit of the law: the line says so."""
    mine = Rectification.objects.handled_by(user).filter(stage__in=OPEN).select_related("respondent")
    items = []
    for case in mine.order_by("target_on", "pk"):
        step = next_step(case.stage, case.evidence_due_on, today)
        if step:
            items.append(
                WorkItem(
                    title=case.number,
                    url=reverse("admin:requests_app_rectification_change", args=[case.pk]),
                    next_step=step,
                    due_on=case.target_on,
                    note=f"{case.respondent.short_name}，内部目标，条例没有规定期限",
                    owner=open_work.expected(HANDLE.code, case.desks(), today),
                )
            )
    return items


WORK_LISTS = (WorkList("requests.rectifications", "更正申请", rectifications),)
