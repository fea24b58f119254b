"""登记台账 in the workbench: upload, columns, words, check run, import; one page, the file's next step."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from foundation.agencies.access import agencies_of, may
from foundation.agencies.capabilities import MANAGE
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.documents import CONTENT_TYPES
from foundation.files.downloads import as_download
from foundation.ledger.acts import Actor, actor_at
from requests_app.capabilities import REGISTER
from requests_app.models import InformationRequest, RegisterUpload, UploadStage
from requests_app.operations import register_books, register_runs
from requests_app.register_book.columns import head_at
from requests_app.register_book.forms import ColumnsForm, HeadForm, UploadForm, WordsForm
from requests_app.register_book.mending import Mended
from requests_app.register_book.proposing import proposals
from requests_app.register_book.rows import Reading, words_to_explain

TEMPLATES = "admin/requests_app/register_book"
BOOK = "admin:requests_app_informationrequest_book"
FILE = "admin:requests_app_informationrequest_book_file"
SECONDS = 8
"""How long one press works; the page goes on by itself, and where it cannot, a button does."""
PER_PAGE = 100
SHOWN = {"refused": "不能导入", "flagged": "与时限算法不一致", "new": "将导入", "known": "已经登记"}


def may_import(request: HttpRequest) -> bool:
    return bool(agencies_of(request.user, REGISTER.code).exists())


def book(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """The door: a file to upload, and the files that are still on their way."""
    if not may_import(request):
        raise PermissionDenied
    form = UploadForm(*posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        name, content = form.cleaned_data["file"]
        agency = form.cleaned_data["agency"]
        try:
            made = register_books.upload(
                actor=_actor(request, agency), agency=agency, name=name, content=content
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect(FILE, made.pk)
    return answer(request, page, "book", "导入原台账", {"form": form, "uploads": _mine(request)[:20]})


def posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _actor(request: HttpRequest, agency: Agency) -> Actor:
    return actor_at(request.user, [agency], REGISTER.code)


def _mine(request: HttpRequest) -> Any:
    """Files of the agencies whose requests one registers."""
    mine = RegisterUpload.objects.filter(book__agency__in=agencies_of(request.user, REGISTER.code))
    return mine.select_related("book__agency", "key", "uploaded_by")


def file(request: HttpRequest, page: admin.ModelAdmin, pk: int) -> HttpResponse:
    """One file at its next step; `?step=columns` and `?step=words` lead back."""
    one = _mine(request).filter(pk=pk).first()
    if one is None:
        raise Http404
    if request.method == "POST" and "discard" in request.POST:
        return _discard(request, one)
    if one.stage in (UploadStage.MAPPING, UploadStage.CHECKED):
        try:
            return _before(request, page, one)
        except Refused as refused:
            messages.error(request, str(refused.refusal))
            return redirect(BOOK)
    return _run(request, page, one) if one.stage == UploadStage.RUNNING else _after(request, page, one)


def _before(request: HttpRequest, page: admin.ModelAdmin, one: RegisterUpload) -> HttpResponse:
    step = request.GET.get("step", "columns" if one.stage == UploadStage.MAPPING else "check")
    if step == "columns":
        return _columns(request, page, one)
    if step == "words" or one.stage == UploadStage.MAPPING:
        return _words(request, page, one)
    return _check(request, page, one)


def _columns(request: HttpRequest, page: admin.ModelAdmin, one: RegisterUpload) -> HttpResponse:
    tables = register_books.tables_of(one)
    choosing = request.method == "POST" and "head" in request.POST
    where = {"sheet": one.sheet, "head_row": one.head_row}
    head_form = HeadForm(*((request.POST,) if choosing else ()), tables=tables, initial=where)
    if choosing and head_form.is_valid():
        actor = _actor(request, one.book.agency)
        try:
            register_books.choose_head(one.pk, actor=actor, **head_form.cleaned_data)
            return redirect(f"{reverse(FILE, args=[one.pk])}?step=columns")
        except Refused as refused:
            head_form.add_refusal(refused)
    table = tables[one.sheet]
    head = head_at(table.rows, table.spans, one.head_row)
    posted = (request.POST,) if request.method == "POST" and not choosing else ()
    form = ColumnsForm(*posted, head=head, proposed=one.columns)
    if posted and form.is_valid():
        register_books.confirm_columns(one.pk, actor=_actor(request, one.book.agency), columns=form.columns())
        return redirect(f"{reverse(FILE, args=[one.pk])}?step=words")
    known = {"upload": one, "form": form, "head_form": head_form, "head": head, "sheet": table.name}
    return answer(request, page, "columns", "第1步：核对各栏", known)


def _words(request: HttpRequest, page: admin.ModelAdmin, one: RegisterUpload) -> HttpResponse:
    table = register_books.tables_of(one)[one.sheet]
    head = head_at(table.rows, table.spans, one.head_row)
    asked = words_to_explain(table.rows[head.first_data_row - 1 :], Reading(one.columns))
    posted = (request.POST,) if request.method == "POST" else ()
    form = WordsForm(*posted, asked=asked, known=one.words)
    if posted and form.is_valid():
        actor = _actor(request, one.book.agency)
        register_books.confirm_words(one.pk, actor=actor, words=form.words())
        return redirect(FILE, one.pk)
    return answer(request, page, "words", "第2步：说明词语", {"upload": one, "form": form})


def _check(request: HttpRequest, page: admin.ModelAdmin, one: RegisterUpload) -> HttpResponse:
    """The check run; the button below it begins the import."""
    if request.method == "POST" and "run" in request.POST:
        return _go_on(request, one)
    found = register_books.check_of(one)
    groups = {name: getattr(found, name) for name in SHOWN}
    counts = [(name, wording, len(groups[name])) for name, wording in SHOWN.items()]
    first = next((name for name, _, count in counts if count), "new")
    show = request.GET.get("show", first)
    show = show if show in groups else first
    known = {
        "upload": one,
        "counts": counts,
        "show": show,
        "shown": SHOWN[show],
        "new": len(found.new),
        "outcomes": sorted(found.outcomes.items()),
        "rows": len(found.lines),
        "page": Paginator(groups[show], PER_PAGE).get_page(request.GET.get("page")),
        "enabled_on": one.book.agency.enabled_on,
    }
    return answer(request, page, "check", "第3步：试算结果", known)


def _go_on(request: HttpRequest, one: RegisterUpload) -> HttpResponse:
    try:
        register_runs.run(one.pk, actor=_actor(request, one.book.agency), within=SECONDS)
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    return redirect(FILE, one.pk)


def _run(request: HttpRequest, page: admin.ModelAdmin, one: RegisterUpload) -> HttpResponse:
    if request.method == "POST":
        return _go_on(request, one)
    done = one.made + one.known + one.refused
    return answer(request, page, "run", "正在导入", {"upload": one, "done": done})


def _after(request: HttpRequest, page: admin.ModelAdmin, one: RegisterUpload) -> HttpResponse:
    refusals = [Mended(**refusal) for refusal in register_runs.refusals_of(one)]
    found = Paginator(refusals, PER_PAGE).get_page(request.GET.get("page"))
    known = {
        "upload": one,
        "page": found,
        "proposals": proposals([one.book.agency_id]),
        "may_keep": may(request.user, MANAGE.code, one.book.agency),
    }
    return answer(request, page, "done", "导入结果", known)


def refused_rows(request: HttpRequest, page: admin.ModelAdmin, pk: int) -> HttpResponse:
    """The refused rows to take home and mend; people's names are in them, so no cache keeps them."""
    one = _mine(request).filter(pk=pk).first()
    if one is None:
        raise Http404
    try:
        content = register_runs.remainder_of(one)
    except Refused as refused:
        messages.error(request, str(refused.refusal))
        return redirect(FILE, one.pk)
    response = as_download(HttpResponse(content, content_type=CONTENT_TYPES["xlsx"]), "未导入的行.xlsx")
    add_never_cache_headers(response)
    return response


def _discard(request: HttpRequest, one: RegisterUpload) -> HttpResponse:
    try:
        register_books.discard(one.pk, actor=_actor(request, one.book.agency))
        messages.success(request, "文件已销毁。已经导入的不受影响。")
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    return redirect(BOOK)


def answer(
    request: HttpRequest, page: admin.ModelAdmin, template: str, title: str, known: dict[str, Any]
) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "opts": InformationRequest._meta,
        "title": title,
        "media": page.media,
        "may_see_requests": page.has_view_permission(request),
        **known,
    }
    response = TemplateResponse(request, f"{TEMPLATES}/{template}.html", context)
    add_never_cache_headers(response)
    return response
