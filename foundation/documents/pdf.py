"""PDF files by typst: PDF/A-2a, fonts of our own, no clock, and data that can never become code."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from foundation.documents import glyphs, layout, plain
from foundation.documents.blocks import Block, Document, Heading, Paragraph, Placed, Signature, Table, places
from foundation.documents.text import lines_of

_TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
_NO_DATE = date(2000, 1, 1)
_rendering = Lock()


def write(document: Document) -> bytes:
    """The document as the bytes of a PDF file; what no font can draw is printed as 〓.

    `missing_glyphs` says which characters those are, so that the clerk can write them by hand.
    """
    data = json.dumps(_drawable(_data(document)), ensure_ascii=False)
    with _rendering:  # one compiler serves every thread of the process
        made = _compiler().compile(
            format="pdf", sys_inputs={"document": data}, pdf_standards=["a-2a"], timestamp=0
        )
    return cast(bytes, made)  # only pictures come as a list of pages


def missing_glyphs(document: Document) -> list[str]:
    """The characters of the document that a PDF cannot show, in reading order."""
    return glyphs.undrawable(plain.write(document))


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(glyphs.FONT_FOLDER)]
    )
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts)


def _drawable(value: Any) -> Any:
    """The same data with every text made drawable."""
    if isinstance(value, str):
        return glyphs.drawable(value)
    if isinstance(value, dict):
        return {key: _drawable(each) for key, each in value.items()}
    return [_drawable(each) for each in value] if isinstance(value, list | tuple) else value


# --- the document as the template reads it --------------------------------------------------------------


def _data(document: Document) -> dict[str, Any]:
    day = document.dated or _NO_DATE
    return {
        "name": document.name,
        "author": document.agency,
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "title": lines_of(document.title),
        "subtitle": document.subtitle,
        "number": document.number,
        "addressee": document.addressee,
        "marking": document.marking,
        "letterhead": _letterhead(document),
        "runs": [
            {"landscape": part.landscape, "blocks": [_block(block) for block in part.blocks]}
            for part in layout.runs(document)
        ],
        **_measures(),
    }


def _measures() -> dict[str, Any]:
    return {
        "page": layout.PAGE,
        "margins": layout.MARGINS,
        "landscape_margins": layout.LANDSCAPE_MARGINS,
        "text_width": layout.text_width(landscape=False),
        "characters": layout.CHARACTERS,
        "line_pitch": layout.LINE_PITCH,
        "mark_drop": layout.MARK_DROP,
        "red": layout.RED,
    }


def _letterhead(document: Document) -> dict[str, Any] | None:
    head = document.letterhead
    if head is None:
        return None
    return {"kind": head.kind, "mark": head.shown, "size": layout.mark_size(head.shown)}


def _block(block: Block) -> dict[str, Any]:
    for kind, read in _READERS.items():
        if isinstance(block, kind):
            return read(block)
    return {"kind": "break"}


def _heading(block: Heading) -> dict[str, Any]:
    return {"kind": "heading", "level": block.level, "text": block.text}


def _paragraph(block: Paragraph) -> dict[str, Any]:
    return {"kind": "paragraph", "lines": block.lines, "indent": block.indent, "align": block.align}


def _signature(block: Signature) -> dict[str, Any]:
    agency_indent, date_indent = layout.signature_indents(block)
    return {
        "kind": "signature",
        "agency": block.agency,
        "date": block.date_shown,
        "agency_indent": agency_indent,
        "date_indent": date_indent,
        "lines_above": layout.lines_above(block),
    }


def _table(block: Table) -> dict[str, Any]:
    rows: list[list[dict[str, Any]]] = [[] for _ in block.rows]
    for place in places(block):
        rows[place.row].append(_cell(place))
    return {
        "kind": "table",
        "widths": layout.column_widths(block),
        "size": layout.table_size(block),
        "caption": block.caption,
        "note": block.note,
        "header_rows": block.header_rows,
        "padding": layout.cell_padding(block),
        "whole": layout.keeps_together(block),
        "rows": rows,
    }


def _cell(place: Placed) -> dict[str, Any]:
    return {
        "lines": lines_of(place.cell.shown),
        "rowspan": place.cell.rowspan,
        "colspan": place.cell.colspan,
        "align": place.align,
        "heads": place.heads_column,
    }


_READERS: dict[type, Callable[[Any], dict[str, Any]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Signature: _signature,
    Table: _table,
}
