"""The public pages of reports. Templates receive public records and frozen contents, never rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from annual_report.exports import DOWNLOADS, FORMATS, content_type, file_of, version_of_edition
from annual_report.filters import ReportFilter
from annual_report.models import Edition
from annual_report.public import REPORTS
from foundation.contracts import PublicRecord
from foundation.files.downloads import as_download

PER_PAGE = 60
FILE_NAME = re.compile(r"(?P<stem>[a-z0-9]+-\d{4})(?:-(?P<number>[1-9]\d{0,3}))?\.(?P<format>[a-z]+)")


@dataclass(frozen=True)
class Download:
    """A file of a report as the list of files shows it."""

    url: str
    name: str
    kind: str


@dataclass(frozen=True)
class Earlier:
    """An edition that was corrected since: what it was, and where it can still be read."""

    number: int
    published_on: object
    url: str


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    chosen = ReportFilter(request.GET, REPORTS.public())
    found = chosen.qs if chosen.is_valid() else chosen.queryset.none()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    records = [REPORTS.record(edition) for edition in page.object_list]
    years = [(year, list(group)) for year, group in groupby(records, key=lambda one: one.values["year"])]
    context = {"filter": chosen, "page": page, "years": years}
    return render(request, "annual_report/list.html", context)


@require_safe
def report(request: HttpRequest, agency: str, year: int) -> HttpResponse:
    edition = _current(agency, year)
    record = REPORTS.record(edition)
    context = {
        "record": record,
        "content": edition.content,
        "standing": edition.standing,
        "facts": _facts(record),
        "downloads": _downloads(edition, agency, year),
        "earlier": _earlier(edition, agency, year),
    }
    return render(request, "annual_report/report.html", context)


def _current(agency: str, year: int) -> Edition:
    edition: Edition | None = REPORTS.public().filter(report__agency__code=agency, report__year=year).first()
    if edition is None:
        raise Http404("没有找到这份年度报告，可能还没有公布。")
    return edition


def _facts(record: PublicRecord) -> list[tuple[str, object]]:
    """The metadata box: what the record has, dates in words, an unimportant first edition left out."""
    shown = ["agency", "year", "signed_on", "published_on"]
    if record.values["edition"] != 1:
        shown += ["edition", "note"]
    return [(record.labels[name], record.values[name]) for name in shown]


def _downloads(edition: Edition, agency: str, year: int) -> list[Download]:
    return [
        Download(_file_url(agency, year, f"{agency}-{year}.{file_format}"), wording, file_format)
        for file_format, wording in DOWNLOADS
    ]


def _earlier(edition: Edition, agency: str, year: int) -> list[Earlier]:
    before = Edition.objects.published().of(agency, year).filter(number__lt=edition.number)
    return [
        Earlier(
            one.number,
            one.publication.published_on,
            _file_url(agency, year, f"{agency}-{year}-{one.number}.pdf"),
        )
        for one in before.select_related("publication").defer("data").order_by("-number")
    ]


def _file_url(agency: str, year: int, name: str) -> str:
    return reverse("annual_report:file", args=[agency, year, name])


# --- files ----------------------------------------------------------------------------------------------


def _edition_of_file(agency: str, year: int, name: str) -> tuple[Edition, str]:
    """The edition and format a file name asks for: shanting-2012.docx, or shanting-2012-1.pdf."""
    asked = FILE_NAME.fullmatch(name)
    if asked is None or asked["stem"] != f"{agency}-{year}" or asked["format"] not in FORMATS:
        raise Http404("没有这个文件。")
    if asked["number"] is None:
        return _current(agency, year), asked["format"]
    published: Any = Edition.objects.published().of(agency, year).select_related("publication")
    edition: Edition | None = published.filter(number=int(asked["number"])).first()
    if edition is None:
        raise Http404("没有这个版本。")
    return edition, asked["format"]


def _etag(request: HttpRequest, agency: str, year: int, name: str) -> str:
    edition, file_format = _edition_of_file(agency, year, name)
    return f'"{edition.sha256[:32]}-{file_format}"'


@require_safe
@condition(etag_func=_etag)
def report_file(request: HttpRequest, agency: str, year: int, name: str) -> HttpResponse:
    edition, file_format = _edition_of_file(agency, year, name)
    body = file_of(version_of_edition(edition), file_format)
    response = HttpResponse(body, content_type=content_type(file_format))
    as_download(response, f"{edition.title}.{file_format}", inline=file_format == "html")
    response["Cache-Control"] = "public, max-age=300"
    return response
