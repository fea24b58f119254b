"""`manage.py test`: floors of coverage, plain runs, and the plugin that brings the database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from portal import testing
from portal.embedded_postgres import throwaway_base
from tests.conftest import CHROMIUM

ROOT = Path(__file__).resolve().parents[2]

PROJECT = """
[tool.pytest.ini_options]
addopts = "-p tests.database"
[tool.coverage.run]
branch = true
source = ["rules"]
[tool.gongkai]
pure = ["rules/p*.py"]
"""
RULE = "def sign(n):\n    if n < 0:\n        return -1\n    return 1\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny project whose pure rule is tested half, and whose other rule is tested whole."""
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "rules").mkdir()
    for name in ("__init__", "pure", "other"):
        (tmp_path / "rules" / f"{name}.py").write_text(RULE if name != "__init__" else "")
    # The run inside must not report into the run around it.
    for name in [key for key in os.environ if key.startswith(("COVERAGE", "COV_", "PYTEST_", "DJANGO_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COVERAGE_FILE", str(tmp_path / "coverage"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_tests(project: Path, pure: str, other: str) -> None:
    for name, line in (("pure", pure), ("other", other)):
        (project / f"test_{name}.py").write_text(f"from rules import {name}\ndef test_it():\n    {line}\n")


BOTH = "assert ({0}.sign(-2), {0}.sign(2)) == (-1, 1)"


@pytest.mark.parametrize(
    ("pure", "other", "code"),
    [
        (BOTH.format("pure"), BOTH.format("other"), 0),
        ("assert pure.sign(2) == 1", BOTH.format("other"), 2),  # pure: not every branch
        (BOTH.format("pure"), "pass", 2),  # together below the floor
        ("assert pure.sign(2) == 5", BOTH.format("other"), 1),  # a test fails: coverage says nothing
    ],
    ids=["all tested", "a branch of a rule untested", "too little tested", "a test fails"],
)
def test_the_whole_run_has_two_floors(project: Path, pure: str, other: str, code: int, capfd) -> None:
    write_tests(project, pure, other)
    assert testing.whole_suite(project, []) == code
    assert ("Pure rule modules" in capfd.readouterr().out) is (code != 1)


def test_a_selection_is_handed_to_pytest_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _python, command: started.append(command[1:]))
    monkeypatch.setattr(testing, "whole_suite", lambda _checkout, arguments: ["whole", *arguments])
    monkeypatch.setenv("COVERAGE_FILE", os.environ.get("COVERAGE_FILE", ".coverage"))
    testing.run(ROOT, ["tests/portal", "-k", "x"])
    assert started == [["-m", "pytest", "tests/portal", "-k", "x"]]
    assert testing.run(ROOT, ["--long"]) == ["whole", "--long"]


ONCE = "from pathlib import Path\ndef test_once():\n    Path('ran').touch(exist_ok=False)\n"


def test_a_selection_may_be_shared_and_runs_every_test_once(project: Path, capfd) -> None:
    write_tests(project, BOTH.format("pure"), "assert other.sign(2) == 5")
    (project / "test_once.py").write_text(ONCE)
    assert testing.run(project, [testing.SHARED, "-k", "it or once"]) == 1
    assert (project / "ran").exists()
    assert capfd.readouterr().out.count("FAILED test_other.py::test_it") == 1


def test_an_interrupted_run_waits_for_its_child_and_hands_sigterm_on() -> None:
    code = "import signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
    code += "import os\nos.kill(os.getppid(), signal.SIGTERM)\ntime.sleep(30)"
    before = signal.getsignal(signal.SIGTERM)
    began = time.monotonic()
    assert testing.together([[sys.executable, "-c", "pass"], [sys.executable, "-c", code]]) == 7
    assert time.monotonic() - began < 20
    assert signal.getsignal(signal.SIGTERM) is before


SLEEPER = "import time\ndef test_slow(db):\n    print('ready', flush=True)\n    time.sleep(60)\n"


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
def test_an_interrupted_run_takes_its_database_with_it(tmp_path: Path, number: int) -> None:
    """Without DATABASE_URL the plugin starts a cluster, and stops it however the run ends."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "GONGKAI_VAR")
    }
    (tmp_path / "test_sleeper.py").write_text(SLEEPER)
    command = [sys.executable, "-m", "pytest", "-s", "-q", "-c", "pyproject.toml", "--no-migrations"]
    with tempfile.TemporaryDirectory(dir=throwaway_base()) as folder:
        os.chmod(folder, 0o755)
        run = subprocess.Popen(
            [*command, "-p", "no:cacheprovider", str(tmp_path)],
            cwd=ROOT,
            env={**environment, "TMPDIR": folder},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = ""
        while "ready" not in said and (line := run.stdout.readline()):
            said += line
        assert list(Path(folder).glob("gongkai-test-*/data/postmaster.pid")), said
        run.send_signal(number)
        run.communicate()
        assert list(Path(folder).iterdir()) == []


def test_production_without_a_database_is_an_error() -> None:
    bare = {"PATH": os.environ["PATH"], "SECRET_KEY": "x", "GONGKAI_KEYS": "k:eA==", "ALLOWED_HOSTS": "x"}
    run = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=bare, capture_output=True, text=True
    )
    assert run.returncode != 0
    assert "DATABASE_URL must be set" in run.stderr


@pytest.mark.skipif(CHROMIUM is None, reason="browser: no Chromium on this machine")
def test_a_missing_browser_is_a_skipped_line_or_a_failure_when_required(tmp_path: Path) -> None:
    (tmp_path / "test_page.py").write_text("def test_page(page):\n    page.goto('about:blank')\n")
    (tmp_path / "conftest.py").write_text(
        "from tests import conftest\nconftest.CHROMIUM = None\nfrom tests.conftest import *\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-c", "pyproject.toml", "-p", "no:cacheprovider"]
    expected = {"0": (0, "no Chromium"), "1": (4, "REQUIRE_BROWSER=1")}
    runs = {
        required: subprocess.Popen(
            [*command, str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, "REQUIRE_BROWSER": required},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for required in expected
    }
    for required, (code, words) in expected.items():
        said = runs[required].communicate()[0]
        assert (runs[required].returncode, words in said) == (code, True), said
