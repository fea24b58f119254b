"""Reviews and suits (行政复议、行政诉讼): taken in when the notice comes, concluded with their result."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.agencies.access import may
from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.ledger.acts import Actor
from requests_app.capabilities import LETTERS
from requests_app.models import InformationRequest, RemedyCase
from requests_app.operations.intake import is_historical
from requests_app.operations.letters import refuse_future


@transaction.atomic
def open_dispute(
    *,
    actor: Actor,
    respondent: Agency,
    kind: str,
    organ: str,
    filed_on: date,
    case_number: str = "",
    request: InformationRequest | None = None,
) -> RemedyCase:
    """Enter a review or a suit of which the agency was notified. Raises Refused."""
    refuse_outsider(actor, respondent)
    refuse_dates(filed_on)
    refuse_other_respondent(request, respondent)
    return RemedyCase.objects.create(
        respondent=respondent,
        request=request,
        kind=kind,
        case_number=case_number,
        organ=organ,
        filed_on=filed_on,
    )


@transaction.atomic
def conclude_dispute(pk: int, *, actor: Actor, result: str, concluded_on: date) -> RemedyCase:
    """Record the result of a review or a suit."""
    case = RemedyCase.objects.select_for_update(of=("self",)).select_related("respondent").get(pk=pk)
    refuse_outsider(actor, case.respondent)
    refuse_dates(case.filed_on, concluded_on)
    case.result, case.concluded_on = result, concluded_on
    case.historical = is_historical(case.respondent, concluded_on)
    case.save(update_fields=["result", "concluded_on", "historical"])
    return case


def refuse_dates(filed_on: date, concluded_on: date | None = None) -> None:
    """Raises Refused at the date that cannot be."""
    refuse_future(filed_on, "filed_on")
    if concluded_on is not None:
        refuse_future(concluded_on, "concluded_on")
        if concluded_on < filed_on:
            raise Refused(
                Refusal("审结日期不能早于收到通知日期。", remedy="请核对文书上的日期。", field="concluded_on")
            )


def refuse_other_respondent(request: InformationRequest | None, respondent: Agency) -> None:
    """A dispute about a request is against the agency that had to answer it."""
    if request is not None and request.respondent_id != respondent.pk:
        raise Refused(
            Refusal(
                f"{request.number}的被申请机关不是{respondent.name}。",
                remedy="请核对申请编号，或者改选被申请人。",
                field="request",
            )
        )


def refuse_outsider(actor: Actor, respondent: Agency) -> None:
    """Raises Refused when the actor may not keep disputes of this agency."""
    if actor.trusted or may(actor.user, LETTERS.code, respondent):
        return
    raise Refused(
        Refusal(f"您没有登记{respondent.name}的复议、诉讼的权限。", remedy="请由有权限的同事登记。")
    )
