"""Thousands of items that were public elsewhere before, in a handful of statements: all of them or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.db.models import prefetch_related_objects

from disclosure import guards, import_rows
from disclosure.capabilities import PUBLISH
from disclosure.choices import Stage, Validity
from disclosure.cleaning import from_typed, one_line
from disclosure.import_rows import BadValue, ImportRow
from disclosure.models import Category, Item, ItemEvent
from disclosure.operations.publishing import SERIES, index_number, prepare, publication_facts
from disclosure.public import search_document
from foundation.agencies.access import agencies_of
from foundation.agencies.models import Agency
from foundation.files.models import StoredFile
from foundation.ledger import numbers
from foundation.ledger.acts import Actor
from foundation.search import store as search
from foundation.workdays.present import now, today
from foundation.workdays.queries import published_calendar

BATCH = 500
MOST_RAW = 200
"""Characters of a refused value that are shown again."""


Found = TypeVar("Found")


@dataclass(frozen=True)
class RowRefusal:
    """Why a row was not taken: its number from 1, the field, the reason, and what stood there."""

    row: int
    field: str
    reason: str
    raw: str


@dataclass(frozen=True)
class ImportOutcome:
    """Either every row is in (`items`), or none is and `refusals` lists every bad one."""

    items: tuple[Item, ...]
    refusals: tuple[RowRefusal, ...]


@transaction.atomic
def import_items(
    rows: Sequence[Mapping[str, object]], *, actor: Actor, evidence: StoredFile | None = None
) -> ImportOutcome:
    """Publish rows that were public on another site; columns are the keys of `import_rows.FIELDS`.

    Their old dates are kept as 原发布日期; the 发布日期 is today. Numbers follow the year they became public
    and the order of the rows. `evidence` stands for rows whose old address is gone. Nothing is written
    while any row is refused.
    """
    reader = _Reader(actor, evidence)
    items = [reader.item(number, raw) for number, raw in enumerate(rows, 1)]
    if reader.refusals:
        return ImportOutcome((), tuple(reader.refusals))
    good = [item for item in items if item is not None]
    _publish(good, actor)
    return ImportOutcome(tuple(good), ())


class _Reader:
    """Turns raw rows into unsaved items, collecting refusals; looks everything up once."""

    def __init__(self, actor: Actor, evidence: StoredFile | None) -> None:
        self.evidence = evidence
        permitted = Agency.objects.none() if actor.user is None else agencies_of(actor.user, PUBLISH.code)
        permitted = Agency.objects.all() if actor.trusted else permitted
        self.agencies = {agency.code: agency for agency in permitted}
        self.categories = {category.code: category for category in Category.objects.in_use()}
        self.today = today()
        self.seen: set[tuple[object, ...]] = set(
            Item.objects.filter(agency__in=self.agencies.values()).values_list(
                "agency__code", "title", "formed_on", "document_number", "original_url"
            )
        )
        self.refusals: list[RowRefusal] = []

    def item(self, number: int, raw: Mapping[str, object]) -> Item | None:
        try:
            item = self._item(import_rows.read(raw))
        except BadValue as bad:
            shown = str(raw.get(bad.field, ""))[:MOST_RAW]
            self.refusals.append(RowRefusal(number, bad.field, bad.reason, shown))
            return None
        return item

    def _item(self, row: ImportRow) -> Item:
        item = Item(
            agency=_found("agency", row.agency, self.agencies),
            category=_found("category", row.category, self.categories),
            title=one_line(row.title),
            document_number=one_line(row.document_number),
            genre=row.genre,
            formed_on=row.formed_on,
            first_published_on=row.first_published_on,
            original_url=row.original_url,
            original_evidence=self.evidence,
            summary=row.summary,
            body_html=from_typed(row.body),
            channels=list(row.channels),
            validity=row.validity,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            repealed_on=row.repealed_on,
            stage=Stage.PUBLISHED,
        )
        self._check_dates(item)
        self._check_contents(item)
        self._check_new(row)
        return item

    def _check_dates(self, item: Item) -> None:
        for field in import_rows.DATES[:2]:
            day: date | None = getattr(item, field)
            if day and day > self.today:
                raise BadValue(field, f"{import_rows.FIELDS[field]}晚于今天（{self.today:%Y-%m-%d}）。")
        if (item.validity == Validity.REPEALED) != (item.repealed_on is not None):
            raise BadValue("repealed_on", "有效性是“废止”的必须有废止日期，不是“废止”的不能有。")
        if item.validity == Validity.EXPIRED and item.effective_to is None:
            raise BadValue("effective_to", "有效性是“失效”的必须写明有效期至哪一天。")
        if refusal := guards.inconsistent(item):
            raise BadValue(refusal.field or "formed_on", str(refusal))

    def _check_contents(self, item: Item) -> None:
        refusal = guards.classified(guards.own_texts(item)) or guards.leaking(guards.own_texts(item))
        if refusal:
            raise BadValue("leak", str(refusal))  # the number is not shown again

    def _check_new(self, row: ImportRow) -> None:
        key = (
            row.agency,
            one_line(row.title),
            row.formed_on,
            one_line(row.document_number),
            row.original_url,
        )
        if key in self.seen:
            raise BadValue("title", "已有机关、名称、成文日期、文号和原网址都相同的信息。")
        self.seen.add(key)


def _found(field: str, code: str, known: Mapping[str, Found]) -> Found:
    if code not in known:
        wording = import_rows.FIELDS[field]
        raise BadValue(field, f"{wording}“{code}”不存在、已停用，或者您没有权限。")
    return known[code]


def _publish(items: list[Item], actor: Actor) -> None:
    calendar, on = published_calendar(), today()
    for item in items:
        prepare(item, on, calendar)
        item.last_seq = 1
    _number(items)
    Item.objects.bulk_create(items, batch_size=BATCH)
    at = now()
    ItemEvent.objects.bulk_create(
        (
            ItemEvent(
                subject=item,
                seq=1,
                kind="imported",
                effective_on=on,
                recorded_at=at,
                actor=actor.user,
                acting_agency=actor.agency,
                origin=actor.origin,
                capability=PUBLISH.code,
                data=publication_facts(item, calendar),
            )
            for item in items
        ),
        batch_size=BATCH,
    )
    prefetch_related_objects(items, "joint_agencies", "attachments__file")
    search.put_many(search_document(item) for item in items)


def _number(items: list[Item]) -> None:
    """One block per agency and year, in a fixed order so that two imports cannot wait for each other."""
    blocks: dict[tuple[str, int], list[Item]] = defaultdict(list)
    for item in items:
        public_since = item.first_published_on or item.published_on or date.min
        blocks[(item.agency.code, public_since.year)].append(item)
    for (code, year), block in sorted(blocks.items()):
        serials = numbers.issue(block[0].agency, SERIES, year, len(block))
        for item, serial in zip(block, serials, strict=True):
            item.index_number = index_number(code, year, serial)
