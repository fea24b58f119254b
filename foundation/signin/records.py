"""Writing the sign-in log."""

from __future__ import annotations

from django.http import HttpRequest

from foundation.agencies.models import User
from foundation.signin.models import RecordKind, SignInRecord
from foundation.signin.throttle import Attempt, address_of
from foundation.workdays.present import moment


def write(
    kind: RecordKind,
    request: HttpRequest | None = None,
    *,
    user: User | None = None,
    by: User | None = None,
    detail: str = "",
) -> SignInRecord:
    """`user` is whose account it is about, `by` who did it to somebody else's. Commands have no request."""
    return SignInRecord.objects.create(
        at=moment(),
        kind=kind,
        user=user,
        by=by,
        address=address_of(request) if request is not None else None,
        detail=detail,
    )


def write_failure(kind: RecordKind, attempt: Attempt, *, detail: str = "") -> SignInRecord:
    """Of somebody who is not signed in yet; an unknown name only as its hash."""
    return SignInRecord.objects.create(
        at=moment(),
        kind=kind,
        user=attempt.account,
        unknown_name="" if attempt.account else attempt.counted_name,
        address=attempt.address,
        detail=detail,
    )
