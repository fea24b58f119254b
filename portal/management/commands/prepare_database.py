"""`manage.py prepare_database`: bring the schema up to date as its owner, then say what the server may do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import dj_database_url
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal import environment
from portal.database_roles import append_only_tables, grant_serving


class Command(BaseCommand):
    help = "用 MIGRATE_DATABASE_URL 的账户更新数据库结构，再给 DATABASE_URL 的账户授权（可重复执行）"
    requires_system_checks = ()

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        owner = environment.secret("MIGRATE_DATABASE_URL", default="")
        serving = connection.settings_dict["USER"]
        if not owner:
            raise CommandError(
                "请设置 MIGRATE_DATABASE_URL：数据库结构的所有者与 DATABASE_URL 的服务账户应当是两个账户。"
            )
        if dj_database_url.parse(owner)["USER"] == serving:
            raise CommandError(
                "MIGRATE_DATABASE_URL 与 DATABASE_URL 用了同一个账户：所有者可以改写台账，不能用来提供服务。"
            )
        with connected_to(owner):
            call_command("migrate", interactive=False, verbosity=verbosity)
            with connection.cursor() as cursor:
                grant_serving(cursor, serving, append_only_tables())


@contextlib.contextmanager
def connected_to(url: str) -> Iterator[None]:
    """The default connection as somebody else, so that data migrations need not know about it."""
    as_server = connection.settings_dict
    connection.close()
    connection.settings_dict = {**as_server, **dj_database_url.parse(url)}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = as_server
