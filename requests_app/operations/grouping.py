"""Keeping like requests together. Nothing of a request changes by it but where it is listed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app import steps
from requests_app.models import InformationRequest, RequestGroup


@transaction.atomic
def join(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    group: int | None = None,
    label: str = "",
) -> InformationRequest:
    """Put the request into a group of its respondent, or open one with this label. Raises Refused."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.JOIN_GROUP, actor=actor, on=effective_on, seen=seen
    )
    case = begun.case
    case.group = _existing(case, group) if group is not None else _opened(case, label, effective_on)
    acts.record(begun, "grouped", data={"group": case.group.pk})
    return case


def _existing(case: InformationRequest, pk: int) -> RequestGroup:
    group = RequestGroup.objects.filter(pk=pk, respondent=case.respondent).first()
    if group is None:
        raise Refused(
            Refusal(
                "这个同类申请不是同一被申请机关的。", remedy="请选择本机关的，或者另建一个。", field="group"
            )
        )
    return group


def _opened(case: InformationRequest, label: str, on: date) -> RequestGroup:
    if not label.strip():
        raise Refused(
            Refusal(
                "没有选择同类申请，也没有写新的名称。", remedy="请选择一个，或者写名称新建。", field="label"
            )
        )
    return RequestGroup.objects.create(label=label.strip(), respondent=case.respondent, opened_on=on)


@transaction.atomic
def leave(pk: int, *, actor: Actor, seen: int | None, effective_on: date) -> InformationRequest:
    """Take the request out of its group again."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.LEAVE_GROUP, actor=actor, on=effective_on, seen=seen
    )
    case = begun.case
    former = case.group_id
    case.group = None
    acts.record(begun, "ungrouped", data={"group": former})
    return case
