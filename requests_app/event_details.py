"""What the timeline adds to an event: a few words from its data, which holds codes and numbers only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from foundation.ledger.models import Event
from foundation.workdays.wording import full_date
from requests_app import fees, history
from requests_app.capabilities import SIGN
from requests_app.limit_wording import recomputation
from requests_app.models import (
    Contact,
    FeeReason,
    MandateEnd,
    Manner,
    NotReached,
    OverrideBasis,
    ReturnReason,
    SearchPlace,
    SearchResult,
    ServiceRoute,
    SplitReason,
    SuggestedBy,
    SuggestionOutcome,
    ToldBy,
    WithdrawnBy,
)
from requests_app.operations.arriving import NOT_REACHED
from requests_app.operations.revealing import RevealReason

MAIL_RETURNED = "mail_returned"


def detail(event: Event) -> str:
    """Empty for events whose name says everything."""
    tell = DETAILS.get(event.kind)
    return tell(event) if tell else ""


def corrects(event: Event) -> str:
    """Which record this one takes the place of, and why; a returned letter undoes its delivery."""
    if event.corrects is None:
        return ""
    if event.kind == MAIL_RETURNED:
        return f"第{event.corrects.seq}号记录的送达没有送到"
    return f"更正第{event.corrects.seq}号记录：{event.data.get('reason', '')}"


def superseded(event: Event) -> str:
    """That a later record took the place of this one."""
    later: Event | None = getattr(event, "corrected_by", None)
    if later is None:
        return ""
    return "邮件退回，没有送到" if later.kind == MAIL_RETURNED else "此记录已被更正"


def contact_in_words(event: Event) -> str:
    """电话，15:20，无人接听、没有回复; of a receipt: how it was confirmed, or by which guide."""
    data = event.data
    means = Contact(data["means"]).label if data.get("means") else ""
    result = NotReached(data["result"]).label if data.get("result") else ""
    return "，".join(filter(None, (means, data.get("at", ""), result, data.get("guide", ""))))


def _manner(event: Event) -> str:
    """How it was signed; a signature on paper has its scan with the event."""
    manner = event.data.get("manner", "")
    on_paper = manner == Manner.PAPER or (manner == Manner.DELEGATION and event.capability != SIGN.code)
    missing = on_paper and event.evidence_id is None
    return f"{Manner(manner).label}{'，没有审签单扫描件' if missing else ''}" if manner else ""


def _split(event: Event) -> str:
    positions = "、".join(f"第{one}项" for one in event.data["positions"])
    return f"{positions}，{SplitReason(event.data['reason']).label}"


def _searched(event: Event) -> str:
    place, result = SearchPlace(event.data["place"]), SearchResult(event.data["result"])
    return f"第{event.data['position']}项，{place.label}，{result.label}"


def _deferred(event: Event) -> str:
    return f"延迟到{full_date(date.fromisoformat(event.data['until']))}答复"


def _reminded(event: Event) -> str:
    return dict(ToldBy.choices).get(event.data.get("manner"), "")


def _withdrawn(event: Event) -> str:
    return dict(WithdrawnBy.choices).get(event.data.get("manner"), "")


def _amount(event: Event) -> str:
    return fees.yuan(event.data["amount_fen"])


def _refunded(event: Event) -> str:
    return f"{_amount(event)}，{FeeReason(event.data['reason']).label}"


def _route(event: Event) -> str:
    """By which way; an imported answer may not say."""
    return dict(ServiceRoute.choices).get(event.data.get("route"), "")


DETAILS: Mapping[str, Callable[[Event], str]] = {
    "received": contact_in_words,
    NOT_REACHED: contact_in_words,
    "extended": lambda event: f"延长{event.data['workdays']}个工作日",
    "reasons_asked": lambda event: f"给申请人{event.data['workdays']}个工作日",
    "correction_asked": lambda event: f"{event.data['points']}项，给申请人{event.data['workdays']}个工作日",
    "deferred": _deferred,
    "fee_asked": _amount,
    "fee_corrected": lambda event: f"改为{_amount(event)}",
    "fee_paid": _amount,
    "fee_withdrawn": lambda event: FeeReason(event.data["reason"]).label,
    "fee_refunded": _refunded,
    history.RECOMPUTED: lambda event: recomputation(event.data),
    "limit_told": lambda event: ToldBy(event.data["manner"]).label,
    "consultation_reminded": _reminded,
    "override_decided": lambda event: OverrideBasis(event.data["basis"]).label,
    "searched": _searched,
    "signed": _manner,
    "served": _route,
    "notice_served": _route,
    "served_again": _route,
    "mail_returned": lambda event: ReturnReason(event.data["why"]).label,
    "split": _split,
    "withdrawn": _withdrawn,
    "one_withdrew": lambda event: f"第{event.data['who']}位",
    "agent_ended": lambda event: MandateEnd(event.data["reason"]).label,
    "publication_suggested": lambda event: SuggestedBy(event.data["made_by"]).label,
    "suggestion_reviewed": lambda event: SuggestionOutcome(event.data["outcome"]).label,
    "identity_revealed": lambda event: RevealReason(event.data["reason"]).label,
    "voided": lambda event: str(event.data.get("reason", "")),
}
