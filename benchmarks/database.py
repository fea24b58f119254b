"""A database that lives for one measurement, and what the measurement asks of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from django.db import connection

from requests_app.models import InformationRequest


class BenchmarkRefused(Exception):
    """The measurement would touch what is not its own, or its result is wrong; a whole sentence."""


@contextmanager
def own_database() -> Iterator[None]:
    """A new, migrated database on the server of DATABASE_URL; the one named there is left alone."""
    named = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"gongkai_bench_{secrets.token_hex(4)}"
    connection.creation.create_test_db(verbosity=0, autoclobber=False, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(named, verbosity=0)


def refuse_used_database() -> None:
    """Raises BenchmarkRefused where there is a single request: it may be somebody's."""
    if InformationRequest.objects.exists():
        name = connection.settings_dict["NAME"]
        raise BenchmarkRefused(f"数据库“{name}”里已有申请，测量只在自己新建的数据库里进行。")


def vacuum() -> None:
    """Both sides of a comparison begin on tables without dead rows (not possible inside a transaction)."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE requests_app_informationrequest, requests_app_requestevent")


def server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


@dataclass
class Asked:
    """How many statements were sent, and how long they took at the database."""

    queries: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.seconds += perf_counter() - begun


@contextmanager
def counting() -> Iterator[Asked]:
    asked = Asked()
    with connection.execute_wrapper(asked):
        yield asked
