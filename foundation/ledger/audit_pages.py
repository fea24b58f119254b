"""The auditors' page 办理记录: all ledgers in one list, filtered, and taken along as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.admin import site
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.agencies.access import agencies_of
from foundation.documents import CONTENT_TYPES, separated, workbook
from foundation.documents.workbook import Sheet, Value
from foundation.files.downloads import as_download
from foundation.ledger import audit
from foundation.ledger.audit import Entry, Place
from foundation.ledger.audit_form import AuditForm
from foundation.ledger.capabilities import AUDIT
from foundation.ledger.seals import SHANGHAI, newest_seal
from foundation.workdays.present import today

PER_PAGE = 50
SHEET_ROWS = 20_000
"""A workbook is written in memory; more is taken along as CSV, which flows."""
TITLE = "办理记录"
HEADINGS = (
    "记录时间",
    "台账",
    "编号",
    "序号",
    "事项",
    "经办人",
    "经办单位",
    "发生日期",
    "补录",
    "违规",
    "更正第几号记录",
)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    agencies = _agencies(request)
    form = AuditForm(request.GET, agencies=agencies)
    before = Place.read(request.GET.get("before", ""))
    found = audit.page(agencies, form.wanted(), before, PER_PAGE + 1) if form.is_valid() else []
    entries = found[:PER_PAGE]
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        **site.each_context(request),
        "title": TITLE,
        "form": form,
        "entries": entries,
        "older": entries[-1].place if len(found) > PER_PAGE else None,
        "is_newest": before is None,
        "is_filtered": any(query.values()),
        "query": query.urlencode(),
        "seal": newest_seal(),
    }
    return TemplateResponse(request, "ledger/audit.html", context)


@require_safe
def export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Everything the filters let through, as CSV of any length or as a workbook of limited length."""
    agencies = _agencies(request)
    form = AuditForm(request.GET, agencies=agencies)
    if file_format not in ("csv", "xlsx"):
        raise Http404
    back = f"{reverse('admin:ledger_audit')}?{request.GET.urlencode()}"
    if not form.is_valid():
        return redirect(back)
    entries = audit.all_entries(agencies, form.wanted())
    name = f"{TITLE}{today():%Y%m%d}.{file_format}"
    if file_format == "csv":
        lines = separated.lines(_rows(entries))
        return as_download(StreamingHttpResponse(lines, content_type=separated.CONTENT_TYPE), name)
    rows = list(islice(_rows(entries), SHEET_ROWS + 2))
    if len(rows) > SHEET_ROWS + 1:
        messages.error(request, f"超过{SHEET_ROWS}条，不能导出为Excel表格。请缩小日期范围，或者导出CSV。")
        return redirect(back)
    content = workbook.write([Sheet(TITLE, rows)], title=TITLE, dated=today())
    return as_download(HttpResponse(content, content_type=CONTENT_TYPES["xlsx"]), name)


def _agencies(request: HttpRequest) -> Any:
    """The agencies the auditor answers for. Raises PermissionDenied for everybody else."""
    agencies = agencies_of(request.user, AUDIT.code)
    if not agencies.exists():
        raise PermissionDenied
    return agencies


def _rows(entries: Iterator[Entry]) -> Iterator[tuple[Value, ...]]:
    yield HEADINGS
    for entry in entries:
        yield (
            entry.recorded_at.astimezone(SHANGHAI),
            entry.ledger,
            entry.number,
            entry.seq,
            entry.wording,
            entry.actor,
            entry.unit,
            entry.effective_on,
            "补录" if entry.backfilled else "",
            entry.unlawful,
            entry.corrects,
        )
