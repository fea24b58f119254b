"""Reading a request's ledger: the events in force, which are those nobody corrected."""

from __future__ import annotations

from requests_app.models import InformationRequest, RequestEvent

WORDINGS = {
    "filed": "提交申请",
    "registered": "登记申请",
    "received": "收到申请",
    "assigned": "交办",
    "extended": "延长答复期限",
    "parts_decided": "拟定答复",
    "secrecy_reviewed": "保密审查",
    "signed": "签发答复",
    "served": "送达答复",
    "ended": "直接办结",
    "voided": "作废",
    "imported": "录入原台账",
}
CORRECTABLE = ("received", "extended", "signed", "served", "ended")
"""Events whose date matters to somebody's right; the others are mended by doing them again."""


def in_force(case: InformationRequest) -> list[RequestEvent]:
    return list(case.events.filter(corrected_by__isnull=True).order_by("seq"))


def last(case: InformationRequest, kind: str) -> RequestEvent | None:
    event: RequestEvent | None = (
        case.events.filter(kind=kind, corrected_by__isnull=True).order_by("seq").last()
    )
    return event


def correctable(case: InformationRequest) -> list[RequestEvent]:
    return list(
        case.events.filter(kind__in=CORRECTABLE, corrected_by__isnull=True).order_by("effective_on", "seq")
    )
