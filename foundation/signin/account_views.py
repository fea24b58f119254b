"""One's own account: open sessions, password, second factor, recovery codes; and confirming who one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from foundation.agencies.models import User
from foundation.signin import (
    authenticator,
    confirmation,
    flow,
    operations,
    records,
    second_factor,
    sessions,
    tries,
)
from foundation.signin.code_sheets import Issued
from foundation.signin.forms import ChangePasswordForm, ConfirmForm, EnrolForm
from foundation.signin.models import RecordKind, SignInRecord
from foundation.signin.pages import WRONG_CODE, WRONG_PASSWORD, page

View = Callable[..., HttpResponse]
RECORDS_SHOWN = 10


def person_of(request: HttpRequest) -> User:
    return cast(User, request.user)


# --- the page -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    return page(
        request,
        "account",
        "我的登录",
        person=person,
        open_sessions=sessions.open_of(person),
        here=request.session.session_key,
        ways=second_factor.ways(person),
        required=second_factor.required(person),
        records=SignInRecord.objects.filter(user=person)[:RECORDS_SHOWN],
    )


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    if sessions.end(person_of(request), pk):
        records.write(RecordKind.SESSION_ENDED, request, user=person_of(request))
        messages.success(request, "那一处登录已经结束。")
    return redirect("signin:account")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    number = sessions.end_others(person_of(request), request.session.session_key)
    if number:
        records.write(RecordKind.SESSION_ENDED, request, user=person_of(request), detail=f"其他{number}处")
    messages.success(request, f"已结束其他{number}处登录。" if number else "没有其他登录。")
    return redirect("signin:account")


@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """Said by the page while somebody types: the middleware has noted that the session is in use."""
    return HttpResponse(status=204)


# --- password -------------------------------------------------------------------------------------------


@sensitive_post_parameters("old_password", "new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """The old one is counted like a sign-in: an open screen is no place to guess at it."""
    person = person_of(request)
    form = ChangePasswordForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        known, wait = tries.password(request, person.username, form.cleaned_data["old_password"])
        if known is not None:
            operations.change_password(person, form.cleaned_data["new_password1"], request)
            sessions.stay(request, person)
            messages.success(request, "密码已经修改，其他地方的登录都已结束。")
            return redirect("signin:account")
        if wait is not None:
            return wait
        form.add_error("old_password", WRONG_PASSWORD)
    return page(request, "new_password", "修改密码", form=form, person=person, first=False)


# --- confirming who one is ------------------------------------------------------------------------------


def confirmed(view: View) -> View:
    """Only for whoever has given password or code again within the last minutes."""

    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not confirmation.is_recent(request):
            return confirmation.ask(request, reverse("signin:account") if request.method == "POST" else None)
        return view(request, *args, **kwargs)

    return asking


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Password or code once more, then back to what was wanted."""
    person = person_of(request)
    has_factor = second_factor.ways(person).any
    form = ConfirmForm(request.POST or None, has_factor=has_factor)
    if request.method == "POST" and form.is_valid():
        wait = _try_confirming(request, form)
        if wait is not None:
            return wait
        if not form.errors:
            confirmation.note(request)
            records.write(RecordKind.CONFIRMED, request, user=person)
            return redirect(flow.safe_next(request))
    return page(request, "confirm", "请再次确认是您本人", form=form, next=flow.safe_next(request))


def _try_confirming(request: HttpRequest, form: ConfirmForm) -> HttpResponse | None:
    """Errors go into the form; a response means: wait."""
    person, typed = person_of(request), form.cleaned_data
    if typed["password"]:
        known, wait = tries.password(request, person.username, typed["password"])
        if known is None:
            form.add_error("password", WRONG_PASSWORD)
        return wait
    factor, wait = tries.code(request, person, typed["code"])
    if not factor:
        form.add_error("code", WRONG_CODE)
    return wait


# --- second factor --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Bind an app: on the way in for who has nothing yet, else from one's own page after confirming."""
    one = flow.pending(request)
    if one is not None and flow.next_page(one) == "signin:enrol":
        return _enrol(request, one.user, one)
    if not admin.site.has_permission(request):
        return redirect("admin:login")
    return confirmed(_enrol)(request, person_of(request), None)


def _enrol(request: HttpRequest, person: User, one: flow.Pending | None) -> HttpResponse:
    form = EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issued = operations.add_app(person, form.cleaned_data["code"], request)
        if issued is not None:
            return _enrolled(request, issued, one)
        form.add_error("code", "动态码不对。请核对手机的时间，等换了新码再填。")
    app = authenticator.begin(person)
    width, path = authenticator.picture(app)
    secret = authenticator.secret_text(app)
    return page(
        request,
        "enrol",
        "绑定验证器",
        form=form,
        person=person,
        width=width,
        path=path,
        secret=secret,
        first=one,
    )


def _enrolled(request: HttpRequest, issued: Issued, one: flow.Pending | None) -> HttpResponse:
    if one is None:
        return _codes_page(request, issued, reverse("signin:account"))
    # The codes are shown in the answer itself, so the person must be in before it is made.
    response = HttpResponse()
    flow.enter(request, response, flow.passed(request, one, "验证器"))
    shown = _codes_page(request, issued, one.next_url)
    shown.cookies.update(response.cookies)
    return shown


@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    return confirmed(_renew)(request)


def _renew(request: HttpRequest) -> HttpResponse:
    if not second_factor.ways(person_of(request)).app:
        return redirect("signin:account")
    issued = operations.renew_recovery_codes(person_of(request), request)
    return _codes_page(request, issued, reverse("signin:account"))


def _codes_page(request: HttpRequest, issued: Issued, next_url: str) -> TemplateResponse:
    return page(request, "codes", "恢复码", issued=issued, person=issued.sheet.user, next=next_url)
