"""Why a step may not be performed: one question each, answered by a whole sentence with its article.

What may stand in the way between receipt and answer is asked in `procedure_guards`.
"""

from __future__ import annotations

from datetime import date

from foundation.contracts import Refusal
from foundation.workdays.wording import full_date
from requests_app import fee_guards, history, notices, outcomes, third_parties
from requests_app.models import (
    AgentScope,
    ApplicantKind,
    InformationRequest,
    Manner,
    PublicationSuggestion,
    SuggestionOutcome,
)
from requests_app.procedure_guards import (
    asked_for_reasons,
    asked_third_parties,
    corrected_where_said,
    not_before_receipt,
    third_parties_heard,
)

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


def may_be_reviewed(case: InformationRequest, on: date) -> Refusal | None:
    refusal = all_parts_decided(case)
    return refusal or not_before_receipt(case, on)


def may_be_signed(case: InformationRequest, on: date) -> Refusal | None:
    """Every part is decided, and was searched for where nothing is said to be there; the secrecy review
    passed what is opened (条例第17条), no third party stands against it (条例第32条), who is told of a
    correction was asked for one (条例第30条), who asked too much could say why (条例第35条), and who did not
    pay had the time to (条例第42条).
    """
    refusal = all_parts_decided(case) or searched_where_nothing_is(case) or corrected_where_said(case)
    refusal = refusal or reviewed_where_opened(case) or third_parties_heard(case, on)
    refusal = refusal or asked_for_reasons(case, on) or fee_guards.unpaid_where_so_answered(case, on)
    return refusal or not_before_receipt(case, on)


def all_parts_decided(case: InformationRequest) -> Refusal | None:
    open_parts = [part.position for part in case.parts.all() if not part.decided]
    if open_parts:
        listed = "、".join(f"第{position}项" for position in open_parts)
        return Refusal(f"{listed}还没有拟定答复。", "条例第36条", "请先办理“拟定答复”。")
    return None


def searched_where_nothing_is(case: InformationRequest) -> Refusal | None:
    """Who answers that there is nothing can show where it was looked for (条例第36条第（四）项)."""
    without = [part for part in case.parts.all() if part.reply_type == outcomes.NOT_EXISTING]
    unsearched = [f"第{part.position}项" for part in without if not part.searches.all()]
    if unsearched:
        return Refusal(
            f"{'、'.join(unsearched)}答复“没有所申请公开的信息”，还没有检索记录。",
            "条例第36条",
            "请先办理“登记检索”：检索了哪里、用什么检索、由谁检索。",
        )
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
        person or applicant.agent is not None or any(one.identity_hash for one in applicant.joined.all())
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


def may_be_withdrawn_online(case: InformationRequest, on: date) -> Refusal | None:
    """Number and code do not say which of several holds them, nor whether it is the agent."""
    applicant = case.applicant
    if any(one.withdrawn_on is None for one in applicant.joined.all()):
        return Refusal(
            "这件申请由几位申请人共同提出，不能由一位在网上撤回。",
            remedy="请与机关联系：全体书面撤回，或者由一位退出。",
        )
    agent = applicant.agent
    if agent is not None and AgentScope.WITHDRAW not in agent.scope:
        return Refusal(
            "这件申请有代理人，委托书没有写明代为撤回，不能在网上撤回。",
            remedy="请由申请人本人书面向机关提出。",
        )
    return not_before_receipt(case, on)


def no_agent_yet(case: InformationRequest, on: date) -> Refusal | None:
    """One acts at a time; another one is named when the first has ended."""
    if case.applicant.agent is not None:
        return Refusal(
            "本件已经登记了代理人。", remedy="更换代理人的，先办理“代理终止”；姓名、权限见“申请人”一栏。"
        )
    return None


def somebody_acts(case: InformationRequest, on: date) -> Refusal | None:
    if case.applicant.agent is None:
        return Refusal("本件现在没有代理人。", remedy="有委托书的，办理“登记代理人”。")
    return not_before_the_arrival(case, on)


def not_before_the_arrival(case: InformationRequest, on: date) -> Refusal | None:
    arrived = history.last(case, "filed") or history.last(case, "registered")
    if arrived is not None and on < arrived.effective_on:
        return Refusal(
            f"日期不能早于申请到达之日（{full_date(arrived.effective_on)}）。",
            remedy="请核对日期。",
            field="effective_on",
        )
    return None


def not_grouped_yet(case: InformationRequest, on: date) -> Refusal | None:
    if case.group_id is not None:
        return Refusal("本件已经在一个同类申请里。", remedy="要换的，先办理“移出同类申请”。")
    return not_before_the_arrival(case, on)


def grouped(case: InformationRequest, on: date) -> Refusal | None:
    if case.group_id is None:
        return Refusal("本件不在任何同类申请里。", remedy="不需要办理。")
    return not_before_the_arrival(case, on)


def sign_off_scan_missing(case: InformationRequest, on: date) -> Refusal | None:
    """Signed outside the system, and the signed sheet is not on file yet (条例第45条: 登记、归档)."""
    signed, kept = history.last(case, "signed"), history.last(case, "sign_off_scan")
    on_paper = signed is not None and signed.data.get("manner") in (Manner.PAPER, Manner.DELEGATION)
    if not on_paper or signed is None or signed.evidence_id is not None or kept is not None:
        return Refusal("没有缺少的审签单扫描件。", "条例第45条", "不需要补存。")
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
