"""What of a stored request its fee is worked out from, and until when it can be paid."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from foundation.workdays.arithmetic import is_provisional
from foundation.workdays.calendar import Calendar
from foundation.workdays.deadlines import last_day
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import fees
from requests_app.fees import SUBMITTED, Counted, FeePolicy
from requests_app.models import InformationRequest, ProcessingFee
from requests_app.queries import COUNTED


def policy() -> FeePolicy:
    """Which tariffs the district uses (setting GONGKAI_FEES)."""
    chosen: FeePolicy = settings.GONGKAI_FEES
    return chosen


def fee_of(case: InformationRequest) -> ProcessingFee | None:
    found: ProcessingFee | None = getattr(case, "fee", None)
    return found


def pay_by(fee: ProcessingFee, calendar: Calendar | None = None) -> date | None:
    """The applicant's last day to pay: 20 working days after the notice came; None before that (第六条)."""
    if fee.delivered_on is None:
        return None
    return last_day("D08", fee.delivered_on, calendar or published_calendar())


def last_day_in_words(fee: ProcessingFee) -> str:
    """2026年10月27日, or 预计2027年1月4日 where holidays are not known yet; empty before the notice came."""
    calendar = published_calendar()
    until = pay_by(fee, calendar)
    if until is None or fee.delivered_on is None:
        return ""
    estimate = is_provisional(calendar, fee.delivered_on, until)
    return f"{'预计' if estimate else ''}{full_date(until)}"


def window_in_words(fee: ProcessingFee) -> str:
    """When to pay, for the applicant; an estimate is never told as a bare date."""
    last = last_day_in_words(fee)
    if last and not last.startswith("预计"):
        return f"最迟在{last}"
    return f"自收到收费通知书次日起20个工作日内{f'（{last}，以国务院放假安排为准）' if last else ''}"


def earlier_in_month(case: InformationRequest) -> int:
    """How many the applicant asked the same agency before this one in its natural month, as counted for fees.

    By the number of the identity paper, or where there is none by the exact name; the clerk confirms it.
    """
    person = case.applicant
    same = Q(applicant__identity_hash=person.identity_hash)
    if not person.identity_hash:
        same = Q(applicant__name_hash=person.name_hash)
    mine = InformationRequest.objects.filter(COUNTED, same, respondent=case.respondent_id)
    others = mine.filter(registered_on__isnull=False).exclude(pk=case.pk).select_related("fee")
    return fees.earlier_in_month(map(_counted, others), _counted(case))


def _counted(case: InformationRequest) -> Counted:
    fee = fee_of(case)
    items = fee.items if fee is not None and fee.items and fee.withdrawn_on is None else 1
    return Counted(_placed_on(case), case.pk, items)


def _placed_on(case: InformationRequest) -> date:
    if policy().month == SUBMITTED and case.submitted_at is not None:
        return timezone.localdate(case.submitted_at)
    assert case.registered_on is not None  # noqa: S101 - asked only of what was received
    return case.registered_on


def standing(fee: ProcessingFee) -> str:
    """Where it stands in one sentence."""
    amount = fees.yuan(fee.amount_fen)
    if fee.withdrawn_on is not None:
        return f"{full_date(fee.withdrawn_on)}撤销收费通知，不收费。"
    if fee.paid_on is not None:
        back = (
            f"；{full_date(fee.refunded_on)}退付{fees.yuan(fee.refunded_fen)}（凭证号{fee.refund_receipt}）"
            if fee.refunded_on
            else ""
        )
        return f"{full_date(fee.paid_on)}缴纳{amount}（财政票据号{fee.receipt_number}）{back}。"
    until = last_day_in_words(fee)
    if not until:
        return f"{full_date(fee.asked_on)}发出收费通知，应缴{amount}；还没有送达记录，缴费期限没有起算。"
    return f"{full_date(fee.asked_on)}发出收费通知，应缴{amount}，缴费期限到{until}为止。"
