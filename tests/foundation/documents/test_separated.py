"""Comma-separated text out: Chinese in Excel, nothing that a spreadsheet would calculate."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.documents import separated

CALCULATES = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def read(rows: list[tuple[separated.Value, ...]]) -> list[list[str]]:
    text = "".join(separated.lines(rows))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_values_are_written_as_people_read_them() -> None:
    row = ("山亭区", 3, Decimal("2.50"), date(2026, 9, 18), datetime(2026, 9, 18, 9, 5, tzinfo=UTC), None, "")
    assert read([row]) == [["山亭区", "3", "2.50", "2026-09-18", "2026-09-18 09:05:00", "", ""]]


def test_commas_quotes_and_lines_stay_in_their_cell() -> None:
    assert read([("一,二", '他说"好"', "上\n下"), ("x", "y", "z")]) == [
        ["一,二", '他说"好"', "上\n下"],
        ["x", "y", "z"],
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+86 632", "'+86 632"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\n=1+1"),
        ("\x0c=1+1", "'\n=1+1"),
        ("\x0c", "'\n"),
        (" \r", "' \n"),
        ("＝1+1", "'＝1+1"),
        ("\u200b=1+1", "'=1+1"),
        ("1=1", "1=1"),
        ("山政发〔2026〕3号", "山政发〔2026〕3号"),
    ],
)
def test_a_text_that_begins_like_a_formula_stays_a_text(text: str, shown: str) -> None:
    assert separated.harmless(text) == shown


def test_a_number_below_zero_is_no_formula() -> None:
    assert read([(-3, Decimal("-2.5"))]) == [["-3", "-2.5"]]


@given(st.text())
def test_no_text_whatsoever_is_calculated(text: str) -> None:
    ((cell,),) = [tuple(row) for row in read([(f"{text}",)])] or [("",)]
    assert not cell.lstrip(" ").startswith(CALCULATES)


def test_rows_flow_one_by_one() -> None:
    drawn = []

    def rows():  # type: ignore[no-untyped-def]
        for number in range(1_000_000):
            drawn.append(number)
            yield (number,)

    lines = separated.lines(rows())
    assert [next(lines), next(lines)] == ["\ufeff0\r\n", "1\r\n"]
    assert len(drawn) == 2
