"""Somebody else's spreadsheet filled in: heads, formats, merged cells and formulas stay as they were made.

openpyxl keeps cells and throws away drawings, so a template with pictures is refused instead of spoilt.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries

from foundation.documents.blocks import DocumentError
from foundation.documents.text import clean
from foundation.documents.workbook import HIGHEST, LINE_HEIGHT, Value, wrapped_lines

MOST_BYTES = 2 * 1024 * 1024
LOST = {"xl/drawings/": "图片或者图表", "xl/pivotTables/": "数据透视表", "xl/externalLinks/": "外部链接"}
RANGE = re.compile(r"(\$?[A-Z]{1,3}\$?)([0-9]+):(\$?[A-Z]{1,3}\$?)([0-9]+)")
CELL_LENGTH = 32_767
PLAIN_WIDTH = 8.43
"""Of a column nobody set, in letters."""
DAY_FORMAT, GENERAL = "yyyy-mm-dd", "General"


@dataclass(frozen=True)
class Filling:
    """Where the rows go: the sheet from 0, the first row from 1, which column (from 0) gets which value."""

    sheet: int
    first_row: int
    columns: Mapping[str, int]


def open_template(content: bytes) -> Any:
    """The workbook. Raises DocumentError for what cannot be filled without spoiling it."""
    if len(content) > MOST_BYTES:
        raise DocumentError("样表超过2MB。请删去多余的行和图片后再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
        for place, what in LOST.items():
            if any(name.startswith(place) for name in names):
                raise DocumentError(f"样表里有{what}，填写时会丢失。请删去后再上传。")
        return load_workbook(io.BytesIO(content))
    except DocumentError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever a broken file makes it stumble over
        raise DocumentError("打不开这个样表。请在WPS或者Excel里打开，另存为XLSX，再上传。") from error


def refuse_unfit(content: bytes, filling: Filling) -> None:
    """Raises DocumentError where rows cannot be put as the filling says."""
    book = open_template(content)
    if not 0 <= filling.sheet < len(book.worksheets):
        raise DocumentError("样表里没有这个工作表。请重新选择。")
    sheet = book.worksheets[filling.sheet]
    if sheet.protection.sheet:
        raise DocumentError(f"工作表“{sheet.title}”有保护。请撤销工作表保护后再上传。")
    if not filling.columns:
        raise DocumentError("没有指明任何一栏填什么。请至少选一栏。")
    end = _footer(sheet, filling.first_row)
    for one in sheet.merged_cells.ranges:
        if one.max_row >= filling.first_row and (end is None or one.min_row < end):
            raise DocumentError(
                f"数据行里有合并单元格（{one.coord}）。请取消合并，或者核对数据从第几行开始。"
            )


def fill(content: bytes, filling: Filling, rows: Sequence[Mapping[str, Value]]) -> bytes:
    """The template with one row for each of `rows`, everything else as it was. Raises DocumentError."""
    refuse_unfit(content, filling)
    book = open_template(content)
    sheet = book.worksheets[filling.sheet]
    first, end = filling.first_row, _footer(sheet, filling.first_row)
    if end is not None and len(rows) > end - first:
        _make_room(sheet, first, end, len(rows) - (end - first))
    pattern = [copy(sheet.cell(first, column + 1)) for column in range(sheet.max_column)]
    formulas = [cell.value if cell.data_type == "f" else None for cell in sheet[first]]
    least = sheet.row_dimensions[first].height or LINE_HEIGHT
    widths = {column: _width(sheet, column + 1) for column in filling.columns.values()}
    for place, row in enumerate(rows, first):
        texts = ((row.get(code), widths[column]) for code, column in filling.columns.items())
        lines = max((wrapped_lines(text, width) for text, width in texts if isinstance(text, str)), default=1)
        sheet.row_dimensions[place].height = min(max(least, lines * LINE_HEIGHT), HIGHEST)
        for column, model in enumerate(pattern):
            _dress(sheet.cell(place, column + 1), model, formulas[column], first)
        for code, column in filling.columns.items():
            put(sheet.cell(place, column + 1), row.get(code))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put(cell: Cell, value: Value) -> None:
    """A value as what it is; whatever it begins with, a text is never a formula."""
    if isinstance(value, str):
        cell.value = None
        cell.value = clean(value)[:CELL_LENGTH]
        if cell.data_type == "f":
            cell.data_type = "s"
        return
    cell.value = value
    if isinstance(value, date) and cell.number_format in (GENERAL, "@"):
        cell.number_format = DAY_FORMAT


def _width(sheet: Any, column: int) -> float:
    """In letters; a column without a width of its own may stand in a group whose first bears it."""
    for dimension in sheet.column_dimensions.values():
        if dimension.width and (dimension.min or 0) <= column <= (dimension.max or 0):
            return float(dimension.width)
    return PLAIN_WIDTH


def _dress(cell: Cell, model: Cell, formula: Any, first: int) -> None:
    """The look of the first data row, and its own formulas moved down."""
    if cell.row != first:
        cell._style = copy(model._style)
    if isinstance(formula, str):
        origin = f"{get_column_letter(cell.column)}{first}"
        cell.value = Translator(formula, origin=origin).translate_formula(cell.coordinate)


def formula_columns(content: bytes, sheet: int, first_row: int) -> set[int]:
    """The columns (from 0) whose first data row computes something: they fill themselves."""
    row = open_template(content).worksheets[sheet][first_row]
    return {cell.column - 1 for cell in row if cell.data_type == "f"}


def _footer(sheet: Any, first_row: int) -> int | None:
    """The first row below the data rows in which something stands (合计, 填表人).

    A row that only repeats what the first one computes is one of the data rows, made ready.
    """
    for row in sheet.iter_rows(min_row=first_row + 1):
        if any(_stands(cell, sheet, first_row) for cell in row):
            return int(row[0].row)
    return None


def _stands(cell: Cell | MergedCell, sheet: Any, first_row: int) -> bool:
    if isinstance(cell, MergedCell) or cell.value in (None, ""):
        return False
    model = sheet.cell(first_row, cell.column)
    if model.data_type != "f" or cell.data_type != "f":
        return True
    return bool(
        Translator(model.value, origin=model.coordinate).translate_formula(cell.coordinate) != cell.value
    )


def _make_room(sheet: Any, first: int, end: int, more: int) -> None:
    """Move what stands below the rows further down, with its merged cells, heights and sums."""
    below = [one.coord for one in sheet.merged_cells.ranges if one.min_row >= end]
    heights = {row: sheet.row_dimensions[row].height for row in range(end, sheet.max_row + 1)}
    for coord in below:
        sheet.unmerge_cells(coord)
    last = get_column_letter(sheet.max_column)
    sheet.move_range(f"A{end}:{last}{sheet.max_row}", rows=more)
    for row, height in sorted(heights.items(), reverse=True):
        sheet.row_dimensions[row + more].height = height
    for coord in below:
        left, top, right, bottom = range_boundaries(coord)
        sheet.merge_cells(start_row=top + more, start_column=left, end_row=bottom + more, end_column=right)
    for row in sheet.iter_rows(min_row=end + more):
        for cell in row:
            if cell.data_type == "f" and isinstance(cell.value, str):
                cell.value = RANGE.sub(lambda found: _stretched(found, first, end, more), cell.value)


def _stretched(found: re.Match[str], first: int, end: int, more: int) -> str:
    """A range over the data rows reaches to the last of them, however many there are now."""
    left, top, right, bottom = found[1], int(found[2]), found[3], int(found[4])
    if top >= end:
        return f"{left}{top + more}:{right}{bottom + more}"
    return f"{left}{top}:{right}{bottom + more}" if bottom >= first else found[0]
