"""导出登记台账 in the workbench: a period as a spreadsheet, and the template the city wants it in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from foundation.agencies.access import agencies_of
from foundation.contracts import Refused
from foundation.documents import CONTENT_TYPES
from foundation.files.downloads import as_download
from foundation.ledger.acts import actor_at
from requests_app.capabilities import READ, REGISTER
from requests_app.models import BookTemplate
from requests_app.operations import register_exports
from requests_app.register_book.columns import find_head
from requests_app.register_book.export_forms import ExportForm, MappingForm, TemplateForm
from requests_app.register_book.reading import read_tables
from requests_app.register_book.views import answer, may_import, posted

EXPORT = "admin:requests_app_informationrequest_book_export"
TEMPLATE = "admin:requests_app_informationrequest_book_template"


def export(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """A period of one agency, by POST: what is given out is on record."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    form = ExportForm(*posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            given = register_exports.export(
                actor=actor_at(request.user, [facts["agency"]], READ.code), **facts
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            name = f"登记台账-{facts['agency'].code}-{facts['since']:%Y%m%d}-{facts['until']:%Y%m%d}.xlsx"
            response = as_download(HttpResponse(given.content, content_type=CONTENT_TYPES["xlsx"]), name)
            add_never_cache_headers(response)
            return response
    kept = BookTemplate.objects.filter(
        agency__in=agencies_of(request.user, READ.code), confirmed=True
    ).select_related("agency", "made_by")
    known = {"form": form, "templates": kept, "may_import": may_import(request)}
    return answer(request, page, "export", "导出登记台账", known)


def upload(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """A template is put in; the next page asks what goes where."""
    if not may_import(request):
        raise PermissionDenied
    form = TemplateForm(*posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        agency, (name, content) = form.cleaned_data["agency"], form.cleaned_data["file"]
        try:
            made = register_exports.upload_template(
                actor=actor_at(request.user, [agency], REGISTER.code),
                agency=agency,
                name=name,
                content=content,
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect(f"{TEMPLATE}_columns", made.pk)
    return answer(request, page, "template", "设置台账样表", {"form": form})


def columns(request: HttpRequest, page: admin.ModelAdmin, pk: int) -> HttpResponse:
    """Which column gets what, proposed and confirmed; also to change it later, which keeps the old one."""
    mine = BookTemplate.objects.filter(agency__in=agencies_of(request.user, REGISTER.code))
    one = mine.select_related("agency").filter(pk=pk).first()
    if one is None:
        raise Http404
    table = read_tables("xlsx", bytes(one.content))[one.sheet]
    head = find_head(table.rows, table.spans)
    data = (request.POST,) if request.method == "POST" else ()
    form = MappingForm(*data, labels=head.labels, columns=one.columns, initial={"first_row": one.first_row})
    if data and form.is_valid():
        try:
            register_exports.keep_template(
                one.pk,
                actor=actor_at(request.user, [one.agency], REGISTER.code),
                sheet=one.sheet,
                first_row=form.cleaned_data["first_row"],
                columns=form.columns(),
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, f"{one.agency.short_name}以后按这个样表导出。")
            return redirect(EXPORT)
    known: dict[str, Any] = {"form": form, "one": one, "head": head, "sheet": table.name}
    return answer(request, page, "template_columns", "核对样表各栏", known)
