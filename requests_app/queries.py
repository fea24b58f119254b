"""Query sets of requests, letters and remedy cases, with methods named by what is meant."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, F, Q

from foundation.agencies.access import agencies_of, agencies_of_any, capabilities_of, reach_from
from foundation.ledger.capabilities import AUDIT
from requests_app.capabilities import HANDLE, LETTERS, READ, WORKING
from requests_app.outcomes import REPLY_TYPES, opens

OPEN = Q(closed_on__isnull=True) & ~Q(stage="void")
OPEN_MEMBERS = Q(members__closed_on__isnull=True) & ~Q(members__stage="void")
COUNTED = ~Q(stage="void")
"""A voided request or letter keeps its number and stays listed, but enters no figure."""


class InformationRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> InformationRequestQuerySet:
        """Requests of the agencies where the user may read requests, as respondent or as handler."""
        return self._of(agencies_of(user, READ.code).values("pk"))

    def workable_by(self, user: Any) -> InformationRequestQuerySet:
        """Open requests of the agencies where the user may do anything with them; closed ones, too, while a
        third party has not been told that it was overridden, or a letter that came back is to be sent anew.
        """
        if capabilities_of(user).isdisjoint(WORKING):
            return self.none()  # whoever only reads has nothing to do
        agencies = agencies_of_any(user, WORKING)
        untold = Q(consultations__override__isnull=False, consultations__override__told_on__isnull=True)
        told_later = self.filter(untold, stage="closed").values("pk")
        came_back = self.filter(
            mail_returns__isnull=False, mail_returns__again__isnull=True, mail_returns__left_on__isnull=True
        ).values("pk")
        still = OPEN | Q(pk__in=told_later) | Q(pk__in=came_back)
        return self._of(agencies.values("pk")).filter(still)

    def handled_by(self, user: Any) -> InformationRequestQuerySet:
        """Requests of the agencies where the user does the work, and speaks with applicants."""
        return self._of(agencies_of(user, HANDLE.code).values("pk"))

    def handled_from(self, user: Any, post: Any) -> InformationRequestQuerySet:
        """Those of them the user handles through a post at this one agency."""
        return self._of(reach_from(user, HANDLE.code, post).values("pk"))

    def _of(self, agencies: Any) -> InformationRequestQuerySet:
        return self.filter(Q(respondent__in=agencies) | Q(handler__in=agencies))

    def by_same_applicant(self, case: Any) -> tuple[int, int]:
        """How many the applicant of this case asked its respondent in the month and the year up to it.

        By the number of the identity paper, or where there is none by the exact name.
        """
        person, last = case.applicant, case.registered_on
        same = Q(applicant__identity_hash=person.identity_hash)
        if not person.identity_hash:
            same = Q(applicant__name_hash=person.name_hash)
        year = Q(registered_on__gt=last - timedelta(days=365), registered_on__lte=last)
        month = year & Q(registered_on__gte=last.replace(day=1))
        mine = self.filter(COUNTED, same, respondent=case.respondent_id)
        counted = mine.aggregate(month=Count("pk", filter=month), year=Count("pk", filter=year))
        return counted["month"], counted["year"]

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

    def due_soon(self, today: date, last: date) -> InformationRequestQuerySet:
        """By the alarm's day: while a limit is an estimate, it rings two working days earlier."""
        return self.open().filter(due_on__gte=today, alarm_on__lte=last)

    def by_limit(self) -> InformationRequestQuerySet:
        """What has no limit yet waits for confirmation and stands first."""
        return self.order_by(F("due_on").asc(nulls_first=True), "pk")

    def registered_in(self, year: int) -> InformationRequestQuerySet:
        return self.filter(COUNTED, registered_on__year=year)

    def closed_in(self, year: int) -> InformationRequestQuerySet:
        return self.filter(COUNTED, closed_on__year=year)


class RequestGroupQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RequestGroupQuerySet:
        """Groups with requests of the agencies where the user may read them, as respondent or as handler."""
        agencies = agencies_of(user, READ.code).values("pk")
        mine = self.model.objects.filter(Q(respondent__in=agencies) | Q(members__handler__in=agencies))
        return self.filter(pk__in=mine.values("pk"))


class RequestPartQuerySet(models.QuerySet[Any]):
    def asked_by_others(self, case: Any) -> int:
        """How many other requests to the same respondent asked for the same name or document number and got
        it, from other applicants (条例第44条第1款).
        """
        same = Q()
        for part in case.parts.all():
            if part.wanted_name:
                same |= Q(wanted_name=part.wanted_name)
            if part.document_number:
                same |= Q(document_number=part.document_number)
        if not same:
            return 0
        opened = [code for code in REPLY_TYPES if opens(code)]
        given = self.filter(same, reply_type__in=opened, request__respondent=case.respondent_id)
        others = given.exclude(request__applicant__name_hash=case.applicant.name_hash)
        return others.filter(request__stage="closed").values("request").distinct().count()


class DeskQuerySet(models.QuerySet[Any]):
    """Rows that belong to one respondent."""

    def visible_to(self, user: Any) -> DeskQuerySet:
        return self.filter(respondent__in=agencies_of(user, READ.code).values("pk"))

    def handled_by(self, user: Any) -> DeskQuerySet:
        """Those the user does the work on."""
        return self.filter(respondent__in=agencies_of(user, HANDLE.code).values("pk"))

    def kept_by(self, user: Any) -> DeskQuerySet:
        """Those the user may answer or enter."""
        return self.filter(respondent__in=agencies_of(user, LETTERS.code).values("pk"))


class LetterQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> LetterQuerySet:
        """Letters of the agencies where the user may read requests, on our side or as handler."""
        agencies = agencies_of(user, READ.code).values("pk")
        return self.filter(Q(respondent__in=agencies) | Q(handler__in=agencies))

    def kept_by(self, user: Any) -> LetterQuerySet:
        """Those the user may write, send or answer."""
        agencies = agencies_of(user, LETTERS.code).values("pk")
        return self.filter(Q(respondent__in=agencies) | Q(handler__in=agencies))

    def we_owe(self) -> LetterQuerySet:
        return self.filter(stage="received")

    def they_owe(self) -> LetterQuerySet:
        return self.filter(stage="sent")

    def open(self) -> LetterQuerySet:
        return self.filter(stage__in=("received", "draft", "sent"))


class NameSearchesQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> NameSearchesQuerySet:
        """Auditors read who searched; the searchers' colleagues do not."""
        return self.filter(agency__in=agencies_of(user, AUDIT.code).values("pk"))


class RegisterBookQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RegisterBookQuerySet:
        """Auditors read what was read in and taken out as a whole."""
        return self.filter(agency__in=agencies_of(user, AUDIT.code).values("pk"))
