"""Mutations of the rules of clock and fee: a test notices each of them, or it is listed with the reason.

mutmut changes one operator, number, text or argument at a time and runs the tests that reach the changed
function, all in a copy of what they need: without Django, conftests or a database. What runs while a module
is imported (the tables of law themselves) is not mutated; their rows have worked examples instead.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sysconfig
from collections import Counter
from pathlib import Path

import pytest

from portal.testing import pure_modules

ROOT = Path(__file__).resolve().parents[1]
# `urgency` only sorts the lines of a page; no limit depends on it.
CLOCK = re.compile(
    r"foundation/workdays/(?!urgency)\w+\.py"
    r"|requests_app/(clock\w*|deadline_answer|deadline_case|fees|regimes)\.py"
)
MODULES = [path for path in pure_modules(ROOT) if CLOCK.fullmatch(path)]
TESTS = [
    "tests/foundation/workdays/test_arithmetic.py",
    "tests/foundation/workdays/test_awaited.py",
    "tests/foundation/workdays/test_calendar_data.py",
    "tests/foundation/workdays/test_deadlines.py",
    "tests/foundation/workdays/test_plan.py",
    "tests/requests_app/test_clock.py",
    "tests/requests_app/test_clock_facts.py",
    "tests/requests_app/test_clock_flags.py",
    "tests/requests_app/test_clock_properties.py",
    "tests/requests_app/test_clock_rules.py",
    "tests/requests_app/test_clock_steps.py",
    "tests/requests_app/test_clock_wording.py",
    "tests/requests_app/test_deadline.py",
    "tests/requests_app/test_deadline_case.py",
    "tests/requests_app/test_fees.py",
    "tests/requests_app/test_regimes.py",
]
"""Those of these modules; they need neither Django nor a database."""
COPIED = ["foundation", "requests_app", "tests", "docs"]
SURVIVORS = ROOT / "tests/data/mutation_survivors.txt"
MOST_SECONDS = 60 * 60

CONFTEST = """
from hypothesis import settings

settings.register_profile("mutation", derandomize=True, database=None, max_examples=20, deadline=None)
settings.load_profile("mutation")
"""


@pytest.mark.long
def test_every_mutation_is_noticed_or_listed_with_its_reason(tmp_path: Path) -> None:
    lay_out(tmp_path)
    mutmut(tmp_path, "run", f"--max-children={len(os.sched_getaffinity(0))}")
    found, listed = Counter(survivors(tmp_path)), Counter(listed_survivors())
    unnoticed, noticed = sorted((found - listed).elements()), sorted((listed - found).elements())
    assert not unnoticed, "Write a test, or list with the reason:\n" + "\n".join(unnoticed)
    assert not noticed, "Now noticed by a test, so strike from the list:\n" + "\n".join(noticed)


def test_every_function_of_the_clock_can_be_mutated() -> None:
    assert len(MODULES) == 18  # a new one needs its tests in TESTS
    for module in MODULES:
        tree = ast.parse(unfolded((ROOT / module).read_text(encoding="utf-8")))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        assert [function.name for function in functions if function.decorator_list] == []


# --- the copy -----------------------------------------------------------------------------------------------


def lay_out(folder: Path) -> None:
    for name in COPIED:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "conftest.py")
        )
    for module in MODULES:
        file = folder / module
        file.write_text(unfolded(file.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    options = {
        "source_paths": ["foundation", "requests_app"],
        "only_mutate": MODULES,
        "pytest_add_cli_args_test_selection": TESTS,
        "also_copy": ["docs", "conftest.py"],
    }
    # A list of plain texts is written in TOML as it is in JSON.
    lines = [f"{name} = {json.dumps(value)}" for name, value in options.items()]
    text = "\n".join(["[tool.mutmut]", *lines, "[tool.pytest.ini_options]", 'pythonpath = ["."]', ""])
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


def unfolded(source: str) -> str:
    """`@property def due` as `def due` and `due = property(due)`: mutmut passes over what is decorated."""
    lines = source.splitlines()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for function in sorted(functions, key=lambda node: -node.lineno):
        for decorator in function.decorator_list:
            name, wrapper = function.name, ast.unparse(decorator)
            lines.insert(function.end_lineno, f"{' ' * function.col_offset}{name} = {wrapper}({name})")
            lines[decorator.lineno - 1] = ""
    return "\n".join(lines) + "\n"


# --- the run ------------------------------------------------------------------------------------------------


def mutmut(folder: Path, *arguments: str) -> str:
    """What mutmut says; its child processes are limited in time, each by the tests it runs."""
    kept = {key: os.environ[key] for key in ("HOME", "LANG", "PATH", "TMPDIR") if key in os.environ}
    done = subprocess.run(
        [Path(sysconfig.get_path("scripts")) / "mutmut", *arguments],
        cwd=folder,
        env={**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=MOST_SECONDS,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


NAME = re.compile(r"(?P<module>.+)\.x(?:_|ǁ(?P<owner>\w+)ǁ)(?P<function>\w+)__mutmut_\d+")


def survivors(folder: Path) -> list[str]:
    """`module function: the line with ⟦this → that⟧`, which stays the same when lines move."""
    told = [line.strip().split(": ") for line in mutmut(folder, "results").splitlines()]
    return [
        f"{place(name)}: {mutation(mutmut(folder, 'show', name))}"
        for name, state in told
        if state != "timeout"
    ]


def place(name: str) -> str:
    parts = NAME.fullmatch(name)
    assert parts, name
    return f"{parts['module']} {'.'.join(filter(None, (parts['owner'], parts['function'])))}"


def mutation(diff: str) -> str:
    changed = diff.splitlines()[3:]  # after the name and the two file names
    sides = [" ".join(line[1:].strip() for line in changed if line[:1] == sign) for sign in "-+"]
    before, after = (re.findall(r"\w+|\s+|[<>=!]+|.", side) for side in sides)
    start = len(os.path.commonprefix([before, after]))
    end = len(os.path.commonprefix([before[start:][::-1], after[start:][::-1]]))
    old, new = ("".join(side[start : len(side) - end]) for side in (before, after))
    return f"{''.join(before[:start])}⟦{old} → {new}⟧{''.join(before[len(before) - end :])}"


def listed_survivors() -> list[str]:
    lines = SURVIVORS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
