"""After a new calendar: the pages that recompute limits and list whose printed date moved."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header

from foundation.documents import CONTENT_TYPES
from foundation.workdays.queries import published_calendar
from requests_app import changed_limits
from requests_app.models import InformationRequest
from requests_app.operations import recomputing
from requests_app.steps import TELL_LIMIT

TEMPLATES = "admin/requests_app/informationrequest"
SECONDS = 10
"""How long one press of the button may work; what is left takes another press, or the daily task."""
LINES_PER_PAGE = 100


def recompute(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """How many limits still follow an older calendar, and the button that recomputes them."""
    if not recomputing.may_recompute(request.user):
        raise PermissionDenied
    if request.method == "POST":
        done = recomputing.recompute_open_limits(within=SECONDS)
        messages.success(request, _report(done))
        return redirect("admin:requests_app_informationrequest_recompute")
    context = {
        **_frame(page, request, "重算答复期限"),
        "stale": recomputing.stale_requests(),
        "version": published_calendar().version,
        "may_see_requests": page.has_view_permission(request),
    }
    return TemplateResponse(request, f"{TEMPLATES}/recompute.html", context)


def _report(done: recomputing.Recomputed) -> str:
    left = f"还有{done.remaining}件，请再点一次。" if done.remaining else "全部重算完毕。"
    return f"已重算{done.cases}件，其中{done.changed}件的日期有变化；{left}"


def recomputed(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """For one calendar version: every visible case whose printed date moved, those to be told first."""
    versions, code, events = _asked(request, page)
    waiting = changed_limits.still_to_tell(events)
    everything = request.GET.get("show") == "all"
    shown = changed_limits.with_cases(events if everything else waiting)
    context = {
        **_frame(page, request, "因放假安排改变的答复期限"),
        "versions": versions,
        "version": code,
        "everything": everything,
        "count": events.count(),
        "waiting": waiting.count(),
        "stale": recomputing.stale_requests(),
        "headings": changed_limits.Line.HEADINGS,
        **_page_of_lines(request, shown),
    }
    return TemplateResponse(request, f"{TEMPLATES}/recomputed.html", context)


def recomputed_file(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """The same list as a spreadsheet, all of it."""
    _, code, events = _asked(request, page)
    content = changed_limits.spreadsheet(changed_limits.with_cases(events), code)
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, f"答复期限变化-{code}.xlsx")
    return response


def _asked(request: HttpRequest, page: admin.ModelAdmin) -> tuple[list[str], str, Any]:
    """The calendar version asked for, the newest by default, and its events as this reader sees them."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    versions = changed_limits.published_versions()
    code = request.GET.get("version") or next(iter(versions), "")
    if code and code not in versions:
        raise Http404
    visible = InformationRequest.objects.visible_to(request.user)
    return versions, code, changed_limits.by_version(changed_limits.printed_dates_moved(visible), code)


def _page_of_lines(request: HttpRequest, events: Any) -> dict[str, Any]:
    found = Paginator(events, LINES_PER_PAGE).get_page(request.GET.get("page"))
    ids = [event.subject_id for event in found]
    mine = InformationRequest.objects.handled_by(request.user).filter(pk__in=ids).values_list("pk", flat=True)
    handled = set(mine)
    rows = [(event.subject_id, changed_limits.line(event), _may_tell(event, handled)) for event in found]
    return {"lines": rows, "page": found, "step": TELL_LIMIT}


def _may_tell(event: Any, handled: set[int]) -> bool:
    return event.subject_id in handled and changed_limits.is_waiting(event)


def _frame(page: admin.ModelAdmin, request: HttpRequest, title: str) -> dict[str, Any]:
    return {
        **page.admin_site.each_context(request),
        "opts": InformationRequest._meta,
        "title": title,
        "media": page.media,
    }
