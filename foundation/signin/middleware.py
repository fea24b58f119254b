"""Sessions that have lasted too long end here, whatever page is asked for; nothing typed is lost by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from foundation.agencies.models import User
from foundation.signin import flow, records, sessions
from foundation.signin.entry_views import WHY
from foundation.signin.models import RecordKind
from foundation.signin.pages import leave_no_cookies, page

NOT_SHOWN_AGAIN = ("password", "token", "code", "seen", "perform", "look")
"""Parts of the names of fields that are no answers of a person's own, or secrets."""
NO_WORK = re.compile(r"[\w-]{0,12}", re.ASCII)
"""Numbers, dates and choices are quickly given again; sentences are not."""


class SignInMiddleware:
    """After AuthenticationMiddleware and MessageMiddleware; the CSRF check has gone before `process_view`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _landed(request, self.get_response(request))

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, named_arguments: Any
    ) -> HttpResponse | None:
        if SESSION_KEY not in request.session or not isinstance(request.user, User):
            return None
        why = sessions.over(request, request.user)
        if not why:
            sessions.seen(request)
            return None
        return _end(request, request.user, why)


def _end(request: HttpRequest, user: User, why: str) -> HttpResponse | None:
    """Public pages simply go on without the person; staff pages lead to the sign-in and back."""
    records.write(RecordKind.TIMED_OUT, request, user=user)
    asked_for = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    sign_in = f"{reverse('admin:login')}?{urlencode({'why': why, 'next': asked_for})}"
    typed = _typed(request)
    logout(request)
    if not request.path.startswith(reverse("admin:index")):
        return None
    response: HttpResponse = redirect(sign_in)
    if typed:
        response = page(
            request, "lapsed", "登录已超时，刚才的内容没有提交", typed=typed, sign_in=sign_in, why=WHY[why]
        )
    add_never_cache_headers(response)
    leave_no_cookies(request, response)
    return response


def _typed(request: HttpRequest) -> list[str]:
    """What somebody wrote into the form that comes too late, to copy it."""
    return [
        value
        for name, values in request.POST.lists()
        if not any(part in name for part in NOT_SHOWN_AGAIN)
        for value in values
        if value.strip() and not NO_WORK.fullmatch(value)
    ]


def _landed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page asked for before signing in may be another person's; then the workbench is the place to go."""
    if request.session.is_empty() or request.session.get(flow.LANDING) is None:
        return response
    wanted = request.session[flow.LANDING]
    if request.get_full_path() != wanted:
        return response
    del request.session[flow.LANDING]
    if response.status_code not in (403, 404, 405) or request.path == reverse("admin:index"):
        return response
    messages.info(request, "刚才的页面不对您的账号开放，已转到“今天要办”。")
    return redirect("admin:index")
