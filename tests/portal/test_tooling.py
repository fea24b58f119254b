"""What the tools of the trade say: format, lint, types, migrations, locks, and nothing of one machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt")
READ_WHAT_IS_COMMITTED_BESIDE_THEM = {
    "foundation/workdays/committed.py",
    "annual_report/demonstration/__init__.py",
}
# Only what is tracked counts: var/ and drafts are nobody's business.
TRACKED = subprocess.run(
    ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split("\0")[:-1]


def silent(*command: str) -> None:
    # The tools' own caches and settings must not depend on who runs the tests.
    answer = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1/none", "NO_COLOR": "1"},
    )
    assert answer.returncode == 0, f"{answer.stdout}{answer.stderr}"


def test_the_code_is_formatted() -> None:
    silent("ruff", "format", "--check", "--quiet", ".")


def test_the_linter_finds_nothing() -> None:
    silent("ruff", "check", "--quiet", ".")


def test_the_types_are_right() -> None:
    silent("mypy", "--no-error-summary")


def test_pure_modules_are_typed_strictly() -> None:
    strict = PROJECT["tool"]["mypy"]["overrides"][0]["module"]
    pure = [path.removesuffix(".py").replace("/", ".") for path in PROJECT["tool"]["gongkai"]["pure"]]
    assert set(pure) - set(strict) == set()


def test_every_listed_pure_module_exists() -> None:
    missing = [path for path in PROJECT["tool"]["gongkai"]["pure"] if not any(ROOT.glob(path))]
    assert missing == []


def test_pure_modules_ask_neither_the_database_nor_the_clock_nor_a_file() -> None:
    forbidden = re.compile(r"\bdjango\.db\b|\.objects\b|\btoday\(|\bnow\(|\bopen\(|\.read_text\(")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for pattern in PROJECT["tool"]["gongkai"]["pure"]
        for path in ROOT.glob(pattern)
        if path.relative_to(ROOT).as_posix() not in READ_WHAT_IS_COMMITTED_BESIDE_THEM
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=3)


@pytest.mark.parametrize("name", LOCKS)
def test_locks_are_hashed_and_hold_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|index-url|find-links", text)
    pins = re.findall(r"^[a-z0-9.-]+==[^ ]+(?: ;.*)? \\\n    --hash=sha256:", text, re.M)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.M)) > 20


def test_the_development_lock_contains_the_runtime_lock() -> None:
    runtime, development = (
        set(re.findall(r"^[a-z0-9.-]+==[^ ]+", (ROOT / name).read_text(encoding="utf-8"), re.M))
        for name in LOCKS
    )
    assert runtime - development == set()


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_what_the_project_asks_for(name: str) -> None:
    asked = [*PROJECT["project"]["dependencies"]]
    if name == "requirements-dev.txt":
        asked += PROJECT["dependency-groups"]["dev"]
    names = {re.match(r"[\w-]+", line)[0] for line in asked}
    locked = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.M))
    assert names - locked == set()


def test_no_tracked_file_names_a_folder_of_one_machine() -> None:
    home = re.compile(rb"/(?:home|Users)/\w+/|/root/|" + re.escape(f"{ROOT}/".encode()))
    this = Path(__file__).relative_to(ROOT).as_posix()
    found = [
        f"{name}: {match.group().decode()}"
        for name in TRACKED
        if name != this and (ROOT / name).is_file()
        for match in home.finditer((ROOT / name).read_bytes())
    ]
    assert found == []


def test_no_tracked_file_is_somebodys_index_of_packages() -> None:
    assert {"uv.lock", "pylock.toml"} & set(TRACKED) == set()
