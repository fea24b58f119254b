"""No request brings more than the largest form needs: refused before a byte of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

MEGABYTE = 1024 * 1024
PUBLIC_BYTES = 24 * MEGABYTE
"""One file of 20 MB and the form around it."""
STAFF_BYTES = 64 * MEGABYTE
"""Service of an answer: three files of 20 MB (requests_app.forms.steps)."""
STAFF_ADDRESSES = "/admin/"


class BodyLimits:
    """Refuses what says it is too long, and what does not say how long it is.

    Browsers always say. A body in chunks could go on for ever, and Django would take it for an empty form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        limit = limit_of(request.path)
        unknown = "HTTP_TRANSFER_ENCODING" in request.META
        if unknown or _declared(request) > limit:
            context = {"megabytes": limit // MEGABYTE, "unknown": unknown}
            return render(request, "413.html", context, status=413)
        return self.get_response(request)


def limit_of(path: str) -> int:
    return STAFF_BYTES if path.startswith(STAFF_ADDRESSES) else PUBLIC_BYTES


def _declared(request: HttpRequest) -> int:
    declared = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(declared) if declared.isdecimal() else 0
