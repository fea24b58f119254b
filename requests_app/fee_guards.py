"""Why a step about the processing fee (信息处理费) may not be performed, each with its article."""

from __future__ import annotations

from datetime import date

from foundation.contracts import Refusal
from foundation.workdays.wording import full_date
from requests_app import charges, fees
from requests_app.models import InformationRequest, ProcessingFee
from requests_app.procedure_guards import not_before_receipt
from requests_app.regimes import REGIMES
from requests_app.reply_types import FEE_RULES

UNPAID = "F2"


def may_be_charged(case: InformationRequest, on: date) -> Refusal | None:
    """Where the district charges, once, where the law of that day knows a fee, inside the running limit."""
    if not charges.policy().charges:
        return Refusal("本区不收取信息处理费。", "条例第42条", "请照常答复。")
    refusal = not_before_receipt(case, on) or no_fee_yet(case) or fees.none_exists(on, REGIMES[case.regime])
    if refusal is None and case.due_on is not None and on > case.due_on:
        return Refusal(
            f"答复期限已于{full_date(case.due_on)}届满，届满后不能再发收费通知。",
            FEE_RULES,
            "请尽快答复；期限届满前已经通知的，勾选“补录”并上传凭证。",
            "effective_on",
        )
    return refusal


def no_fee_yet(case: InformationRequest) -> Refusal | None:
    if charges.fee_of(case) is None:
        return None
    return Refusal(
        "本件已经发过收费通知，一件只收一次。",
        f"{fees.METHOD}第三条",
        "数额有误的，在缴费前办理“更正收费数额”；多收的，办理“登记退付”。",
    )


def notice_undelivered(case: InformationRequest, on: date) -> Refusal | None:
    fee = charges.fee_of(case)
    if fee is not None and fee.delivered_on is not None:
        return Refusal(
            f"收费通知书已登记于{full_date(fee.delivered_on)}送达。", remedy="日期录错的，办理“更正日期”。"
        )
    return _awaited(fee, on)


def may_be_paid(case: InformationRequest, on: date) -> Refusal | None:
    """In the window; who pays later has given the request up, unless the agency takes it all the same."""
    fee = charges.fee_of(case)
    refusal = _awaited(fee, on)
    until = charges.pay_by(fee) if refusal is None and fee is not None else None
    if until is not None and on > until:
        return Refusal(
            f"缴费期限（{full_date(until)}）已过，视为放弃申请。",
            FEE_RULES,
            "请退回款项，申请人可以重新申请；本机关已经收下并继续办理的，勾选“补录”。",
            "effective_on",
        )
    return refusal


def awaited(case: InformationRequest, on: date) -> Refusal | None:
    """A notice is out that was neither paid nor withdrawn."""
    return _awaited(charges.fee_of(case), on)


def _awaited(fee: ProcessingFee | None, on: date) -> Refusal | None:
    if fee is None or not fee.awaited:
        return Refusal("没有等待缴纳的信息处理费。", remedy="日期录错的，办理“更正日期”。")
    since = max(fee.delivered_on or fee.notice.made_on, fee.notice.made_on)
    if on < since:
        return Refusal(
            f"日期不能早于收费通知发出或者送达之日（{full_date(since)}）。",
            remedy="请核对凭证。",
            field="effective_on",
        )
    return None


def may_be_left(case: InformationRequest, on: date) -> Refusal | None:
    """Not paying is giving up only after the whole window and with proof of delivery."""
    fee = charges.fee_of(case)
    if fee is None or not fee.awaited:
        return Refusal(
            "没有等待缴纳的信息处理费，不能以逾期未缴费不再处理。", FEE_RULES, "请按其他答复类型办理。"
        )
    until = charges.pay_by(fee)
    if until is None:
        return Refusal(
            "没有收费通知书的送达记录，不能视为申请人放弃申请。",
            FEE_RULES,
            "请先办理“登记收费通知书送达”；联系不上的，另行邮寄。",
        )
    if on <= until:
        return Refusal(
            f"缴费期限到{full_date(until)}为止，还没有过。",
            FEE_RULES,
            "请等到期限届满的次日。",
            "effective_on",
        )
    return None


def unpaid_where_so_answered(case: InformationRequest, on: date) -> Refusal | None:
    """“逾期未缴费” can be signed only where it was so."""
    types = [part.reply_type for part in case.parts.all()]
    return may_be_left(case, on) if UNPAID in types else None


def may_be_refunded(case: InformationRequest, on: date) -> Refusal | None:
    """Once, of what was paid: the fee was too high, or a review revoked it."""
    fee = charges.fee_of(case)
    if fee is None or fee.paid_on is None:
        return Refusal("本件没有缴纳过信息处理费，没有可以退付的。", remedy="不需要办理。")
    if fee.refunded_on is not None:
        return Refusal(f"本件已于{full_date(fee.refunded_on)}登记退付。", remedy="不需要再次办理。")
    if on < fee.paid_on:
        return Refusal(
            f"退付不能早于缴费之日（{full_date(fee.paid_on)}）。", remedy="请核对凭证。", field="effective_on"
        )
    return None
