"""The way in: password, then code, then (if due) an own password and a second factor; only then signed in.

Until the end nobody is signed in: the session holds the pending person's number and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from foundation.agencies.models import User
from foundation.signin import known_names, records, second_factor, sessions, throttle
from foundation.signin.models import RecordKind
from foundation.workdays.present import moment

PENDING = "signin_pending"
PENDING_SECONDS = 10 * 60
LANDING = "signin_landing"
HERE_BEFORE = "本浏览器今天已验证"


@dataclass(frozen=True)
class Pending:
    """Whose password was right; `factor` is what was shown besides, `shown` whether that was just now."""

    user: User
    next_url: str
    factor: str
    shown: bool


def begin(request: HttpRequest, user: User, next_url: str) -> Pending:
    """The password was right. Nothing of what the session held before goes on."""
    factor = HERE_BEFORE if known_names.shown_here(request, user) else ""
    request.session.flush()
    return _store(request, Pending(user, next_url, factor, False))


def pending(request: HttpRequest) -> Pending | None:
    """Who is on the way in; None once ten minutes have passed or the account has changed."""
    facts: dict[str, Any] | None = request.session.get(PENDING)
    if facts is None or moment().timestamp() - facts["at"] > PENDING_SECONDS:
        return None
    user = User.objects.filter(pk=facts["user"], is_active=True, is_staff=True).first()
    if user is None or not constant_time_compare(facts["hash"], user.get_session_auth_hash()):
        return None
    return Pending(user, facts["next"], facts["factor"], facts["shown"])


def passed(request: HttpRequest, one: Pending, factor: str) -> Pending:
    """A second factor was shown."""
    return _store(request, Pending(one.user, one.next_url, factor, True))


def renewed(request: HttpRequest, one: Pending) -> Pending:
    """The account has another password now; the way in goes on."""
    return _store(request, one)


def next_page(one: Pending) -> str:
    """The page that must come before the workbench; empty when there is none."""
    if not one.factor and second_factor.ways(one.user).any:
        return "signin:code"
    if one.user.must_change_password:
        return "signin:new_password"
    if not one.factor and second_factor.required(one.user):
        return "signin:enrol"
    return ""


def go_on(request: HttpRequest, one: Pending) -> HttpResponse:
    """To the next page, or in."""
    name = next_page(one)
    if name:
        return redirect(name)
    response = redirect(one.next_url)
    enter(request, response, one)
    return response


def enter(request: HttpRequest, response: HttpResponse, one: Pending) -> None:
    """Sign the person in: session, log, forgotten wrong tries, the browser's list of names."""
    del request.session[PENDING]
    throttle.forget(throttle.Attempt(request, one.user.username))
    sessions.begin(request, one.user, one.factor)
    request.session[LANDING] = one.next_url
    records.write(RecordKind.SIGNED_IN, request, user=one.user, detail=one.factor)
    known_names.add(request, response, one.user, shown=one.shown)
    if second_factor.ways(one.user).running_out:
        messages.warning(request, "您的口令卡快用完了，请系统管理人员签发新卡。")


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of this site, else the workbench."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, here, require_https=request.is_secure())
    return wanted if is_ours else reverse("admin:index")


def _store(request: HttpRequest, one: Pending) -> Pending:
    request.session[PENDING] = {
        "user": one.user.pk,
        "hash": one.user.get_session_auth_hash(),
        "at": int(moment().timestamp()),
        "next": one.next_url,
        "factor": one.factor,
        "shown": one.shown,
    }
    return one
