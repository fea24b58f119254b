"""The staff figure: people in posts on the last day of the year (accounts are not people)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q

from foundation.agencies.models import StaffPost
from foundation.contracts import Cell, Family, Line

CONDITIONS = {"full_time": Q(full_time=True), "part_time": Q(full_time=False), "total": Q()}


def _in_post(agency_ids: Sequence[int], year: int) -> Any:
    last_day = date(year, 12, 31)
    open_or_later = Q(ends_on__isnull=True) | Q(ends_on__gte=last_day)
    return StaffPost.objects.filter(open_or_later, agency__in=list(agency_ids), starts_on__lte=last_day)


def count(agency_ids: Sequence[int], year: int) -> Mapping[Cell, int]:
    counted = _in_post(agency_ids, year).values("agency")
    rows = counted.annotate(**{f"n_{row}": Count("pk", filter=q) for row, q in CONDITIONS.items()})
    cells = {(one["agency"], row, "total"): one[f"n_{row}"] for one in rows for row in CONDITIONS}
    return {cell: number for cell, number in cells.items() if number}


def records(agency_ids: Sequence[int], year: int, row: str, column: str) -> Any:
    return _in_post(agency_ids, year).filter(CONDITIONS[row]).order_by("pk")


STAFF = Family(
    code="agencies.staff",
    wording="政府信息公开工作人员数",
    rows=(Line("full_time", "专职"), Line("part_time", "兼职"), Line("total", "合计")),
    columns=(Line("total", "人数"),),
    count=count,
    records=records,
)
