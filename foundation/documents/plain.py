"""Documents as plain text: for search, previews and tests."""

from __future__ import annotations

from foundation.documents.blocks import Block, Document, Heading, Paragraph, Signature, Table


def write(document: Document) -> str:
    """The words of the document in reading order, one block or table row per line."""
    head = [document.letterhead.shown if document.letterhead else "", document.number, document.name]
    parts = [document.marking, *head, document.subtitle, document.addressee]
    for block in document.blocks:
        parts.extend(_lines(block))
    return "\n".join(part for part in parts if part) + "\n"


def _lines(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [block.text]
    if isinstance(block, Paragraph):
        return list(block.lines)
    if isinstance(block, Signature):
        return [block.agency, block.date_shown]
    if isinstance(block, Table):
        rows = ["\t".join(_one_line(cell.shown) for cell in row) for row in block.rows]
        return [block.caption, *rows, block.note]
    return []


def _one_line(text: str) -> str:
    return " ".join(text.split())
