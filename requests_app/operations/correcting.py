"""The one correction (补正): asked for, delivered, received, or never received (条例第30条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from foundation.workdays.queries import published_calendar
from requests_app import notices, steps
from requests_app.facts import CorrectionPoint, PartAnswer, PartFacts
from requests_app.models import InformationRequest, RequestCorrection, RequestPart
from requests_app.notice_kinds import NOTICE_KINDS
from requests_app.operations import limits, papers, service_rows
from requests_app.operations.deciding import types, write_answers
from requests_app.operations.limits import Pending
from requests_app.operations.papers import Upload

LONGEST = 60
DATES = {"correction_asked": "asked_on", "correction_delivered": "delivered_on", "corrected": "corrected_on"}
"""Which field repeats the day of which event."""


@transaction.atomic
def ask(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    points: Sequence[CorrectionPoint],
    workdays: int,
    recording: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """Tell the applicant, once, everything that has to be corrected; until it comes nothing runs."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.ASK_CORRECTION,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    case = begun.case
    refuse_twice(case)
    refuse_empty(points, workdays)
    document = notices.correction(case, points, workdays=workdays, on=effective_on)
    notice = notices.keep(case, NOTICE_KINDS[notices.CORRECTION], document, on=effective_on)
    RequestCorrection.objects.create(
        request=case,
        points=[{"problem": point.problem, "example": point.example} for point in points],
        workdays=workdays,
        asked_on=effective_on,
        notice=notice,
    )
    facts = {"workdays": workdays, "points": len(points), "notice": notice.pk}
    limits.set_index(case, pending=Pending("correction_asked", effective_on, facts))
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, "correction_asked", data=facts, evidence=kept)
    return case


def refuse_twice(case: InformationRequest) -> None:
    """Not even what really happened twice can be a second correction of the same request."""
    if RequestCorrection.objects.filter(request=case).exists():
        raise Refused(
            Refusal("本件已经告知过补正。", "条例第30条", "再次告知的情况，请写在拟定答复的查明情况里。")
        )


def refuse_empty(points: Sequence[CorrectionPoint], workdays: int) -> None:
    if not points or not all(point.problem.strip() for point in points):
        raise Refused(
            Refusal("没有写明要补正什么。", "条例第30条", "请逐项写明需要补正的事项。", "problem_1")
        )
    if not 1 <= workdays <= LONGEST:
        raise Refused(
            Refusal(
                f"补正期限应当合理，在1至{LONGEST}个工作日之间。",
                "条例第30条",
                "一般为15个工作日。",
                "workdays",
            )
        )


@transaction.atomic
def deliver(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    route: str,
    mail_number: str = "",
    evidence_note: str = "",
    evidence: Upload | None = None,
) -> InformationRequest:
    """Record when the notice came to the applicant: from then on the applicant's own period runs."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.DELIVER_CORRECTION,
        actor=actor,
        on=effective_on,
        seen=seen,
    )
    case, correction = begun.case, begun.case.correction
    # The step only says what happened: an unlawful way is noted.
    begun = service_rows.checked(begun, correction.notice, route, recording=True)
    set_delivered(correction, effective_on)
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    service_rows.write(
        correction.notice,
        route=route,
        on=effective_on,
        mail_number=mail_number,
        evidence_note=evidence_note,
        evidence=kept,
    )
    facts = {"route": route, "notice": correction.notice_id}
    limits.set_index(case, pending=Pending("correction_delivered", effective_on, facts))
    acts.record(begun, "correction_delivered", data=facts, evidence=kept)
    return case


def set_delivered(correction: RequestCorrection, on: date) -> None:
    correction.delivered_on = on
    correction.limit_on = limits.correction_limit(published_calendar(), on, correction.workdays)
    correction.save(update_fields=["delivered_on", "limit_on"])


@transaction.atomic
def receive(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    parts: Sequence[PartFacts],
    evidence: Upload | None = None,
) -> InformationRequest:
    """The corrected request came: its parts as they read now, and the whole period anew."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.RECEIVE_CORRECTION,
        actor=actor,
        on=effective_on,
        seen=seen,
    )
    case = begun.case
    rewrite(case, parts)
    case.correction.corrected_on = case.received_on = effective_on
    case.correction.save(update_fields=["corrected_on"])
    limits.set_index(case, pending=Pending("corrected", effective_on))
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, "corrected", data={"parts": len(parts)}, evidence=kept)
    return case


def rewrite(case: InformationRequest, parts: Sequence[PartFacts]) -> None:
    """Write what is asked for now over what was asked for; the number of parts stays."""
    stored = list(case.parts.all())
    if len(parts) != len(stored):
        raise Refused(Refusal("补正不改变申请事项的项数。", remedy="请逐项填写。", field="wanted_name_1"))
    for part, facts in zip(stored, parts, strict=True):
        part.wanted_name, part.document_number = facts.wanted_name, facts.document_number
        part.features = facts.features
    RequestPart.objects.bulk_update(stored, ["wanted_name", "document_number", "features"])
    case.title = parts[0].summary[:80]


@transaction.atomic
def give_up(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    finding: str,
) -> InformationRequest:
    """The period passed in silence: every part becomes “逾期不补正”, signed and served as any answer."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.GIVE_UP, actor=actor, on=effective_on, seen=seen
    )
    answers = tuple(
        PartAnswer(part.position, "F1", finding=finding, reasons=finding) for part in begun.case.parts.all()
    )
    write_answers(begun.case, answers)
    acts.record(begun, "not_corrected", data=types(answers))
    return begun.case


def move(case: InformationRequest, kind: str, on: date) -> None:
    """A corrected date of one of the three events, written where it is kept for reading."""
    correction = case.correction
    if kind == "correction_delivered":
        service_rows.move(correction.notice_id, correction.delivered_on or on, on)
        set_delivered(correction, on)
        return
    setattr(correction, DATES[kind], on)
    correction.save(update_fields=[DATES[kind]])
    if kind == "corrected":
        case.received_on = on
