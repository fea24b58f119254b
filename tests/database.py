"""Pytest plugin (`-p tests.database`): the options of the run, its PostgreSQL and its folder for files.

A conftest would be too late: pytest-django reads the settings, and with them DATABASE_URL, before it.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import psycopg2
import pytest

from portal.embedded_postgres import throwaway

_running = ExitStack()


def leave(number: int, _frame: FrameType | None) -> None:
    """SIGTERM ends the run like Ctrl-C does: fixtures and the cluster are torn down."""
    raise KeyboardInterrupt(signal.Signals(number).name)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests marked `long`")
    parser.addoption("--shared-with", metavar="FOLDER", help="run only files no other process took in FOLDER")


def pytest_configure(config: pytest.Config) -> None:
    if folder := config.getoption("--shared-with"):
        config.pluginmanager.register(Share(Path(folder)))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for the database is marked, before `-m` chooses among the marks."""
    ways = {"db", "transactional_db", "django_db_setup"}
    for item in items:
        if ways & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"):
            item.add_marker("database")


class Share:
    """Several processes run one suite: each takes the next file that nobody has taken yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: dict[str, bool] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """pytest's own loop over the files that are ours; it knows the next test before it runs one."""
        if session.testsfailed or session.config.option.collectonly:
            return None
        ours = filter(self.is_ours, session.items)
        item = next(ours, None)
        while item is not None:
            following = next(ours, None)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
            item = following
        return True

    def is_ours(self, item: pytest.Item) -> bool:
        file = item.nodeid.split("::")[0]
        if file not in self.taken:
            self.taken[file] = self.take(file)
        return self.taken[file]

    def take(self, file: str) -> bool:
        try:
            (self.folder / file.replace("/", "|")).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    os.environ.setdefault("GONGKAI_MODE", "test")
    asked = early_config.known_args_namespace
    if "GONGKAI_VAR" not in os.environ:
        os.environ["GONGKAI_VAR"] = _running.enter_context(tempfile.TemporaryDirectory(prefix="gongkai-var-"))
    os.makedirs(f"{os.environ['GONGKAI_VAR']}/static", exist_ok=True)  # whitenoise looks for it
    # Workers of pytest-xdist inherit the address from the process that started them.
    if not (os.environ.get("DATABASE_URL") or asked.help or asked.version):
        signal.signal(signal.SIGTERM, leave)
        os.environ["DATABASE_URL"] = _running.enter_context(throwaway()).url("postgres")


def pytest_report_header() -> str:
    try:
        with psycopg2.connect(os.environ["DATABASE_URL"], dbname="postgres") as connection:
            return f"PostgreSQL {connection.info.parameter_status('server_version')}"
    except (KeyError, psycopg2.Error) as problem:
        return f"PostgreSQL not reached: {problem}"


@pytest.hookimpl(wrapper=True)
def pytest_unconfigure() -> Iterator[None]:
    try:
        yield
    finally:
        _running.close()
