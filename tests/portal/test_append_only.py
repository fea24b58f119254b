"""Nobody rewrites what is append-only, not even the owner of the tables: triggers refuse it.

The tables are found from the models, so a new event table cannot be forgotten. The serving role is stopped
earlier (test_serving_role).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import isolate_apps
from pytest_django import DjangoDbBlocker

from foundation.agencies.models import Agency
from foundation.contracts import composed
from foundation.ledger.models import Event
from foundation.ledger.seals import event_models
from portal.database_roles import append_only_tables
from tests.pages import World
from tests.world import demo_world

TABLES = append_only_tables()
GUARDED = """
    SELECT tgrelid::regclass::text FROM pg_trigger
    WHERE tgname IN ('append_only_rows', 'append_only_table') AND tgenabled = 'O'
    GROUP BY 1 HAVING count(*) = 2
"""


def changes(table: str) -> Iterator[str]:
    yield f"UPDATE {table} SET id = id"
    yield f"DELETE FROM {table}"
    yield f"TRUNCATE {table} CASCADE"


CHANGES = [pytest.param(table, sql, id=sql) for table in TABLES for sql in changes(table)]


@pytest.fixture(scope="module")
def _district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every table has rows: a trigger for each row says nothing about an empty table."""
    with django_db_blocker.unblock(), demo_world(), connection.cursor() as cursor:
        World()  # a sign-in on record, an old register put in, a template of the register
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is pending forbids TRUNCATE by itself
        yield


@pytest.fixture
def seeded(_district: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def guarded() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.parametrize(("table", "change"), CHANGES)
def test_the_owner_is_stopped_by_the_triggers(seeded: None, table: str, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] > 0, "nothing there to protect"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_every_append_only_table_has_its_triggers_and_says_so(seeded: None) -> None:
    assert guarded() == set(TABLES)
    assert {model._meta.db_table for model in event_models()} | {"ledger_seal"} <= set(TABLES)


def test_a_table_without_its_triggers_is_noticed(seeded: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER append_only_table ON {TABLES[0]}")
    assert guarded() == set(TABLES[1:])


@isolate_apps("portal")
def test_a_new_event_model_is_append_only_without_a_word_more() -> None:
    class NoticeEvent(Event):
        class Meta(Event.Meta):
            app_label = "portal"

    assert NoticeEvent.append_only


def test_every_event_table_is_read_by_auditors_in_words(seeded: None) -> None:
    trails = {trail.model: trail for trail in composed().trails}
    assert set(trails) == set(event_models())
    for model, trail in trails.items():
        written = set(model._default_manager.values_list("kind", flat=True))
        assert written - set(trail.kinds) == set(), model
        assert not model._default_manager.filter(**{f"subject__{trail.desks[0]}": None}).exists()


def test_models_that_are_not_append_only_may_change() -> None:
    assert Agency._meta.db_table not in TABLES
    assert len(TABLES) < len(apps.get_models()) / 2
