"""Every defence of the threat model names the test that shows it, and the test is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)((?:::\w+)+)`", TEXT)))


def names_in(file: str) -> set[str]:
    """`::test_it` and `::TestThat::test_it` of a file."""
    found = set()
    for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(f"::{node.name}")
        elif isinstance(node, ast.ClassDef):
            found |= {f"::{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
    return found


@pytest.mark.parametrize(("file", "test"), NAMED, ids="".join)
def test_a_named_test_is_there(file: str, test: str) -> None:
    assert test in names_in(file)


def test_every_threat_has_a_defence_that_is_tested() -> None:
    section = TEXT.split("## Applicants' data")[1].split("## Not defended")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    rows = [line for line in lines if not line.startswith("| threat")]
    assert len(rows) > 30
    assert [row for row in rows if "`tests/" not in row.split("|")[3]] == []
