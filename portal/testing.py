"""What `manage.py test` does: the whole suite with its coverage floors, or just what was asked for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

FLOOR, PURE_FLOOR = 90, 100


def run(checkout: Path, arguments: list[str]) -> int:
    """Any argument but `--long` selects or looks at something: then coverage would say nothing."""
    os.chdir(checkout)
    os.environ["GONGKAI_MODE"] = "test"
    if set(arguments) - {"--long"}:
        os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])
    with tempfile.TemporaryDirectory(prefix="gongkai-coverage-") as folder:
        # Not in the checkout: two runs at once would mix their figures.
        os.environ["COVERAGE_FILE"] = f"{folder}/coverage"
        return whole_suite(checkout, arguments)


def whole_suite(checkout: Path, arguments: list[str]) -> int:
    coverage = [sys.executable, "-m", "coverage"]
    code = patiently([*coverage, "run", "-m", "pytest", "--durations=10", *arguments])
    patiently([*coverage, "combine", "--quiet"])
    if code:
        print("Coverage of this failed run, in %:", flush=True)
        patiently([*coverage, "report", "--format=total"])
        return code
    pure = ",".join(pure_modules(checkout))
    total = patiently([*coverage, "report", "--skip-covered", "--skip-empty", f"--fail-under={FLOOR}"])
    print(f"\nPure rule modules ({PURE_FLOOR} % of lines and branches):", flush=True)
    return patiently([*coverage, "report", f"--include={pure}", f"--fail-under={PURE_FLOOR}"]) or total


def pure_modules(checkout: Path) -> list[str]:
    """The one list of modules without ORM, clock or I/O, kept in pyproject.toml."""
    with open(checkout / "pyproject.toml", "rb") as file:
        return list(tomllib.load(file)["tool"]["gongkai"]["pure"])


def patiently(command: list[str]) -> int:
    """Run the command; Ctrl-C and SIGTERM are handed on to it once, and it may clean up after itself."""
    child = subprocess.Popen(command, start_new_session=True)
    stopping = (signal.SIGINT, signal.SIGTERM)
    before = [
        signal.signal(number, lambda received, _frame: child.send_signal(received)) for number in stopping
    ]
    try:
        return child.wait()
    finally:
        for number, handler in zip(stopping, before, strict=True):
            signal.signal(number, handler)
