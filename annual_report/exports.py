"""The files of a report: all made from the same content, so that they cannot differ."""

from __future__ import annotations

import json
from dataclasses import dataclass

from annual_report.compilation import compile_report_content
from annual_report.content import DRAFT, ReportContent, Standing, digest, freeze
from annual_report.document import document_of
from annual_report.models import Edition, Report
from foundation.documents import CONTENT_TYPES, write

JSON_TYPE = "application/json; charset=utf-8"
FORMATS = ("docx", "pdf", "xlsx", "html", "json")
DOWNLOADS = (("docx", "Word文档"), ("pdf", "PDF文档"), ("xlsx", "Excel表格"), ("json", "JSON数据"))


@dataclass(frozen=True)
class Version:
    """What a file is made from: the content and its standing."""

    content: ReportContent
    standing: Standing


def version_of_edition(edition: Edition) -> Version:
    return Version(edition.content, edition.standing)


def version_of_draft(report: Report) -> Version:
    return Version(compile_report_content(report).content, DRAFT)


def newest_version(report: Report) -> Version:
    """The signed edition unless the report is being written; then the draft, marked as one."""
    if report.stage == "draft":
        return version_of_draft(report)
    return version_of_edition(report.editions.select_related("publication").latest("number"))


def file_of(version: Version, file_format: str) -> bytes:
    """The file's bytes. Raises KeyError for a format that is not in FORMATS."""
    if file_format == "json":
        return _json(version)
    if file_format not in FORMATS:
        raise KeyError(file_format)
    return write(document_of(version.content, version.standing), file_format)  # type: ignore[arg-type]


def content_type(file_format: str) -> str:
    return JSON_TYPE if file_format == "json" else CONTENT_TYPES[file_format]


def _json(version: Version) -> bytes:
    """The frozen data with the version beside it; `sha256` is the hash over `report` alone."""
    report = freeze(version.content)
    standing = version.standing
    data = {
        "marking": standing.marking,
        "edition": standing.number,
        "signed_on": standing.signed_on.isoformat() if standing.signed_on else None,
        "published_on": standing.published_on.isoformat() if standing.published_on else None,
        "note": standing.note,
        "sha256": digest(report),
        "report": report,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"
