"""Text of an upload, for search and for the leak guard; None means it could not be looked into."""

from __future__ import annotations

import io
from collections.abc import Callable

from foundation.files.checks import SHEET, WORD

MAX_CHARACTERS = 500_000
MAX_PAGES = 300


def extract(content_type: str, content: bytes) -> str | None:
    """The text of a file of a known type, or None (scanned, damaged or of a type without text)."""
    reader = READERS.get(content_type)
    if reader is None:
        return None
    try:
        text = reader(content)
    except Exception:  # noqa: BLE001 - third-party readers raise anything on damaged files
        return None
    kept = text.replace("\x00", "")[:MAX_CHARACTERS].strip()
    return kept or None


def _pdf(content: bytes) -> str:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages[:MAX_PAGES])


def _word(content: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _sheet(content: bytes) -> str:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return "\n".join("\t".join(str(cell) for cell in row if cell != "") for row in rows)


def _plain(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


READERS: dict[str, Callable[[bytes], str]] = {
    "application/pdf": _pdf,
    WORD: _word,
    SHEET: _sheet,
    "text/plain": _plain,
    "text/csv": _plain,
}
