"""Query sets of staff members and absences, with methods named by what is meant."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from foundation.agencies.access import agencies_of, agencies_of_any
from foundation.agencies.capabilities import ACCOUNTS
from foundation.staff.capabilities import ABSENCE, READ, WATCH


class StaffMemberQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> StaffMemberQuerySet:
        """People of the agencies where the user manages accounts, reads powers or notes absences."""
        if user.is_superuser:
            return self
        seeing = (one.code for one in (ACCOUNTS, READ, WATCH, ABSENCE))
        return self.filter(agency__in=agencies_of_any(user, seeing).values("pk"))

    def kept_by(self, user: Any) -> StaffMemberQuerySet:
        """Those present whose accounts the user manages, without the user: nobody gives to themselves."""
        kept = agencies_of(user, ACCOUNTS.code).values("pk")
        return self.present().filter(agency__in=kept).exclude(user=user)

    def present(self) -> StaffMemberQuerySet:
        return self.filter(stage="present", user__is_active=True).select_related("user", "agency")


class AbsenceQuerySet(models.QuerySet[Any]):
    def within(self, first: date, last: date) -> AbsenceQuerySet:
        return self.filter(starts_on__lte=last, ends_on__gte=first)
