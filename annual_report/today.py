"""The reports a member of staff still owes, for the *today* page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from annual_report.capabilities import WRITE
from annual_report.deadlines import due_on
from annual_report.models import Report
from annual_report.steps import DRAFT, PUBLISHED
from foundation.agencies.access import agencies_of
from foundation.agencies.models import Agency, AgencyKind
from foundation.contracts import WorkItem, WorkList


def owed(user: Any, today: date) -> list[WorkItem]:
    """Last year's reports of the user's agencies that are not public yet, the earliest limit first.

    An agency that was not using the system last year owes nothing here unless its report was begun.
    """
    year = today.year - 1
    agencies = agencies_of(user, WRITE.code).alive_on(date(year, 12, 31))
    begun = {report.agency_id: report for report in Report.objects.filter(year=year, agency__in=agencies)}
    items = [
        _item(agency, year, begun.get(agency.pk))
        for agency in agencies
        if _owes(agency, year, begun.get(agency.pk))
    ]
    return sorted(items, key=lambda item: (item.due_on or date.max, item.title))


def _owes(agency: Agency, year: int, report: Report | None) -> bool:
    if report is not None:
        return bool(report.stage != PUBLISHED)
    return agency.enabled_on is not None and agency.enabled_on <= date(year, 12, 31)


def _item(agency: Agency, year: int, report: Report | None) -> WorkItem:
    due = due_on(year, government=agency.kind == AgencyKind.GOVERNMENT)
    title = f"{agency.short_name}{year}年度报告"
    if report is None:
        return WorkItem(title, reverse("admin:annual_report_report_compile"), "开始编写", due)
    next_step = "写完并签发" if report.stage == DRAFT else "公布"
    url = reverse("admin:annual_report_report_change", args=[report.pk])
    return WorkItem(title, url, next_step, due)


WORK_LISTS = (WorkList("annual_report.owed", "年度报告", owed),)
