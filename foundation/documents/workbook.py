"""Spreadsheets out: texts stay texts (never formulas or links), numbers stay numbers, merges stay merged."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any

import xlsxwriter

from foundation.documents import plain
from foundation.documents.blocks import Document, DocumentError, Heading, Number, Table, places
from foundation.documents.layout import column_widths, ems
from foundation.documents.text import clean

Value = str | Number | date | None

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_NAME_LENGTH = 31
_CELL_LENGTH = 32_767
_CUT = "……（本格超过32767字，余下部分未列出）"
_ROWS = 1_048_576
_TEXT_WIDTH = 80
_NARROWEST, _WIDEST = 6, 60
_MM_PER_CHARACTER = 1.8
LINE_HEIGHT, HIGHEST = 15.0, 409.0
"""Points; Excel allows no higher row."""
_NO_DATE = date(2000, 1, 1)


@dataclass(frozen=True)
class Merge:
    """A rectangle of cells that are one, first and last row and column counted from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet of a spreadsheet: its first `header_rows` rows are headings and stay in view.

    `widths` are in characters; without them they follow the texts.
    """

    name: str
    rows: Sequence[Sequence[Value]]
    header_rows: int = 1
    widths: Sequence[float] = ()
    merges: Sequence[Merge] = ()
    landscape: bool = False


def sheet(table: Table, name: str = "") -> Sheet:
    """A table of a document as a sheet, merged cells included."""
    rows: list[list[Value]] = [[None] * len(table.columns) for _ in table.rows]
    merges = []
    for place in places(table):
        cell = place.cell
        rows[place.row][place.column] = cell.shown if cell.value is None else cell.value
        if cell.rowspan > 1 or cell.colspan > 1:
            merges.append(Merge(place.row, place.column, place.last_row, place.last_column))
    widths = [max(_NARROWEST, width / _MM_PER_CHARACTER) for width in column_widths(table)]
    return Sheet(name or table.caption or "表格", rows, table.header_rows, widths, merges)


def write_document(document: Document) -> bytes:
    """The text on the first sheet, each table on one of its own, named by its caption or heading."""
    text = tuple(block for block in document.blocks if not isinstance(block, Table))
    lines = [[line] for line in plain.write(replace(document, blocks=text)).splitlines()]
    sheets = [Sheet("正文", lines, header_rows=0, widths=(_TEXT_WIDTH,))]
    heading = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            sheets.append(sheet(block, block.caption or heading))
    return write(sheets, title=document.name, dated=document.dated)


def write(sheets: Iterable[Sheet], *, title: str = "", dated: date | None = None) -> bytes:
    """The sheets as the bytes of an .xlsx file; equal sheets give equal bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, {**options, "strings_to_numbers": False})
    moment = datetime.combine(dated or _NO_DATE, datetime.min.time())
    book.set_properties({"title": clean(title)[:255], "created": moment})
    taken: set[str] = set()
    for each in sheets:
        _Writer(book, _unique(each.name, taken)).write(each)
    if not taken:
        book.close()
        raise DocumentError("电子表格没有工作表，请至少选择一项内容导出。")
    book.close()
    return buffer.getvalue()


def _unique(name: str, taken: set[str]) -> str:
    """A name Excel accepts: 31 characters, none of []:*?/\\', and no two alike whatever their case."""
    wanted = clean(name).translate(_FORBIDDEN).strip()[:_NAME_LENGTH] or "工作表"
    if wanted.lower() == "history":  # a name Excel keeps for itself
        wanted = "历史"
    chosen, number = wanted, 1
    while chosen.lower() in taken:
        number += 1
        chosen = f"{wanted[: _NAME_LENGTH - 5]}（{number}）"
    taken.add(chosen.lower())
    return chosen


class _Writer:
    """Writes one sheet; holds the formats, which belong to the workbook."""

    def __init__(self, book: Any, name: str) -> None:
        self.book = book
        self.sheet = book.add_worksheet(name)
        self.formats: dict[tuple[bool, str], Any] = {}

    def write(self, sheet: Sheet) -> None:
        if len(sheet.rows) > _ROWS:
            raise DocumentError(f"工作表“{sheet.name}”超过{_ROWS}行，请缩小导出范围。")
        merged = {(merge.first_row, merge.first_column): merge for merge in sheet.merges}
        widths = sheet.widths or _fitting(sheet.rows)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        for row, values in enumerate(sheet.rows):
            for column, value in enumerate(values):
                self._put(row, column, value, row < sheet.header_rows, merged.get((row, column)))
            self._set_height(row, values, widths, merged)
        self.sheet.freeze_panes(sheet.header_rows, 0)
        if sheet.header_rows:
            self.sheet.repeat_rows(0, sheet.header_rows - 1)
        self.sheet.set_paper(9)  # A4
        if sheet.landscape:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)

    def _set_height(
        self, row: int, values: Sequence[Value], widths: Sequence[float], merged: dict[tuple[int, int], Merge]
    ) -> None:
        """Room for wrapped texts: merged cells never grow by themselves, nor does anything in LibreOffice."""
        lines = 1
        for column, value in enumerate(values):
            merge = merged.get((row, column), Merge(row, column, row, column))
            if isinstance(value, str) and merge.last_row == row:
                lines = max(lines, wrapped_lines(value, sum(widths[column : merge.last_column + 1])))
        if lines > 1:
            self.sheet.set_row(row, min(lines * LINE_HEIGHT, HIGHEST))

    def _put(self, row: int, column: int, value: Value, heads: bool, merge: Merge | None) -> None:
        look = self._format(heads, _number_format(value))
        if merge:
            self.sheet.merge_range(row, column, merge.last_row, merge.last_column, "", look)
        if isinstance(value, str):
            self.sheet.write_string(row, column, _fitted(clean(value)), look)
        elif isinstance(value, date):
            moment = value.replace(tzinfo=None) if isinstance(value, datetime) else value
            self.sheet.write_datetime(row, column, moment, look)
        elif value is not None:
            self.sheet.write_number(row, column, value, look)
        elif heads and not merge:
            self.sheet.write_blank(row, column, None, look)

    def _format(self, heads: bool, number_format: str) -> Any:
        key = (heads, number_format)
        if key not in self.formats:
            look = {"text_wrap": True, "valign": "vcenter", "border": 1, "num_format": number_format}
            self.formats[key] = self.book.add_format(
                {**look, "bold": True, "align": "center"} if heads else look
            )
        return self.formats[key]


def _number_format(value: Value) -> str:
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm"
    if isinstance(value, date):
        return "yyyy-mm-dd"
    if isinstance(value, str):
        return "@"
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return "0." + "0" * -exponent if isinstance(exponent, int) and exponent < 0 else "0"


def _letters(text: str) -> int:
    """Width in letters: a Chinese character is as wide as two."""
    return round(ems(text) * 2)


def wrapped_lines(text: str, width: float) -> int:
    """How many lines the text takes in a column `width` letters wide (a little room is lost at the edges)."""
    return sum(max(1, ceil(_letters(line) / max(width - 1, 1))) for line in text.split("\n"))


def _fitted(text: str) -> str:
    """Excel refuses longer texts; what is cut off says so."""
    return text if len(text) <= _CELL_LENGTH else text[: _CELL_LENGTH - len(_CUT)] + _CUT


def _fitting(rows: Sequence[Sequence[Value]]) -> list[float]:
    """Widths by the longest of the first rows."""
    widths: dict[int, float] = {}
    for row in rows[:200]:
        for column, value in enumerate(row):
            width = 2 + _letters(str("" if value is None else value))
            widths[column] = max(widths.get(column, _NARROWEST), min(width, _WIDEST))
    return [widths[column] for column in sorted(widths)]
