"""Telling the applicant what changed without their doing."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app import steps
from requests_app.models import InformationRequest, ToldBy
from requests_app.operations import recomputing


@transaction.atomic
def tell_limit(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, manner: str
) -> InformationRequest:
    """Record that the applicant was told the limit a new calendar moved, and how (`ToldBy`).

    It may have been told before the new calendar was entered here: only the future is refused.
    """
    if manner not in ToldBy.values:
        raise Refused(Refusal("没有选择告知的方式。", remedy="请选择电话、短信或者书面。", field="manner"))
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.TELL_LIMIT, actor=actor, on=effective_on, seen=seen
    )
    case = begun.case
    recomputing.bring_up_to_date(case)
    told = case.due_on.isoformat() if case.due_on else None
    acts.record(begun, "limit_told", data={"due_on": told, "manner": manner})
    return case
