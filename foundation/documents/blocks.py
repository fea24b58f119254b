"""The blocks a notice or a report is made of: plain frozen values, rendered by the writers beside them.

A block cannot hold what a file format cannot: texts are cleaned and tables checked as they are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from foundation.documents.text import chinese_date, clean, lines_of

Align = Literal["left", "center", "right"]
Number = int | Decimal


class DocumentError(ValueError):
    """A document that cannot be written, in a sentence for the person who made it."""


class _Cleaned:
    """Cleans every text field of the dataclass it is mixed into."""

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, clean(value))


@dataclass(frozen=True)
class Letterhead(_Cleaned):
    """The head of the first page (版头).

    `document` is 文件格式 (red mark, number, red rule), `letter` is 信函格式 (red mark over a double rule,
    number at the right, as notices to a citizen are sent), `plain` prints the agency in black.
    """

    agency: str
    kind: Literal["document", "letter", "plain"] = "letter"
    mark: str = ""

    @property
    def shown(self) -> str:
        """发文机关标志: the agency's name unless another wording, such as ××文件, is given."""
        return self.mark or self.agency


@dataclass(frozen=True)
class Heading(_Cleaned):
    """A heading: 1 一、 (黑体), 2 （一） (楷体), 3 1. (仿宋加粗). The number is part of the text."""

    level: Literal[1, 2, 3]
    text: str


@dataclass(frozen=True)
class Paragraph(_Cleaned):
    """Running text; every line of it is a paragraph.

    `code` names the place in the template. Staff may edit a paragraph that has a code and is not `fixed`:
    number, dates, citation and remedies come from code and cannot be removed.
    """

    text: str
    indent: bool = True
    align: Align = "left"
    code: str = ""
    fixed: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        return lines_of(self.text)


@dataclass(frozen=True)
class Cell(_Cleaned):
    """A cell of a table. A `value` keeps numbers numbers in spreadsheets and is the text if none is given."""

    text: str = ""
    rowspan: int = 1
    colspan: int = 1
    align: Align | None = None
    header: bool = False
    value: Number | None = None

    @property
    def shown(self) -> str:
        if self.text or self.value is None:
            return self.text
        return f"{self.value:f}" if isinstance(self.value, Decimal) else str(self.value)


@dataclass(frozen=True)
class Placed:
    """A cell and where the grid puts it: it may head the columns below it."""

    cell: Cell
    row: int
    column: int
    heads_column: bool

    @property
    def last_row(self) -> int:
        return self.row + self.cell.rowspan - 1

    @property
    def last_column(self) -> int:
        return self.column + self.cell.colspan - 1

    @property
    def align(self) -> Align:
        """As given; otherwise column headings and numbers stand in the middle, as in the national forms."""
        if self.cell.align:
            return self.cell.align
        return "center" if self.heads_column or self.cell.value is not None else "left"


@dataclass(frozen=True)
class Table(_Cleaned):
    """A table of the given relative column widths; the first `header_rows` rows repeat on every page.

    Rows list their cells as HTML does: a place covered by a span from above is left out.
    A `wide` table stands on pages of its own in landscape.
    """

    columns: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    caption: str = ""
    note: str = ""
    wide: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_frame(self)
        _check_header(self, places(self))


@dataclass(frozen=True)
class KeyValues:
    """A small table of facts in two columns: what, and how it is."""

    rows: tuple[tuple[str, str], ...]
    caption: str = ""
    columns: tuple[float, float] = (1, 3)

    @property
    def table(self) -> Table:
        """The same as a table, which is all the writers know; no facts make no table."""
        return Table(
            columns=self.columns,
            rows=tuple((Cell(key, header=True, align="center"), Cell(value)) for key, value in self.rows),
            caption=self.caption,
        )


@dataclass(frozen=True)
class Signature(_Cleaned):
    """发文机关署名 and 成文日期; without a date (a draft) the date is left open."""

    agency: str
    on: date | None
    seal_space: bool = True

    @property
    def date_shown(self) -> str:
        return chinese_date(self.on.year, self.on.month, self.on.day) if self.on else "　　　　年　月　日"


@dataclass(frozen=True)
class PageBreak:
    """The next block starts a page."""


Block = Heading | Paragraph | KeyValues | Table | Signature | PageBreak


@dataclass(frozen=True)
class Document(_Cleaned):
    """A whole document. A line end in the title is a line end on paper.

    `marking` is printed at the head of every page (演示数据, 草稿); `formed_on` is only what the file says
    about itself, by default the date of the signature.
    """

    title: str
    blocks: tuple[Block, ...]
    letterhead: Letterhead | None = None
    number: str = ""
    subtitle: str = ""
    addressee: str = ""
    marking: str = ""
    formed_on: date | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "blocks", tuple(_drawn(block) for block in self.blocks))
        if not self.title.strip():
            raise DocumentError("文书没有标题，请填写标题。")

    @property
    def agency(self) -> str:
        """Who speaks: the letterhead's agency, else the signing one."""
        signing = [block.agency for block in self.blocks if isinstance(block, Signature)]
        return self.letterhead.agency if self.letterhead else "".join(signing[-1:])

    @property
    def dated(self) -> date | None:
        signed = [block.on for block in self.blocks if isinstance(block, Signature)]
        return self.formed_on or (signed[-1] if signed else None)

    @property
    def name(self) -> str:
        """The title in one line."""
        return "".join(lines_of(self.title))


def _drawn(block: Block) -> Block:
    return block.table if isinstance(block, KeyValues) else block


# --- the geometry of tables -----------------------------------------------------------------------------


def places(table: Table) -> tuple[Placed, ...]:
    """Where each cell stands; refuses rows whose cells and spans do not tile the grid exactly."""
    taken: set[tuple[int, int]] = set()
    placed: list[Placed] = []
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            place = Placed(cell, row, column, heads_column=row < table.header_rows)
            _take(table, place, taken)
            placed.append(place)
        _check_full(table, row, taken)
    return tuple(placed)


def _take(table: Table, place: Placed, taken: set[tuple[int, int]]) -> None:
    where = f"表格第{place.row + 1}行第{place.column + 1}列的单元格“{place.cell.shown[:12]}”"
    if place.cell.rowspan < 1 or place.cell.colspan < 1:
        raise DocumentError(f"{where}的合并行数、列数不能小于1。")
    if place.last_column >= len(table.columns) or place.last_row >= len(table.rows):
        raise DocumentError(f"{where}超出表格（{len(table.rows)}行{len(table.columns)}列），请核对合并范围。")
    covered = set(_covered(place))
    if covered & taken:
        raise DocumentError(f"{where}与其他单元格重叠，请核对合并范围。")
    taken |= covered


def _covered(place: Placed) -> Iterator[tuple[int, int]]:
    for row in range(place.row, place.last_row + 1):
        for column in range(place.column, place.last_column + 1):
            yield row, column


def _check_full(table: Table, row: int, taken: set[tuple[int, int]]) -> None:
    for column in range(len(table.columns)):
        if (row, column) not in taken:
            raise DocumentError(f"表格第{row + 1}行缺少第{column + 1}列的单元格，请补上空单元格。")


def _check_frame(table: Table) -> None:
    if not table.columns or min(table.columns) <= 0:
        raise DocumentError("表格至少要有一列，且每列宽度应当大于0。")
    if not table.rows:
        raise DocumentError("表格至少要有一行。")
    if not 0 <= table.header_rows <= len(table.rows):
        raise DocumentError(f"表头行数应当在0至{len(table.rows)}之间。")


def _check_header(table: Table, placed: tuple[Placed, ...]) -> None:
    """A cell that reached from the header into the body could not be repeated on the next page."""
    for place in placed:
        if place.row < table.header_rows <= place.last_row:
            raise DocumentError(f"表头单元格“{place.cell.shown[:12]}”伸入了表体，请核对合并行数。")


# --- what staff may edit --------------------------------------------------------------------------------


def editable(document: Document) -> dict[str, str]:
    """The paragraphs staff may edit: code → text, in the order of the document."""
    return {
        block.code: block.text
        for block in document.blocks
        if isinstance(block, Paragraph) and block.code and not block.fixed
    }


def edited(document: Document, texts: Mapping[str, str]) -> Document:
    """The document with staff's texts in their places; refuses a place that is not theirs to edit."""
    refused = [code for code in texts if code not in editable(document)]
    if refused:
        raise DocumentError(f"段落“{refused[0]}”由系统生成或者不存在，不能修改。")
    return replace(document, blocks=tuple(_rewritten(block, texts) for block in document.blocks))


def _rewritten(block: Block, texts: Mapping[str, str]) -> Block:
    if isinstance(block, Paragraph) and not block.fixed and block.code in texts:
        return replace(block, text=texts[block.code])
    return block
