"""How a request comes in: filed online, registered at the counter, confirmed, or taken over closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused, Step
from foundation.ledger import acts, numbers
from foundation.ledger.acts import Actor, Begun
from foundation.workdays.present import now, today
from requests_app import personal, query_codes, steps
from requests_app.facts import Filing
from requests_app.models import Channel, InformationRequest, ReceivedBasis, RequestPart, Stage
from requests_app.operations import limits

SERIES = "request"

BASES = {
    Channel.ONLINE: (ReceivedBasis.CONFIRMED, ReceivedBasis.ANNOUNCED),
    Channel.COUNTER: (ReceivedBasis.SUBMITTED,),
    Channel.POST: (ReceivedBasis.SIGNED_FOR, ReceivedBasis.CONFIRMED),
    Channel.FAX: (ReceivedBasis.CONFIRMED, ReceivedBasis.ANNOUNCED),
    Channel.EMAIL: (ReceivedBasis.CONFIRMED, ReceivedBasis.ANNOUNCED),
}
"""Which day may be the day of receipt, by channel (条例第31条)."""


@dataclass(frozen=True)
class Filed:
    """A stored request and the query code, which nobody can read again afterwards."""

    request: InformationRequest
    query_code: str


@transaction.atomic
def file(filing: Filing, *, actor: Actor, confirm: bool = True) -> Filed:
    """A request filed online today. It is received at once unless the agency confirms by hand."""
    moment = now()
    filed = open_request(replace(filing, submitted_at=moment), step=steps.FILE, actor=actor, on=today())
    acts.record(filed.begun, "filed", data=_counted(filing))
    if confirm:
        begun = replace(filed.begun, step=steps.RECEIVE_AUTOMATICALLY)
        take_receipt(begun, ReceivedBasis.CONFIRMED)
    return Filed(filed.begun.case, filed.query_code)


@transaction.atomic
def register(
    filing: Filing,
    *,
    actor: Actor,
    arrived_on: date,
    received_on: date | None = None,
    received_basis: str = "",
) -> Filed:
    """A request that came on paper, by fax or by e-mail, entered by staff today or later.

    Without `received_on` it waits for confirmation with the applicant. Raises Refused.
    """
    filed = open_request(filing, step=steps.REGISTER, actor=actor, on=arrived_on)
    acts.record(filed.begun, "registered", data=_counted(filing))
    if received_on is not None:
        acts.refuse_future(received_on)
        refuse_basis(filing.channel, received_basis)
        _refuse_receipt_before(arrived_on, received_on)
        take_receipt(replace(filed.begun, step=steps.RECEIVE, on=received_on), received_basis)
    return Filed(filed.begun.case, filed.query_code)


@transaction.atomic
def receive(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, received_basis: str
) -> InformationRequest:
    """Confirm that an unconfirmed request was received on that day; its clock starts."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.RECEIVE, actor=actor, on=effective_on, seen=seen
    )
    refuse_basis(begun.case.channel, received_basis)
    take_receipt(begun, received_basis)
    return begun.case


def refuse_basis(channel: str, basis: str) -> None:
    """Raises Refused when a day of this kind cannot start the clock of this channel."""
    if basis == ReceivedBasis.RECORDED or basis in BASES[Channel(channel)]:
        return
    allowed = "、".join(f"“{ReceivedBasis(one).label}”" for one in BASES[Channel(channel)])
    raise Refused(
        Refusal(
            f"{Channel(channel).label}提交的申请，收到日期的依据应当是{allowed}。",
            "条例第31条",
            "请重新选择依据。",
            "received_basis",
        )
    )


def _refuse_receipt_before(arrived_on: date, received_on: date) -> None:
    if received_on < arrived_on:
        raise Refused(
            Refusal(
                "收到申请之日不能早于申请到达之日。",
                "条例第31条",
                "请核对签收或确认的日期。",
                "received_on",
            )
        )


@dataclass(frozen=True)
class Opened:
    begun: Begun[InformationRequest]
    query_code: str


def open_request(filing: Filing, *, step: Step, actor: Actor, on: date) -> Opened:
    """Store applicant, request and parts. The counter is locked last, when only rows are left to write."""
    refuse_respondent(filing.respondent, on, actor)
    refuse_taken(filing)
    applicant = personal.seal(filing.applicant, filing.identity_image)
    code = query_codes.new_code()
    case = InformationRequest(
        respondent=filing.respondent,
        handler=filing.handler or filing.respondent.managed_by or filing.respondent,
        applicant=applicant,
        channel=filing.channel,
        title=filing.parts[0].summary[:80],
        provision_forms=list(filing.provision_forms),
        provision_routes=list(filing.provision_routes),
        accepts_other_form=filing.accepts_other_form,
        submitted_at=filing.submitted_at,
        regime=filing.regime,
        regime_reason=filing.regime_reason,
        source_system=filing.source_system,
        external_number=filing.external_number,
    )
    serial = numbers.issue(filing.respondent, SERIES, on.year)[0]
    case.number = f"{filing.respondent.code}-{on.year}-{serial:04d}"
    case.query_code_hash = query_codes.digest(case.number, code)
    begun = acts.open_case(case, step=step, actor=actor, on=on)
    RequestPart.objects.bulk_create(
        RequestPart(
            request=case,
            position=position,
            wanted_name=part.wanted_name,
            document_number=part.document_number,
            features=part.features,
        )
        for position, part in enumerate(filing.parts, start=1)
    )
    return Opened(begun, code)


def is_historical(agency: Agency, on: date) -> bool:
    """What ended before the agency's 启用日 is a fact of the old books; what was open then is not."""
    return agency.enabled_on is not None and on < agency.enabled_on


def refuse_respondent(agency: Agency, on: date, actor: Actor) -> None:
    """The public may only ask agencies that exist and take requests (条例第27条)."""
    if actor.trusted or Agency.objects.may_be_asked(on).filter(pk=agency.pk).exists():
        return
    raise Refused(
        Refusal(
            f"{agency.name}现在不能作为被申请机关。",
            "条例第27条",
            "请选择其他机关。",
            "respondent",
        )
    )


def refuse_taken(filing: Filing) -> None:
    """A number of another system is entered once; registering the letter twice would count it twice."""
    taken = InformationRequest.objects.filter(
        source_system=filing.source_system, external_number=filing.external_number
    )
    former = taken.first() if filing.external_number else None
    if former is not None:
        raise Refused(
            Refusal(
                f"外部编号“{filing.external_number}”已经登记为{former.number}。",
                remedy="请核对编号，或者打开那一件继续办理。",
                field="external_number",
            )
        )


def take_receipt(begun: Begun[InformationRequest], basis: str) -> None:
    case = begun.case
    case.registered_on = case.received_on = begun.on
    case.received_basis = basis
    limits.set_index(case, pending=limits.Pending("received", begun.on, {"basis": str(basis)}))
    acts.record(begun, "received", data={"basis": str(basis)}, to_stage=Stage.HANDLING)


def _counted(filing: Filing) -> dict[str, object]:
    """What the ledger keeps of a filing: no word of the applicant's own."""
    return {"channel": str(filing.channel), "parts": len(filing.parts)}
