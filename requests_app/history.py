"""Reading a request's ledger: the events in force, which are those nobody corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from requests_app.models import InformationRequest, RequestEvent

WORDINGS = {
    "filed": "提交申请",
    "registered": "登记申请",
    "received": "收到申请",
    "not_reached": "没有联系上申请人",
    "arrival_evidence": "补存到达凭证",
    "assigned": "交办",
    "grouped": "归入同类申请",
    "ungrouped": "移出同类申请",
    "split": "拆分",
    "split_off": "从另一件拆出",
    "one_withdrew": "一位共同申请人退出",
    "agent_named": "登记代理人",
    "agent_ended": "代理终止",
    "correction_asked": "告知补正",
    "correction_delivered": "补正告知书送达",
    "corrected": "收到补正",
    "not_corrected": "逾期不补正",
    "consulted": "发出征求意见书",
    "consultation_delivered": "征求意见书送达",
    "consultation_answered": "收到意见",
    "consultation_returned": "征求意见书退回",
    "consultation_reminded": "催复",
    "override_decided": "不采纳第三方意见，决定公开",
    "override_told": "第三方告知书送达",
    "extended": "延长答复期限",
    "reasons_asked": "要求说明理由",
    "reasons_delivered": "说明理由告知书送达",
    "reasons_given": "收到说明的理由",
    "excess_left": "理由不合理，不予处理",
    "deferred": "告知延迟答复",
    "fee_asked": "发出收费通知",
    "fee_delivered": "收费通知书送达",
    "fee_corrected": "更正收费数额",
    "fee_paid": "申请人缴费",
    "fee_unpaid": "逾期未缴费",
    "fee_withdrawn": "撤销收费通知",
    "fee_refunded": "退付信息处理费",
    "searched": "登记检索",
    "parts_decided": "拟定答复",
    "secrecy_reviewed": "保密审查",
    "signed": "签发答复",
    "sign_off_scan": "补存审签单",
    "served": "送达答复",
    "notice_served": "送达文书",
    "mail_returned": "邮件退回",
    "served_again": "重新送达",
    "returned_left": "无法重新送达，存档备取",
    "service_evidence": "补存送达凭证",
    "ended": "直接办结",
    "withdrawn": "申请人撤回",
    "publication_suggested": "建议转为主动公开",
    "suggestion_reviewed": "审核是否主动公开",
    "suggestion_published": "已主动公开",
    "voided": "作废",
    "imported": "录入原台账",
    "identity_revealed": "查看证件号码",
    "recomputed": "重算期限",
    "limit_told": "告知新的期限",
}
ENDS = ("signed", "served", "ended", "withdrawn")
FOLLOWED_BY = {
    "received": (
        "correction_asked",
        "correction_delivered",
        "corrected",
        "consulted",
        "consultation_delivered",
        "consultation_answered",
        "consultation_returned",
        "extended",
        "reasons_asked",
        "reasons_delivered",
        "reasons_given",
        "deferred",
        "fee_asked",
        "fee_delivered",
        "fee_paid",
        *ENDS,
    ),
    "consulted": (
        "consultation_delivered",
        "consultation_answered",
        "consultation_returned",
        "override_decided",
    ),
    "consultation_delivered": ("consultation_answered", "override_decided"),
    "consultation_answered": ("override_decided",),
    "override_decided": ("override_told",),
    "override_told": (),
    "consultation_returned": (),
    "correction_asked": ("correction_delivered", "corrected", "withdrawn"),
    "correction_delivered": (),
    "corrected": ENDS,
    "extended": ENDS,
    "reasons_asked": ("reasons_delivered", "reasons_given", "deferred"),
    "reasons_delivered": (),
    "reasons_given": ("deferred",),
    "deferred": ENDS,
    "fee_asked": ("fee_delivered", "fee_paid", "withdrawn"),
    "fee_delivered": ("fee_paid",),
    "fee_paid": ENDS,
    "signed": ("served", "ended", "withdrawn"),
    "served": (),
    "ended": (),
    "withdrawn": (),
}
"""Events whose date matters to somebody's right, with those that can only have come later. The other events
are mended by doing them again."""
CORRECTABLE = tuple(FOLLOWED_BY)


def same_thread(one: RequestEvent, other: RequestEvent) -> bool:
    """Whether the order of two events means anything: those of different letters have none."""
    letters = {event.data.get("consultation") for event in (one, other)} - {None}
    return len(letters) < 2


def in_force(case: InformationRequest) -> list[RequestEvent]:
    """In their order. A page that asks several times prefetches `events` and pays once."""
    return uncorrected(case.events.all())


class Entry(Protocol):
    """What reading needs of an event: the row itself, or only these columns of many."""

    pk: int
    kind: str
    effective_on: date
    data: Mapping[str, Any]
    corrects_id: int | None


ENTRY = ("pk", "kind", "effective_on", "data", "corrects_id")
"""Its columns, for reading many ledgers at once."""

AnEntry = TypeVar("AnEntry", bound=Entry)


def uncorrected(events: Iterable[AnEntry]) -> list[AnEntry]:
    written = list(events)
    corrected = {event.corrects_id for event in written}
    return [event for event in written if event.pk not in corrected]


def last(case: InformationRequest, kind: str) -> RequestEvent | None:
    return next((event for event in reversed(in_force(case)) if event.kind == kind), None)


def attempts(case: InformationRequest) -> list[RequestEvent]:
    """Each time somebody tried to reach the applicant to confirm the receipt, and could not."""
    return [event for event in in_force(case) if event.kind == "not_reached"]


def correctable(case: InformationRequest) -> list[RequestEvent]:
    """In the order of their days."""
    found = [event for event in in_force(case) if event.kind in CORRECTABLE]
    return sorted(found, key=lambda event: (event.effective_on, event.seq))


# --- what the applicant knows of the limit ----------------------------------------------------------------

RECOMPUTED = "recomputed"
"""A new calendar (or reading of the law) moved the limit. Its data are pairs, before and after: `calendar`,
`rules`, `due_on`, `latest_on`, `alarm_on`, `provisional`, where one is awaited `correction_limit`; and, when
the applicant was told another limit, that date: `printed`."""

TELLING = ("received", "extended", "deferred", "limit_told")
"""Events with which the applicant is told the limit: 登记回执, 延期答复告知书, 延迟答复告知书, a call."""


MOVING = (
    "corrected",
    "consulted",
    "consultation_delivered",
    "consultation_answered",
    "consultation_returned",
    "fee_paid",
)
"""Events that move the limit and print no new one; the applicant reads it where progress is shown."""


def tells(event: Entry) -> bool:
    """A corrected date prints no paper and takes none back; what was unlawful only stands in the file."""
    return event.kind in TELLING and event.corrects_id is None and "unlawful" not in event.data


def told_limit(due_on: date | None, events: Sequence[Entry]) -> date | None:
    """The limit the applicant was last told, if it is `due_on` now; recomputations since moved it unseen."""
    told = due_on
    for event in reversed(events):
        if tells(event):
            break
        if event.kind == RECOMPUTED:
            before = event.data["due_on"][0]
            told = date.fromisoformat(before) if before else None
    return told


def untold_change(case: InformationRequest) -> RequestEvent | None:
    """The recomputation of an open case that the applicant still has to be told of."""
    for event in reversed(case.events.all()):
        if tells(event):
            return None
        if event.kind == RECOMPUTED:
            return event if _differs(event.data.get("printed"), case.due_on) else None
    return None


def _differs(printed: str | None, due_on: date | None) -> bool:
    """While the clock stands still there is no date to tell; when it runs again there is."""
    return printed is not None and due_on is not None and printed != due_on.isoformat()
