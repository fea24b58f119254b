"""The applicant's secret: eight characters, kept only as a keyed hash bound to the number."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.utils.crypto import constant_time_compare

from foundation.privacy import vault
from requests_app.models import InformationRequest

if TYPE_CHECKING:
    from requests_app.queries import InformationRequestQuerySet

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which are mistaken for each other when read out or copied."""
LENGTH = 8


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def digest(number: str, code: str) -> str:
    return vault.keyed_hash("requests.query_code", f"{tidy_number(number)}:{tidy_code(code)}")


def tidy_number(number: str) -> str:
    return "".join(number.split()).lower()


def tidy_code(code: str) -> str:
    return "".join(code.replace("-", "").split()).upper()


def find(number: str, code: str) -> InformationRequest | None:
    """The request these two secrets open. A wrong number and a wrong code take the same way and time."""
    requests: InformationRequestQuerySet = InformationRequest.objects.select_related(
        "respondent", "applicant"
    )
    request: InformationRequest | None = requests.filter(number=tidy_number(number)).first()
    expected = request.query_code_hash if request else "0" * 64
    return request if constant_time_compare(expected, digest(number, code)) else None
