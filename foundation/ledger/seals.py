"""The daily seal: what was written down on a day is hashed once the day is surely complete.

A row belongs to the day of its `recorded_at` in Shanghai. Ids do not tell when a row became visible: a
transaction may commit after another one with higher ids. So a day is sealed only when MARGIN has passed
since its end (clocks of several servers) and everybody who was writing then has finished.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import connection, transaction

from foundation.ledger import canonical
from foundation.ledger.models import Event, Seal
from foundation.workdays.present import now

MARGIN = timedelta(hours=1)
PART_ROWS = 1_000
"""Rows of one seal at most: what sealing and verifying keep in memory."""
PATIENCE = 30.0
"""Seconds to wait for those who are writing; otherwise the next run seals the day."""

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
# Any number will do as long as nobody else on the server uses it: one process at a time adds seals.
LOCK = 20080502

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sealing:
    """What one run did: how many seals it added, and whether writers still at work kept it from it."""

    added: int
    hindered: bool = False


def event_models() -> list[type[Event]]:
    """Every concrete event model, whichever room it is in, by table."""
    found = (model for model in apps.get_models() if issubclass(model, Event))
    return sorted(found, key=lambda model: model._meta.db_table)


def events_of(model: type[Event]) -> Any:
    """All rows of the table; `subject` is a field of the concrete models only."""
    return model._default_manager.all()


def newest_seal() -> Seal | None:
    """The end of the chain, without its lines."""
    return Seal.objects.defer("rows").order_by("-number").first()


@transaction.atomic
def seal_complete_days(patience: float = PATIENCE) -> Sealing:
    """Seal what is complete and not sealed yet, in every event table; safe to run again at any time."""
    until = last_complete_day(now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if not _writers_finish(cursor, patience):
            return Sealing(0, hindered=True)
    chain = _Chain()
    for model in event_models():
        _seal_table(chain, model, until)
    return Sealing(chain.added)


def last_complete_day(moment: datetime) -> date:
    return (moment.astimezone(SHANGHAI) - MARGIN).date() - ONE_DAY


def rows_of(model: type[Event], since: date | None, until: date) -> Iterator[Row]:
    """The rows written down on these days, in the order of the seals; one statement, fetched in portions."""
    found = events_of(model).filter(recorded_at__lt=_midnight(until + ONE_DAY))
    if since is not None:
        found = found.filter(recorded_at__gte=_midnight(since))
    ordered = found.order_by("recorded_at", "id")
    return iter(ordered.values(*canonical.FIELDS).iterator(chunk_size=PART_ROWS))


class _Chain:
    """The end of the chain of seals, to which the next one is added."""

    def __init__(self) -> None:
        last = newest_seal()
        self.number, self.sha256 = (last.number, last.sha256) if last else (0, "")
        self.added = 0

    def add(self, table: str, since: date | None, day: date, part: int, rows: list[str]) -> None:
        seal = Seal(
            number=self.number + 1,
            form=canonical.FORM,
            table=table,
            since=since,
            day=day,
            part=part,
            count=len(rows),
            rows=rows,
            previous=self.sha256,
            sealed_at=now(),
        )
        seal.sha256 = canonical.seal_digest(vars(seal), rows)
        seal.save(force_insert=True)
        self.number, self.sha256 = seal.number, seal.sha256
        self.added += 1


def _seal_table(chain: _Chain, model: type[Event], until: date) -> None:
    """A seal for every day with rows; days without any belong to the next seal, at the latest to the last."""
    table = model._meta.db_table
    last = Seal.objects.filter(table=table).order_by("-number").values_list("day", flat=True).first()
    since = last + ONE_DAY if last else None
    if since is not None and since > until:
        return
    for day, of_day in groupby(rows_of(model, since, until), key=_day_of):
        for part, lines in enumerate(_parts(map(canonical.line, of_day)), start=1):
            chain.add(table, since, day, part, lines)
        since = day + ONE_DAY
    if since is None or since <= until:
        chain.add(table, since, until, 1, [])


def _parts(lines: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(lines)
    while part := list(islice(remaining, PART_ROWS)):
        yield part


def _day_of(row: Row) -> date:
    moment: datetime = row["recorded_at"]
    return moment.astimezone(SHANGHAI).date()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _writers_finish(cursor: Any, patience: float) -> bool:
    """Whether all who were writing when we asked have ended, so that what they wrote can be seen."""
    writing = _writers(cursor)
    deadline = time.monotonic() + patience
    while writing & _writers(cursor):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _writers(cursor: Any) -> set[str]:
    """The other transactions that hold rows of this database; other databases of the server are not ours.

    A transaction lets its locks go only after what it wrote can be seen.
    """
    cursor.execute(
        "SELECT DISTINCT virtualtransaction FROM pg_locks WHERE locktype = 'relation'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND mode IN ('RowShareLock', 'RowExclusiveLock') AND pid IS DISTINCT FROM pg_backend_pid()"
    )
    return {name for (name,) in cursor.fetchall()}
