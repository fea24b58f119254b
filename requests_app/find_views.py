"""查找申请: one page for whoever has a number, a subject or a person at the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from foundation.agencies.access import posts_of
from foundation.agencies.models import User
from foundation.contracts import Refused
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from requests_app import finding
from requests_app.capabilities import HANDLE
from requests_app.forms.finding import NameForm, WordsForm
from requests_app.limit_wording import sentence
from requests_app.models import InformationRequest, NameSearchEvent, Stage
from requests_app.operations import searching

TEMPLATE = "admin/requests_app/informationrequest/find.html"
ADDRESS = "admin:requests_app_informationrequest_find"
PER_PAGE = 50
TITLE = "查找申请"
GONE = f"按姓名查找的结果只保留{searching.MINUTES}分钟，只给查找的人看。请重新查找。"


@dataclass(frozen=True)
class Row:
    """One found request; `role` is as what the person searched for stands in it."""

    number: str
    url: str
    title: str
    respondent: str
    stage: str
    limit: str
    role: str = ""


def find(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """Words by GET within what one may read; a name by POST, for those who handle requests."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        return _by_name(request, page)
    if request.GET.get("search"):
        return _found_by_name(request, page)
    return _by_words(request, page)


def _by_words(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    form = WordsForm(*((request.GET,) if "q" in request.GET else ()))
    if not form.is_valid():
        return _answer(request, page, {"words": form})
    visible = InformationRequest.objects.visible_to(request.user)
    found = finding.by_words(visible, form.cleaned_data["q"])
    return _answer(request, page, {"words": form, "searched": form.cleaned_data["q"]}, found)


def _by_name(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """Nothing found keeps the form as it was typed; otherwise the result has an address without the name."""
    posts = posts_of(request.user, HANDLE.code)
    if not posts:
        raise PermissionDenied
    form = NameForm(request.POST, posts=posts)
    event = _search(request, form) if form.is_valid() else None
    if event is not None and event.data["found"]:
        return redirect(f"{reverse(ADDRESS)}?search={event.pk}")
    return _answer(request, page, {"by_name": form, "search": event})


def _search(request: HttpRequest, form: NameForm) -> NameSearchEvent | None:
    try:
        return searching.search_by_name(**form.cleaned_data, user=cast(User, request.user))
    except Refused as refused:
        form.add_refusal(refused)
        return None


def _found_by_name(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    asked = request.GET["search"]
    event = searching.search_of(int(asked), request.user) if _is_number(asked) else None
    if event is None:
        messages.warning(request, GONE)
        return redirect(ADDRESS)
    return _answer(request, page, {"search": event}, searching.found_by(event, request.user))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


def _answer(
    request: HttpRequest, page: admin.ModelAdmin, known: dict[str, Any], found: Any = None
) -> HttpResponse:
    posts = posts_of(request.user, HANDLE.code)
    context = {
        **page.admin_site.each_context(request),
        "opts": InformationRequest._meta,
        "title": TITLE,
        "media": page.media,
        "words": WordsForm(),
        "by_name": NameForm(posts=posts) if posts else None,
        "posts": posts,
        **known,
    }
    context["form"] = known.get("words") or known.get("by_name")
    if found is not None:
        context["page"] = Paginator(_ordered(found), PER_PAGE).get_page(request.GET.get("page"))
        context["rows"] = _rows(context["page"], known.get("search"))
    response = TemplateResponse(request, TEMPLATE, context)
    if known.get("search") or known.get("by_name"):
        add_never_cache_headers(response)
    return response


def _ordered(found: Any) -> Any:
    related = found.select_related("respondent", "applicant").prefetch_related(
        "applicant__joined", "applicant__agents"
    )
    return related.order_by("-pk")


def _rows(cases: Any, search: NameSearchEvent | None) -> list[Row]:
    calendar, hashed = published_calendar(), str(search.data["name_hash"]) if search else ""
    return [
        Row(
            number=case.number,
            url=reverse("admin:requests_app_informationrequest_change", args=[case.pk]),
            title=case.title,
            respondent=case.respondent.short_name,
            stage=Stage(case.stage).label,
            limit=sentence(case, today(), calendar),
            role=finding.role_in(case, hashed) if hashed else "",
        )
        for case in cases
    ]
