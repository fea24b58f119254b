"""Who has shown number and query code: a short signed cookie, instead of an account or a session row.

The receipt's cookie also carries the query code, which is stored nowhere; it never leaves its owner's browser
and never stands in an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from requests_app.models import InformationRequest

MINUTES = 30
HOLDER, RECEIPT = "request_holder", "request_receipt"


@dataclass(frozen=True)
class Receipt:
    """What the applicant is given once."""

    pk: int
    query_code: str


def remember_holder(response: HttpResponse, case: InformationRequest) -> None:
    _set(response, HOLDER, {"pk": case.pk})


def remember_receipt(response: HttpResponse, case: InformationRequest, query_code: str) -> None:
    _set(response, RECEIPT, {"pk": case.pk, "query_code": query_code})


def forget(response: HttpResponse) -> None:
    for name in (HOLDER, RECEIPT):
        response.delete_cookie(name)


def held(request: HttpRequest) -> int | None:
    """The request whose number and code this browser has shown in the last half hour."""
    facts = _get(request, HOLDER)
    return int(facts["pk"]) if facts else None


def receipt(request: HttpRequest) -> Receipt | None:
    facts = _get(request, RECEIPT)
    return Receipt(int(facts["pk"]), str(facts["query_code"])) if facts else None


def _set(response: HttpResponse, name: str, facts: dict[str, object]) -> None:
    response.set_cookie(
        name,
        signing.dumps(facts, salt=name),
        max_age=MINUTES * 60,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _get(request: HttpRequest, name: str) -> dict[str, Any] | None:
    try:
        facts = signing.loads(request.COOKIES.get(name, ""), salt=name, max_age=MINUTES * 60)
    except signing.BadSignature:
        return None
    return facts if isinstance(facts, dict) else None
