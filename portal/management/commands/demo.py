"""`manage.py demo`: the whole portal with its demo district on this machine, until Ctrl-C.

`manage.py` has already made the environment and started PostgreSQL, and will stop it again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from foundation.agencies.models import Agency
from foundation.contracts import Refused
from portal.demo.accounts import ACCOUNTS
from portal.demo.seed import seed
from portal.demo_environment import PREPARATION_LOCK, arguments_of_demo
from portal.web_server import HOST, CannotServe, port_from_environment, serving, sole_demo


class Command(BaseCommand):
    help = "运行山亭区演示：自带数据库、演示数据和网页服务 (run the demo district)"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        arguments_of_demo(parser)

    def handle(self, **_options: Any) -> None:
        if settings.MODE != "demo" or not os.environ.get("MIGRATE_DATABASE_URL"):
            raise CommandError("请从命令行运行 python3 manage.py demo，它会先准备自己的数据库。")
        try:
            port = port_from_environment()
            with sole_demo(settings.VAR_DIR, port):
                self.prepare()
                with serving(settings.VAR_DIR, port) as server:
                    self.announce(port)
                    code = server.wait()
        except (CannotServe, Refused) as problem:
            raise CommandError(str(problem)) from problem
        raise CommandError(f"网页服务意外停止，代码 {code}。(gunicorn stopped unexpectedly.)")

    def prepare(self) -> None:
        with one_at_a_time():
            call_command("prepare_database", verbosity=0)
            collect_static_files(settings.STATIC_ROOT)
            # The units come first in the seed and all of it is one transaction: one unit means all of it.
            if not Agency.objects.exists():
                progress = Progress(self)
                with transaction.atomic():
                    seed(progress)
                progress.close()
        connection.close()

    def announce(self, port: int) -> None:
        address = f"http://{HOST}:{port}"
        self.stdout.write(f"\n  公众 (public)    {address}/\n  工作人员 (staff) {address}/admin/\n")
        if settings.AS_OF:
            self.stdout.write(f"  演示日期 (today) {settings.AS_OF}")
        self.stdout.write("\n  演示账户 (demo accounts)：")
        for username, password, what in ACCOUNTS:
            self.stdout.write(f"    {username:<10} {password:<20} {what}")
        self.stdout.write("\n  按 Ctrl-C 停止，数据会保留。(Ctrl-C stops it; the data is kept.)\n")
        self.stdout.flush()


class Progress:
    """A bar that moves in a terminal; one plain line per step where the output is a file."""

    WIDTH = 24

    def __init__(self, command: BaseCommand) -> None:
        self.out = command.stdout
        self.moving = self.out.isatty()
        self.last = ""

    def __call__(self, step: str, share: float) -> None:
        share = min(max(share, 0.0), 1.0)
        if self.moving:
            bar = "█" * round(share * self.WIDTH)
            self.out.write(f"\r\033[K  {bar:·<{self.WIDTH}} {share:4.0%} {step}", ending="")
            self.out.flush()
        elif step != self.last:
            self.out.write(f"  {share:4.0%} {step}")
            self.out.flush()
        self.last = step

    def close(self) -> None:
        if self.moving:
            self.out.write("\r\033[K", ending="")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """A second demo on the same database waits and finds it prepared."""
    import psycopg2

    with contextlib.closing(psycopg2.connect(os.environ["MIGRATE_DATABASE_URL"])) as holder:
        holder.autocommit = True
        holder.cursor().execute("SELECT pg_advisory_lock(%s)", [PREPARATION_LOCK])
        yield


def collect_static_files(root: Path) -> None:
    """Collect only when a file changed since the last time that was finished."""
    stamp = root.with_name("static.stamp")
    now = fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now and root.exists():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now, encoding="ascii")


def fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
