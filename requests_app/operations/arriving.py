"""Between the arrival and the receipt: attempts to reach the applicant, and the papers that prove the day."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app import history, notices, steps
from requests_app.models import Contact, InformationRequest, Notice, NotReached
from requests_app.notice_kinds import NOTICE_KINDS
from requests_app.operations import papers
from requests_app.operations.intake import ARRIVAL_EVIDENCE
from requests_app.operations.papers import Upload

NOT_REACHED, EVIDENCE_KEPT = "not_reached", "arrival_evidence"


@transaction.atomic
def not_reached(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    means: str,
    result: str,
    at: time | None = None,
    make_letter: bool = False,
) -> InformationRequest:
    """Log an attempt that did not end in a confirmation; the clock stays still (条例第31条).

    The event says who tried, when, by what and what came of it: never the number that was called.
    `make_letter` makes the paper of an attempt by post (确认函), to be printed and posted that day.
    """
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.NOT_REACHED, actor=actor, on=effective_on, seen=seen
    )
    if means not in Contact.values or result not in NotReached.values:
        raise Refused(Refusal("请选择联系方式和结果。", field="result"))
    if result == NotReached.LETTER_SENT and means != Contact.LETTER:
        raise Refused(Refusal("确认函是寄出的信函。", "条例第31条", "联系方式请选“信函”。", "means"))
    facts: dict[str, object] = {"means": str(means), "result": str(result)}
    if at is not None:
        facts["at"] = at.strftime("%H:%M")
    if make_letter and result == NotReached.LETTER_SENT:
        facts["notice"] = _letter(begun.case, effective_on).pk
    acts.record(begun, NOT_REACHED, data=facts)
    return begun.case


def _letter(case: InformationRequest, on: date) -> Notice:
    """确认函, sealed like every paper that bears a name."""
    document = notices.confirmation(case, tried=len(history.attempts(case)), on=on)
    return notices.keep(case, NOTICE_KINDS[notices.CONFIRMATION], document, on=on)


@transaction.atomic
def keep_evidence(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, evidence: Upload | None
) -> InformationRequest:
    """Store a scan of envelope, slip, log or signed sheet that proves when the request came in."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.KEEP_ARRIVAL_EVIDENCE,
        actor=actor,
        on=effective_on,
        seen=seen,
    )
    if evidence is None:
        raise Refused(Refusal("请选择要存入的扫描件。", field="evidence"))
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence, called=ARRIVAL_EVIDENCE)
    acts.record(begun, EVIDENCE_KEPT, evidence=kept)
    return begun.case
