"""What printed sheets of a case are made of: labelled cells, lines to write on, the mark of the demo."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from foundation.documents.blocks import Block, Cell, Document, Letterhead
from foundation.workdays.wording import full_date
from requests_app import notices
from requests_app.models import InformationRequest, RequestPart

LINE = "＿" * 25
"""A line to write on: a cell has no empty ones."""
SIGNED_HERE = "签字：　　　　　　　　　　　年　　月　　日"
WIDTHS = (1.25, 2.2, 1.3, 1.9)


def pair(*facts: tuple[str, str]) -> tuple[Cell, ...]:
    return tuple(cell for label, text in facts for cell in (heading(label), Cell(text)))


def wide(label: str, text: str) -> tuple[Cell, ...]:
    return heading(label), Cell(text, colspan=3)


def heading(text: str) -> Cell:
    return Cell(text, header=True, align="center")


def numbered(case: InformationRequest, part: RequestPart, text: str) -> str:
    return f"{part.position}. {text}" if len(case.parts.all()) > 1 else text


def wanted(case: InformationRequest) -> str:
    return "\n".join(numbered(case, part, part.wanted) for part in case.parts.all())


def day(on: date | None) -> str:
    return full_date(on) if on else ""


def document(case: InformationRequest, title: str, *blocks: Block) -> Document:
    return Document(
        title=title,
        letterhead=Letterhead(case.respondent.name, "plain"),
        blocks=blocks,
        marking=notices.DEMO if settings.MODE == "demo" or case.source_system == notices.DEMO else "",
    )
