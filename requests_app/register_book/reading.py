"""An uploaded table as rows of plain values: XLSX through calamine, CSV in UTF-8 or GB18030."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from foundation.contracts import Refusal, Refused

MOST_ROWS = 50_000
MOST_COLUMNS = 80
Row = list[object]
Span = tuple[int, int, int, int]
"""First row and column, last row and column of merged cells, counted from 0."""


@dataclass(frozen=True)
class Table:
    """One sheet: its rows from the first of the file, every merged cell filled with what it shows."""

    name: str
    rows: Sequence[Row]
    spans: Sequence[Span] = ()

    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def read_tables(kind: str, content: bytes) -> list[Table]:
    """The sheets that have something on them; `kind` is xlsx or csv. Raises Refused with what to do."""
    tables = [_csv(content)] if kind == "csv" else list(_sheets(content))
    tables = [table for table in tables if table.rows]
    if not tables:
        raise _refused("文件里没有内容。", "请选择有台账的文件。")
    for table in tables:
        if len(table.rows) > MOST_ROWS:
            raise _refused(
                f"工作表“{table.name}”超过{MOST_ROWS}行。",
                "请按年度拆成几个文件；表格下方带格式的空行也算行，请删去。",
            )
        if table.width() > MOST_COLUMNS:
            raise _refused(f"工作表“{table.name}”超过{MOST_COLUMNS}列。", "请删去用不到的列。")
    return tables


def _sheets(content: bytes) -> Iterator[Table]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows: list[Row] = [[*row] for row in sheet.to_python(skip_empty_area=False)]
            spans = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            yield Table(name, _trimmed(_filled(rows, spans)), spans)
    except CalamineError as error:
        raise _refused("打不开这个表格文件。", "请在WPS或者Excel里打开，另存为XLSX，再上传。") from error


def _filled(rows: list[Row], spans: Sequence[Span]) -> list[Row]:
    """What merged cells show stands in each of them: that is what merging them says."""
    for top, left, bottom, right in spans:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        shown = rows[top][left]
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [shown] * len(row[left : right + 1])
    return rows


def _trimmed(rows: list[Row]) -> list[Row]:
    """Without the empty rows below the table, which formats leave behind."""
    while rows and all(value in ("", None) for value in rows[-1]):
        rows.pop()
    return rows


def _csv(content: bytes) -> Table:
    written = _decoded(content)
    first = next((line for line in written.splitlines() if line.strip()), "")
    separator = max(",\t;", key=first.count)
    try:
        rows: list[Any] = list(csv.reader(io.StringIO(written), delimiter=separator, strict=True))
    except csv.Error as error:
        raise _refused(
            "这个CSV文件的引号没有成对。", "请在WPS或者Excel里打开，另存为XLSX，再上传。"
        ) from error
    return Table("CSV", _trimmed(rows))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("认不出这个CSV文件的编码。", "请另存为“CSV UTF-8”或者XLSX，再上传。")


def _refused(sentence: str, remedy: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field="file"))
