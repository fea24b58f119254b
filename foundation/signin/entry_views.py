"""The way in: password, code, own password, second factor; and out again, or over to a colleague."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from foundation.agencies.models import User
from foundation.signin import flow, known_names, operations, records, second_factor, tries
from foundation.signin.forms import CodeForm, NewPasswordForm, SignInForm
from foundation.signin.models import RecordKind
from foundation.signin.pages import WRONG_CODE, WRONG_NAME_OR_PASSWORD, leave_no_cookies, page

WHY = {
    "idle": "较长时间没有操作，已自动退出。请重新登录。",
    "long": "登录已满最长时间，已自动退出。请重新登录。",
    "factor": "您的账号需要第二重验证，请重新登录。",
}
"""What the sign-in page says to somebody whose session was ended (see middleware)."""


# --- the password ---------------------------------------------------------------------------------------


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. `pick` fills in a name this browser knows, `forget` takes it off the list."""
    if request.method != "POST":
        if admin.site.has_permission(request):
            return redirect(flow.safe_next(request))
        return _sign_in_page(request, SignInForm())
    if picked := request.POST.get("pick"):
        return _sign_in_page(request, SignInForm(initial={"username": picked[:150]}))
    if forgotten := request.POST.get("forget"):
        names = [name for name in known_names.names(request) if name != forgotten]
        response = _sign_in_page(request, SignInForm(), names)
        known_names.forget(request, response, forgotten)
        return response
    form = SignInForm(request.POST)
    return _try_password(request, form) if form.is_valid() else _sign_in_page(request, form)


def _sign_in_page(request: HttpRequest, form: SignInForm, names: list[str] | None = None) -> HttpResponse:
    return page(
        request,
        "sign_in",
        "工作人员登录",
        form=form,
        names=known_names.names(request) if names is None else names,
        next=flow.safe_next(request),
        why=WHY.get(request.GET.get("why", ""), ""),
    )


def _try_password(request: HttpRequest, form: SignInForm) -> HttpResponse:
    typed = form.cleaned_data
    user, wait = tries.password(request, typed["username"], typed["password"])
    if user is None:
        form.add_error(None, WRONG_NAME_OR_PASSWORD)
        return wait or _sign_in_page(request, form)
    return flow.go_on(request, flow.begin(request, user, flow.safe_next(request)))


# --- the code -------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second factor, counted like the password."""
    one = flow.pending(request)
    if one is None or flow.next_page(one) != "signin:code":
        return redirect("admin:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        factor, wait = tries.code(request, one.user, form.cleaned_data["code"])
        if factor:
            return flow.go_on(request, flow.passed(request, one, factor))
        if wait is not None:
            return wait
        form.add_error("code", WRONG_CODE)
    return page(request, "code", "第二重验证", form=form, person=one.user, ways=second_factor.ways(one.user))


# --- before the first day of work -----------------------------------------------------------------------


@sensitive_post_parameters("new_password1", "new_password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """An own password in place of the temporary one."""
    one = flow.pending(request)
    if one is None or flow.next_page(one) != "signin:new_password":
        return redirect("admin:login")
    form = NewPasswordForm(request.POST or None, user=one.user)
    if request.method == "POST" and form.is_valid():
        operations.change_password(one.user, form.cleaned_data["new_password1"], request)
        return flow.go_on(request, flow.renewed(request, one))
    return page(request, "new_password", "设置自己的密码", form=form, person=one.user, first=True)


# --- out, and over to a colleague -----------------------------------------------------------------------


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave this browser for good: the second factor will be asked for again."""
    response = redirect("admin:login")
    user = _leave(request, response, RecordKind.SIGNED_OUT)
    if user is not None:
        known_names.leave(request, response, user)
    return response


@never_cache
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """换人: the next person at this computer signs in and finds the same page, if they may see it."""
    response = redirect(f"{reverse('admin:login')}?{urlencode({'next': flow.safe_next(request)})}")
    _leave(request, response, RecordKind.SWITCHED)
    return response


def _leave(request: HttpRequest, response: HttpResponse, kind: RecordKind) -> User | None:
    user: Any = request.user
    if isinstance(user, AnonymousUser):
        return None
    records.write(kind, request, user=user)
    logout(request)
    leave_no_cookies(request, response)
    return cast(User, user)
