"""Disclosing what a third party did not want disclosed, and telling it what and why (条例第32条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import document_numbers, notices, steps
from requests_app.models import (
    Consultation,
    ConsultedKind,
    InformationRequest,
    Notice,
    Override,
    OverrideBasis,
)
from requests_app.notice_kinds import NOTICE_KINDS
from requests_app.operations import papers, service_rows
from requests_app.operations.consulting import addressee_of
from requests_app.operations.papers import Upload
from requests_app.procedure_guards import third_party

DATES = {"override_decided": "decided_on", "override_told": "told_on"}
"""Which field repeats the day of which event."""


@transaction.atomic
def override(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    letter: int,
    basis: str,
    content: str,
    reasons: str,
    approver_name: str,
    document_number: str = "",
    recording: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """Decide to disclose against one third party; its notice, with number and remedies, comes into being."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.OVERRIDE,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    case, found = begun.case, _letter(begun, letter)
    refuse_empty(basis, content, reasons, approver_name)
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    number = document_numbers.settle(case.respondent, document_number, effective_on)
    document = notices.override(
        found,
        addressee_of(found),
        basis=basis,
        content=content,
        reasons=reasons,
        number=number,
        on=effective_on,
    )
    kind = NOTICE_KINDS[notices.OVERRIDE]
    notice = notices.keep(case, kind, document, on=effective_on, number=number)
    Override.objects.create(
        consultation=found,
        basis=basis,
        content=content,
        reasons=reasons,
        approver_name=approver_name,
        decided_on=effective_on,
        notice=notice,
    )
    facts = {"consultation": found.pk, "position": found.position, "basis": basis, "notice": notice.pk}
    acts.record(begun, "override_decided", data=facts, evidence=kept)
    return case


def _letter(begun: Begun[InformationRequest], position: int) -> Consultation:
    """The letter to a third party that objects or was silent, and was not overridden before."""
    letters = begun.case.consultations.select_related("request__applicant__key", "override")
    found = letters.filter(kind=ConsultedKind.THIRD_PARTY, position=position).first()
    calendar = published_calendar()
    if found is None or not third_party(begun.case, found, calendar).may_be_overridden(begun.on):
        raise Refused(
            Refusal(
                "这份征求意见书的第三方没有不同意公开，也没有逾期不答复。",
                "条例第32条",
                "请从列表中选择。",
                "letter",
            )
        )
    if found.answered_on and begun.on < found.answered_on:
        raise Refused(
            Refusal(
                f"决定之日不能早于收到意见之日（{full_date(found.answered_on)}）。",
                remedy="请核对日期。",
                field="effective_on",
            )
        )
    return found


def refuse_empty(basis: str, content: str, reasons: str, approver_name: str) -> None:
    """Raises Refused at what the law wants in writing and is not there: the content and the reasons."""
    if basis not in OverrideBasis.values:
        raise Refused(Refusal("没有选择决定公开的依据。", "条例第32条", "请选择依据。", "basis"))
    needed = (
        (content, "content", "决定公开的内容"),
        (reasons, "reasons", "理由"),
        (approver_name, "approver_name", "批准人"),
    )
    for value, field, name in needed:
        if not value.strip():
            raise Refused(
                Refusal(f"没有填写{name}。", "条例第32条", "公开的内容和理由都要书面告知第三方。", field)
            )


@transaction.atomic
def tell(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    letter: int,
    route: str,
    mail_number: str = "",
    evidence_note: str = "",
    evidence: Upload | None = None,
) -> InformationRequest:
    """Record when the third party received the notice; from then on the applicant may be answered."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.OVERRIDE_TOLD, actor=actor, on=effective_on, seen=seen
    )
    made = _untold(begun, letter)
    begun = service_rows.checked(begun, made.notice, route, recording=True)
    made.told_on = effective_on
    made.save(update_fields=["told_on"])
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    service_rows.write(
        made.notice,
        route=route,
        on=effective_on,
        mail_number=mail_number,
        evidence_note=evidence_note,
        evidence=kept,
    )
    facts = {"consultation": made.consultation_id, "route": route, "notice": made.notice_id}
    acts.record(begun, "override_told", data=facts, evidence=kept)
    return begun.case


def _untold(begun: Begun[InformationRequest], position: int) -> Override:
    waiting = Override.objects.filter(consultation__request=begun.case, told_on__isnull=True)
    made = waiting.filter(consultation__position=position).select_related("notice").first()
    if made is None:
        raise Refused(Refusal("这份告知书不在等待送达之列。", remedy="请从列表中选择。", field="letter"))
    if begun.on < made.decided_on:
        raise Refused(
            Refusal(
                f"送达日期不能早于决定之日（{full_date(made.decided_on)}）。",
                remedy="请核对凭证。",
                field="effective_on",
            )
        )
    return made


def move(consultation: int, kind: str, on: date) -> None:
    """A corrected date, written where it is kept for reading."""
    made = Override.objects.get(consultation=consultation)
    old = getattr(made, DATES[kind])
    setattr(made, DATES[kind], on)
    made.save(update_fields=[DATES[kind]])
    if kind == "override_decided":
        Notice.objects.filter(pk=made.notice_id).update(made_on=on)
    else:
        service_rows.move(made.notice_id, old, on)
