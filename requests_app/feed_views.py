"""The staff's calendar feed: the file behind a secret address, and the page on which one is made."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from foundation.agencies.models import User
from foundation.contracts import Refused
from foundation.workdays.queries import published_calendar
from requests_app import calendar_feed
from requests_app.calendar_feed import Entry
from requests_app.models import CalendarFeed, InformationRequest
from requests_app.operations import feeds

NO_DOMAIN = "gongkai.invalid"
QUIET = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}
"""Nobody on the way keeps the file, indexes it or learns its address from a link."""


@sensitive_variables("secret")
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The open requests of the desks the owner of this address may read now."""
    user = feeds.open_feed(secret)
    if user is None:
        sentence = "没有这个日历订阅地址，它可能已经更换或者停用。\n"
        return HttpResponse(sentence, status=404, content_type="text/plain; charset=utf-8", headers=QUIET)
    domain = settings.GONGKAI_SITE.domain or NO_DOMAIN
    body = calendar_feed.write(entries_of(user), published_calendar(), domain)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=QUIET)


def entries_of(user: User) -> list[Entry]:
    """What has a limit and is not closed; of a request only its number and its dates are read."""
    limited = InformationRequest.objects.visible_to(user).open().filter(due_on__isnull=False)
    rows = limited.annotate(changed_at=Max("events__recorded_at")).by_limit()
    columns = ("number", "due_on", "provisional", "alarm_on", "last_seq", "changed_at")
    return [Entry(*row) for row in rows.values_list(*columns)]


def mine(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """我的日历订阅: make, change, stop one's address; it is shown in the answer to the button, once."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    user, secret, problem = cast(User, request.user), "", ""
    if request.method == "POST":
        try:
            secret = _act(user, request)
        except Refused as refused:
            problem = str(refused.refusal)
    context: dict[str, Any] = {
        **page.admin_site.each_context(request),
        "opts": InformationRequest._meta,
        "title": "我的日历订阅",
        "feed": CalendarFeed.objects.filter(user=user).first(),
        "address": request.build_absolute_uri(reverse("feeds:calendar", args=[secret])) if secret else "",
        "problem": problem,
        "media": page.media,
    }
    return TemplateResponse(request, "admin/requests_app/informationrequest/calendar.html", context)


def _act(user: User, request: HttpRequest) -> str:
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        seen = None
    if "stop" in request.POST:
        feeds.revoke(user, seen=seen)
        messages.success(request, "已停用，原来的地址打不开了。")
        return ""
    return feeds.issue(user, seen=seen)
