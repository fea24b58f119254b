"""The whole demo district, for tests that look at everything: seeded once in a process, then copied."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.db import connection, transaction

from portal.demo.playing import playing
from portal.demo.seed import seed

TODAY = date(2026, 11, 23)
# Made by `migrate`, not by the seed.
GROUND = {"django_migrations", "django_content_type", "auth_permission"}

Rows = dict[str, bytes]
_seeded: dict[date, Rows] = {}


@contextmanager
def demo_world(today: date = TODAY) -> Iterator[None]:
    """Alive in one transaction until the block ends; the database is then as before."""
    with playing(today), transaction.atomic():
        place_demo(today)
        yield
        transaction.set_rollback(True)


def place_demo(today: date = TODAY) -> None:
    """Fill the empty test database as the seed does, with its rows when it has already run on this day.

    Its files stay where it wrote them. Numbers of sequences never come back, so what tests add is new.
    """
    assert settings.MODE == "test"
    with playing(today), transaction.atomic():
        if today in _seeded:
            write_rows(_seeded[today])
        else:
            seed(lambda _step, _share: None)
            _seeded[today] = read_rows()


def read_rows() -> Rows:
    """What every table holds, in PostgreSQL's own words."""
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - GROUND):
            content = io.BytesIO()
            cursor.copy_expert(f"COPY {table} TO STDOUT", content)
            rows[table] = content.getvalue()
    return rows


def write_rows(rows: Rows) -> None:
    """The triggers rest: what they would write (histories) is among the rows."""
    with connection.cursor() as cursor:
        for table, content in rows.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.copy_expert(f"COPY {table} FROM STDIN", io.BytesIO(content))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no trigger wakes while a check is pending
        for table in rows:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
