"""One door to the writers: a document in, the bytes of a file out."""

from __future__ import annotations

from typing import Literal

from foundation.documents.blocks import Document, DocumentError

Format = Literal["docx", "pdf", "xlsx", "html", "txt"]

CONTENT_TYPES: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


def write(document: Document, file_format: Format) -> bytes:
    """The document as a file. A library is imported with the first file that needs it: none is light."""
    if file_format == "docx":
        from foundation.documents import word

        return word.write(document)
    if file_format == "pdf":
        from foundation.documents import pdf

        return pdf.write(document)
    if file_format == "xlsx":
        from foundation.documents import workbook

        return workbook.write_document(document)
    return _written_as_text(document, file_format)


def _written_as_text(document: Document, file_format: str) -> bytes:
    if file_format == "html":
        from foundation.documents import html

        return html.page(document).encode()
    if file_format == "txt":
        from foundation.documents import plain

        return plain.write(document).encode()
    raise DocumentError(f"不能生成“{file_format}”格式的文件，可选：{'、'.join(CONTENT_TYPES)}。")
