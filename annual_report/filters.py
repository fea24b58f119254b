"""Filters of the public list of reports."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from annual_report.models import Edition


class ReportFilter(django_filters.FilterSet):
    """By agency and by year; only values that have a report are offered."""

    agency = django_filters.ChoiceFilter(
        field_name="report__agency__code", label="机关", empty_label="全部机关", choices=()
    )
    year = django_filters.ChoiceFilter(
        field_name="report__year", label="年度", empty_label="全部年度", choices=()
    )

    class Meta:
        model = Edition
        fields: list[str] = []

    def __init__(self, data: Any, queryset: QuerySet[Edition], **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        agencies = queryset.order_by("report__agency__position", "report__agency__code").values_list(
            "report__agency__code", "report__agency__name"
        )
        years = queryset.order_by("-report__year").values_list("report__year", flat=True)
        self.filters["agency"].extra["choices"] = list(dict.fromkeys(agencies))
        self.filters["year"].extra["choices"] = [(str(year), f"{year}年") for year in dict.fromkeys(years)]
