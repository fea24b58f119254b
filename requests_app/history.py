"""Reading a request's ledger: the events in force, which are those nobody corrected."""

from __future__ import annotations

from requests_app.models import InformationRequest, RequestEvent

WORDINGS = {
    "filed": "提交申请",
    "registered": "登记申请",
    "received": "收到申请",
    "assigned": "交办",
    "correction_asked": "告知补正",
    "correction_delivered": "补正告知书送达",
    "corrected": "收到补正",
    "not_corrected": "逾期不补正",
    "consulted": "发出征求意见书",
    "consultation_delivered": "征求意见书送达",
    "consultation_answered": "收到意见",
    "consultation_returned": "征求意见书退回",
    "extended": "延长答复期限",
    "parts_decided": "拟定答复",
    "secrecy_reviewed": "保密审查",
    "signed": "签发答复",
    "served": "送达答复",
    "ended": "直接办结",
    "voided": "作废",
    "imported": "录入原台账",
    "identity_revealed": "查看证件号码",
}
ENDS = ("signed", "served", "ended")
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
        *ENDS,
    ),
    "consulted": ("consultation_delivered", "consultation_answered", "consultation_returned"),
    "consultation_delivered": ("consultation_answered",),
    "consultation_answered": (),
    "consultation_returned": (),
    "correction_asked": ("correction_delivered", "corrected"),
    "correction_delivered": (),
    "corrected": ENDS,
    "extended": ENDS,
    "signed": ("served", "ended"),
    "served": (),
    "ended": (),
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
    events = list(case.events.all())
    corrected = {event.corrects_id for event in events}
    return [event for event in events if event.pk not in corrected]


def last(case: InformationRequest, kind: str) -> RequestEvent | None:
    return next((event for event in reversed(in_force(case)) if event.kind == kind), None)


def correctable(case: InformationRequest) -> list[RequestEvent]:
    """In the order of their days."""
    found = [event for event in in_force(case) if event.kind in CORRECTABLE]
    return sorted(found, key=lambda event: (event.effective_on, event.seq))
