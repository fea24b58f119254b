"""Excessive requests: reasons asked for and received, then refused or given a later day (条例第35条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from foundation.workdays.wording import full_date
from requests_app import excess, notices, steps
from requests_app.facts import PartAnswer
from requests_app.models import ExcessReasons, InformationRequest
from requests_app.notice_kinds import NOTICE_KINDS
from requests_app.operations import limits, papers, service_rows
from requests_app.operations.deciding import types, write_answers
from requests_app.operations.limits import Pending
from requests_app.operations.papers import Upload

DATES = {"reasons_asked": "asked_on", "reasons_delivered": "delivered_on", "reasons_given": "given_on"}
"""Which field repeats the day of which event."""


@transaction.atomic
def ask(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    facts: str,
    workdays: int,
    recording: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """Ask for the reasons in a notice that says what is out of proportion; the limit runs on."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.ASK_REASONS,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    case = begun.case
    refuse_twice(case)
    refuse_empty(facts, workdays)
    document = notices.give_reasons(case, facts=facts, workdays=workdays, on=effective_on)
    notice = notices.keep(case, NOTICE_KINDS[notices.GIVE_REASONS], document, on=effective_on)
    ExcessReasons.objects.create(
        request=case, facts=facts, workdays=workdays, asked_on=effective_on, notice=notice
    )
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, "reasons_asked", data={"workdays": workdays, "notice": notice.pk}, evidence=kept)
    return case


def refuse_twice(case: InformationRequest) -> None:
    """There is one such question in a request, even when recording what happened."""
    if ExcessReasons.objects.filter(request=case).exists():
        raise Refused(
            Refusal(
                "本件已经要求过说明理由。", excess.ARTICLE, "再次要求的情况，请写在拟定答复的查明情况里。"
            )
        )


def refuse_empty(facts: str, workdays: int) -> None:
    if not facts.strip():
        raise Refused(
            Refusal(
                "没有写明申请的数量、频次怎样超过合理范围。", excess.ARTICLE, "请写明件数和时间。", "facts"
            )
        )
    if not 1 <= workdays <= excess.MOST_WORKDAYS:
        raise Refused(
            Refusal(
                f"说明理由的期限应当合理，在1至{excess.MOST_WORKDAYS}个工作日之间。",
                excess.ARTICLE,
                f"一般为{excess.USUAL_WORKDAYS}个工作日。",
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
    """Record when the notice came; without that nobody was silent."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.REASONS_DELIVERED, actor=actor, on=effective_on, seen=seen
    )
    asked = begun.case.excess
    begun = service_rows.checked(begun, asked.notice, route, recording=True)  # it only says what happened
    asked.delivered_on = effective_on
    asked.save(update_fields=["delivered_on"])
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    service_rows.write(
        asked.notice,
        route=route,
        on=effective_on,
        mail_number=mail_number,
        evidence_note=evidence_note,
        evidence=kept,
    )
    facts = {"route": route, "notice": asked.notice_id}
    acts.record(begun, "reasons_delivered", data=facts, evidence=kept)
    return begun.case


@transaction.atomic
def receive(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    given: str,
    evidence: Upload | None = None,
) -> InformationRequest:
    """The applicant said why; whether that is reasonable is for the agency to say."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.REASONS_GIVEN, actor=actor, on=effective_on, seen=seen
    )
    if not given.strip():
        raise Refused(Refusal("没有写明申请人说明的理由。", excess.ARTICLE, "请摘录要点。", "given"))
    asked = begun.case.excess
    asked.given_on, asked.given = effective_on, given
    asked.save(update_fields=["given_on", "given"])
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, "reasons_given", evidence=kept)
    return begun.case


@transaction.atomic
def leave(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, finding: str, reasons: str
) -> InformationRequest:
    """The reasons are not reasonable, or there are none: no part is processed; signed as any answer."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.LEAVE_EXCESS, actor=actor, on=effective_on, seen=seen
    )
    answers = tuple(
        PartAnswer(part.position, excess.UNREASONABLE, finding=finding, reasons=reasons)
        for part in begun.case.parts.all()
    )
    write_answers(begun.case, answers)
    acts.record(begun, "excess_left", data=types(answers))
    return begun.case


@transaction.atomic
def defer(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    until: date,
    reason: str,
    recording: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """The reasons are reasonable and the limit cannot be kept: a later day is named and told.

    One told after the limit had passed can be recorded; it moves nothing and makes no notice.
    """
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.DEFER,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    case = begun.case
    refuse_day(case, effective_on, until)
    facts = {"until": until.isoformat()}
    pending = Pending("deferred", effective_on, facts)
    limits.set_index(case, pending=pending)
    clock = limits.clock_of(case, pending=pending)
    if clock is not None and clock.runs_because == "deferred":
        document = notices.deferral(case, clock, on=effective_on, reason=reason)
        notices.keep(case, NOTICE_KINDS[notices.DEFERRAL], document, on=effective_on, note=reason[:300])
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, "deferred", data=facts, evidence=kept)
    return case


def refuse_day(case: InformationRequest, on: date, until: date) -> None:
    """Raises Refused at a day that is no later one."""
    refusal = excess.not_later(until, case.due_on)
    if refusal is None and until <= on:
        refusal = Refusal(
            f"延迟答复的日期应当晚于告知之日（{full_date(on)}）。", excess.ARTICLE, "请核对日期。", "until"
        )
    if refusal is not None:
        raise Refused(refusal)


def move(case: InformationRequest, kind: str, on: date) -> None:
    """A corrected date, written where it is kept for reading."""
    asked, old = case.excess, getattr(case.excess, DATES[kind])
    setattr(asked, DATES[kind], on)
    asked.save(update_fields=[DATES[kind]])
    if kind == "reasons_delivered":
        service_rows.move(asked.notice_id, old, on)
