"""Comma-separated text out, line by line, for spreadsheets that must not take a text for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from foundation.documents.blocks import Number
from foundation.documents.text import clean

Value = str | Number | date | None

CONTENT_TYPE = "text/csv; charset=utf-8"

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads the file as GBK."""
_FORMULA_SIGNS = tuple("=+-@＝＋－＠")
_LEADING_BLANKS = ("\t", "\r", "\n")


def lines(rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The rows as lines of RFC 4180, the first with a byte order mark; nothing is kept in memory."""
    writer = csv.writer(_Echo())
    for number, row in enumerate(rows):
        line = str(writer.writerow([_cell(value) for value in row]))
        yield line if number else BYTE_ORDER_MARK + line


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would calculate it (公式注入)."""
    shown = clean(text)
    blank = shown.lstrip(" ").startswith(_LEADING_BLANKS)
    return f"'{shown}" if blank or shown.lstrip().startswith(_FORMULA_SIGNS) else shown


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return "" if value is None else str(value)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line
