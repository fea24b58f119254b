"""What is to be done with a letter between agencies (协查函), and which of its dates cannot be. Pure.

No law says how long such a letter may take: the day is the one the letter itself names, and nothing about it
stops the limit of the request it serves (that is what 征求意见 is for, 条例第33条).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from foundation.contracts import Refusal
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import full_date

ARTICLE = "条例第11条"

DATES: Mapping[str, str] = MappingProxyType(
    {
        "received": "received_on",
        "sent": "sent_on",
        "delivered": "delivered_on",
        "answer_sent": "answered_on",
        "answer_came": "answered_on",
    }
)
"""Which field of the letter repeats the day of which event."""

WORDINGS: Mapping[str, str] = MappingProxyType(
    {
        "received": "收到来函",
        "drafted": "拟协查函",
        "sent": "发出协查函",
        "delivered": "对方收到",
        "reminded": "催复",
        "assigned": "交办",
        "answer_sent": "回复来函",
        "answer_came": "收到回函",
        "given_up": "不再等待回复",
        "voided": "作废",
    }
)

ON_ITS_WAY = 3
"""Working days after which a letter should be known to have come."""


@dataclass(frozen=True)
class Position:
    """Where a letter stands: its stage and its days."""

    stage: str
    sent_on: date | None = None
    delivered_on: date | None = None
    due_on: date | None = None


def next_step(letter: Position, today: date, calendar: Calendar) -> str:
    """The one thing to do now; empty while there is nothing to do but wait, and when it is over."""
    if letter.stage == "received":
        return "回复来函"
    if letter.stage == "draft":
        return "发出协查函"
    if letter.stage != "sent" or letter.sent_on is None:
        return ""
    if letter.due_on is not None and today > letter.due_on:
        return "催复，或者不再等待"
    waited = arithmetic.count(calendar, letter.sent_on, today)
    return "登记对方收到" if letter.delivered_on is None and waited >= ON_ITS_WAY else ""


def disorder(
    *,
    began_on: date | None,
    began_field: str,
    due_on: date | None = None,
    delivered_on: date | None = None,
    answered_on: date | None = None,
) -> Refusal | None:
    """What cannot be before the letter came or went: the wanted day, the delivery, the answer."""
    if began_on is None:
        return None
    began = "收函" if began_field == "received_on" else "发函"
    for on, field, wording, remedy in (
        (due_on, "due_on", "要求回复日期", "请核对函上的日期。"),
        (delivered_on, "delivered_on", "对方收到的日期", "请核对签收凭证。"),
        (answered_on, "answered_on", "回复日期", "请核对发文日期。"),
    ):
        if on is not None and on < began_on:
            return Refusal(
                f"{wording}不能早于{began}日期（{full_date(began_on)}）。", remedy=remedy, field=field
            )
    return None
