"""What the applicant is told about a request, in plain words: stage, limit and why, what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from foundation.files.models import StoredFile
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import (
    charges,
    deadline_address,
    fees,
    history,
    limit_wording,
    notice_texts,
    procedure_guards,
    receipt_rules,
    remedies,
)
from requests_app.clock import Clock, printed_limit, remaining_sentence, status
from requests_app.models import (
    ExcessReasons,
    InformationRequest,
    NotReached,
    ProvidedFile,
    PublicationSuggestion,
    RequestEvent,
    Stage,
)
from requests_app.notice_kinds import NOT_FOR_APPLICANTS
from requests_app.operations import limits

STAGES = {
    Stage.UNCONFIRMED: ("待机关确认", "机关将与您确认收到申请，确认之后开始计算答复期限。"),
    Stage.UNREACHED: (
        "待联系",
        "机关没有联系上您。请按下面的电话与机关联系，确认之后开始计算答复期限。",
    ),
    Stage.HANDLING: ("办理中", "机关正在检索、审查您申请的信息。"),
    Stage.CORRECTING: (
        "待补正",
        "您的申请还有不明确的地方，请按补正告知书补正；收到补正后，答复期限重新计算。",
    ),
    Stage.PAYING: ("待缴费", "机关通知您缴纳信息处理费，请看下面的数额、期限和缴纳方式；缴费后继续办理。"),
    Stage.SIGNED: ("正在送达", "答复已经签发，正在按您选择的途径送达。"),
    Stage.CLOSED: ("已答复", "答复已经送达。"),
    Stage.WITHDRAWN: ("已撤回", "您撤回了申请，机关不再办理；还需要这项信息的，可以重新申请。"),
    Stage.VOID: ("已作废", "这一编号已经作废，不再办理。"),
}
TOLD = {
    "filed": "您提交了申请",
    "registered": "机关登记了您的申请",
    "imported": "机关登记了您的申请",
    "not_reached": "机关与您联系，没有联系上",
    "split": "机关把其中几项另成一件办理，收到日期不变",
    "split_off": "从您的另一件申请拆出，另行编号办理",
    "received": "机关收到申请，答复期限自次日起计算",
    "one_withdrew": "一位共同申请人退出，其余申请人的申请继续办理",
    "agent_named": "机关登记了您的代理人",
    "agent_ended": "代理终止，以后的文书送给您本人或者新的代理人",
    "correction_asked": "机关请您补正申请",
    "correction_delivered": "补正告知书已送达",
    "corrected": "机关收到您的补正，答复期限重新计算",
    "consulted": "机关正在征求有关方面的意见",
    "extended": "机关延长了答复期限",
    "recomputed": "答复期限重新计算",
    "limit_told": "机关告知您新的答复期限",
    "reasons_asked": "机关请您说明多次、大量申请的理由",
    "reasons_delivered": "说明理由告知书已送达",
    "reasons_given": "机关收到您说明的理由",
    "deferred": "机关告知您延迟答复",
    "fee_asked": "机关通知您缴纳信息处理费",
    "fee_delivered": "收费通知书已送达",
    "fee_corrected": "机关更正了收费数额，以新的收费通知书为准",
    "fee_paid": "机关收到您缴纳的信息处理费，答复期限重新计算",
    "fee_withdrawn": "机关撤销了收费通知，不收费",
    "fee_refunded": "机关退付了信息处理费",
    "served": "答复已送达",
    "notice_served": "机关把给您的文书送给您",
    "mail_returned": "寄给您的文书被邮局退回",
    "served_again": "机关把退回的文书重新送给您",
    "ended": "申请办结",
    "withdrawn": "您撤回了申请",
    "publication_suggested": "登记了把这项信息转为主动公开的建议",
    "suggestion_reviewed": "机关审核了转为主动公开的建议",
    "suggestion_published": "这项信息已经主动公开",
}
"""The events an applicant sees; what goes on inside the house is not among them."""


CAME_BACK = "答复邮寄给您，被邮局退回。请按下面的电话与机关联系，领取或者告知可以收到的地址。"


@dataclass(frozen=True)
class Told:
    wording: str
    effective_on: date
    detail: str = ""


@dataclass(frozen=True)
class Paper:
    """A file as the list of attachments shows it."""

    name: str
    url: str
    kind: str
    size: int


@dataclass(frozen=True)
class Standing:
    """All a public page shows of a request besides its number and what was asked."""

    stage: str
    meaning: str
    limit: str
    remaining: str
    why: tuple[str, ...]
    count_along: str
    late: str
    events: tuple[Told, ...]
    papers: tuple[Paper, ...]
    parts: tuple[str, ...]
    last_days: tuple[str, ...]
    receipt: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    correct_by: str = ""
    asked_why: str = ""
    explain_by: str = ""
    suggestion: str = ""
    fee: tuple[str, ...] = ()


def standing(case: InformationRequest) -> Standing:
    clock = limits.clock_of(case)
    stage, meaning = STAGES[Stage(case.stage)]
    if case.stage == Stage.CLOSED and _came_back(case):
        meaning = CAME_BACK
    running = case.is_open and clock is not None
    return Standing(
        stage=stage,
        meaning=meaning,
        limit=printed_limit(clock) if clock is not None else "",
        remaining=_remaining(case, clock),
        why=clock.explanation if clock is not None and running else (),
        count_along=count_along(case, clock) if clock is not None and running else "",
        late=_late(case, clock),
        events=_events(case),
        papers=tuple(papers(case)),
        parts=tuple(part.wanted for part in case.parts.all()),
        last_days=last_days(case),
        receipt=receipt(case),
        corrections=_corrections(case),
        correct_by=_correct_by(case),
        **_reasons(case),
        suggestion=_suggestion(case),
        fee=_fee(case),
    )


def receipt(case: InformationRequest) -> tuple[str, ...]:
    """Which day counts as the receipt, and why; nothing while there is none."""
    if case.received_on is None or case.registered_on is None:
        return ()
    on, calendar = case.registered_on, limits.calendar_of(case)
    return receipt_rules.explain(case.arrival, case.received_basis, on, calendar)


def count_along(case: InformationRequest, clock: Clock) -> str:
    """Where the calculator counts this limit day by day; empty where another edition was chosen for a reason.

    The address holds dates only: neither the number nor anything of the applicant.
    """
    if case.regime_reason:
        return ""
    facts = limits.facts(history.in_force(case), clock.calendar)
    return f"{reverse('requests:deadline')}?{deadline_address.write(clock.received_on, facts)}"


def _corrections(case: InformationRequest) -> tuple[str, ...]:
    """What is still to be corrected, with the example given."""
    if case.stage != Stage.CORRECTING:
        return ()
    return tuple(
        notice_texts.correction_line(number, point["problem"], point["example"])
        for number, point in enumerate(case.correction.points, start=1)
    )


def _correct_by(case: InformationRequest) -> str:
    if case.stage != Stage.CORRECTING:
        return ""
    correction = case.correction
    if correction.limit_on is None:
        return f"自收到补正告知书之日起{correction.workdays}个工作日内"
    return f"{full_date(correction.limit_on)}前"


def _reasons(case: InformationRequest) -> dict[str, str]:
    """What is out of proportion, and until when to say why, while that is awaited (条例第35条)."""
    asked: ExcessReasons | None = getattr(case, "excess", None)
    if asked is None or asked.given_on is not None or case.stage != Stage.HANDLING:
        return {}
    by = f"自收到说明理由告知书之日起{asked.workdays}个工作日内"
    reasons = procedure_guards.reasons_of(case)
    if reasons is not None and reasons.limit_on is not None:
        by = f"{full_date(reasons.limit_on)}前"
    return {"asked_why": asked.facts, "explain_by": by}


def _fee(case: InformationRequest) -> tuple[str, ...]:
    """While it is to be paid: how much and why, until when, what if not, where."""
    if case.stage != Stage.PAYING:
        return ()
    fee = case.fee
    return (
        f"应缴{fees.yuan(fee.amount_fen)}，请{charges.window_in_words(fee)}缴纳。",
        *fees.lines(fees.work_out(fee.facts)),
        f"缴纳方式：{fee.how_to_pay}",
        "逾期没有缴纳的，视为放弃申请，机关不再处理；缴费以后，答复期限自次日起重新计算。",
    )


def _suggestion(case: InformationRequest) -> str:
    """What became of the suggestion to publish the information for everybody (条例第44条)."""
    made: PublicationSuggestion | None = getattr(case, "suggestion", None)
    if made is None:
        return ""
    if not made.outcome:
        return "机关正在审核这项信息是否属于主动公开范围。"
    published = f"已经发布，索引号{made.item.index_number}。" if made.item else ""
    return f"{made.get_outcome_display()}。{made.reasons.strip().rstrip('。')}。{published}"


def _remaining(case: InformationRequest, clock: Clock | None) -> str:
    if clock is None or case.stage == Stage.VOID:
        return ""
    return remaining_sentence(clock, today(), case.closed_on)


def _late(case: InformationRequest, clock: Clock | None) -> str:
    """Past the limit: the doors that are open now."""
    if clock is None or not case.is_open or status(clock, today()).code != "overdue":
        return ""
    agency = case.respondent
    if not (agency.review_organ and agency.court):
        return ""
    return remedies.no_answer_sentence(organ=agency.review_organ, court=agency.court)


def _events(case: InformationRequest) -> tuple[Told, ...]:
    seen = [event for event in history.in_force(case) if event.kind in TOLD and _concerns(event)]
    return tuple(_told(event) for event in sorted(seen, key=lambda event: (event.effective_on, event.seq)))


def _concerns(event: RequestEvent) -> bool:
    """Of a recomputation the applicant hears when the limit moved, not when only inner dates did."""
    return event.kind != history.RECOMPUTED or bool(limit_wording.detail(event.data))


def _told(event: RequestEvent) -> Told:
    if event.kind == history.RECOMPUTED:
        return Told(limit_wording.told_of(event.data), event.effective_on, limit_wording.detail(event.data))
    return Told(TOLD[event.kind], event.effective_on, _detail(event))


def _came_back(case: InformationRequest) -> bool:
    """Whether the answer came back and was not brought anew, nor fetched since."""
    returned = case.mail_returns.filter(again__isnull=True)
    return returned.filter(service__notice__decision__isnull=False).exists()


def _detail(event: RequestEvent) -> str:
    """Which paper went to the applicant with it; of a letter the end of its number."""
    if event.data.get("result") == NotReached.LETTER_SENT:
        return "确认函已经寄给您"
    return "见“给您的文书”中的征求意见告知书" if "note" in event.data else ""


def papers(case: InformationRequest) -> list[Paper]:
    """What the applicant may download: notices on the way, and the answer once it was served."""
    mine = case.notices.exclude(kind__in=NOT_FOR_APPLICANTS)
    given = mine.select_related("word_file", "pdf_file", "served_file", "decision")
    known = [notice for notice in given if not is_answer(notice) or case.stage == Stage.CLOSED]
    kept = [notice.served_file or notice.pdf_file for notice in known]
    provided = ProvidedFile.objects.filter(notice__in=known).select_related("file")
    return [_paper(stored) for stored in (*kept, *(one.file for one in provided)) if stored is not None]


def is_answer(notice: Any) -> bool:
    return hasattr(notice, "decision")


def _paper(stored: StoredFile) -> Paper:
    return Paper(
        name=stored.name,
        url=reverse("files:gate", args=[stored.pk]),
        kind=stored.name.rpartition(".")[2],
        size=stored.size,
    )


def last_days(case: InformationRequest) -> tuple[str, ...]:
    """The applicant's own last days, counted from the day of service; the true count starts at receipt."""
    decision = case.decisions.order_by("pk").last()
    if case.closed_on is None or decision is None or case.stage == Stage.WITHDRAWN:
        return ()
    types = [part.reply_type for part in case.parts.all()]
    route = remedies.route_for(types, decision.signed_on)
    days = remedies.last_days(route, case.closed_on, published_calendar())
    until = ((days.review_on, "申请行政复议"), (days.suit_on, "直接提起行政诉讼"))
    return tuple(f"{wording}的最后一天：{full_date(day)}" for day, wording in until if day)
