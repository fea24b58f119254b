"""One try at a password or a code: refused while one must wait, else checked, counted, written down."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from foundation.agencies.models import User
from foundation.signin import records, second_factor, throttle
from foundation.signin.models import RecordKind
from foundation.signin.pages import must_wait
from foundation.signin.throttle import Attempt

Wait = HttpResponse | None
"""The page that tells to wait, if it has come to that."""


def password(request: HttpRequest, username: str, typed: str) -> tuple[User | None, Wait]:
    """Whose password it is."""
    attempt = Attempt(request, username)
    if until := throttle.waits_until(attempt):
        return None, must_wait(request, until)
    user = throttle.check_password(attempt, typed)
    return user, _failed(request, attempt, RecordKind.PASSWORD_WRONG) if user is None else None


def code(request: HttpRequest, user: User, typed: str) -> tuple[str, Wait]:
    """What was shown, in words; empty if the code is not right."""
    attempt = Attempt(request, user.username)
    if until := throttle.waits_until(attempt):
        return "", must_wait(request, until)
    factor = second_factor.check(user, typed)
    if factor:
        return factor, None
    throttle.count_wrong(attempt)
    return "", _failed(request, attempt, RecordKind.CODE_WRONG)


def _failed(request: HttpRequest, attempt: Attempt, kind: RecordKind) -> Wait:
    records.write_failure(kind, attempt)
    until = throttle.waits_until(attempt)
    if until is None:
        return None
    records.write_failure(RecordKind.LOCKED, attempt)
    return must_wait(request, until)
