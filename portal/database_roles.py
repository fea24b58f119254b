"""Two database roles: one owns the schema and migrates, one serves and cannot rewrite the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from psycopg2 import sql

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor

OWNER = "gongkai_owner"
SERVING = "gongkai_app"
DATABASE = "gongkai"


def make_role(cursor: Cursor, role: str, password: str) -> None:
    """A login role with this password, whether or not it was there before."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
    cursor.execute(
        sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(role), sql.Literal(password))
    )


def make_database(cursor: Cursor, database: str, owner: str) -> None:
    """The database owned by `owner`; needs a connection in autocommit mode."""
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
    if cursor.fetchone() is None:
        cursor.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(owner))
        )


def append_only_tables() -> list[str]:
    """Tables of every model that says `append_only`: events, seals, signed editions (政务信息的留痕)."""
    from django.apps import apps

    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


def grant_serving(cursor: Any, role: str, append_only: Iterable[str]) -> None:
    """What the serving role may do now that the schema is complete; run again after every migration."""
    grantee = sql.Identifier(role)
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}",
    ):
        cursor.execute(sql.SQL(statement).format(grantee))
    for table in append_only:
        cursor.execute(
            sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), grantee)
        )
