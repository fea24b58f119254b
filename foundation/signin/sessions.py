"""For how long one stays signed in, where, and how that ends."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from foundation.agencies import operations as agencies
from foundation.agencies.models import User
from foundation.signin import browsers, second_factor
from foundation.signin.models import OpenSession
from foundation.signin.queries import OpenSessionQuerySet
from foundation.signin.throttle import address_of
from foundation.workdays.present import moment

FACTS = "signin"
"""Key of the session: {"at", "seen": seconds, "factor": what was shown besides the password}."""
BACKEND = "foundation.agencies.access.CapabilityBackend"
SELDOM = 60
"""Seconds after which a use is written down again; every page would be a write."""


def begin(request: HttpRequest, user: User, factor: str) -> None:
    """Sign in under a fresh session key and list the session among the person's own."""
    login(request, user, backend=BACKEND)
    request.session[FACTS] = {"at": _now(), "seen": _now(), "factor": factor}
    request.session.save()
    OpenSession.objects.create(
        session=Session.objects.get(session_key=request.session.session_key),
        user=user,
        epoch=user.session_epoch,
        started_at=moment(),
        seen_at=moment(),
        address=address_of(request),
        browser=browsers.named(str(request.META.get("HTTP_USER_AGENT") or "")),
    )


def over(request: HttpRequest, user: User) -> str:
    """Why this session may not go on (idle, long, factor), or an empty string."""
    facts = request.session.get(FACTS)
    if facts is None:  # not made by `begin`: only tests do that
        return "factor" if second_factor.required(user) else ""
    if _now() - facts["seen"] > settings.SESSION_IDLE_SECONDS:
        return "idle"
    if _now() - facts["at"] > settings.SESSION_COOKIE_AGE:
        return "long"
    return "factor" if not facts["factor"] and second_factor.required(user) else ""


def seen(request: HttpRequest) -> None:
    """Note that the session is in use, at most once a minute."""
    facts = request.session.get(FACTS)
    if facts is not None and _now() - facts["seen"] >= SELDOM:
        request.session[FACTS] = {**facts, "seen": _now()}
        OpenSession.objects.filter(session_id=request.session.session_key).update(seen_at=moment())


def stay(request: HttpRequest, user: User) -> None:
    """Go on under a fresh key after a new password, which has ended every session of the account."""
    mine = OpenSession.objects.filter(session_id=request.session.session_key).first()
    update_session_auth_hash(request, user)  # the former session goes, and its row with it
    request.session.save()
    if mine is not None:
        mine.pk, mine.session = None, Session.objects.get(pk=request.session.session_key)
        mine.save(force_insert=True)


def open_of(user: User) -> OpenSessionQuerySet:
    return OpenSession.objects.filter(user=user).in_force(
        moment(),
        idle=timedelta(seconds=settings.SESSION_IDLE_SECONDS),
        longest=timedelta(seconds=settings.SESSION_COOKIE_AGE),
    )


@transaction.atomic
def end(user: User, pk: int) -> bool:
    """End one of the person's own sessions; False if it is over already or somebody else's."""
    found = OpenSession.objects.filter(user=user, pk=pk).first()
    if found is None:
        return False
    Session.objects.filter(pk=found.session_id).delete()
    return True


@transaction.atomic
def end_all(user: User) -> None:
    """The account is closed, handed over or has got another password."""
    agencies.end_sessions(user)
    Session.objects.filter(open__user=user).delete()


@transaction.atomic
def end_others(user: User, session_key: str | None) -> int:
    """All but the present one; the number of those that were in use."""
    others = open_of(user).exclude(session_id=session_key)
    number = others.count()
    Session.objects.filter(open__user=user).exclude(pk=session_key).delete()
    return number


def _now() -> int:
    return int(moment().timestamp())
