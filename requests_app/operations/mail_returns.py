"""Letters that came back (退件): what that undoes, and how the paper is brought anew.

Handing a letter to the post is its service (国办公开办函〔2016〕235号) and stays one when it comes back, so
the closing day stands; only one under an address the applicant never gave was no service. What starts a
period of its reader's own (补正、说明理由、收费, the third party's notice) has to have come: its delivery is
taken back.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.files.models import StoredFile
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from foundation.workdays.wording import full_date
from requests_app import history, service_guards, steps
from requests_app.models import (
    InformationRequest,
    MailReturn,
    Notice,
    Override,
    RequestEvent,
    ReturnReason,
    Service,
)
from requests_app.notice_kinds import CORRECTION, FEE, GIVE_REASONS, OVERRIDE
from requests_app.operations import limits, papers, service_rows
from requests_app.operations.papers import Upload
from requests_app.operations.serving import chosen

DELIVERIES = {
    CORRECTION: "correction_delivered",
    GIVE_REASONS: "reasons_delivered",
    OVERRIDE: "override_told",
    FEE: "fee_delivered",
}
"""The event that says such a paper came."""


@transaction.atomic
def come_back(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    service: int,
    reason: str,
    evidence: Upload | None = None,
) -> InformationRequest:
    """Record that the post brought a letter back; its service stays on record, marked."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.MAIL_RETURNED, actor=actor, on=effective_on, seen=seen
    )
    letter = chosen(service_guards.posted(begun.case), service, "service")
    _refuse_before_posting(letter, effective_on)
    if reason not in ReturnReason.values:
        raise Refused(Refusal("没有选择退回原因。", remedy="请按退回批条选择。", field="reason"))
    MailReturn.objects.create(request=begun.case, service=letter, returned_on=effective_on, reason=reason)
    undone = _undeliver(begun.case, letter.notice)
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    facts = {"notice": letter.notice_id, "why": str(reason)}
    acts.record(begun, "mail_returned", data=facts, corrects=undone, evidence=kept)
    return begun.case


def _refuse_before_posting(letter: Service, on: date) -> None:
    if on < letter.served_on:
        raise Refused(
            Refusal(
                f"退回日期不能早于送达日期（{full_date(letter.served_on)}）。",
                remedy="请核对邮件上的日期。",
                field="effective_on",
            )
        )


def _undeliver(case: InformationRequest, notice: Notice) -> RequestEvent | None:
    """The event of a delivery that is not true any more, taken out of the fields that repeat it."""
    kind = DELIVERIES.get(notice.kind)
    told = [one for one in history.in_force(case) if one.kind == kind and one.data["notice"] == notice.pk]
    if not told:
        return None
    if notice.kind == CORRECTION:
        case.correction.delivered_on = case.correction.limit_on = None
        case.correction.save(update_fields=["delivered_on", "limit_on"])
        limits.set_index(case, without=told[-1].pk)
    elif notice.kind == GIVE_REASONS:
        case.excess.delivered_on = None
        case.excess.save(update_fields=["delivered_on"])
    elif notice.kind == FEE:
        case.fee.delivered_on = None
        case.fee.save(update_fields=["delivered_on"])
        limits.set_index(case, without=told[-1].pk)
    else:
        Override.objects.filter(notice=notice).update(told_on=None)
    return told[-1]


@transaction.atomic
def serve_again(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    notice: int,
    route: str,
    mail_number: str = "",
    evidence_note: str = "",
    evidence: Upload | None = None,
    recording: bool = False,
) -> InformationRequest:
    """Record the second service. After a wrong address of our own it is the one that closes the request."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.SERVE_AGAIN,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    paper = chosen(service_guards.to_serve_again(begun.case), notice, "notice")
    begun = service_rows.checked(begun, paper, route, recording=recording)
    back = _open_return(paper)
    if effective_on < back.returned_on:
        raise Refused(
            Refusal(
                f"重新送达不能早于退回之日（{full_date(back.returned_on)}）。",
                remedy="请核对凭证。",
                field="effective_on",
            )
        )
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    service_rows.write(
        paper,
        route=route,
        on=effective_on,
        mail_number=mail_number,
        evidence_note=evidence_note,
        evidence=kept,
    )
    _record_again(begun, paper, {"route": route, "notice": paper.pk}, kept)
    return begun.case


def _open_return(notice: Notice) -> MailReturn:
    waiting = MailReturn.objects.filter(service__notice=notice, again__isnull=True, left_on__isnull=True)
    return waiting.latest("pk")


def _record_again(
    begun: Begun[InformationRequest], notice: Notice, facts: dict[str, object], kept: StoredFile | None
) -> None:
    """A second service; where the first was none, the event of the first is superseded and the day moves."""
    case, closing = begun.case, service_rows.closed_by(notice)
    first = history.last(case, "served") if service_guards.is_answer(notice) else None
    if first is None or case.closed_on == closing:
        acts.record(begun, "served_again", data=facts, evidence=kept)
        return
    case.closed_on = closing
    why = {"reason": "原信封地址写错，以重新送达之日为准"}
    acts.record(begun, "served", data={**facts, **why}, corrects=first, evidence=kept)


@transaction.atomic
def leave(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, notice: int, left_note: str
) -> InformationRequest:
    """Nothing more can be done: the paper lies here for the applicant, and what was tried is on record."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.LEAVE_RETURNED, actor=actor, on=effective_on, seen=seen
    )
    back = _open_return(chosen(service_guards.to_serve_again(begun.case), notice, "notice"))
    if not left_note.strip():
        raise Refused(
            Refusal(
                "没有写明试过哪些方式。", remedy="请写明电话、另寄、上门等的日期和结果。", field="left_note"
            )
        )
    back.left_on, back.left_note = effective_on, left_note.strip()
    back.save(update_fields=["left_on", "left_note"])
    acts.record(begun, "returned_left", data={"notice": notice})
    return begun.case
