"""Wrong tries are counted and slowed down. django-axes keeps the rows; nobody else here knows it.

Axes is given a request that holds nothing but an address, so its rows hold nothing but a name, an address, a
number and a time. Counting, waiting and forgetting follow `waits`.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from foundation.agencies.models import User
from foundation.privacy import vault
from foundation.signin import addresses
from foundation.signin.models import Lock
from foundation.signin.waits import FREE, MEMORY, wait_after
from foundation.workdays.present import moment

logger = logging.getLogger(__name__)


class Attempt(HttpRequest):
    """Somebody tries a password or a code for a name; `account` is None for a name nobody has."""

    def __init__(self, request: HttpRequest, typed_name: str) -> None:
        super().__init__()
        self.address = address_of(request)
        self.META = {"REMOTE_ADDR": addresses.counted_address(self.address)}
        self.typed_name = typed_name
        self.account = User.objects.filter(username=typed_name).first()
        self.counted_name = self.account.username if self.account else unknown(typed_name)

    @property
    def counted_address(self) -> str | None:
        counted: str | None = self.META["REMOTE_ADDR"]
        return counted

    def __repr__(self) -> str:
        return f"<Attempt for {self.counted_name}>"


def address_of(request: HttpRequest) -> str | None:
    """Who asks; what a proxy says about it is believed only of the proxies in settings."""
    remote = str(request.META.get("REMOTE_ADDR") or "")
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR") or "")
    found = addresses.client_address(remote, forwarded, settings.PROXY_ADDRESSES)
    if settings.BEHIND_PROXY and forwarded and found == remote:
        _tell_of_proxy(remote)
    return found


@lru_cache(maxsize=16)
def _tell_of_proxy(remote: str) -> None:
    """Once: if this is our proxy, all visitors share its address, and each can make the others wait."""
    logger.warning("%s forwards requests but is not among PROXY_ADDRESSES; its word is not taken", remote)


def unknown(typed_name: str) -> str:
    """A name without an account, so that the same one can be counted and nobody can read it."""
    return f"?{vault.keyed_hash('signin.unknown_name', typed_name)[:16]}"


def check_password(attempt: Attempt, password: str) -> User | None:
    """The active member of staff whose password this is; a wrong one is counted."""
    user = authenticate(attempt, username=attempt.typed_name, password=password)
    if user is not None and not user.is_staff:
        count_wrong(attempt)
        return None
    return user if isinstance(user, User) else None


def count_wrong(attempt: Attempt) -> None:
    user_login_failed.send(sender=__name__, credentials={"username": attempt.typed_name}, request=attempt)


def waits_until(attempt: Attempt) -> datetime | None:
    """When this name may be tried again from this address; None if now."""
    row = Lock.objects.of(attempt.counted_name, attempt.counted_address).first()
    if row is None or row.failures_since_start <= FREE:
        return None
    until: datetime = row.attempt_time + wait_after(row.failures_since_start)
    return until if until > moment() else None


def forget(attempt: Attempt) -> None:
    Lock.objects.of(attempt.counted_name, attempt.counted_address).delete()


def forget_old() -> int:
    """Rows nobody added to for a day. Run daily, it bounds the table."""
    return int(Lock.objects.forgotten(moment()).delete()[0])


# --- what axes asks of us (settings.AXES_…) ---------------------------------------------------------------


class Handler(AxesDatabaseHandler):
    def clean_expired_user_attempts(
        self, request: HttpRequest | None = None, credentials: dict[str, Any] | None = None
    ) -> int:
        """Axes would drop everybody's rows after this one's wait, and no wait could rise."""
        return 0


def name_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    if isinstance(request, Attempt):
        return request.counted_name
    return Attempt(request, str((credentials or {}).get("username") or "")).counted_name


def counted_address_of(request: HttpRequest) -> str | None:
    if isinstance(request, Attempt):
        return request.counted_address
    return addresses.counted_address(address_of(request))


def cool_off(request: HttpRequest | None) -> timedelta:
    """How far back a wrong try still counts: as long as the wait it brought, or a day while there is none."""
    if isinstance(request, Attempt):
        row = Lock.objects.of(request.counted_name, request.counted_address).first()
        if row is not None and row.failures_since_start > FREE:
            return wait_after(row.failures_since_start)
    return MEMORY
