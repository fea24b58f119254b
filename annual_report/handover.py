"""The unfinished reports of a desk, for the list that a colleague hands over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from annual_report.capabilities import PUBLISH, READ, SIGN, WRITE
from annual_report.deadlines import due_on
from annual_report.models import Report
from annual_report.steps import PUBLISHED
from foundation.agencies.models import AgencyKind
from foundation.contracts import HandoverList
from foundation.workdays.wording import full_date


def unfinished(agency_ids: Sequence[int], on: date) -> list[tuple[str, ...]]:
    """Reports that are not public yet: how far each is written and when it is due."""
    reports = Report.objects.filter(agency__in=agency_ids).exclude(stage=PUBLISHED)
    return [
        (
            str(report),
            full_date(due_on(report.year, government=report.agency.kind == AgencyKind.GOVERNMENT)),
            report.stage_wording,
            _written(report),
            f"{report.entries.count()}项",
        )
        for report in reports.select_related("agency").prefetch_related("parts").order_by("year", "pk")
    ]


def _written(report: Report) -> str:
    parts = list(report.parts.all())
    return f"{sum(bool(part.text.strip()) for part in parts)}/{len(parts)}部分"


HANDOVER_LISTS = (
    HandoverList(
        "annual_report.unfinished",
        "没有公布的年度报告",
        tuple(one.code for one in (WRITE, SIGN, PUBLISH)),
        READ.code,
        ("报告", "期限", "阶段", "已写", "填报数"),
        (4, 2, 1.2, 1.2, 1.2),
        unfinished,
    ),
)
