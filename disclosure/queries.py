"""Query sets of items, categories and tallies, with methods named by what is meant."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, F, Prefetch, Q

from disclosure.capabilities import READ
from disclosure.choices import UNPUBLISHED, Publicity, Stage, Validity
from foundation.agencies.access import agencies_of

PUBLIC = Q(stage=Stage.PUBLISHED, publicity=Publicity.PROACTIVE)
"""What the public may see. Every public list, page, figure and search row starts from this one condition."""

WAITING = Q(stage__in=UNPUBLISHED, publicity=Publicity.PROACTIVE)
"""What the agency still has to publish."""

UNDER_THE_RULES = Q(
    agency__enabled_on__isnull=False, formed_on__gte=F("agency__enabled_on"), historical=False
)
"""From its 启用日 on an agency answers for its limits here; older rows are history and raise no alarm."""


class ItemQuerySet(models.QuerySet[Any]):
    def public(self) -> ItemQuerySet:
        return self.filter(PUBLIC)

    def withdrawn(self) -> ItemQuerySet:
        return self.filter(stage=Stage.WITHDRAWN)

    def visible_to(self, user: Any) -> ItemQuerySet:
        """Items and drafts of the agencies where the user may read them."""
        return self.in_reach(user, READ.code)

    def in_reach(self, user: Any, capability: str) -> ItemQuerySet:
        return self.filter(agency__in=agencies_of(user, capability).values("pk"))

    def newest_first(self) -> ItemQuerySet:
        return self.order_by("-public_since", "-pk")

    def public_in(self, year: int) -> ItemQuerySet:
        return self.filter(PUBLIC, public_since__year=year)

    def under(self, path: str) -> ItemQuerySet:
        """Items of the catalogue's branch with this path, and of what lies below it."""
        return self.filter(category__path__startswith=path)

    def waiting(self) -> ItemQuerySet:
        return self.filter(WAITING)

    def under_the_rules(self) -> ItemQuerySet:
        return self.filter(UNDER_THE_RULES)

    def expiring_before(self, day: date) -> ItemQuerySet:
        """Published documents whose last day of force lies before `day`."""
        return self.filter(PUBLIC, validity=Validity.IN_FORCE, effective_to__lt=day)

    def with_public_parts(self) -> ItemQuerySet:
        """Everything a public page reads, in a fixed number of queries; without the text of the files."""
        attachments = self.model._meta.get_field("attachments").related_model
        files = attachments.objects.select_related("file").defer("file__text")
        linked = self.model.objects.public().only("index_number", "title", "public_since").newest_first()
        return self.select_related("agency", "category", "successor").prefetch_related(
            "joint_agencies",
            Prefetch("attachments", queryset=files),
            Prefetch("interprets", queryset=linked, to_attr="public_interpreted"),
            Prefetch("interpretations", queryset=linked, to_attr="public_interpretations"),
            Prefetch("replaces", queryset=linked, to_attr="public_replaced"),
        )


class CategoryQuerySet(models.QuerySet[Any]):
    def in_use(self) -> CategoryQuerySet:
        return self.filter(in_use=True)

    def with_public_counts(self) -> CategoryQuerySet:
        """Each branch with the number of its own published items (not of those below it)."""
        return self.annotate(own=Count("items", filter=Q(items__stage=Stage.PUBLISHED)))


class ChannelTallyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ChannelTallyQuerySet:
        return self.filter(agency__in=agencies_of(user, READ.code).values("pk"))
