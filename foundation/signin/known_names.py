"""Who has signed in with this browser: names for switching quickly on a shared computer, in a signed cookie.

A person who showed a second factor here is asked for the password alone until the longest time of a session
is over; leaving for good (退出登录), a new password or ended sessions put an end to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from foundation.agencies.models import User
from foundation.workdays.present import moment

COOKIE = "known_names"
MOST = 6
SECONDS = 90 * 24 * 3600


@dataclass(frozen=True)
class Known:
    """`shown_at`: when a second factor was shown here (seconds), else 0; `proof` binds it to the account."""

    name: str
    shown_at: int = 0
    proof: str = ""


def read(request: HttpRequest) -> list[Known]:
    """The latest first; nothing from a cookie we did not write."""
    try:
        rows: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=SECONDS)
        return [Known(*row) for row in rows]
    except (signing.BadSignature, TypeError):  # the second: written by an older release
        return []


def names(request: HttpRequest) -> list[str]:
    return [known.name for known in read(request)]


def shown_here(request: HttpRequest, user: User) -> bool:
    """Whether this person showed a second factor in this browser lately enough."""
    known = next((one for one in read(request) if one.name == user.username), Known(""))
    is_fresh = moment().timestamp() - known.shown_at < settings.SESSION_COOKIE_AGE
    return is_fresh and constant_time_compare(known.proof, _proof(user))


def add(request: HttpRequest, response: HttpResponse, user: User, *, shown: bool) -> None:
    """Put the person first. `shown`: a second factor was shown just now."""
    before = read(request)
    former = next((one for one in before if one.name == user.username), Known(user.username))
    now = int(moment().timestamp())
    latest = Known(user.username, now, _proof(user)) if shown else former
    _write(response, [latest, *(one for one in before if one.name != user.username)])


def forget(request: HttpRequest, response: HttpResponse, name: str) -> None:
    _write(response, [one for one in read(request) if one.name != name])


def leave(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Keep the name; the second factor is asked for again."""
    _write(response, [Known(one.name) if one.name == user.username else one for one in read(request)])


def _proof(user: User) -> str:
    return salted_hmac(COOKIE, f"{user.pk}:{user.get_session_auth_hash()}").hexdigest()[:32]


def _write(response: HttpResponse, known: list[Known]) -> None:
    rows = [[one.name, one.shown_at, one.proof] for one in known[:MOST]]
    response.set_cookie(
        COOKIE,
        signing.dumps(rows, salt=COOKIE),
        max_age=SECONDS,
        path=reverse("admin:index"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
