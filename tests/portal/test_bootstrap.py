"""The bootstrap in a temporary checkout whose lock names one tiny local package: real venv, real pip."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from portal import bootstrap
from portal.bootstrap import UNFINISHED, Environment, Unprepared

ROOT = Path(__file__).resolve().parents[2]

COMMAND = """
import sys
from pathlib import Path
from portal import bootstrap
try:
    bootstrap.enter(Path(sys.argv[1]), sys.argv[2])
except bootstrap.Unprepared as problem:
    sys.exit(str(problem))
import django
print("runs in", sys.prefix, django.VERSION)
"""


def make_package(folder: Path, number: str) -> str:
    """A wheel called django, as small as wheels get, and its line in a lock."""
    name = f"django-{number}.dist-info"
    wheel = folder / f"django-{number}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("django.py", f"VERSION = '{number}'\n")
        archive.writestr(f"{name}/METADATA", f"Metadata-Version: 2.1\nName: django\nVersion: {number}\n")
        archive.writestr(f"{name}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{name}/RECORD", "")
    return f"{wheel} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    line = make_package(tmp_path, "1.0")
    for name in (bootstrap.RUNTIME, bootstrap.DEVELOPMENT):
        (tmp_path / name).write_text(f"# {name}\n{line}")
    (tmp_path / "command.py").write_text(COMMAND)
    return tmp_path


def start(checkout: Path, lock: str = bootstrap.RUNTIME) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(checkout / "command.py"), str(checkout), lock],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(checkout: Path, lock: str = bootstrap.RUNTIME) -> str:
    process = start(checkout, lock)
    said = process.communicate()[0]
    assert process.returncode == 0, said
    return said


def test_an_empty_checkout_gets_its_environment_once(checkout: Path) -> None:
    first, second = run(checkout), run(checkout)
    assert "正在准备运行环境" in first and "正在准备" not in second
    assert second == f"runs in {checkout / '.venv'} 1.0\n"


def test_a_changed_lock_is_installed_and_the_larger_lock_serves_both_verbs(checkout: Path) -> None:
    assert "正在准备" in run(checkout, bootstrap.DEVELOPMENT)
    assert "正在准备" not in run(checkout, bootstrap.RUNTIME)
    (checkout / bootstrap.RUNTIME).write_text(make_package(checkout, "2.0"))
    assert run(checkout).endswith("2.0\n")


def test_an_installation_killed_in_the_middle_is_made_anew(checkout: Path) -> None:
    run(checkout)
    (checkout / ".venv" / "installed-locks").write_text(UNFINISHED)
    half = checkout / ".venv" / "half-a-package"
    half.touch()
    assert "正在准备" in run(checkout)
    assert not half.exists()


def test_an_environment_whose_interpreter_went_away_is_repaired(checkout: Path) -> None:
    run(checkout)
    interpreter = checkout / ".venv" / "bin" / "python"
    interpreter.unlink()
    interpreter.symlink_to("/nowhere/python")
    assert run(checkout).endswith("1.0\n")


def test_two_commands_at_once_install_once(checkout: Path) -> None:
    said = [process.communicate()[0] for process in [start(checkout), start(checkout)]]
    assert all(text.endswith("1.0\n") for text in said), said
    assert sum("正在准备运行环境（只在" in text for text in said) == 1
    assert sum("另一个命令" in text for text in said) <= 1


def test_a_package_that_is_not_the_locked_one_is_refused_in_a_sentence(checkout: Path) -> None:
    lock = checkout / bootstrap.RUNTIME
    lock.write_text(lock.read_text().rstrip()[:-4] + "0000\n")
    process = start(checkout)
    said = process.communicate()[0]
    assert process.returncode == 1
    assert "依赖没有装好" in said and "Traceback" not in said
    assert (checkout / ".venv" / "installed-locks").read_text() == UNFINISHED


def test_a_python_without_pip_is_named(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Environment(checkout)
    subprocess.run([sys._base_executable, "-m", "venv", "--without-pip", bare.folder], check=True)
    monkeypatch.setattr(sys, "executable", str(bare.python))
    monkeypatch.setattr(sys, "_base_executable", str(bare.python))
    with pytest.raises(Unprepared, match="没有 pip.*python3-pip"):
        bare.install(bootstrap.RUNTIME, 0)


def test_a_venv_that_cannot_be_made_is_named(checkout: Path) -> None:
    (checkout / ".venv").touch()
    with pytest.raises(Unprepared, match="不能建立虚拟环境"):
        Environment(checkout).make(sys._base_executable)


def test_an_old_python_is_named(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (9, 0))
    with pytest.raises(Unprepared, match="需要 Python 3.11"):
        bootstrap.enter(checkout, bootstrap.RUNTIME)
    assert not (checkout / ".venv").exists()


def test_other_verbs_never_install_anything(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap.borrow(checkout)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(Unprepared, match="请先运行 python3 manage.py demo"):
        bootstrap.borrow(checkout)
    assert not (checkout / ".venv").exists()


def test_other_verbs_use_the_environment_that_is_there(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(checkout)
    started = []
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr(os, "execv", lambda python, command: started.append((python, command[1:])))
    bootstrap.borrow(checkout)
    assert started == [(checkout / ".venv" / "bin" / "python", sys.argv)]
