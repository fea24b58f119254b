"""The empty Word file every document starts from: our own styles, no author, no machine, no clock."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from functools import cache
from pathlib import Path

import docx
from docx.document import Document as WordDocument

_PARTS = Path(__file__).parent / "templates" / "word"
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_NO_DATE = date(2000, 1, 1)


def empty() -> WordDocument:
    """A new document on the base of the committed XML parts (python-docx's own base is blue)."""
    return docx.Document(io.BytesIO(_base()))


@cache
def _base() -> bytes:
    files = sorted(path for path in _PARTS.rglob("*") if path.is_file())
    return _packed([(path.relative_to(_PARTS).as_posix(), path.read_bytes()) for path in files])


def saved(document: WordDocument, *, title: str, author: str, dated: date | None) -> bytes:
    """The file's bytes; equal documents give equal bytes, so that a hash proves they are the same."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title[:255], author[:255], ""
    moment = datetime.combine(dated or _NO_DATE, datetime.min.time())
    properties.created = properties.modified = moment
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return _packed([(name, archive.read(name)) for name in archive.namelist()])


def _packed(files: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()
