"""Query sets of requests, letters and remedy cases, with methods named by what is meant."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from foundation.agencies.access import agencies_of
from requests_app.capabilities import HANDLE, READ, SIGN

OPEN = Q(closed_on__isnull=True) & ~Q(stage="void")
COUNTED = ~Q(stage="void")
"""A voided request keeps its number and stays listed, but enters no figure."""


class InformationRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> InformationRequestQuerySet:
        """Requests of the agencies where the user may read requests, as respondent or as handler."""
        return self._of(agencies_of(user, READ.code).values("pk"))

    def waiting_for_signature_of(self, user: Any) -> InformationRequestQuerySet:
        return self._of(agencies_of(user, SIGN.code).values("pk")).open().filter(stage="handling")

    def handled_by(self, user: Any) -> InformationRequestQuerySet:
        """Requests of the agencies where the user does the work, and speaks with applicants."""
        return self._of(agencies_of(user, HANDLE.code).values("pk"))

    def _of(self, agencies: Any) -> InformationRequestQuerySet:
        return self.filter(Q(respondent__in=agencies) | Q(handler__in=agencies))

    def open(self) -> InformationRequestQuerySet:
        return self.filter(OPEN)

    def not_counted_by(self, calendar_version: str, clock_rules: str) -> InformationRequestQuerySet:
        """Open and running, but with a limit that another calendar or reading of the law says (重算中)."""
        received = self.open().filter(received_on__isnull=False)
        return received.exclude(calendar_version=calendar_version, clock_rules=clock_rules)

    def unconfirmed(self) -> InformationRequestQuerySet:
        return self.filter(stage="unconfirmed")

    def unreached(self) -> InformationRequestQuerySet:
        """Somebody tried to confirm the receipt with the applicant, in vain so far (待联系)."""
        return self.filter(stage="unreached")

    def overdue(self, today: date) -> InformationRequestQuerySet:
        """Open and past the limit, also those that were open when the agency began to use the system."""
        return self.open().filter(due_on__lt=today)

    def due_between(self, first: date, last: date) -> InformationRequestQuerySet:
        return self.open().filter(due_on__range=(first, last))

    def by_limit(self) -> InformationRequestQuerySet:
        """What has no limit yet waits for confirmation and stands first."""
        return self.order_by(F("due_on").asc(nulls_first=True), "pk")

    def registered_in(self, year: int) -> InformationRequestQuerySet:
        return self.filter(COUNTED, registered_on__year=year)

    def closed_in(self, year: int) -> InformationRequestQuerySet:
        return self.filter(COUNTED, closed_on__year=year)


class DeskQuerySet(models.QuerySet[Any]):
    """Rows that belong to one respondent."""

    def visible_to(self, user: Any) -> DeskQuerySet:
        return self.filter(respondent__in=agencies_of(user, READ.code).values("pk"))
