"""Why a step may not be performed: one question each, answered by a whole sentence with its article."""

from __future__ import annotations

from datetime import date

from foundation.contracts import Refusal
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import excess, history, notices, outcomes, third_parties
from requests_app.clock import consultation_limit
from requests_app.clock_facts import Consultation as Letter
from requests_app.excess import Reasons
from requests_app.models import (
    ApplicantKind,
    Consultation,
    ConsultedKind,
    ExcessReasons,
    InformationRequest,
    Override,
    PublicationSuggestion,
    RequestCorrection,
    SuggestionOutcome,
)
from requests_app.regimes import REGIMES
from requests_app.third_parties import ThirdParty

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


def asked_for_reasons(case: InformationRequest, on: date) -> Refusal | None:
    types = [part.reply_type for part in case.parts.all()]
    return excess.unfounded(types, reasons_of(case), on) if excess.UNREASONABLE in types else None


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


def may_be_reviewed(case: InformationRequest, on: date) -> Refusal | None:
    refusal = all_parts_decided(case)
    return refusal or not_before_receipt(case, on)


def may_be_signed(case: InformationRequest, on: date) -> Refusal | None:
    """Every part is decided; what is opened has passed the secrecy review (条例第17条) and no third party
    stands against it (条例第32条); who asked too much could say why (条例第35条).
    """
    refusal = all_parts_decided(case) or reviewed_where_opened(case) or third_parties_heard(case, on)
    return refusal or asked_for_reasons(case, on) or not_before_receipt(case, on)


def third_parties_heard(case: InformationRequest, on: date) -> Refusal | None:
    return third_parties.unheard(asked_third_parties(case), case.parts.all(), on)


def asked_third_parties(case: InformationRequest) -> list[ThirdParty]:
    letters = case.consultations.all()
    return [third_party(case, letter) for letter in letters if letter.kind == ConsultedKind.THIRD_PARTY]


def third_party(case: InformationRequest, letter: Consultation) -> ThirdParty:
    fact = Letter(letter.kind, letter.sent_on, letter.delivered_on)
    override: Override | None = getattr(letter, "override", None)
    return ThirdParty(
        letter.position,
        letter.opinion,
        limit_on=consultation_limit(fact, REGIMES[case.regime], published_calendar()),
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
    """After the signature; and a third party that was overridden knows before the applicant (条例第32条)."""
    untold = third_parties.untold(asked_third_parties(case), case.parts.all(), on)
    return not_before_signature(case, on) or untold


def not_before_signature(case: InformationRequest, on: date) -> Refusal | None:
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
        remedy="请办理“登记撤回申请”。",
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
            "本件不需要制作告知书。",
            remedy="请办理“直接办结”；申请人撤回的，办理“登记撤回申请”。",
            field="effective_on",
        )
    return refusal


def ends_without_notice(case: InformationRequest, on: date) -> Refusal | None:
    """A request that simply ended, joined to another one, needs no notice."""
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


# --- on the way to proactive publication --------------------------------------------------------------------


def may_be_suggested(case: InformationRequest, on: date) -> Refusal | None:
    """What was given, once, after it was given (条例第44条)."""
    if _suggestion(case) is not None:
        return Refusal("本件已经登记过转为主动公开的建议。", "条例第44条", "请办理“审核是否主动公开”。")
    if not opens_something(case):
        return Refusal("本件没有予以公开的信息，不能转为主动公开。", "条例第44条", "请在原申请的答复里说明。")
    return _not_before_the_end(case, on)


def _not_before_the_end(case: InformationRequest, on: date) -> Refusal | None:
    if case.closed_on is not None and on < case.closed_on:
        return Refusal(
            f"日期不能早于答复送达之日（{full_date(case.closed_on)}）。",
            remedy="请核对日期。",
            field="effective_on",
        )
    return None


def suggestion_to_review(case: InformationRequest, on: date) -> Refusal | None:
    made = _suggestion(case)
    if made is None or made.outcome:
        return Refusal("没有等待审核的转为主动公开的建议。", "条例第44条", "请先登记建议。")
    if on < made.made_on:
        return Refusal(
            f"审核不能早于提出之日（{full_date(made.made_on)}）。",
            remedy="请核对日期。",
            field="effective_on",
        )
    return None


def suggestion_to_publish(case: InformationRequest, on: date) -> Refusal | None:
    made = _suggestion(case)
    if made is None or made.item_id is not None or made.outcome in ("", SuggestionOutcome.DECLINE):
        return Refusal("没有等待主动公开的信息。", "条例第44条", "请先审核是否主动公开。")
    return None


def _suggestion(case: InformationRequest) -> PublicationSuggestion | None:
    found: PublicationSuggestion | None = getattr(case, "suggestion", None)
    return found
