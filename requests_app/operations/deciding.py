"""From the draft of an answer to its signature: parts decided, secrecy review, sign-off with its notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from requests_app import (
    delegations,
    document_numbers,
    guards,
    notices,
    outcomes,
    procedure_guards,
    report_rows,
    steps,
    triage,
)
from requests_app.facts import PartAnswer
from requests_app.models import Decision, InformationRequest, Manner, Notice, RequestPart
from requests_app.operations import papers
from requests_app.operations.papers import Upload
from requests_app.outcomes import Ground
from requests_app.regimes import REGIMES


@transaction.atomic
def decide(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    answers: Sequence[PartAnswer],
    recording: bool = False,
) -> InformationRequest:
    """Write down what is answered to each part, and why. Raises Refused at the part that is incomplete."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.DECIDE,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    write_answers(begun.case, answers, recording=recording)
    acts.record(begun, "parts_decided", data=types(answers))
    return begun.case


def write_answers(
    case: InformationRequest, answers: Sequence[PartAnswer], *, recording: bool = False
) -> None:
    """Check the answers against the table of reply types and write them into their parts."""
    parts = {part.position: part for part in case.parts.all()}
    for answer in answers:
        refuse_incomplete(case, answer, recording)
        part = parts.get(answer.position)
        if part is None:
            raise Refused(Refusal(f"本件没有第{answer.position}项申请事项。", remedy="请核对序号。"))
        ground = outcomes.ground_of(answer.reply_type, answer.ground)
        part.reply_type, part.ground = answer.reply_type, ground.code if ground else ""
        part.search_note, part.finding = answer.search_note, answer.finding
        part.reasons, part.direction = answer.reasons, answer.direction
        part.checked_by, part.checked_on = _offline(answer, ground)
        # A draft that was changed afterwards is no longer what the choices led to.
        ours = triage.leads_to(answer.triage, answer.reply_type, answer.ground)
        part.triage = answer.triage if ours else ""
    RequestPart.objects.bulk_update(
        parts.values(),
        WRITTEN,
    )


WRITTEN = (
    "reply_type",
    "ground",
    "search_note",
    "finding",
    "reasons",
    "direction",
    "checked_by",
    "checked_on",
    "triage",
)


def _offline(answer: PartAnswer, ground: Ground | None) -> tuple[str, date | None]:
    """Kept only where the answer is that it is a state secret."""
    secret = ground is not None and ground.code == outcomes.CLASSIFIED
    return (answer.checked_by, answer.checked_on) if secret else ("", None)


def types(answers: Sequence[PartAnswer]) -> dict[str, object]:
    return {
        "parts": [
            {"position": one.position, "reply_type": one.reply_type, "ground": one.ground} for one in answers
        ]
    }


@transaction.atomic
def review_secrecy(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    conclusion: str,
    reviewer_name: str,
    recording: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """Record the secrecy review of what is to be opened (条例第17条)."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.REVIEW,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    facts: dict[str, object] = {"conclusion": conclusion, "reviewer": reviewer_name}
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, "secrecy_reviewed", data=facts, evidence=kept)
    return begun.case


@transaction.atomic
def sign(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    manner: str,
    signer_name: str,
    basis: str = "",
    document_number: str = "",
    recording: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """Sign the answer in one of three equal ways; its number and its notice come into being with it."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.SIGN,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    begun = delegations.checked(begun, manner, signer_name, recording)
    return _sign(begun, manner, signer_name, basis, document_number, evidence)


@transaction.atomic
def record_signature(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    manner: str,
    signer_name: str,
    basis: str = "",
    document_number: str = "",
    recording: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """Record that the answer was signed on paper; whoever signs there needs no account."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.RECORD_SIGNATURE,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    refuse_system(manner)
    begun = delegations.checked(begun, manner, signer_name, recording)
    return _sign(begun, manner, signer_name, basis, document_number, evidence)


@transaction.atomic
def keep_sign_off_scan(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, evidence: Upload | None
) -> InformationRequest:
    """File the signed sheet that was not at hand when the signature was recorded."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.KEEP_SIGN_OFF_SCAN,
        actor=actor,
        on=effective_on,
        seen=seen,
    )
    if evidence is None:
        raise Refused(Refusal("请选择签了字的审签单扫描件。", "条例第45条", field="evidence"))
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence, called="审签单")
    acts.record(begun, "sign_off_scan", evidence=kept)
    return begun.case


def _sign(
    begun: Begun[InformationRequest],
    manner: str,
    signer_name: str,
    basis: str,
    document_number: str,
    evidence: Upload | None,
) -> InformationRequest:
    case, on = begun.case, begun.on
    refuse_impossible(case, on)
    refuse_bare_delegation(manner, basis)
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    notice = _write_notice(case, document_number, on)
    sign_notice(case, notice, signer_name=signer_name, manner=manner, basis=basis)
    facts: dict[str, object] = {"manner": manner, "notice": notice.pk, "number": notice.document_number}
    acts.record(begun, "signed", data=facts, evidence=kept)
    return case


def sign_notice(
    case: InformationRequest, notice: Notice, *, signer_name: str, manner: str, basis: str = ""
) -> Decision:
    """The decision behind a notice; the report row follows from what was decided."""
    case.report_row = report_rows.row_of(part.reply_type for part in case.parts.all()).key
    return Decision.objects.create(
        request=case,
        notice=notice,
        signed_on=notice.made_on,
        signer_name=signer_name,
        manner=manner,
        basis=basis,
    )


def refuse_impossible(case: InformationRequest, on: date) -> None:
    """Nothing was signed that nobody decided, nor before it came, not even when recording what happened."""
    refusal = guards.all_parts_decided(case) or procedure_guards.not_before_receipt(case, on)
    if refusal is not None:
        raise Refused(refusal)


def refuse_system(manner: str) -> None:
    """Signing inside the system is the signer's own act."""
    if manner == Manner.SYSTEM:
        raise Refused(
            Refusal("在系统内签发要由签发人本人办理。", remedy="请选择纸质签发或按授权代签。", field="manner")
        )


def refuse_bare_delegation(manner: str, basis: str) -> None:
    if manner == Manner.DELEGATION and not basis.strip():
        raise Refused(
            Refusal("按授权代签必须写明授权依据。", remedy="请填写授权书的名称和日期。", field="basis")
        )


def refuse_incomplete(case: InformationRequest, answer: PartAnswer, recording: bool) -> None:
    """Raises Refused at the part's field (`reasons_2`) that its reply type needs and does not have.

    While recording what an old file says, only an unknown reply type is refused.
    """
    refusal = outcomes.incomplete(answer, REGIMES[case.regime])
    if refusal is None or (recording and answer.reply_type in outcomes.REPLY_TYPES):
        return
    raise Refused(replace(refusal, field=f"{refusal.field}_{answer.position}"))


def _write_notice(case: InformationRequest, document_number: str, on: date) -> Notice:
    kind = notices.kind_of(case)
    if kind is None:
        raise Refused(Refusal("本件不需要制作告知书。", remedy="请办理“直接办结”。"))
    number = document_numbers.settle(case.respondent, document_number, on)
    document = notices.answer(case, kind, number=number, on=on)
    return notices.keep(case, kind, document, on=on, number=number)
