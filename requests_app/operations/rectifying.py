"""Requests to correct a record about oneself (更正申请，条例第41条): from the counter to the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused, Step
from foundation.documents.writers import Format, write
from foundation.files import store
from foundation.files.models import StoredFile
from foundation.ledger import acts, numbers
from foundation.ledger.acts import Actor, Begun
from foundation.workdays import arithmetic
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from requests_app import document_numbers, personal, rectification_guards, rectification_paper
from requests_app import rectification_rules as rules
from requests_app import rectification_steps as steps
from requests_app.facts import ApplicantFacts, RecordFacts, Upload
from requests_app.models import InformationRequest, Rectification, RectificationEvent, Series, ToldBy
from requests_app.rectification_rules import ARTICLE, Decided

SERIES = Series.RECTIFICATION.value
NOTICE_FILE, EVIDENCE_FILE = "requests.rectification", "requests.rectification_evidence"


@transaction.atomic
def register(
    *,
    actor: Actor,
    respondent: Agency,
    applicant: ApplicantFacts,
    facts: RecordFacts,
    received_on: date,
    evidence: Upload | None = None,
    unproven: bool = False,
    request: InformationRequest | None = None,
) -> Rectification:
    """Enter a request for correction, with its evidence or with the word (`unproven`) that there is none."""
    if not facts.record.strip() or not facts.right.strip():
        raise Refused(Refusal("没有写明要求更正什么。", ARTICLE, "请写明哪项记录、应当改为什么。", "record"))
    if evidence is None and not unproven:
        raise Refused(
            Refusal(
                "没有上传证据材料。",
                ARTICLE,
                "请上传证明记录不准确的材料；申请人没有提供的，勾选“没有提供证据”。",
                "evidence",
            )
        )
    if request is not None and respondent not in request.desks():
        raise Refused(
            Refusal(
                f"{request.number}不是{respondent.name}答复或者承办的申请。",
                remedy="请核对编号；没有所涉申请的留空。",
                field="request_number",
            )
        )
    sealed = personal.seal(applicant)
    case = Rectification(
        respondent=respondent,
        applicant=sealed,
        request=request,
        sealed=personal.seal_record(sealed, facts),
        received_on=received_on,
        target_on=arithmetic.add(published_calendar(), received_on, rules.TARGET_WORKDAYS),
        proven=evidence is not None,
    )
    serial = numbers.issue(respondent, SERIES, received_on.year)[0]
    case.number = f"{respondent.code}-更-{received_on.year}-{serial:04d}"
    begun = acts.open_case(case, step=steps.REGISTER_RECTIFICATION, actor=actor, on=received_on)
    acts.record(begun, "registered", data={"proven": case.proven}, evidence=_keep(case, "证据材料", evidence))
    return case


@transaction.atomic
def ask_evidence(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    missing: str,
    manner: str,
    workdays: int,
) -> Rectification:
    """Tell the applicant what is missing and until when it is waited for."""
    begun = _begin(pk, steps.ASK_EVIDENCE, actor, effective_on, seen)
    if manner not in ToldBy.values:
        raise Refused(Refusal("没有选择告知的方式。", remedy="请选择电话、短信或者书面。", field="manner"))
    if not missing.strip() or workdays < 1:
        raise Refused(Refusal("没有写明缺什么证据、给多少时间。", ARTICLE, "请写明。", "missing"))
    case = begun.case
    _reseal(case, asked=missing)
    case.evidence_due_on = arithmetic.add(published_calendar(), effective_on, workdays)
    acts.record(begun, "evidence_asked", data={"manner": manner, "workdays": workdays})
    return case


@transaction.atomic
def receive_evidence(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, evidence: Upload | None
) -> Rectification:
    begun = _begin(pk, steps.EVIDENCE_GIVEN, actor, effective_on, seen)
    if evidence is None:
        raise Refused(Refusal("没有上传证据材料。", ARTICLE, "请上传。", "evidence"))
    begun.case.proven, begun.case.evidence_due_on = True, None
    acts.record(begun, "evidence_given", evidence=_keep(begun.case, "补充的证据", evidence))
    return begun.case


@transaction.atomic
def decide(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    outcome: str,
    reasons: str,
    approver_name: str,
    other_agency: str = "",
    document_number: str = "",
    evidence: Upload | None = None,
) -> Rectification:
    """Decide, number and print the notice. A transfer to another agency is told by the same notice."""
    begun = _begin(pk, steps.DECIDE_RECTIFICATION, actor, effective_on, seen)
    case = begun.case
    facts = personal.read_record(case.applicant, bytes(case.sealed))
    decided = Decided(outcome, reasons, other_agency, facts.wrong, facts.right)
    refusal = rules.incomplete(decided)
    if refusal is not None:
        raise Refused(refusal)
    if not approver_name.strip():
        raise Refused(
            Refusal("没有填写批准人。", remedy="请填写审签单上签字的负责人。", field="approver_name")
        )
    _reseal(case, reasons=reasons)
    case.outcome, case.other_agency = outcome, other_agency.strip()
    case.decided_on, case.approver_name = effective_on, approver_name
    case.document_number = document_numbers.settle(case.respondent, document_number, effective_on)
    paper = rectification_paper.document(case, facts, decided, number=case.document_number, on=effective_on)
    case.word_file = _file(case, "docx", write(paper, "docx"))
    case.pdf_file = _file(case, "pdf", write(paper, "pdf"))
    kept = _keep(case, "审签单、转送函", evidence)
    acts.record(begun, "decided", data={"outcome": outcome}, evidence=kept)
    return case


@transaction.atomic
def serve(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    route: str,
    evidence_note: str = "",
    evidence: Upload | None = None,
) -> Rectification:
    begun = _begin(pk, steps.SERVE_RECTIFICATION, actor, effective_on, seen)
    case = begun.case
    case.served_on, case.service_route, case.service_note = effective_on, route, evidence_note
    acts.record(begun, "served", data={"route": route}, evidence=_keep(case, "送达凭证", evidence))
    return case


@transaction.atomic
def withdraw(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, evidence: Upload | None = None
) -> Rectification:
    begun = _begin(pk, steps.WITHDRAW_RECTIFICATION, actor, effective_on, seen)
    acts.record(begun, "withdrawn", evidence=_keep(begun.case, "撤回申请", evidence))
    return begun.case


@transaction.atomic
def correct_date(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, event_seq: int, reason: str
) -> Rectification:
    """Record that it came, or was served, on another day; the old event stays."""
    begun = _begin(pk, steps.CORRECT_RECTIFICATION, actor, effective_on, seen)
    case, old = begun.case, _correctable(begun.case, event_seq)
    setattr(case, rules.DATES[old.kind], effective_on)
    _refuse_disorder(case)
    case.target_on = arithmetic.add(published_calendar(), case.received_on, rules.TARGET_WORKDAYS)
    acts.record(begun, old.kind, data={**old.data, "reason": reason}, corrects=old, to_stage=case.stage)
    return case


def _correctable(case: Rectification, event_seq: int) -> RectificationEvent:
    for event in rectification_guards.correctable(case):
        if event.seq == event_seq:
            return event
    raise Refused(Refusal("这条记录不能更正日期。", remedy="请从列表中选择。", field="event_seq"))


def _refuse_disorder(case: Rectification) -> None:
    """Receipt, what happened to it since, service: in this order."""
    later = [event for event in case.events.all() if event.kind not in ("registered", "served")]
    firsts = [event.effective_on for event in later]
    served_early = case.served_on and case.decided_on and case.served_on < case.decided_on
    if served_early or any(day < case.received_on for day in firsts):
        raise Refused(
            Refusal("更正后的日期与其他记录的日期先后矛盾。", remedy="请核对凭证。", field="effective_on")
        )


@transaction.atomic
def void(pk: int, *, actor: Actor, seen: int | None, effective_on: date, reason: str) -> Rectification:
    begun = _begin(pk, steps.VOID_RECTIFICATION, actor, effective_on, seen)
    case = begun.case
    acts.record(begun, "voided", data={"reason": reason})
    _, year, serial = case.number.rsplit("-", 2)
    numbers.void(case.respondent, SERIES, int(year), int(serial), reason=reason, on=today())
    return case


# --- what they share --------------------------------------------------------------------------------------


def _begin(pk: int, step: Step, actor: Actor, on: date, seen: int | None) -> Begun[Rectification]:
    return acts.begin(Rectification.objects, pk, step=step, actor=actor, on=on, seen=seen)


def _reseal(case: Rectification, **said: str) -> None:
    facts = personal.read_record(case.applicant, bytes(case.sealed))
    case.sealed = personal.seal_record(case.applicant, replace(facts, **said))


def _keep(case: Rectification, called: str, upload: Upload | None) -> StoredFile | None:
    return personal.keep(case.applicant.key, EVIDENCE_FILE, called, upload)


def _file(case: Rectification, file_format: Format, content: bytes) -> StoredFile:
    key = case.applicant.key
    return store.store(
        f"{rectification_paper.KIND.title}（{case.number}）.{file_format}",
        content,
        public=False,
        owner_kind=NOTICE_FILE,
        owner_id=str(key.pk),
        data_key=key,
    )
