"""Showing once more who one is, before something that a walk-up at an open screen must not do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from foundation.workdays.present import moment

CONFIRMED = "signin_confirmed"
MINUTES = 5


def is_recent(request: HttpRequest) -> bool:
    """Whether password or code were given again in this session within the last minutes."""
    at = request.session.get(CONFIRMED, 0)
    return bool(0 <= moment().timestamp() - at <= MINUTES * 60)


def note(request: HttpRequest) -> None:
    request.session[CONFIRMED] = int(moment().timestamp())


def ask(request: HttpRequest, back_to: str | None = None) -> HttpResponse:
    """Lead to the page that asks, and back here."""
    return redirect(f"{reverse('signin:confirm')}?{urlencode({'next': back_to or request.path})}")
