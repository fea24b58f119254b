"""Recomputing the seals: whether every ledger row still is what it was on the day it was sealed.

Seals and rows are read side by side in the same order and in portions, so memory does not grow with the
ledger. What this proves and what it cannot is written in docs/decisions/0012.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain, zip_longest
from typing import Any

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce

from foundation.contracts import composed
from foundation.ledger import canonical
from foundation.ledger.models import Event, Seal
from foundation.ledger.seals import Row, events_of, rows_of
from foundation.workdays.wording import full_date

SEALS_AT_ONCE = 2
"""Seals fetched together; each holds up to seals.PART_ROWS lines."""
STRIDE = 1_000

Progress = Callable[[int, int], None]
"""Called with the rows compared so far and the rows there are to compare."""


@dataclass(frozen=True)
class Finding:
    """What is broken: `code` is one of altered, lost, unknown, changed, missing, inserted, gap."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Extent:
    """How much of a table is sealed: the rows, and up to which day."""

    rows: int
    day: date | None


# --- the chain ------------------------------------------------------------------------------------------


def first_broken_seal() -> Finding | None:
    """The first seal that is not what it was, or is not there; the chain is always read whole."""
    previous = ""
    seals = Seal.objects.order_by("number").iterator(chunk_size=SEALS_AT_ONCE)
    for number, seal in enumerate(seals, start=1):
        if seal.number != number:
            return Finding("lost", f"第{number}号封存不见了：封存记录被删除过。")
        if finding := _broken(seal, previous):
            return finding
        previous = seal.sha256
    return None


def _broken(seal: Seal, previous: str) -> Finding | None:
    named = f"第{seal.number}号封存（{ledger_name(seal.table)}，到{full_date(seal.day)}）"
    if seal.form != canonical.FORM:
        return Finding("unknown", f"{named}的规范格式是{seal.form}，本程序只认识{canonical.FORM}。")
    if seal.sha256 != canonical.seal_digest(vars(seal), seal.rows):
        return Finding("altered", f"{named}与它自己的哈希不符：封存记录被改动过。")
    if seal.previous != previous:
        return Finding("altered", f"{named}与前一号接不上：这两号封存之一被改动过。")
    return None


def is_sealed_hash(sha256: str) -> bool:
    """Whether a hash that was printed or published once still is in the chain."""
    return Seal.objects.filter(sha256=sha256.strip().lower()).exists()


# --- the rows of one table ------------------------------------------------------------------------------


def extent(model: type[Event], until: date | None = None) -> Extent:
    found = _seals(model, until).aggregate(rows=Coalesce(Sum("count"), 0), day=Max("day"))
    return Extent(found["rows"], found["day"])


def first_broken_row(model: type[Event], until: date | None, progress: Progress) -> Finding | None:
    """The first row of the table, in the order of the seals, that differs from what was sealed."""
    sealed = extent(model, until)
    if sealed.day is None:
        return None
    lines = chain.from_iterable(
        _seals(model, until)
        .order_by("number")
        .values_list("rows", flat=True)
        .iterator(chunk_size=SEALS_AT_ONCE)
    )
    pairs = zip_longest(lines, rows_of(model, None, sealed.day))
    for place, (line, row) in enumerate(pairs, start=1):
        if line is None or row is None or line != canonical.line(row):
            return _explain(model, line, row)
        if place % STRIDE == 0:
            progress(place, sealed.rows)
    progress(sealed.rows, sealed.rows)
    return None


def _seals(model: type[Event], until: date | None) -> Any:
    seals = Seal.objects.filter(table=model._meta.db_table)
    return seals if until is None else seals.filter(day__lte=until)


def _explain(model: type[Event], line: str | None, row: Row | None) -> Finding:
    """Which of the two that should be alike is at fault, a sealed line or a row that is there."""
    if line is not None:
        now = events_of(model).filter(pk=int(line.split()[0])).values(*canonical.FIELDS).first()
        if now is None:
            return _missing(model, line)
        if row is None or canonical.line(now) != line:
            return _changed(model, now)
    # What was sealed here is whole, so the row before us does not belong here.
    assert row is not None  # noqa: S101 - zip_longest gives at least one of the two
    return _changed(model, row) if _was_sealed(model, row["id"]) else _inserted(model, row)


def _was_sealed(model: type[Event], pk: int) -> bool:
    seals = _seals(model, None).values_list("rows", flat=True).iterator(chunk_size=SEALS_AT_ONCE)
    return any(line.startswith(f"{pk} ") for line in chain.from_iterable(seals))


def _changed(model: type[Event], row: Row) -> Finding:
    place = _place(model, row["subject_id"], row["seq"])
    return Finding("changed", f"{place}（序列号{row['id']}）与封存时不同：被改动过。")


def _missing(model: type[Event], line: str) -> Finding:
    pk, subject, seq, _sha256 = line.split()
    return Finding("missing", f"{_place(model, subject, seq)}（序列号{pk}）封存时有，现在没有：被删除过。")


def _inserted(model: type[Event], row: Row) -> Finding:
    place = _place(model, row["subject_id"], row["seq"])
    return Finding("inserted", f"{place}（序列号{row['id']}）封存时没有：是后来插入到已封存日期里的。")


# --- the sequence of each subject -----------------------------------------------------------------------


def first_gap(model: type[Event]) -> Finding | None:
    """The first subject whose events do not run from 1 to the number the case itself counted."""
    subject: Any = model._meta.get_field("subject")  # type: ignore[misc]
    counted = subject.related_model._default_manager.annotate(
        found=Count("events"), top=Coalesce(Max("events__seq"), 0)
    )
    torn = counted.filter(~Q(found=F("last_seq")) | ~Q(top=F("last_seq"))).order_by("pk").first()
    if torn is None:
        return None
    there = set(torn.events.values_list("seq", flat=True))
    wanted = set(range(1, torn.last_seq + 1))
    seq = min(wanted ^ there)
    what = "应当有而没有" if seq in wanted else "是多出来的"
    return Finding("gap", f"{_place(model, torn.pk, seq)}{what}：本件共办理{torn.last_seq}次，序号应当连续。")


# --- words ----------------------------------------------------------------------------------------------


def ledger_name(table: str) -> str:
    """What people call the ledger in this table."""
    return next((one.wording for one in composed().trails if one.model._meta.db_table == table), table)


def _place(model: type[Event], subject: Any, seq: Any) -> str:
    """“依申请公开”shanting-2026-0001第3号记录; a subject without any event left is named by its id."""
    trail = next((one for one in composed().trails if one.model is model), None)
    events = events_of(model).filter(subject_id=subject)
    number = events.values_list(trail.number_of, flat=True).first() if trail else None
    return f"“{ledger_name(model._meta.db_table)}”{number or f'（件的编号{subject}）'}第{seq}号记录"
