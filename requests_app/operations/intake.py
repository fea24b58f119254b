"""How a request comes in: filed online, registered at the counter, confirmed, or taken over closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db import transaction

from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused, Step
from foundation.ledger import acts, numbers
from foundation.ledger.acts import Actor, Begun
from foundation.workdays.present import now, today
from requests_app import personal, query_codes, receipt_rules, steps
from requests_app.facts import Filing, PartFacts
from requests_app.models import Arrival, InformationRequest, ReceivedBasis, RequestPart, Series, Stage
from requests_app.operations import limits, papers
from requests_app.operations.papers import Upload

SERIES = Series.REQUEST.value
ARRIVAL_EVIDENCE = "到达凭证"


@dataclass(frozen=True)
class Filed:
    """A stored request and the query code, which nobody can read again afterwards."""

    request: InformationRequest
    query_code: str


@transaction.atomic
def file(filing: Filing, *, actor: Actor, confirm: bool | None = None) -> Filed:
    """A request filed online today. It is received at once unless the agency confirms by hand
    (GONGKAI_CONFIRM_BY_HAND); `confirm` says it for this request alone.
    """
    came = replace(filing, submitted_at=now(), arrival=Arrival.SITE)
    filed = open_request(came, step=steps.FILE, actor=actor, on=today())
    acts.record(filed.begun, "filed", data=_counted(came))
    if confirms_at_once(filing.respondent) if confirm is None else confirm:
        begun = replace(filed.begun, step=steps.RECEIVE_AUTOMATICALLY)
        take_receipt(begun, ReceivedBasis.CONFIRMED)
    return Filed(filed.begun.case, filed.query_code)


def confirms_at_once(agency: Agency) -> bool:
    """Whether what is filed online with this agency is confirmed by the system (双方确认之日)."""
    by_hand: frozenset[str] = settings.GONGKAI_CONFIRM_BY_HAND
    return agency.code not in by_hand and "*" not in by_hand


@transaction.atomic
def register(
    filing: Filing,
    *,
    actor: Actor,
    arrived_on: date,
    received_on: date | None = None,
    received_basis: str = "",
    means: str = "",
    guide: str = "",
    evidence: Upload | None = None,
) -> Filed:
    """A request that came on paper, orally, by fax or by e-mail, entered by staff today or later.

    Without `received_on` it waits for confirmation with the applicant; `means` says how they confirmed,
    `guide` which announced guide made the arrival count, `evidence` is the envelope, slip or log.
    Raises Refused.
    """
    came = replace(filing, arrival=filing.arrival or receipt_rules.arrival_of(filing.channel, received_basis))
    filed = open_request(came, step=steps.REGISTER, actor=actor, on=arrived_on)
    kept = papers.keep(filed.begun.case, papers.EVIDENCE_FILE, evidence, called=ARRIVAL_EVIDENCE)
    acts.record(filed.begun, "registered", data=_counted(came), evidence=kept)
    if received_on is not None:
        acts.refuse_future(received_on)
        receipt_rules.refuse_basis(came.arrival, came.channel, received_basis)
        _refuse_receipt_before(arrived_on, received_on)
        begun = replace(filed.begun, step=steps.RECEIVE, on=received_on)
        take_receipt(begun, received_basis, means=means, guide=guide)
    return Filed(filed.begun.case, filed.query_code)


@transaction.atomic
def receive(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    received_basis: str,
    means: str = "",
    guide: str = "",
) -> InformationRequest:
    """Confirm that a waiting request was received on that day; its clock starts."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.RECEIVE, actor=actor, on=effective_on, seen=seen
    )
    receipt_rules.refuse_basis(begun.case.arrival, begun.case.channel, received_basis)
    take_receipt(begun, received_basis, means=means, guide=guide)
    return begun.case


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


def open_request(
    filing: Filing, *, step: Step, actor: Actor, on: date, moved: Sequence[RequestPart] = ()
) -> Opened:
    """Store applicant, request and parts. The counter is locked last, when only rows are left to write.

    `moved` are parts of another request that become this one's, instead of new ones.
    """
    refuse_respondent(filing.respondent, on, actor)
    refuse_taken(filing)
    refuse_other_group(filing)
    applicant = personal.seal(filing.applicant, filing.identity_image)
    personal.seal_others(applicant, filing)
    code = query_codes.new_code()
    case = InformationRequest(
        respondent=filing.respondent,
        handler=filing.handler or filing.respondent.managed_by or filing.respondent,
        applicant=applicant,
        channel=filing.channel,
        arrival=filing.arrival,
        title=filing.parts[0].summary[:80],
        provision_forms=list(filing.provision_forms),
        provision_routes=list(filing.provision_routes),
        accepts_other_form=filing.accepts_other_form,
        submitted_at=filing.submitted_at,
        regime=filing.regime,
        regime_reason=filing.regime_reason,
        source_system=filing.source_system,
        external_number=filing.external_number,
        split_from=filing.split_from,
        group=filing.group,
    )
    serial = numbers.issue(filing.respondent, SERIES, on.year)[0]
    case.number = f"{filing.respondent.code}-{on.year}-{serial:04d}"
    case.query_code_hash = query_codes.digest(case.number, code)
    begun = acts.open_case(case, step=step, actor=actor, on=on)
    if moved:
        _move_parts(case, moved)
    else:
        _store_parts(case, filing.parts)
    return Opened(begun, code)


def _store_parts(case: InformationRequest, parts: Sequence[PartFacts]) -> None:
    RequestPart.objects.bulk_create(
        RequestPart(
            request=case,
            position=position,
            wanted_name=part.wanted_name,
            document_number=part.document_number,
            features=part.features,
        )
        for position, part in enumerate(parts, start=1)
    )


def _move_parts(case: InformationRequest, parts: Sequence[RequestPart]) -> None:
    """What was searched for them so far goes with them."""
    for position, part in enumerate(parts, start=1):
        part.request, part.position = case, position
        part.save(update_fields=["request", "position"])


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


def refuse_other_group(filing: Filing) -> None:
    """Like requests are kept together for one respondent, who answers them all."""
    if filing.group is not None and filing.group.respondent_id != filing.respondent.pk:
        raise Refused(
            Refusal(
                f"“{filing.group}”是{filing.group.respondent.name}的同类申请。",
                remedy="请选择同一被申请机关，或者从“登记申请”单独登记。",
                field="respondent",
            )
        )


def take_receipt(begun: Begun[InformationRequest], basis: str, *, means: str = "", guide: str = "") -> None:
    case = begun.case
    case.registered_on = case.received_on = begun.on
    case.received_basis = basis
    facts = {"basis": str(basis), "means": str(means), "guide": guide}
    said: dict[str, object] = {name: value for name, value in facts.items() if value}
    limits.set_index(case, pending=limits.Pending("received", begun.on, said))
    acts.record(begun, "received", data=said, to_stage=Stage.HANDLING)


def _counted(filing: Filing) -> dict[str, object]:
    """What the ledger keeps of a filing: no word of the applicant's own."""
    facts = {
        "channel": str(filing.channel),
        "parts": len(filing.parts),
        "arrival": str(filing.arrival),
        "applicants": 1 + len(filing.joined) if filing.joined else 0,
        "agent": filing.agent.kind if filing.agent else "",
        "group": filing.group.pk if filing.group else 0,
    }
    return {name: value for name, value in facts.items() if value}
