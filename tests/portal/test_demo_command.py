"""The demo as its user meets it: started, killed, started again, stopped; and the pieces it is made of."""

from __future__ import annotations

import http.client
import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, OutputWrapper
from django.db import connection
from psycopg2.extensions import connection as Connection

from foundation.agencies.models import Agency
from portal import database_roles, demo_environment, web_server
from portal.embedded_postgres import Cluster, free_port, throwaway_base
from portal.management.commands.demo import Progress, collect_static_files
from portal.web_server import CannotServe

ROOT = Path(__file__).resolve().parents[2]
# As `manage.py demo` goes on once its environment is made; the bootstrap has tests of its own.
COMMAND = (
    "import sys, manage; sys.argv = ['manage.py', *sys.argv[1:]]; manage.django(sys.argv[1], sys.argv[2:])"
)


# --- the whole ------------------------------------------------------------------------------------------


class Demo:
    """One demo with files and data of its own."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.process: subprocess.Popen[str] | None = None

    def environment(self) -> dict[str, str]:
        ours = {"GONGKAI_MODE": "demo", "GONGKAI_VAR": str(self.var), "PORT": str(self.port)}
        given = {
            key: value for key, value in os.environ.items() if key not in ("GONGKAI_AS_OF", "REQUIRE_BROWSER")
        }
        return {**given, **ours, "DATABASE_URL": "postgres://never:used@127.0.0.1:1/none"}

    def start(self, *arguments: str) -> float:
        """Start it and return the seconds until it answered."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "demo", *arguments],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = ""
        for line in self.process.stdout:
            said += line
            if "Ctrl-C" in line:
                self.said = said
                return time.monotonic() - began
        raise AssertionError(f"the demo ended with {self.process.wait()}:\n{said}")

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        code = self.process.wait()
        self.process.stdout.close()  # after a kill its web server still holds the other end
        return code

    def get(self, path: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as there:
            there.request("GET", path)
            return there.getresponse().status

    def ask(self, verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment()
        del environment["DATABASE_URL"]
        command = [sys.executable, "-c", COMMAND, verb, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    var = Path(tempfile.mkdtemp(prefix="gongkai-demo-", dir=throwaway_base()))
    var.chmod(0o755)
    demo = Demo(var)
    yield demo
    if demo.process and demo.process.poll() is None:
        demo.stop(signal.SIGTERM)
    web_server.stop_left_behind(var, demo.port)
    Cluster(var / "pg").remove()
    subprocess.run(["rm", "-rf", var], check=True)


def test_the_demo_starts_survives_a_kill_keeps_its_data_and_stops(demo: Demo) -> None:
    demo.start("--as-of", "2026-11-20")
    assert f"http://127.0.0.1:{demo.port}/" in demo.said and "2026-11-20" in demo.said
    assert (demo.get("/healthz"), demo.get("/admin/login/")) == (200, 200)
    counted = demo.ask(
        "shell", "-c", "from foundation.agencies.models import Agency; print(Agency.objects.count())"
    )
    assert int(counted.stdout.split()[-1]) > 20, counted.stderr

    refused = demo.ask("demo")
    assert refused.returncode == 1 and "已经在运行" in refused.stderr

    # Killed, it leaves its web server and its database behind; the next run stops the one, adopts the other.
    demo.stop(signal.SIGKILL)
    assert demo.answers()
    demo.start()
    assert "%" not in demo.said, "the data was kept, so nothing was seeded again"
    assert demo.get("/healthz") == 200

    assert demo.stop(signal.SIGINT) == 0
    assert not demo.answers()
    assert not list(demo.var.glob("pg/data/postmaster.pid"))

    demo.start()
    assert demo.stop(signal.SIGTERM) == 0
    assert not demo.answers()


def test_a_taken_port_is_named_and_nothing_is_left_running(demo: Demo) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", demo.port))
        squatter.listen()
        refused = demo.ask("demo")
    assert refused.returncode == 1
    assert f"端口 {demo.port} 不能使用" in refused.stderr and "Traceback" not in refused.stderr
    assert not list(demo.var.glob("pg/data/postmaster.pid"))


def test_the_demo_command_alone_refuses_to_touch_a_database_it_did_not_make() -> None:
    with pytest.raises(CommandError, match="python3 manage.py demo"):
        call_command("demo")


# --- the pieces -----------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def __init__(self, moving: bool) -> None:
        super().__init__()
        self.isatty = lambda: moving


@pytest.mark.parametrize("moving", [True, False])
def test_progress_moves_in_a_terminal_and_is_plain_lines_in_a_file(moving: bool) -> None:
    out = Terminal(moving)
    progress = Progress(BaseCommand(stdout=OutputWrapper(out)))
    for share in (0.0, 0.25, 0.5):
        progress("建立单位", share)
    progress("登记申请", 1.5)
    progress.close()
    if moving:
        assert out.getvalue().count("\r") == 5 and "50%" in out.getvalue()
    else:
        assert out.getvalue().splitlines() == ["    0% 建立单位", "  100% 登记申请"]


@pytest.mark.parametrize("raw", ["abc", "0", "65536", "-1"])
def test_a_port_that_is_no_port_is_named(raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", raw)
    with pytest.raises(CannotServe, match="1 到 65535"):
        web_server.port_from_environment()
    monkeypatch.setenv("PORT", "")
    assert web_server.port_from_environment() == 8000


def test_the_demo_day_is_a_date(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GONGKAI_AS_OF", "2026-01-01")
    demo_environment.take_arguments(["--as-of", "2026-06-15"])
    assert os.environ["GONGKAI_AS_OF"] == date(2026, 6, 15).isoformat()
    with pytest.raises(SystemExit):
        demo_environment.take_arguments(["--as-of", "六月"])
    assert "应为 2026-11-22 这样的日期" in capsys.readouterr().err


def test_a_process_that_only_shares_the_number_is_not_stopped(tmp_path: Path) -> None:
    bystander = subprocess.Popen(["sleep", "60"])
    pid_file = tmp_path / "gunicorn-1.pid"
    pid_file.write_text(str(bystander.pid))
    web_server.stop_left_behind(tmp_path, 2)
    assert bystander.poll() is None and not pid_file.exists()
    bystander.kill()
    bystander.wait()


def test_a_server_of_a_living_demo_on_another_port_is_not_stopped(tmp_path: Path) -> None:
    with web_server.sole_demo(tmp_path, free_port()):
        other = next(tmp_path.glob("demo-*.lock")).stem.removeprefix("demo-")
        (tmp_path / f"gunicorn-{other}.pid").write_text("1")
        web_server.stop_left_behind(tmp_path, int(other) + 1)
        assert (tmp_path / f"gunicorn-{other}.pid").exists()


def test_a_web_server_that_does_not_start_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "no.such.settings")
    with pytest.raises(CannotServe, match="没有启动"), web_server.serving(tmp_path, free_port()):
        pass


def test_static_files_are_collected_only_when_one_changed(tmp_path: Path, settings) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    collect_static_files(settings.STATIC_ROOT)
    marker = settings.STATIC_ROOT / "marker"
    marker.touch()
    collect_static_files(settings.STATIC_ROOT)
    assert marker.exists()
    (tmp_path / "static.stamp").write_text("older")
    collect_static_files(settings.STATIC_ROOT)
    assert not marker.exists()


# --- roles ----------------------------------------------------------------------------------------------


def allowed(table: str, role: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p"
            " WHERE has_table_privilege(%s, %s, p)",
            [role, table],
        )
        return {row[0] for row in cursor.fetchall()}


def test_the_serving_role_adds_to_the_ledger_and_changes_nothing_in_it(
    serving_connection: Connection,
) -> None:
    role = serving_connection.info.user
    assert len(database_roles.append_only_tables()) >= 2
    for table in database_roles.append_only_tables():
        assert allowed(table, role) == {"SELECT", "INSERT"}, table
    assert allowed(Agency._meta.db_table, role) == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert allowed("django_migrations", role) == {"SELECT"}
    for forbidden in (
        f"DELETE FROM {database_roles.append_only_tables()[0]}",
        f"ALTER TABLE {database_roles.append_only_tables()[0]} DISABLE TRIGGER USER",
        "CREATE TABLE smuggled (one int)",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), serving_connection.cursor() as cursor:
            cursor.execute(forbidden)
        serving_connection.rollback()


def test_preparing_needs_two_accounts(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIGRATE_DATABASE_URL", raising=False)
    with pytest.raises(CommandError, match="请设置 MIGRATE_DATABASE_URL"):
        call_command("prepare_database")
    monkeypatch.setenv("MIGRATE_DATABASE_URL", os.environ["DATABASE_URL"])
    with pytest.raises(CommandError, match="同一个账户"):
        call_command("prepare_database")


def test_preparing_twice_gives_the_same_rights(
    transactional_db: None, serving_role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = connection.settings_dict
    owner = f"postgres://{there['USER']}:{there['PASSWORD']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"
    monkeypatch.setenv("MIGRATE_DATABASE_URL", owner)
    with monkeypatch.context() as as_server:
        as_server.setitem(there, "USER", serving_role)
        for _ in range(2):
            call_command("prepare_database", verbosity=0)
    assert allowed(database_roles.append_only_tables()[0], serving_role) == {"SELECT", "INSERT"}
