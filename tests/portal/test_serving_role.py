"""The role that serves has no right to rewrite what is append-only, nor to put its guards to sleep."""

from __future__ import annotations

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from tests.portal.test_append_only import CHANGES, TABLES


@pytest.mark.parametrize(("table", "change"), CHANGES)
def test_the_serving_role_is_not_even_allowed_to_try(
    serving_connection: Connection, table: str, change: str
) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), serving_connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    "trick",
    [
        f"ALTER TABLE {TABLES[0]} DISABLE TRIGGER USER",
        f"DROP TRIGGER append_only_rows ON {TABLES[0]}",
        "CREATE OR REPLACE FUNCTION ledger_refuses_change() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RETURN NULL; END'",
        "SET session_replication_role = replica",
        f"DROP TABLE {TABLES[0]} CASCADE",
        f"ALTER TABLE {TABLES[0]} RENAME TO elsewhere",
    ],
)
def test_the_serving_role_cannot_put_the_guard_to_sleep(serving_connection: Connection, trick: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), serving_connection.cursor() as cursor:
        cursor.execute(trick)


def test_the_serving_role_may_add(serving_connection: Connection) -> None:
    with serving_connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute("SELECT has_table_privilege(%s, 'INSERT')", [table])
            assert cursor.fetchone()[0], table


def test_the_serving_role_cannot_give_itself_the_right(serving_connection: Connection) -> None:
    with serving_connection.cursor() as cursor:
        cursor.execute(f"GRANT UPDATE, DELETE, TRUNCATE ON {TABLES[0]} TO CURRENT_USER")
        assert "no privileges were granted" in serving_connection.notices[-1]
        cursor.execute("SELECT has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE')", [TABLES[0]])
        assert not cursor.fetchone()[0]
