"""Taking over requests that began before this system knew them: their dates are facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused, Step
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from requests_app import document_numbers, guards, notices, outcomes, steps
from requests_app.facts import ClosedFacts, Filing, OldRow, PartAnswer, UnansweredFacts
from requests_app.models import (
    InformationRequest,
    Manner,
    Notice,
    ReceivedBasis,
    RequestCorrection,
    Service,
    Stage,
)
from requests_app.operations import deciding, intake, limits
from requests_app.operations.limits import Pending
from requests_app.operations.withdrawing import WITHDRAWN

Begin = Begun[InformationRequest]
UNSAID = "（原台账没有记载）"


@transaction.atomic
def import_closed(
    filing: Filing, closed: ClosedFacts, *, actor: Actor, source: OldRow | None = None
) -> InformationRequest:
    """Record a whole old request in one go, with every event on its own day.

    No files are made: the paper of that time is the original. A closed one keeps the limit its table gives.
    Raises Refused when the dates contradict each other or an answer is incomplete.
    """
    refuse_disorder(closed)
    begun = _open(filing, closed, actor, source)
    _decide(begun, closed)
    _sign(_on(begun, steps.SIGN, closed.signed_on), closed)
    if closed.served_on is not None:
        _keep_limit(begun.case, source)
        _serve(_on(begun, steps.SERVE, closed.served_on), closed, closed.served_on)
    return begun.case


@transaction.atomic
def import_unanswered(
    filing: Filing, facts: UnansweredFacts, *, actor: Actor, source: OldRow | None = None
) -> InformationRequest:
    """Record an old request nobody answered; an open one keeps its real clock. Raises Refused."""
    refuse_disorder(facts)
    begun = _open(filing, facts, actor, source)
    if facts.withdrawn_on is not None:
        _keep_limit(begun.case, source)
        _withdraw(_on(begun, steps.WITHDRAW, facts.withdrawn_on), facts.withdrawn_on)
    return begun.case


def refuse_disorder(facts: ClosedFacts | UnansweredFacts) -> None:
    """Raises Refused where something lies before what has to come first, whatever else is in the file."""
    ends = [facts.signed_on, facts.served_on] if isinstance(facts, ClosedFacts) else [facts.withdrawn_on]
    for middle in ([facts.asked_on, facts.corrected_on], [facts.extended_on]):
        days = [day for day in (facts.received_on, *middle, *ends) if day is not None]
        if days != sorted(days):
            raise Refused(
                Refusal(
                    "收到、补正、延期、签发、送达的日期先后矛盾。",
                    remedy="请对照原台账核对这几个日期。",
                    field="served_on",
                )
            )


def _open(filing: Filing, facts: ClosedFacts | UnansweredFacts, actor: Actor, source: OldRow | None) -> Begin:
    """The request with its receipt, its correction and its extension, in the order of their days."""
    begun = intake.open_request(filing, step=steps.REGISTER, actor=actor, on=facts.received_on).begun
    acts.record(begun, "imported", data={"parts": len(filing.parts), **_told(source)})
    intake.take_receipt(replace(begun, step=steps.RECEIVE), ReceivedBasis.RECORDED)
    extends_first = facts.extended_on and facts.asked_on and facts.extended_on < facts.asked_on
    for write in (_extend, _correct) if extends_first else (_correct, _extend):
        write(begun, facts)
    return begun


def _told(source: OldRow | None) -> dict[str, object]:
    """Where the row stood and which limit it was given there: facts, kept beside what our clock says."""
    if source is None:
        return {}
    limit = {"limit_on": source.limit_on.isoformat()} if source.limit_on else {}
    return {"upload": source.upload, "row": source.row, **limit}


def _keep_limit(case: InformationRequest, source: OldRow | None) -> None:
    """What was over keeps the limit it was worked by."""
    if source is not None and source.limit_on is not None:
        case.due_on = source.limit_on


def _on(begun: Begin, step: Step, on: date) -> Begin:
    acts.refuse_future(on)
    return replace(begun, step=step, on=on)


def _extend(begun: Begin, facts: ClosedFacts | UnansweredFacts) -> None:
    if facts.extended_on is None or not facts.extended_by:
        return
    extending = _on(begun, steps.EXTEND, facts.extended_on)
    data = {"workdays": facts.extended_by}
    limits.set_index(begun.case, pending=Pending("extended", extending.on, data))
    acts.record(extending, "extended", data=data)


def _correct(begun: Begin, facts: ClosedFacts | UnansweredFacts) -> None:
    """补正 was asked for on paper; when it came the whole period began anew (条例第30条)."""
    case, asked_on = begun.case, facts.asked_on
    if asked_on is None:
        return
    notice = Notice.objects.create(request=case, kind=notices.CORRECTION, made_on=asked_on)
    RequestCorrection.objects.create(
        request=case,
        points=[{"problem": UNSAID, "example": ""}],
        workdays=facts.ask_workdays,
        asked_on=asked_on,
        corrected_on=facts.corrected_on,
        notice=notice,
    )
    data: dict[str, object] = {"workdays": facts.ask_workdays, "points": 1, "notice": notice.pk}
    asking = _on(begun, steps.ASK_CORRECTION, asked_on)
    limits.set_index(case, pending=Pending("correction_asked", asked_on, data))
    acts.record(asking, "correction_asked", data=data)
    if facts.corrected_on is not None:
        case.received_on = facts.corrected_on
        limits.set_index(case, pending=Pending("corrected", facts.corrected_on))
        received = _on(begun, steps.RECEIVE_CORRECTION, facts.corrected_on)
        acts.record(received, "corrected", data={"parts": case.parts.count()})


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


def _serve(begun: Begin, closed: ClosedFacts, served_on: date) -> None:
    notice = begun.case.notices.get(decision__isnull=False)
    Service.objects.create(
        notice=notice,
        route=closed.service_route,
        served_on=served_on,
        evidence_note=closed.evidence_note,
    )
    begun.case.closed_on = served_on
    begun.case.historical = intake.is_historical(begun.case.respondent, served_on)
    facts: dict[str, object] = {"route": closed.service_route, "notice": notice.pk}
    acts.record(begun, "served", data=facts, to_stage=Stage.CLOSED)


def _withdraw(begun: Begin, withdrawn_on: date) -> None:
    """Taken back (撤回): over without a notice, in the row of what was withdrawn."""
    case = begun.case
    answers = [
        PartAnswer(part.position, WITHDRAWN, reasons=f"申请人撤回申请{UNSAID}") for part in case.parts.all()
    ]
    deciding.write_answers(case, answers, recording=True)
    case.report_row = outcomes.report_row([answer.reply_type for answer in answers]).key
    case.closed_on = withdrawn_on
    case.historical = intake.is_historical(case.respondent, withdrawn_on)
    acts.record(begun, "withdrawn", data={"row": case.report_row})
