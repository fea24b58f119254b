"""Why a step on a request for correction (更正申请) may not be performed."""

from __future__ import annotations

from datetime import date

from foundation.contracts import Refusal
from foundation.workdays.wording import full_date
from requests_app import history
from requests_app.models import Rectification, RectificationEvent
from requests_app.rectification_rules import DATES


def always(case: Rectification, on: date) -> Refusal | None:
    return None


def not_before_receipt(case: Rectification, on: date) -> Refusal | None:
    if on < case.received_on:
        return Refusal(
            f"日期不能早于收到更正申请之日（{full_date(case.received_on)}）。",
            remedy="请核对日期；收到日期录错的，先办理“更正日期”。",
            field="effective_on",
        )
    return None


def not_before_decision(case: Rectification, on: date) -> Refusal | None:
    if case.decided_on is not None and on < case.decided_on:
        return Refusal(
            f"送达日期不能早于决定日期（{full_date(case.decided_on)}）。",
            remedy="请核对送达凭证。",
            field="effective_on",
        )
    return None


def correctable(case: Rectification) -> list[RectificationEvent]:
    """The events whose day can be mended, as they stand."""
    return [event for event in history.uncorrected(case.events.all()) if event.kind in DATES]
