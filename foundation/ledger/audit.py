"""The ledgers of all rooms as one list for auditors, newest first, page by page.

One statement reads every event table: each gives its newest rows that fit, in the order of its index
(`…_by_moment`), and the database merges them. A page begins behind the last row of the one before (keyset),
so the thousandth page costs what the first does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import IntegerField, Q, Value
from django.db.models.fields.json import KT
from django.urls import reverse

from foundation.contracts import Trail, composed
from foundation.ledger.seals import SHANGHAI, events_of

PUBLIC, PROGRAMS = "public", "programs"
"""Actors without an account: applicants, and imports and commands."""
ORIGINS = {PUBLIC: ("public",), PROGRAMS: ("import", "command")}
NOBODYS_NAME = {"public": "申请人", "import": "导入", "command": "系统"}
BATCH = 1_000

MARKS = {
    "backfilled": ("补录", Q(backfilled=True)),
    "unlawful": ("违规", Q(data__has_key="unlawful")),
    "corrects": ("更正", Q(corrects__isnull=False)),
}


@dataclass(frozen=True)
class Wanted:
    """What an auditor looks for; days are those of writing down. Empty values do not narrow the list."""

    actor: str = ""
    unit: str = ""
    since: date | None = None
    until: date | None = None
    ledger: str = ""
    kind: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Place:
    """A row's place in the order of the list: moment, then ledger, then id."""

    recorded_at: datetime
    trail: int
    pk: int

    def __str__(self) -> str:
        return f"{self.recorded_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{self.trail}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """The place written by `str`; None for anything else."""
        try:
            moment, trail, pk = text.split("-")
            when = datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
            return cls(when, int(trail), int(pk))
        except ValueError:
            return None


@dataclass(frozen=True)
class Entry:
    """One event in words."""

    place: Place
    ledger: str
    number: str
    url: str
    seq: int
    wording: str
    actor: str
    unit: str
    effective_on: date
    backfilled: bool
    unlawful: str
    corrects: int | None

    @property
    def recorded_at(self) -> datetime:
        return self.place.recorded_at


COLUMNS = (
    "recorded_at",
    "trail",
    "id",
    "number",
    "subject_id",
    "seq",
    "kind",
    "origin",
    "actor__name",
    "acting_agency__short_name",
    "effective_on",
    "backfilled",
    "unlawful",
    "corrects__seq",
)


def trails() -> Sequence[Trail]:
    return composed().trails


def code_of(trail: Trail) -> str:
    """The ledger's name in an address."""
    return trail.model._meta.db_table


def page(agencies: Any, wanted: Wanted, before: Place | None, count: int) -> list[Entry]:
    """At most `count` events of subjects of these agencies, newest first, behind `before`."""
    found = [
        _newest(number, trail, agencies, wanted, before)[:count]
        for number, trail in enumerate(trails())
        if wanted.ledger in ("", code_of(trail))
    ]
    if len(found) > 1:
        rows = found[0].union(*found[1:], all=True).order_by("-recorded_at", "-trail", "-id")[:count]
    else:
        rows = found[0] if found else []
    return [_entry(dict(zip(COLUMNS, row, strict=True))) for row in rows]


def all_entries(agencies: Any, wanted: Wanted) -> Iterator[Entry]:
    """Everything that fits, a batch at a time."""
    before: Place | None = None
    while batch := page(agencies, wanted, before, BATCH):
        yield from batch
        before = batch[-1].place


def _newest(number: int, trail: Trail, agencies: Any, wanted: Wanted, before: Place | None) -> Any:
    ours = reduce(or_, (Q(**{f"subject__{desk}__in": agencies}) for desk in trail.desks))
    events = events_of(trail.model).filter(ours & _fitting(wanted))  # type: ignore[arg-type]
    if before is not None:
        events = events.filter(_behind(before, number))
    return (
        events.annotate(
            trail=Value(number, IntegerField()), number=trail.number_of, unlawful=KT("data__unlawful")
        )
        .order_by("-recorded_at", "-id")
        .values_list(*COLUMNS)
    )


def _fitting(wanted: Wanted) -> Q:
    fits = Q()
    if wanted.actor in ORIGINS:
        fits &= Q(actor=None, origin__in=ORIGINS[wanted.actor])
    elif wanted.actor:
        fits &= Q(actor=int(wanted.actor))
    if wanted.unit:
        fits &= Q(acting_agency=int(wanted.unit))
    if wanted.since:
        fits &= Q(recorded_at__gte=_midnight(wanted.since))
    if wanted.until:
        fits &= Q(recorded_at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.kind:
        fits &= Q(kind=wanted.kind)
    return fits & MARKS[wanted.mark][1] if wanted.mark else fits


def _behind(place: Place, number: int) -> Q:
    """Rows of ledger `number` that stand after the place; the first condition is what the index serves."""
    if number < place.trail:
        return Q(recorded_at__lte=place.recorded_at)
    if number > place.trail:
        return Q(recorded_at__lt=place.recorded_at)
    return Q(recorded_at__lte=place.recorded_at) & (Q(recorded_at__lt=place.recorded_at) | Q(id__lt=place.pk))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def _entry(row: dict[str, Any]) -> Entry:
    trail = trails()[row["trail"]]
    subject: Any = trail.model._meta.get_field("subject").related_model
    meta = subject._meta
    return Entry(
        place=Place(row["recorded_at"], row["trail"], row["id"]),
        ledger=trail.wording,
        number=row["number"],
        url=reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row["subject_id"]]),
        seq=row["seq"],
        wording=trail.kinds.get(row["kind"], row["kind"]),
        actor=row["actor__name"] or NOBODYS_NAME.get(row["origin"], "系统"),
        unit=row["acting_agency__short_name"] or "",
        effective_on=row["effective_on"],
        backfilled=row["backfilled"],
        unlawful=row["unlawful"] or "",
        corrects=row["corrects__seq"],
    )
