"""What every test may rely on: the browser, the serving role, and a flush that knows the ledger."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings as hypothesis_settings
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from pytest_django import DjangoDbBlocker

from portal.database_roles import append_only_tables, grant_serving, make_role

CHROMIUM = next(
    filter(
        None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
    ),
    None,
)
SERVING_PASSWORD = "only-in-tests"

# How long one example takes says more about the machine and its neighbours than about the code.
hypothesis_settings.register_profile("gongkai", deadline=None)
hypothesis_settings.load_profile("gongkai")


# --- which tests run ------------------------------------------------------------------------------------


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    # Playwright leaves an event loop running in this thread, so everything else goes first.
    items.sort(key=in_browser)
    if CHROMIUM is None and any(map(in_browser, items)):
        if os.environ.get("REQUIRE_BROWSER") == "1":
            raise pytest.UsageError("REQUIRE_BROWSER=1, but no Chromium is installed on this machine")
        skip(items, "browser", "no Chromium on this machine")
    if not config.getoption("--long"):
        skip(items, "long", "needs --long")


def in_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def skip(items: list[pytest.Item], mark: str, reason: str) -> None:
    for item in items:
        if item.get_closest_marker(mark):
            item.add_marker(pytest.mark.skip(reason=f"{mark}: {reason}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each kind of test that was left out, however many there are."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    for reason in sorted({text.removeprefix("Skipped: ") for text in reasons}):
        count = sum(text.endswith(reason) for text in reasons)
        terminalreporter.write_line(f"{count} skipped – {reason}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if in_browser(item):
        # The ORM refuses to work in a thread with an event loop; here the loop is only Playwright's.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# --- the browser ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, which keeps quiet on the network; Playwright's own is never downloaded."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


# --- the database ---------------------------------------------------------------------------------------

TRUNCATE_GUARDED = """
    SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 <> 0
"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, pytestconfig: pytest.Config
) -> None:
    """Processes that share one suite on one server have a test database each."""
    if pytestconfig.getoption("--shared-with"):
        connection.settings_dict["TEST"]["NAME"] = f"test_{connection.settings_dict['NAME']}_{os.getpid()}"


@pytest.fixture(scope="session", autouse=True)
def flush_empties_append_only_tables() -> Iterator[None]:
    """Django empties tables after a transactional test; the ledger's triggers forbid it, so they rest.

    DISABLE TRIGGER is the owner's privilege: the serving role cannot do what is done here.
    """
    plain_flush = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(TRUNCATE_GUARDED)
            guarded = [row[0] for row in cursor.fetchall()]
        resting = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded]
        awake = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded]
        plain_flush(self, [*resting, *statements, *awake])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture(scope="session")
def serving_role(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The role that serves in production, with exactly its privileges, on the test database."""
    role = f"{connection.settings_dict['NAME']}_serving"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        make_role(cursor, role, SERVING_PASSWORD)
        grant_serving(cursor, role, append_only_tables())
    yield role
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = sql.Identifier(role)
        cursor.execute(sql.SQL("DROP OWNED BY {}; DROP ROLE {}").format(name, name))


@pytest.fixture
def serving_connection(transactional_db: None, serving_role: str) -> Iterator[Connection]:
    """A raw connection as the serving role; sees what is committed, hence the transactional database."""
    there = connection.get_connection_params()
    raw = psycopg2.connect(
        host=there.get("host"),
        port=there.get("port"),
        dbname=there["dbname"],
        user=serving_role,
        password=SERVING_PASSWORD,
    )
    yield raw
    raw.close()
