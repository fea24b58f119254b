"""Why a step may not be performed: one question each, answered by a whole sentence with its article."""

from __future__ import annotations

from datetime import date

from foundation.contracts import Refusal
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import history, notices, outcomes
from requests_app.models import ApplicantKind, InformationRequest, RequestCorrection
from requests_app.regimes import REGIMES

MAY_OPEN, MAY_NOT_OPEN = "may_open", "may_not_open"
"""What a secrecy review may conclude."""


def always(case: InformationRequest, on: date) -> Refusal | None:
    return None


def receipt_possible(case: InformationRequest, on: date) -> Refusal | None:
    """A request cannot be received before it came in."""
    arrived = history.last(case, "filed") or history.last(case, "registered")
    if arrived is not None and on < arrived.effective_on:
        return Refusal(
            f"收到申请之日不能早于申请到达之日（{full_date(arrived.effective_on)}）。",
            "条例第31条",
            "请核对签收或确认的日期。",
            "effective_on",
        )
    return None


def not_before_receipt(case: InformationRequest, on: date) -> Refusal | None:
    if case.received_on is not None and on < case.received_on:
        return Refusal(
            f"发生日期不能早于收到申请之日（{full_date(case.received_on)}）。",
            remedy="请核对日期；收到日期录错的，先办理“更正日期”。",
            field="effective_on",
        )
    return None


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


def may_be_extended(case: InformationRequest, on: date) -> Refusal | None:
    """Once, and before the running limit ends (条例第33条)."""
    if history.last(case, "extended") is not None:
        return Refusal(
            "本件已经延长过一次答复期限，不能再次延长。", "条例第33条", "请尽快答复；逾期也可以答复。"
        )
    if case.due_on is not None and on > case.due_on:
        return Refusal(
            f"答复期限已于{full_date(case.due_on)}届满，届满后不能延长。",
            "条例第33条",
            "请尽快答复；期限届满前已经告知申请人延期的，勾选“补录”并写明凭证。",
            "effective_on",
        )
    return not_before_receipt(case, on)


def may_be_reviewed(case: InformationRequest, on: date) -> Refusal | None:
    refusal = all_parts_decided(case)
    return refusal or not_before_receipt(case, on)


def may_be_signed(case: InformationRequest, on: date) -> Refusal | None:
    """Every part is decided, and whatever is opened has passed the secrecy review (条例第17条)."""
    refusal = all_parts_decided(case) or reviewed_where_opened(case)
    return refusal or not_before_receipt(case, on)


def all_parts_decided(case: InformationRequest) -> Refusal | None:
    open_parts = [part.position for part in case.parts.all() if not part.decided]
    if open_parts:
        listed = "、".join(f"第{position}项" for position in open_parts)
        return Refusal(f"{listed}还没有拟定答复。", "条例第36条", "请先办理“拟定答复”。")
    return None


def reviewed_where_opened(case: InformationRequest) -> Refusal | None:
    if not opens_something(case):
        return None
    decided, reviewed = history.last(case, "parts_decided"), history.last(case, "secrecy_reviewed")
    if reviewed is None or (decided is not None and decided.seq > reviewed.seq):
        return Refusal(
            "拟公开的内容还没有保密审查记录。", "条例第17条", "请先办理“保密审查”；答复改动后要重新审查。"
        )
    if reviewed.data.get("conclusion") != MAY_OPEN:
        return Refusal(
            "保密审查的结论是不宜公开，不能按公开签发。", "条例第17条", "请改拟答复，或者重新办理“保密审查”。"
        )
    return None


def opens_something(case: InformationRequest) -> bool:
    return any(outcomes.opens(part.reply_type) for part in case.parts.all() if part.decided)


def may_be_served(case: InformationRequest, on: date) -> Refusal | None:
    decision = case.decisions.order_by("pk").last()
    if decision is not None and on < decision.signed_on:
        return Refusal(
            f"送达日期不能早于签发日期（{full_date(decision.signed_on)}）。",
            remedy="请核对送达凭证；签发日期录错的，先办理“更正日期”。",
            field="effective_on",
        )
    return None


def has_an_identity_number(case: InformationRequest, on: date) -> Refusal | None:
    """Of a person; an organisation's credit code is public and stands on the page."""
    applicant = case.applicant
    person = applicant.kind == ApplicantKind.NATURAL and applicant.identity_hash
    if not (
        person or hasattr(applicant, "agent") or any(one.identity_hash for one in applicant.joined.all())
    ):
        return Refusal("本件没有登记申请人的证件号码。", remedy="需要核对身份的，请申请人出示证件。")
    return None


def one_of_several(case: InformationRequest, on: date) -> Refusal | None:
    """One of those who ask together may go while others stay; the last one ends the case."""
    if any(one.withdrawn_on is None for one in case.applicant.joined.all()):
        return not_before_receipt(case, on)
    return Refusal(
        "本件只有一位申请人，退出就是撤回整件申请。",
        remedy="请办理撤回：由申请人书面撤回整件申请。",
    )


def no_agent_yet(case: InformationRequest, on: date) -> Refusal | None:
    if hasattr(case.applicant, "agent"):
        return Refusal("本件已经登记了代理人。", remedy="代理人姓名、权限见“申请人”一栏。")
    return None


def something_to_correct(case: InformationRequest, on: date) -> Refusal | None:
    return None if history.correctable(case) else Refusal("本件还没有可以更正日期的记录。")


def answered_by_a_notice(case: InformationRequest, on: date) -> Refusal | None:
    """May be signed, and there is something to sign."""
    refusal = may_be_signed(case, on)
    if refusal is None and notices.kind_of(case) is None:
        return Refusal(
            "申请人撤回等情形不需要制作告知书。", remedy="请办理“直接办结”。", field="effective_on"
        )
    return refusal


def ends_without_notice(case: InformationRequest, on: date) -> Refusal | None:
    """A request that simply ended, by withdrawal, needs no notice."""
    refusal = all_parts_decided(case)
    if refusal is None and notices.kind_of(case) is not None:
        return Refusal("本件应当制作告知书并送达，不能直接办结。", "条例第36条", "请办理“签发答复”。")
    return refusal or not_before_receipt(case, on)


def limit_to_tell(case: InformationRequest, on: date) -> Refusal | None:
    """A new calendar moved the limit away from the date on the applicant's paper."""
    if history.untold_change(case) is None:
        return Refusal(
            "申请人手里的期限没有因为新的放假安排而改变，或者已经告知过。",
            remedy="不需要告知；想再说明一次的，不必登记。",
        )
    return not_before_receipt(case, on)
