"""Taking over requests that ended before this system knew them: their dates are facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused, Step
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from requests_app import document_numbers, guards, notices, steps
from requests_app.facts import ClosedFacts, Filing
from requests_app.models import InformationRequest, Manner, Notice, ReceivedBasis, Service, Stage
from requests_app.operations import deciding, intake, limits
from requests_app.operations.limits import Pending

Begin = Begun[InformationRequest]


@transaction.atomic
def import_closed(filing: Filing, closed: ClosedFacts, *, actor: Actor) -> InformationRequest:
    """Record a whole old request in one go, with every event on its own day.

    No files are made: the paper of that time is the original. Raises Refused when the dates
    contradict each other or an answer is incomplete.
    """
    refuse_disorder(closed)
    begun = intake.open_request(filing, step=steps.REGISTER, actor=actor, on=closed.received_on).begun
    acts.record(begun, "imported", data={"parts": len(filing.parts)})
    intake.take_receipt(replace(begun, step=steps.RECEIVE), ReceivedBasis.RECORDED)
    if closed.extended_by and closed.extended_on is not None:
        _extend(_on(begun, steps.EXTEND, closed.extended_on), closed.extended_by)
    _decide(begun, closed)
    _sign(_on(begun, steps.SIGN, closed.signed_on), closed)
    _serve(_on(begun, steps.SERVE, closed.served_on), closed)
    return begun.case


def refuse_disorder(closed: ClosedFacts) -> None:
    days = [closed.received_on, closed.extended_on or closed.received_on, closed.signed_on, closed.served_on]
    if days != sorted(days):
        raise Refused(
            Refusal(
                "收到、延期、签发、送达的日期先后矛盾。",
                remedy="请对照原台账核对这几个日期。",
                field="served_on",
            )
        )


def _on(begun: Begin, step: Step, on: date) -> Begin:
    acts.refuse_future(on)
    return replace(begun, step=step, on=on)


def _extend(begun: Begin, workdays: int) -> None:
    facts = {"workdays": workdays}
    limits.set_index(begun.case, pending=Pending("extended", begun.on, facts))
    acts.record(begun, "extended", data=facts)


def _decide(begun: Begin, closed: ClosedFacts) -> None:
    case = begun.case
    deciding.write_answers(case, closed.answers, recording=True)
    decided = _on(begun, steps.DECIDE, closed.signed_on)
    acts.record(decided, "parts_decided", data=deciding.types(closed.answers))
    if closed.reviewer_name and guards.opens_something(case):
        reviewed = _on(begun, steps.REVIEW, closed.signed_on)
        facts: dict[str, object] = {"conclusion": guards.MAY_OPEN, "reviewer": closed.reviewer_name}
        acts.record(reviewed, "secrecy_reviewed", data=facts)


def _sign(begun: Begin, closed: ClosedFacts) -> None:
    case, kind = begun.case, notices.kind_of(begun.case)
    if closed.document_number:
        document_numbers.refuse_unusable(closed.document_number)
    notice = Notice.objects.create(
        request=case,
        kind=kind.code if kind else "",
        document_number=closed.document_number,
        made_on=closed.signed_on,
    )
    deciding.sign_notice(case, notice, signer_name=closed.signer_name, manner=Manner.PAPER)
    acts.record(begun, "signed", data={"manner": Manner.PAPER.value, "notice": notice.pk})


def _serve(begun: Begin, closed: ClosedFacts) -> None:
    notice = begun.case.notices.get(decision__isnull=False)
    Service.objects.create(
        notice=notice,
        route=closed.service_route,
        served_on=closed.served_on,
        evidence_note=closed.evidence_note,
    )
    begun.case.closed_on = closed.served_on
    begun.case.historical = intake.is_historical(begun.case.respondent, closed.served_on)
    facts: dict[str, object] = {"route": closed.service_route, "notice": notice.pk}
    acts.record(begun, "served", data=facts, to_stage=Stage.CLOSED)
