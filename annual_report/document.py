"""A report's content as a document of blocks, from which Word, PDF, XLSX and HTML are written. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from annual_report.content import GridContent, ReportContent, Standing, TextContent
from annual_report.formats.shape import Label
from foundation.documents.blocks import Align, Block, Cell, Document, Heading, Paragraph, Signature, Table


def document_of(content: ReportContent, standing: Standing) -> Document:
    return Document(
        title=f"{content.agency}\n{content.title_line}",
        blocks=tuple(_blocks(content, standing)),
        marking=standing.marking,
        formed_on=standing.signed_on,
    )


def _blocks(content: ReportContent, standing: Standing) -> Iterator[Block]:
    yield from _paragraphs(content.intro)
    for section in content.sections:
        yield Heading(1, section.heading)
        if isinstance(section, TextContent):
            yield from _paragraphs(section)
        else:
            yield from (_table(grid) for grid in section.grids)
    yield Signature(content.agency, standing.signed_on)
    if standing.note:
        yield Paragraph(f"（本报告为第{standing.number}版。更正说明：{standing.note}）")


def _paragraphs(part: TextContent) -> Iterator[Block]:
    yield from (Paragraph(text) for text in part.paragraphs)


def _table(grid: GridContent) -> Table:
    columns = len(grid.widths)
    head = [tuple(_heading(label) for label in labels) for labels in grid.header]
    if grid.caption:
        head.insert(0, (Cell(grid.caption, colspan=columns, align="center", header=True),))
    body = [
        (
            *(_row_label(label) for label in row.labels),
            *(Cell(cell.text, value=cell.number, align="center") for cell in row.cells),
        )
        for row in grid.rows
    ]
    return Table(columns=tuple(map(float, grid.widths)), rows=(*head, *body), header_rows=len(head))


def _heading(label: Label) -> Cell:
    return Cell(label.text, label.rowspan, label.colspan, align="center", header=True)


def _row_label(label: Label) -> Cell:
    """Groups stand in the middle of their rows, single lines at the left, as on the form."""
    align: Align = "center" if label.rowspan > 1 else "left"
    return Cell(label.text, label.rowspan, label.colspan, align=align, header=True)
