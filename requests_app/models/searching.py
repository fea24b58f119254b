"""Who looked for requests by a person's name: a ledger of its own for each agency."""

from __future__ import annotations

from django.db import models

from foundation.agencies.models import Agency
from foundation.ledger.models import Case, Event
from requests_app.queries import NameSearchesQuerySet


class NameSearches(Case):
    """The searches by name of one agency's staff, in order; the subject their events hang on."""

    agency = models.OneToOneField(
        Agency, models.PROTECT, related_name="name_searches", verbose_name="查找单位"
    )

    objects = NameSearchesQuerySet.as_manager()

    class Meta:
        verbose_name = "姓名查找记录"
        verbose_name_plural = "姓名查找记录"
        ordering = ["agency__position", "agency__code"]

    def __str__(self) -> str:
        return self.agency.name

    def desks(self) -> tuple[Agency, ...]:
        return (self.agency,)


class NameSearchEvent(Event):
    """One search: `data` has how many requests were found, and the keyed hash of the name, never the name."""

    subject = models.ForeignKey(
        NameSearches, models.PROTECT, related_name="events", verbose_name="姓名查找记录"
    )

    class Meta(Event.Meta):
        abstract = False
        verbose_name = "姓名查找"
        verbose_name_plural = "姓名查找"

    def __str__(self) -> str:
        return f"{self.subject_id}#{self.seq} {self.kind}"
