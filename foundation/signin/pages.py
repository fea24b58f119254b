"""What the sign-in pages share: the workbench's frame, the answer to somebody who must wait, tidy leaving."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from foundation.signin import known_names
from foundation.workdays.present import moment

WRONG_NAME_OR_PASSWORD = "用户名或密码不对，请核对大小写和输入法。忘记密码的，请系统管理人员重设。"  # noqa: S105
WRONG_PASSWORD = "密码不对，请核对大小写和输入法。"  # noqa: S105
WRONG_CODE = "动态码或口令不对，或者已经用过。验证器的码请等换了新的再填。"


def page(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    frame = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"signin/{template}.html", frame)


def must_wait(request: HttpRequest, until: datetime) -> HttpResponse:
    """The same answer for every name, whether somebody has it or not."""
    left = max((until - moment()).total_seconds(), 1)
    response = page(request, "must_wait", "请稍后再试", until=until, minutes=ceil(left / 60))
    response.status_code = 429
    response["Retry-After"] = str(ceil(left))
    return response


def leave_no_cookies(request: HttpRequest, response: HttpResponse) -> None:
    """Whatever this browser kept for the person who leaves; the list of names is the browser's own."""
    kept = {known_names.COOKIE, settings.CSRF_COOKIE_NAME}
    for name in request.COOKIES.keys() - kept:
        response.delete_cookie(name)
