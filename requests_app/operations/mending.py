"""Mending mistakes lawfully: a wrong date is superseded, a wrongly registered request is void."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts, numbers
from foundation.ledger.acts import Actor
from foundation.workdays.present import today
from foundation.workdays.wording import full_date
from requests_app import history, steps
from requests_app.models import Decision, InformationRequest, Notice, RequestEvent
from requests_app.operations import (
    charging,
    consulting,
    correcting,
    excusing,
    limits,
    overriding,
    service_rows,
)
from requests_app.operations.intake import SERIES
from requests_app.operations.limits import Pending


@transaction.atomic
def correct_date(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, event_seq: int, reason: str
) -> InformationRequest:
    """Record that something happened on another day than the ledger says; the limit is computed anew.

    The old event stays. `reason` names the evidence (邮戳、回执), never a person.
    """
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.CORRECT, actor=actor, on=effective_on, seen=seen
    )
    case = begun.case
    old = _correctable(case, event_seq)
    _refuse_disorder(case, old, effective_on)
    facts = {**old.data, "reason": reason}
    _move(case, old, effective_on)
    limits.set_index(case, pending=Pending(old.kind, effective_on, facts), without=old.pk)
    acts.record(begun, old.kind, data=facts, corrects=old, to_stage=case.stage)
    return case


def _correctable(case: InformationRequest, event_seq: int) -> RequestEvent:
    for event in history.correctable(case):
        if event.seq == event_seq:
            return event
    raise Refused(Refusal("这条记录不能更正日期。", remedy="请从列表中选择。", field="event_seq"))


def _refuse_disorder(case: InformationRequest, old: RequestEvent, on: date) -> None:
    """What can only have come before stays before: receipt, correction, signature, service."""
    for other in history.correctable(case):
        too_early = other.kind in history.FOLLOWED_BY[old.kind] and other.effective_on < on
        too_late = old.kind in history.FOLLOWED_BY[other.kind] and other.effective_on > on
        if (too_early or too_late) and history.same_thread(old, other):
            raise Refused(
                Refusal(
                    f"更正后的日期{full_date(on)}与“{history.WORDINGS[other.kind]}”的日期"
                    f"{full_date(other.effective_on)}先后矛盾。",
                    remedy="请核对凭证；两个日期都录错的，先更正另一个。",
                    field="effective_on",
                )
            )


def _move(case: InformationRequest, old: RequestEvent, on: date) -> None:
    """Write the corrected day where it is kept for reading."""
    if old.kind == "received":
        case.registered_on = on
        case.received_on = case.received_on if history.last(case, "corrected") else on
    elif old.kind in correcting.DATES:
        correcting.move(case, old.kind, on)
    elif old.kind in consulting.DATES:
        consulting.move(old.data["consultation"], old.kind, on)
    elif old.kind in excusing.DATES:
        excusing.move(case, old.kind, on)
    elif old.kind in charging.DATES:
        charging.move(case, old.kind, on, old.data)
    elif old.kind in overriding.DATES:
        overriding.move(old.data["consultation"], old.kind, on)
    elif old.kind == "signed":
        Decision.objects.filter(notice=old.data["notice"]).update(signed_on=on)
        Notice.objects.filter(pk=old.data["notice"]).update(made_on=on)
    elif old.kind == "served":
        service_rows.move(old.data["notice"], old.effective_on, on)
    if old.kind in ("served", "ended", "withdrawn"):
        case.closed_on = on


@transaction.atomic
def void(pk: int, *, actor: Actor, seen: int | None, effective_on: date, reason: str) -> InformationRequest:
    """Strike out a wrongly registered request: it keeps its number, stays listed, enters no figure."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.VOID, actor=actor, on=effective_on, seen=seen
    )
    case = begun.case
    acts.record(begun, "voided", data={"reason": reason})
    _, year, serial = case.number.rsplit("-", 2)
    numbers.void(case.respondent, SERIES, int(year), int(serial), reason=reason, on=today())
    return case
