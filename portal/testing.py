"""What `manage.py test` does: the whole suite with its coverage floors, or just what was asked for."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

FLOOR, PURE_FLOOR = 90, 100
MOST_PROCESSES = 4
SHARED = "--shared"


def run(checkout: Path, arguments: list[str]) -> int:
    """Any argument but `--long` selects or looks at something: then coverage would say nothing.

    A selection runs in one process, or with `--shared` in as many as the whole suite.
    """
    os.chdir(checkout)
    os.environ["GONGKAI_MODE"] = "test"
    # A run starts many processes: without compiled files each would compile Django and the tests anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    pytest = [sys.executable, "-m", "pytest"]
    if SHARED in arguments:
        return in_shares([*pytest, *(one for one in arguments if one != SHARED)])
    if set(arguments) - {"--long"}:
        os.execv(sys.executable, [*pytest, *arguments])
    with tempfile.TemporaryDirectory(prefix="gongkai-coverage-") as folder:
        # Not in the checkout: two runs at once would mix their figures.
        os.environ["COVERAGE_FILE"] = f"{folder}/coverage"
        return whole_suite(checkout, arguments)


def whole_suite(checkout: Path, arguments: list[str]) -> int:
    coverage = [sys.executable, "-m", "coverage"]
    code = in_shares([*coverage, "run", "--parallel-mode", "-m", "pytest", *arguments])
    together([[*coverage, "combine", "--quiet"]])
    if code:
        print("Coverage of this failed run, in %:", flush=True)
        together([[*coverage, "report", "--format=total"]])
        return code
    pure = ",".join(pure_modules(checkout))
    total = together([[*coverage, "report", "--skip-covered", "--skip-empty", f"--fail-under={FLOOR}"]])
    print(f"\nPure rule modules ({PURE_FLOOR} % of lines and branches):", flush=True)
    return together([[*coverage, "report", f"--include={pure}", f"--fail-under={PURE_FLOOR}"]]) or total


def in_shares(command: list[str]) -> int:
    """Run pytest once for each core; each of them takes the next file that no other has taken."""
    with tempfile.TemporaryDirectory(prefix="gongkai-shares-") as shares:
        share = [*command, "--durations=10", f"--shared-with={shares}"]
        return together([share] * min(os.cpu_count() or 1, MOST_PROCESSES))


def pure_modules(checkout: Path) -> list[str]:
    """The one list of modules without ORM, clock or I/O, kept in pyproject.toml."""
    with open(checkout / "pyproject.toml", "rb") as file:
        return list(tomllib.load(file)["tool"]["gongkai"]["pure"])


def together(commands: list[list[str]]) -> int:
    """Run the commands at once; the first speaks as it goes, the others when they are done.

    Ctrl-C and SIGTERM are handed on once, and everybody may clean up. The answer is the worst code.
    """
    with contextlib.ExitStack() as open_files:
        outputs = [open_files.enter_context(tempfile.TemporaryFile()) for _ in commands[1:]]
        children = [
            subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
            for command, output in zip(commands, [None, *outputs], strict=True)
        ]
        with handing_on(children):
            codes = [child.wait() for child in children]
        for output in outputs:
            output.seek(0)
            print(output.read().decode(errors="replace"), flush=True)
    return max(codes, key=abs)


@contextlib.contextmanager
def handing_on(children: list[subprocess.Popen[bytes]]) -> Iterator[None]:
    def hand_on(number: int, _frame: FrameType | None) -> None:
        for child in children:
            child.send_signal(number)

    before = {number: signal.signal(number, hand_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
