"""What the demo needs before Django may load: the mode, the day, its own PostgreSQL and two roles on it."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import FrameType

import psycopg2

from portal.database_roles import DATABASE, OWNER, SERVING, make_database, make_role
from portal.embedded_postgres import Cluster

CHECKOUT = Path(__file__).resolve().parent.parent
# Any number will do as long as nobody else on the server uses it: one demo at a time prepares and seeds.
PREPARATION_LOCK = 20080501


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"应为 2026-11-22 这样的日期，而不是 {text}") from error


def arguments_of_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="YYYY-MM-DD",
        help="演示所用的“今天”，默认是真实日期 (the demo's today)",
    )


@contextlib.contextmanager
def demo_environment(verb: str, arguments: list[str]) -> Iterator[None]:
    """For `demo`, and for any other verb run with GONGKAI_MODE=demo; otherwise it changes nothing."""
    if os.environ.get("GONGKAI_MODE") != "demo":
        yield
        return
    if verb == "demo":
        take_arguments(arguments)
        stop_quietly_on_signals()
    elif os.environ.get("DATABASE_URL"):
        yield
        return
    cluster = Cluster(var_folder() / "pg")
    try:
        cluster.acquire()
        make_roles(cluster)
        # The demo writes invented records: never into a database that somebody else named.
        os.environ["MIGRATE_DATABASE_URL"] = cluster.url(DATABASE, OWNER)
        os.environ["DATABASE_URL"] = cluster.url(DATABASE, SERVING)
        yield
    finally:
        cluster.release()


def var_folder() -> Path:
    return Path(os.environ.get("GONGKAI_VAR") or CHECKOUT / "var")


def take_arguments(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="manage.py demo", description="运行山亭区演示 (run the demo district)"
    )
    arguments_of_demo(parser)
    as_of = parser.parse_known_args(arguments)[0].as_of
    if as_of is not None:
        os.environ["GONGKAI_AS_OF"] = as_of.isoformat()


def stop_quietly_on_signals() -> None:
    """Ctrl-C, SIGTERM and a closed terminal end the demo in order; further signals do not disturb that."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
        numbers.append(signal.SIGHUP)

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise SystemExit(0)

    for number in numbers:
        signal.signal(number, stop)


def make_roles(cluster: Cluster) -> None:
    connection = psycopg2.connect(cluster.url("postgres"))
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARATION_LOCK])
        for role in (OWNER, SERVING):
            make_role(cursor, role, cluster.password_of(role))
        make_database(cursor, DATABASE, OWNER)
