"""Query sets of agencies and assignments, with methods named by what is meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q


class AgencyQuerySet(models.QuerySet[Any]):
    def alive_on(self, day: date) -> AgencyQuerySet:
        return self.filter(opened_on__lte=day).filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day))

    def may_be_asked(self, day: date) -> AgencyQuerySet:
        """Agencies a request may be addressed to (条例第27条)."""
        return self.alive_on(day).filter(accepts_requests=True)

    def under(self, path: str) -> AgencyQuerySet:
        """The agency with this path and everything below it."""
        return self.filter(path__startswith=path)

    def at_or_managed_by(self, agency_ids: Iterable[int]) -> AgencyQuerySet:
        ids = list(agency_ids)
        return self.filter(Q(pk__in=ids) | Q(managed_by__in=ids))


class AssignmentQuerySet(models.QuerySet[Any]):
    def in_force_on(self, day: date) -> AssignmentQuerySet:
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def within(self, first: date, last: date | None) -> AssignmentQuerySet:
        """In force on any of these days; without a last day from the first on."""
        begun = self.filter(starts_on__lte=last) if last else self
        return begun.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first)).select_related(
            "user", "agency", "role"
        )
