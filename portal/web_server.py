"""Gunicorn as a child of the demo: started, waited for, stopped, and cleared away after a killed demo."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

SETTINGS = Path(__file__).resolve().parent / "gunicorn_settings.py"
HOST = "127.0.0.1"
PATIENCE = 30


class CannotServe(Exception):
    """The web server does not come up; the message is a sentence for whoever started it."""


def port_from_environment() -> int:
    raw = os.environ.get("PORT") or "8000"
    if not raw.isdigit() or not 0 < int(raw) < 65536:
        raise CannotServe(f"PORT 应为 1 到 65535 之间的整数，而不是 {raw!r}。(PORT must be a port number.)")
    return int(raw)


@contextlib.contextmanager
def sole_demo(var: Path, port: int) -> Iterator[None]:
    """One demo per checkout and port; what earlier, killed ones left running is stopped."""
    var.mkdir(parents=True, exist_ok=True)
    with open(lock_of(var, port), "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotServe(
                f"这份代码的演示已经在运行：http://{HOST}:{port}/ (The demo is already running.)"
            ) from error
        stop_left_behind(var, port)
        refuse_taken(port)
        yield


def lock_of(var: Path, port: int) -> Path:
    return var / f"demo-{port}.lock"


def pid_file_of(var: Path, port: int) -> Path:
    return var / f"gunicorn-{port}.pid"


def stop_left_behind(var: Path, own_port: int) -> None:
    """Stop every gunicorn of this checkout whose demo no longer holds its lock."""
    for pid_file in var.glob("gunicorn-*.pid"):
        port = int(pid_file.stem.removeprefix("gunicorn-"))
        with open(lock_of(var, port), "a") as lock:
            try:
                if port != own_port:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            stop_process(pid_file)


def stop_process(pid_file: Path) -> None:
    with contextlib.suppress(ValueError, FileNotFoundError, ProcessLookupError):
        pid = int(pid_file.read_text(encoding="ascii"))
        for number in (signal.SIGTERM, signal.SIGKILL):
            deadline = time.monotonic() + 15
            while is_our_gunicorn(pid) and time.monotonic() < deadline:
                os.kill(pid, number)
                time.sleep(0.1)
    pid_file.unlink(missing_ok=True)


def is_our_gunicorn(pid: int) -> bool:
    """The settings file's path in the command line names both the program and the checkout."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        answer = subprocess.run(
            ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        command = answer.stdout
    return str(SETTINGS) in command


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotServe(
                f"端口 {port} 不能使用（{error.strerror}）：请换一个，"
                f"例如 PORT={port + 80} python3 manage.py demo。"
                f"(Port {port} is not available; choose another with PORT.)"
            ) from error


@contextlib.contextmanager
def serving(var: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Gunicorn, answering; stopped in order when the block is left."""
    environment = {
        **os.environ,
        "HOST": HOST,
        "PORT": str(port),
        "GUNICORN_PIDFILE": str(pid_file_of(var, port)),
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", str(SETTINGS)],
        cwd=SETTINGS.parent.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches it through us, after the last request
    )
    try:
        wait_until_it_answers(child, port)
        yield child
    finally:
        stop(child)


def wait_until_it_answers(child: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while child.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise CannotServe(f"网页服务没有启动，原因见上。(gunicorn did not start on port {port}, see above.)")


def stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(timeout=15)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
