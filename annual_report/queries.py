"""Query sets of reports and editions, with methods named by what is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from foundation.agencies.access import agencies_of

if TYPE_CHECKING:
    from foundation.agencies.models import User


class ReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> ReportQuerySet:
        if user.is_superuser:
            return self
        return self.filter(agency__in=agencies_of(user, "annual_report.read"))


class EditionQuerySet(models.QuerySet[Any]):
    def published(self) -> EditionQuerySet:
        return self.filter(publication__isnull=False)

    def current(self) -> EditionQuerySet:
        """The latest published edition of each report; earlier ones stay readable at their own address."""
        later = self.model.objects.filter(
            report=OuterRef("report"), number__gt=OuterRef("number"), publication__isnull=False
        )
        return self.published().filter(~Exists(later))

    def of(self, agency_code: str, year: int) -> EditionQuerySet:
        return self.filter(report__agency__code=agency_code, report__year=year)
