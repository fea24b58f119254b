"""Why a step on a letter between agencies (协查函) may not be performed."""

from __future__ import annotations

from datetime import date

from foundation.contracts import Refusal
from foundation.workdays.wording import full_date
from requests_app import history
from requests_app.letter_rules import DATES
from requests_app.models import AssistanceLetter, LetterEvent


def always(letter: AssistanceLetter, on: date) -> Refusal | None:
    return None


def not_before_it_began(letter: AssistanceLetter, on: date) -> Refusal | None:
    """Nothing happens to a letter before it came, or before it went."""
    began = letter.began_on
    if began is None or on >= began:
        return None
    what = "收函" if letter.incoming else "发函"
    return Refusal(
        f"日期不能早于{what}日期（{full_date(began)}）。",
        remedy=f"请核对日期；{what}日期录错的，先办理“更正日期”。",
        field="effective_on",
    )


def not_delivered_yet(letter: AssistanceLetter, on: date) -> Refusal | None:
    if letter.delivered_on is not None:
        return Refusal(
            f"已经登记对方于{full_date(letter.delivered_on)}收到。",
            remedy="日期录错的，办理“更正日期”。",
        )
    return not_before_it_began(letter, on)


def correctable(letter: AssistanceLetter) -> list[LetterEvent]:
    """The events whose day can be mended, as they stand."""
    return [event for event in history.uncorrected(letter.events.all()) if event.kind in DATES]


def something_to_correct(letter: AssistanceLetter, on: date) -> Refusal | None:
    return None if correctable(letter) else Refusal("本件还没有可以更正日期的记录。")
