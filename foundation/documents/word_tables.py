"""Tables as Word XML, written row by row: python-docx's own cells cost quadratic time."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from foundation.documents import layout
from foundation.documents.blocks import Placed, Table, places

_TWIPS_PER_MM = 1440 / 25.4
_ROW_HEIGHT = 1.75
"""Least height of a row, in lines of its type size."""
_HEADING_FONT = "黑体"


def element(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    """A Word element; attributes are given without their prefix."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str, *properties: BaseOxmlElement) -> BaseOxmlElement:
    """A run of text; line ends and tabs become Word's own."""
    made = element("r")
    if properties:
        made.append(element("rPr", *properties))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(element("br"))
        _add_line(made, line)
    return made


def _add_line(made: BaseOxmlElement, line: str) -> None:
    for number, piece in enumerate(line.split("\t")):
        if number:
            made.append(element("tab"))
        if piece:
            text = element("t")
            text.text = piece
            text.set(qn("xml:space"), "preserve")
            made.append(text)


def table(block: Table) -> BaseOxmlElement:
    """The table with fixed column widths, repeated heading rows and rows that stay in one piece."""
    widths = [round(width * _TWIPS_PER_MM) for width in layout.column_widths(block)]
    made = element("tbl", _table_properties(block, sum(widths)))
    made.append(element("tblGrid", *(element("gridCol", w=width) for width in widths)))
    whole = layout.keeps_together(block)
    last = len(block.rows) - 1
    for row, cells in enumerate(_grid(block)):
        # The first body row keeps to the heading rows, or these would stand alone at the foot of a page.
        sticks = (whole or row < block.header_rows) and row < last
        made.append(_row(block, row, cells, widths, sticks))
    return made


def _table_properties(block: Table, width: int) -> BaseOxmlElement:
    padding = round(layout.cell_padding(block) * 20)
    properties = element(
        "tblPr",
        element("tblStyle", val="FormTable"),
        element("tblW", w=width, type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
        element(
            "tblCellMar", element("left", w=padding, type="dxa"), element("right", w=padding, type="dxa")
        ),
    )
    if block.caption:
        properties.append(element("tblCaption", val=block.caption))
    return properties


def _grid(block: Table) -> list[list[Placed]]:
    """For each row its cells from left to right, those reaching down from above among them."""
    rows: list[list[Placed]] = [[] for _ in block.rows]
    for place in places(block):
        for row in range(place.row, place.last_row + 1):
            rows[row].append(place)
    return [sorted(cells, key=lambda place: place.column) for cells in rows]


def _row(block: Table, row: int, cells: list[Placed], widths: list[int], sticks: bool) -> BaseOxmlElement:
    size = layout.table_size(block)
    properties = element(
        "trPr",
        element("cantSplit"),
        element("trHeight", val=round(size * _ROW_HEIGHT * 20), hRule="atLeast"),
    )
    if row < block.header_rows:
        properties.append(element("tblHeader"))
    made = element("tr", properties)
    made.extend(_cell(place, row, widths, size, sticks) for place in cells)
    return made


def _cell(place: Placed, row: int, widths: list[int], size: float, sticks: bool) -> BaseOxmlElement:
    width = sum(widths[place.column : place.last_column + 1])
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if place.cell.colspan > 1:
        properties.append(element("gridSpan", val=place.cell.colspan))
    if place.cell.rowspan > 1:
        properties.append(element("vMerge", val="restart" if row == place.row else "continue"))
    properties.append(element("vAlign", val="center"))
    text = place.cell.shown if row == place.row else ""
    return element("tc", properties, _cell_paragraph(place, text, size, sticks))


def _cell_paragraph(place: Placed, text: str, size: float, sticks: bool) -> BaseOxmlElement:
    properties = element("pPr", element("pStyle", val="TableText"))
    if sticks:
        properties.append(element("keepNext"))
    properties.append(element("jc", val=place.align))
    half_points = round(size * 2)
    look = [element("sz", val=half_points), element("szCs", val=half_points)]
    if place.heads_column:
        look.insert(0, element("rFonts", **dict.fromkeys(("ascii", "eastAsia", "hAnsi"), _HEADING_FONT)))
    return element("p", properties, run(text, *look)) if text else element("p", properties)
