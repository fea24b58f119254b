"""The measures of GB/T 9704—2012 党政机关公文格式, shared by the Word and the PDF writer. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from foundation.documents.blocks import Block, Document, Heading, PageBreak, Signature, Table

PAGE = (210.0, 297.0)
"""A4 in millimetres."""
MARGINS = {"top": 37.0, "bottom": 35.0, "left": 28.0, "right": 26.0}
"""天头37mm, 订口28mm, 版心156mm×225mm (GB/T 9704 5.2)."""
LANDSCAPE_MARGINS = {"top": 28.0, "bottom": 26.0, "left": 37.0, "right": 35.0}

LINES, CHARACTERS = 22, 28
"""每面排22行，每行排28个字 (5.2.3)."""
LINE_PITCH = 28.95
"""Points from line to line: 22 of them fill 225 mm."""
RED = "C00000"
MARK_DROP = 35.0
"""发文机关标志上边缘至版心上边缘35mm (7.2.4)."""

SIZE = {"二号": 22.0, "三号": 16.0, "四号": 14.0, "小四": 12.0, "五号": 10.5, "小五": 9.0}
"""Chinese type sizes in points."""

_DATE_GAP = 4
"""成文日期右空四字 (7.3.5.1)."""
_ROWS_OF_A_PAGE = 30
_PADDING = 0.35
_MARK_LARGEST, _MARK_SMALLEST = 42.0, 20.0
_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Run:
    """Blocks that follow each other on pages of the same direction."""

    landscape: bool
    blocks: tuple[Block, ...]


def runs(document: Document) -> tuple[Run, ...]:
    """The blocks by page direction; a heading moves to the landscape page of the table it introduces."""
    turned: list[bool] = []
    for block in reversed(document.blocks):
        introduces = isinstance(block, Heading) and bool(turned) and turned[-1]
        turned.append(introduces or (isinstance(block, Table) and block.wide))
    pairs = zip(reversed(turned), document.blocks, strict=True)
    grouped = groupby(pairs, key=lambda pair: pair[0])
    found = [Run(landscape, tuple(block for _, block in group)) for landscape, group in grouped]
    return tuple(run for run in _without_idle_breaks(found) if run.blocks)


def _without_idle_breaks(found: list[Run]) -> Iterator[Run]:
    """A page break beside a turn of the page, or at the end, would only make an empty page."""
    for index, run in enumerate(found):
        blocks = list(run.blocks)
        while index and blocks and isinstance(blocks[0], PageBreak):
            del blocks[0]
        while blocks and isinstance(blocks[-1], PageBreak):
            del blocks[-1]
        yield Run(run.landscape, tuple(blocks))


def text_width(landscape: bool) -> float:
    """Width of the type area in millimetres."""
    margins = LANDSCAPE_MARGINS if landscape else MARGINS
    return PAGE[1 if landscape else 0] - margins["left"] - margins["right"]


def column_widths(table: Table) -> tuple[float, ...]:
    """The relative widths spread over the type area, in millimetres."""
    share = text_width(table.wide) / sum(table.columns)
    return tuple(width * share for width in table.columns)


def table_size(table: Table) -> float:
    """Type size of a table: the more columns, the smaller, so that no cell is cut."""
    columns = len(table.columns) / (text_width(table.wide) / text_width(landscape=False))
    if columns <= 4:
        return SIZE["小四"]
    return SIZE["五号"] if columns <= 7 else SIZE["小五"]


def keeps_together(table: Table) -> bool:
    """Whether to move the table to a page of its own rather than break it.

    A label over several rows would be cut in two by a break; a plain list reads on over pages.
    """
    body = table.rows[table.header_rows :]
    merged = any(cell.rowspan > 1 for row in body for cell in row)
    return merged and len(table.rows) <= _ROWS_OF_A_PAGE


def cell_padding(table: Table) -> float:
    """Points between the rule and the text of a cell."""
    return table_size(table) * _PADDING


def mark_size(mark: str) -> float:
    """Points of the 发文机关标志: as large as fits the type area in one line, within reason."""
    fitting = text_width(landscape=False) * _POINTS_PER_MM / max(ems(mark), 1)
    return max(_MARK_SMALLEST, min(_MARK_LARGEST, fitting))


def ems(text: str) -> float:
    """Width of a text in full characters: a Latin letter or digit takes half of one."""
    return sum(0.5 if ord(character) < 0x2E80 else 1.0 for character in text)


def lines_above(signature: Signature) -> int:
    """Empty lines above the signature: a seal of 42 mm presses on it and reaches two lines up."""
    return 2 if signature.seal_space else 1


def signature_indents(signature: Signature) -> tuple[float, float]:
    """Right indents of agency and date, in characters: the name is centred over the date (7.3.5.1)."""
    name, day = ems(signature.agency) / 2, ems(signature.date_shown) / 2
    axis = max(_DATE_GAP + day, name)
    return axis - name, axis - day
