"""Document numbers (文号): given out here at sign-off, or typed from the office system, once only."""

from __future__ import annotations

import re
from datetime import date

from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.ledger import numbers
from requests_app.models import AssistanceLetter, Direction, Notice, Rectification, Series

SERIES = Series.DOCUMENT.value
FORMAT = re.compile(r"[^\s〔〕]{1,30}〔(?:19|20)\d{2}〕[1-9]\d{0,4}号")


def issue(agency: Agency, on: date) -> str:
    """The next free number of the agency's year; a number typed in earlier is passed over.

    Must run inside the transaction that uses it.
    """
    while True:
        serial = numbers.issue(agency, SERIES, on.year)[0]
        number = f"{agency.document_code}〔{on.year}〕{serial}号"
        if not is_taken(number):
            return number


def is_taken(number: str) -> bool:
    """Whether a notice or a letter of ours bears the number already, void ones included."""
    return (
        Notice.objects.filter(document_number=number).exists()
        or Rectification.objects.filter(document_number=number).exists()
        or AssistanceLetter.objects.filter(direction=Direction.OUTGOING, letter_number=number).exists()
    )


def settle(agency: Agency, typed: str, on: date) -> str:
    """The number typed in from the office system, checked, or the next one given out here."""
    if typed:
        refuse_unusable(typed)
    return typed or issue(agency, on)


def tidy(typed: str) -> str:
    """Brackets and blanks as keyboards give them, set right; the form itself is checked elsewhere."""
    return "".join(typed.split()).translate(str.maketrans("[]【】", "〔〕〔〕"))


def refuse_unusable(number: str) -> None:
    """Raises Refused when a typed number is not one, or is in use."""
    if not FORMAT.fullmatch(number):
        raise Refused(
            Refusal(
                f"“{number}”不是完整的文号。",
                remedy="请按“机关代字〔年份〕序号”填写，例如“山政公开〔2026〕12号”，年份用六角括号。",
                field="document_number",
            )
        )
    if is_taken(number):
        raise Refused(
            Refusal(
                f"文号“{number}”已经用过。",
                remedy="请核对后改填，或者留空由系统编号。",
                field="document_number",
            )
        )
