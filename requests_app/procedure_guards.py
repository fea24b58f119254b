"""Why a step between receipt and answer may not be performed: correction, letters, reasons, extension."""

from __future__ import annotations

from datetime import date

from foundation.contracts import Refusal
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import excess, history, third_parties
from requests_app.clock import consultation_limit
from requests_app.clock_facts import Consultation as Letter
from requests_app.excess import Reasons
from requests_app.models import (
    Consultation,
    ConsultedKind,
    ExcessReasons,
    InformationRequest,
    Override,
    RequestCorrection,
)
from requests_app.regimes import REGIMES
from requests_app.third_parties import ThirdParty


def not_before_receipt(case: InformationRequest, on: date) -> Refusal | None:
    if case.received_on is not None and on < case.received_on:
        return Refusal(
            f"发生日期不能早于收到申请之日（{full_date(case.received_on)}）。",
            remedy="请核对日期；收到日期录错的，先办理“更正日期”。",
            field="effective_on",
        )
    return None


MOVED_THE_LIMIT = ("correction_asked", "consulted", "extended", "reasons_asked", "deferred", "fee_asked")
"""What happened to all parts at once; a part taken out afterwards would lose it, or have it twice."""


def may_be_split(case: InformationRequest, on: date) -> Refusal | None:
    """While nothing but the receipt has happened to it: then both halves have the same limit."""
    parts = case.parts.all()
    if len(parts) < 2:
        return Refusal("本件只有一项申请事项，不能拆分。", remedy="照常拟定答复。")
    if any(part.decided for part in parts):
        return Refusal("已经拟定答复的不再拆分。", "条例第29条", "各项可以在同一份告知书里分别答复。")
    if any(event.kind in MOVED_THE_LIMIT for event in history.in_force(case)):
        return Refusal(
            "本件已经告知补正、征求意见、延期、要求说明理由或者通知收费，不再拆分。",
            "条例第29条",
            "各项可以在同一份告知书里分别答复。",
        )
    return not_before_receipt(case, on)


def _correction(case: InformationRequest) -> RequestCorrection | None:
    found: RequestCorrection | None = getattr(case, "correction", None)
    return found


def may_ask_for_correction(case: InformationRequest, on: date) -> Refusal | None:
    """Once, and within 7 working days of the receipt (条例第30条)."""
    if history.last(case, "correction_asked") is not None:
        return Refusal(
            "本件已经告知过补正，补正只能一次性告知。",
            "条例第30条",
            "补正后仍不明确的，拟定答复“补正后申请内容仍不明确”。",
        )
    limit = correction_notice_limit(case)
    if limit is not None and on > limit:
        return Refusal(
            f"告知补正的期限（{full_date(limit)}）已过，应当按现有内容办理。",
            "条例第30条",
            "与申请人电话沟通；期限内已经告知的，勾选“补录”并上传凭证。",
            "effective_on",
        )
    return not_before_receipt(case, on)


def correction_notice_limit(case: InformationRequest) -> date | None:
    """The last day to ask for a correction; the regulation of 2007 sets none."""
    days = REGIMES[case.regime].correction_notice_days if case.regime else None
    if days is None or case.registered_on is None:
        return None
    return arithmetic.add(published_calendar(), case.registered_on, days)


def notice_not_delivered(case: InformationRequest, on: date) -> Refusal | None:
    correction = _correction(case)
    if correction is not None and correction.delivered_on is not None:
        return Refusal(
            f"补正告知书已登记于{full_date(correction.delivered_on)}送达。",
            remedy="日期录错的，办理“更正日期”。",
        )
    return _not_before_notice(correction, on)


def after_the_notice(case: InformationRequest, on: date) -> Refusal | None:
    return _not_before_notice(_correction(case), on)


def _not_before_notice(correction: RequestCorrection | None, on: date) -> Refusal | None:
    if correction is not None and on < correction.asked_on:
        return Refusal(
            f"日期不能早于告知补正之日（{full_date(correction.asked_on)}）。",
            remedy="请核对凭证。",
            field="effective_on",
        )
    return None


def may_be_given_up(case: InformationRequest, on: date) -> Refusal | None:
    """Silence is giving up only after the whole period and with proof of delivery (条例第30条)."""
    correction = _correction(case)
    if correction is None or correction.limit_on is None:
        return Refusal(
            "没有补正告知书的送达记录，不能视为申请人放弃申请。",
            "条例第30条",
            "请先办理“登记补正告知书送达”；联系不上的，另行邮寄。",
        )
    if on <= correction.limit_on:
        return Refusal(
            f"补正期限到{full_date(correction.limit_on)}为止，还没有过。",
            "条例第30条",
            "请等到期限届满的次日。",
            "effective_on",
        )
    return None


def letter_unanswered(case: InformationRequest, on: date) -> Refusal | None:
    """Some letter is still without an answer."""
    if case.consultations.unanswered().exists():
        return not_before_receipt(case, on)
    return Refusal("没有等待意见的征求意见书。", remedy="日期录错的，办理“更正日期”。")


def letter_undelivered(case: InformationRequest, on: date) -> Refusal | None:
    if case.consultations.unanswered().filter(delivered_on__isnull=True).exists():
        return not_before_receipt(case, on)
    return Refusal("没有等待送达的征求意见书。", remedy="日期录错的，办理“更正日期”。")


def asked_for_reasons(case: InformationRequest, on: date) -> Refusal | None:
    types = [part.reply_type for part in case.parts.all()]
    return may_be_left(case, on) if excess.UNREASONABLE in types else None


def reasons_of(case: InformationRequest) -> Reasons | None:
    asked: ExcessReasons | None = getattr(case, "excess", None)
    if asked is None:
        return None
    limit = asked.delivered_on and arithmetic.add(published_calendar(), asked.delivered_on, asked.workdays)
    return Reasons(asked.asked_on, limit, asked.given_on)


def may_ask_for_reasons(case: InformationRequest, on: date) -> Refusal | None:
    return excess.may_ask(reasons_of(case), REGIMES[case.regime]) or not_before_receipt(case, on)


def reasons_undelivered(case: InformationRequest, on: date) -> Refusal | None:
    asked: ExcessReasons | None = getattr(case, "excess", None)
    if asked is None or asked.delivered_on is not None:
        return Refusal("没有等待送达的说明理由告知书。", remedy="日期录错的，办理“更正日期”。")
    return _not_before_asking(asked.asked_on, on)


def reasons_awaited(case: InformationRequest, on: date) -> Refusal | None:
    reasons = reasons_of(case)
    if reasons is None or reasons.given_on is not None:
        return Refusal("没有在等待申请人说明理由。", remedy="日期录错的，办理“更正日期”。")
    return _not_before_asking(reasons.asked_on, on)


def _not_before_asking(asked_on: date, on: date) -> Refusal | None:
    if on >= asked_on:
        return None
    return Refusal(
        f"日期不能早于要求说明理由之日（{full_date(asked_on)}）。",
        remedy="请核对凭证。",
        field="effective_on",
    )


def may_be_left(case: InformationRequest, on: date) -> Refusal | None:
    return excess.may_be_left(reasons_of(case), on)


def may_be_deferred(case: InformationRequest, on: date) -> Refusal | None:
    deferred = history.last(case, "deferred") is not None
    refusal = excess.may_defer(reasons_of(case), on, due_on=case.due_on, deferred=deferred)
    return refusal or not_before_receipt(case, on)


def may_be_extended(case: InformationRequest, on: date) -> Refusal | None:
    """Once, and before the running limit ends (条例第33条)."""
    if history.last(case, "extended") is not None:
        return Refusal(
            "本件已经延长过一次答复期限，不能再次延长。", "条例第33条", "请尽快答复；逾期也可以答复。"
        )
    if history.last(case, "deferred") is not None:
        return Refusal("答复期限已经按延迟答复另定，不能再延长。", "条例第35条", "请在告知的日期以前答复。")
    if case.due_on is not None and on > case.due_on:
        return Refusal(
            f"答复期限已于{full_date(case.due_on)}届满，届满后不能延长。",
            "条例第33条",
            "请尽快答复；期限届满前已经告知申请人延期的，勾选“补录”并写明凭证。",
            "effective_on",
        )
    return not_before_receipt(case, on)


STILL_UNCLEAR, NOT_CORRECTED = "D3", "F1"
"""The reply types that say something about a correction."""


def corrected_where_said(case: InformationRequest) -> Refusal | None:
    """Who answers “补正后仍不明确” or “逾期不补正” has asked for the correction (条例第30条)."""
    types = {part.reply_type for part in case.parts.all()}
    if STILL_UNCLEAR in types and history.last(case, "corrected") is None:
        return Refusal(
            "答复“补正后申请内容仍不明确”，本件还没有收到补正的记录。",
            "条例第30条",
            "请先办理“发补正告知书”，收到补正材料以后再答复；凭现有内容能够查找的，改拟答复。",
        )
    if NOT_CORRECTED in types and history.last(case, "not_corrected") is None:
        return Refusal(
            "答复“无正当理由逾期不补正”，本件没有逾期不补正的记录。",
            "条例第30条",
            "请先办理“发补正告知书”并登记送达，补正期限过后办理“逾期不补正，不再处理”。",
        )
    return None


def third_parties_heard(case: InformationRequest, on: date) -> Refusal | None:
    return third_parties.unheard(asked_third_parties(case), case.parts.all(), on)


def asked_third_parties(case: InformationRequest) -> list[ThirdParty]:
    letters, calendar = case.consultations.all(), published_calendar()
    third = [letter for letter in letters if letter.kind == ConsultedKind.THIRD_PARTY]
    return [third_party(case, letter, calendar) for letter in third]


def third_party(case: InformationRequest, letter: Consultation, calendar: Calendar) -> ThirdParty:
    fact = Letter(letter.kind, letter.sent_on, letter.delivered_on)
    override: Override | None = getattr(letter, "override", None)
    return ThirdParty(
        letter.position,
        letter.opinion,
        limit_on=consultation_limit(fact, REGIMES[case.regime], calendar),
        returned=letter.returned_on is not None,
        overridden=override is not None,
        told_on=override.told_on if override else None,
    )


def someone_to_override(case: InformationRequest, on: date) -> Refusal | None:
    """Some third party objects, or let its period pass (条例第32条)."""
    if any(party.may_be_overridden(on) for party in asked_third_parties(case)):
        return not_before_receipt(case, on)
    return Refusal(
        "没有不同意公开或者逾期不答复的第三方。",
        third_parties.ARTICLE,
        "第三方同意公开的，直接拟定答复；还在答复期内的，等收到意见或者期满。",
    )


def someone_to_tell(case: InformationRequest, on: date) -> Refusal | None:
    """Some third party was overridden and is not known to have received its notice."""
    if any(party.overridden and party.told_on is None for party in asked_third_parties(case)):
        return not_before_receipt(case, on)
    return Refusal("没有等待送达的第三方告知书。", remedy="日期录错的，办理“更正日期”。")


def someone_to_remind(case: InformationRequest, on: date) -> Refusal | None:
    """Another agency, which has no period of the law, has not answered."""
    if case.consultations.unanswered().filter(kind=ConsultedKind.OTHER_AGENCY).exists():
        return not_before_receipt(case, on)
    return Refusal(
        "没有还未回复的其他机关。",
        remedy="第三方和共同制作机关有法定的答复期，期满即可自行决定，不需要催复。",
    )
