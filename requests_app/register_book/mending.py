"""The rows that were not taken, as they stood and with the reasons: a spreadsheet to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from foundation.documents.workbook import Sheet, Value, write
from requests_app.register_book.cells import text
from requests_app.register_book.columns import FIELDS, Head
from requests_app.register_book.reading import Table

REASON = "未导入的原因"


@dataclass(frozen=True)
class Mended:
    """One reason of one row."""

    row: int
    field: str
    reason: str
    raw: str = ""

    @property
    def sentence(self) -> str:
        column = FIELDS[self.field].label if self.field in FIELDS else ""
        return self.reason if self.reason.startswith(column) else f"{column}：{self.reason}"


def spreadsheet(table: Table, head: Head, refusals: Sequence[Mended]) -> bytes:
    """The head of the table and its refused rows, the reasons in a column of their own behind them."""
    reasons: dict[int, list[str]] = {}
    for one in refusals:
        reasons.setdefault(one.row, []).append(f"第{one.row}行 {one.sentence}")
    width = max(len(head.labels), table.width())
    heads: list[Value] = [*head.labels, *[""] * (width - len(head.labels)), REASON]
    rows = [heads]
    for row, said in sorted(reasons.items()):
        cells = [_value(value) for value in table.rows[row - 1]]
        rows.append([*cells, *[""] * (width - len(cells)), "\n".join(said)])
    return write([Sheet("未导入的行", rows)])


def _value(value: object) -> Value:
    """A day stays a day; everything else goes back as the text it was read as."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else text(value)
