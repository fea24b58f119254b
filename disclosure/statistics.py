"""The yearly figures of proactive disclosure: pieces published, and the state of documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from disclosure.choices import Channel, Genre
from disclosure.models import Item, PublicationLine
from foundation.contracts import Cell, Family, Line

TOTAL = "total"


def _sum_up(found: dict[Cell, int], cell: Cell, number: int) -> None:
    if number:
        found[cell] = found.get(cell, 0) + number


# --- pieces published, by channel -----------------------------------------------------------------------


def _lines(agency_ids: Sequence[int], year: int) -> Any:
    """Published items by the year they became public, wherever that was; tallies by their year."""
    return PublicationLine.objects.filter(agency__in=list(agency_ids), on__year=year)


def count_published(agency_ids: Sequence[int], year: int) -> Mapping[Cell, int]:
    found: dict[Cell, int] = {}
    sums = _lines(agency_ids, year).values_list("agency", "channel").annotate(amount=Sum("amount"))
    for agency, channel, amount in sums.order_by():
        _sum_up(found, (agency, channel, TOTAL), amount)
        _sum_up(found, (agency, TOTAL, TOTAL), amount)
    return found


def published_records(agency_ids: Sequence[int], year: int, row: str, column: str) -> Any:
    lines = _lines(agency_ids, year)
    return (lines if row == TOTAL else lines.filter(channel=row)).order_by("on", "id")


PUBLISHED = Family(
    code="disclosure.published",
    wording="主动公开政府信息数量",
    rows=(*(Line(code, label) for code, label in Channel.choices), Line(TOTAL, "合计")),
    columns=(Line(TOTAL, "条数"),),
    count=count_published,
    records=published_records,
    amount_of="amount",
)


# --- rules and normative documents (条例第20条第一项) ---------------------------------------------------


def normative_conditions(year: int) -> dict[str, Q]:
    """When a document counts in a column; one document may count in several."""
    last_day = date(year, 12, 31)
    begun = Q(effective_from__isnull=True) | Q(effective_from__lte=last_day)
    not_repealed = Q(repealed_on__isnull=True) | Q(repealed_on__gt=last_day)
    not_ended = Q(effective_to__isnull=True) | Q(effective_to__gte=last_day)
    return {
        "made": Q(formed_on__year=year),
        "repealed": Q(repealed_on__year=year),
        "in_force": Q(formed_on__lte=last_day) & begun & not_repealed & not_ended,
    }


GENRES = (Genre.RULE, Genre.NORMATIVE_DOCUMENT)


def _documents(agency_ids: Sequence[int]) -> Any:
    # What is not public cannot be a basis for administration, so only published documents count.
    return Item.objects.public().filter(agency__in=list(agency_ids), genre__in=GENRES)


def count_normative(agency_ids: Sequence[int], year: int) -> Mapping[Cell, int]:
    conditions = normative_conditions(year)
    counts = (
        _documents(agency_ids)
        .order_by()
        .values("agency", "genre")
        .annotate(**{name: Count("pk", filter=condition) for name, condition in conditions.items()})
    )
    return {
        (one["agency"], one["genre"], column): one[column]
        for one in counts
        for column in conditions
        if one[column]
    }


def normative_records(agency_ids: Sequence[int], year: int, row: str, column: str) -> Any:
    condition = normative_conditions(year)[column]
    return _documents(agency_ids).filter(condition, genre=row).order_by("formed_on", "pk")


NORMATIVE = Family(
    code="disclosure.normative",
    wording="规章和行政规范性文件",
    rows=tuple(Line(genre.value, str(genre.label)) for genre in GENRES),
    columns=(
        Line("made", "本年制发件数"),
        Line("repealed", "本年废止件数"),
        Line("in_force", "现行有效件数"),
    ),
    count=count_normative,
    records=normative_records,
)
FAMILIES = (PUBLISHED, NORMATIVE)
