"""What the regulation demands of requests every day, and who does not do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from foundation.contracts import Duty
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar
from requests_app.models import AssistanceLetter, InformationRequest


def _of(agency_ids: Sequence[int]) -> Any:
    return InformationRequest.objects.filter(respondent__in=list(agency_ids))


def overdue(agency_ids: Sequence[int], on: date) -> Any:
    return _of(agency_ids).overdue(on)


def unconfirmed(agency_ids: Sequence[int], on: date) -> Any:
    """Filed before the last working day and still not confirmed: the clock must not start unseen."""
    before = arithmetic.previous_workday(published_calendar(), on)
    return _of(agency_ids).unconfirmed().filter(events__seq=1, events__effective_on__lt=before)


def unanswered_letters(agency_ids: Sequence[int], on: date) -> Any:
    letters = AssistanceLetter.objects.filter(respondent__in=list(agency_ids))
    return letters.we_owe().filter(due_on__lt=on)


DUTIES = (
    Duty("requests.overdue", "政府信息公开申请逾期未答复", "条例第33条", "high", overdue),
    Duty("requests.unconfirmed", "网上、传真和平常信函的申请当日应当确认", "条例第31条", "low", unconfirmed),
    Duty("requests.letters", "协查函逾期未回复", "条例第11条", "low", unanswered_letters),
)
