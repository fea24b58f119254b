"""Prepares the checkout's own `.venv` for the verbs `demo` and `test`; nothing but the standard library.

`venv --without-pip` needs no extra Debian package, and `pip --python` is not stopped by systems that
protect their own Python.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
UNFINISHED = "unfinished"


class Unprepared(Exception):
    """The environment cannot be made; the message says what is missing and what to do."""


def enter(checkout: Path, lock_name: str) -> None:
    """Continue this command inside `.venv`, which is made or brought up to date first.

    Returns only when the command already runs there; otherwise the process is replaced.
    """
    if sys.version_info < OLDEST:
        raise Unprepared(
            f"需要 Python 3.11 以上版本，当前是 {sys.version.split()[0]}。(Python 3.11 or newer is needed.)"
        )
    environment = Environment(checkout)
    with environment.alone() as sole:
        if not environment.holds(lock_name):
            environment.install(lock_name, sole)
    if not environment.is_running():
        environment.replace_process()


def borrow(checkout: Path) -> None:
    """Verbs that do not bootstrap use `.venv` when it is there and Django is not here."""
    if importlib.util.find_spec("django") is not None:
        return
    environment = Environment(checkout)
    if environment.is_running() or not environment.works():
        raise Unprepared(
            "没有安装 Django：请先运行 python3 manage.py demo，或安装 requirements.txt 中的依赖。"
            "(Django is missing: run `python3 manage.py demo` once, or install requirements.txt.)"
        )
    environment.replace_process()


class Environment:
    """The virtual environment of one checkout."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        self.folder = checkout / ".venv"
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / "installed-locks"

    def is_running(self) -> bool:
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def works(self) -> bool:
        """Whether its interpreter starts and sees Django; a new system Python can break both."""
        question = "import importlib.util, sys; sys.exit(importlib.util.find_spec('django') is None)"
        try:
            return subprocess.run([self.python, "-c", question], capture_output=True).returncode == 0
        except OSError:
            return False

    def holds(self, lock_name: str) -> bool:
        stamped = self.stamp.read_text(encoding="ascii").split() if self.stamp.exists() else []
        return self.digest(lock_name) in stamped and (self.is_running() or self.works())

    def digest(self, lock_name: str) -> str:
        return hashlib.sha256((self.checkout / lock_name).read_bytes()).hexdigest()

    @contextlib.contextmanager
    def alone(self) -> Iterator[int]:
        """One bootstrap at a time in one checkout; the second waits and finds the work done."""
        folder = self.checkout / "var"
        folder.mkdir(exist_ok=True)
        with open(folder / "bootstrap.lock", "a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("另一个命令正在准备运行环境，请稍候… (Waiting for another command)", flush=True)
                fcntl.flock(file, fcntl.LOCK_EX)
            yield file.fileno()

    def install(self, lock_name: str, sole: int) -> None:
        """pip gets the descriptor `sole` of the lock: if we are killed, the next bootstrap waits for it."""
        installer = self.installer()
        print("正在准备运行环境（只在首次或依赖变化时，约半分钟）… (Preparing .venv)", flush=True)
        self.make(installer)
        self.stamp.write_text(UNFINISHED, encoding="ascii")
        answer = subprocess.run(
            [installer, "-m", "pip", "--python", str(self.python), "install", "-qq", "--no-compile"]
            + ["--require-hashes", "-r", str(self.checkout / lock_name)],
            env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
            | {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"},
            pass_fds=[sole],
        )
        if answer.returncode:
            raise Unprepared(
                "依赖没有装好，原因见上。多半是连不上软件源：请检查网络或 pip 的镜像设置，"
                "然后再运行一次同样的命令。"
                "(pip failed, see above; check the network or pip's index settings and run this again.)"
            )
        # The development lock contains the runtime lock; a test compares them.
        held = [RUNTIME] if lock_name == RUNTIME else [RUNTIME, DEVELOPMENT]
        self.stamp.write_text("\n".join(map(self.digest, held)), encoding="ascii")

    def make(self, installer: str) -> None:
        """An environment whose installation was killed may hold half a package: it is made anew."""
        broken = self.stamp.exists() and self.stamp.read_text(encoding="ascii") == UNFINISHED
        clear = ["--clear"] if broken or (self.folder.exists() and not self.python.exists()) else []
        answer = subprocess.run([installer, "-m", "venv", "--without-pip", *clear, self.folder])
        if answer.returncode:
            raise Unprepared(f"不能建立虚拟环境 {self.folder}，原因见上。(python -m venv failed, see above.)")

    def installer(self) -> str:
        """An interpreter with pip; the environment itself has none."""
        base: str = sys._base_executable  # type: ignore[attr-defined]
        for python in [base] if self.is_running() else [sys.executable, base]:
            if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
                return str(python)
        raise Unprepared(
            "本机的 Python 没有 pip：在 Debian/Ubuntu 上请运行 apt install python3-pip，然后再试。"
            "(This Python has no pip; install it and run this again.)"
        )

    def replace_process(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(self.python, [str(self.python), *sys.argv])
