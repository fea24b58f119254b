"""Bringing papers to people: the day of service of the answer closes the request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app import guards, report_rows, service_guards, steps
from requests_app.models import InformationRequest, Notice, ProvidedFile, Service
from requests_app.operations import papers, recomputing, service_rows
from requests_app.operations.papers import Upload


@transaction.atomic
def serve(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    route: str,
    mail_number: str = "",
    evidence_note: str = "",
    evidence: Upload | None = None,
    served_file: Upload | None = None,
    provided: Sequence[Upload] = (),
    recording: bool = False,
) -> InformationRequest:
    """Record the service (国办公开办函〔2016〕235号). The stamped scan is filed as the served version,
    `provided` is the information itself.
    """
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.SERVE,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    case = begun.case
    refuse_before_signature(case, effective_on)
    refuse_giving_nothing_open(case, provided)
    notice = case.decisions.select_related("notice").latest("pk").notice
    begun = service_rows.checked(begun, notice, route, recording=recording)
    if served_file is not None:
        notice.served_file = papers.keep(case, papers.NOTICE_FILE, served_file, called="盖章扫描件")
        notice.save(update_fields=["served_file"])
    for upload in provided:
        ProvidedFile.objects.create(notice=notice, file=papers.keep_one(case, papers.NOTICE_FILE, upload))
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    service_rows.write(
        notice,
        route=route,
        on=effective_on,
        mail_number=mail_number,
        evidence_note=evidence_note,
        evidence=kept,
    )
    recomputing.bring_up_to_date(case)
    case.closed_on = service_rows.closed_by(notice)
    acts.record(begun, "served", data={"route": route, "notice": notice.pk}, evidence=kept)
    return case


@transaction.atomic
def record_service(
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
    """Record how a paper on the way came to the applicant (延期、延迟、征求意见告知书, 确认函 …)."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.SERVE_NOTICE,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    paper = chosen(service_guards.unserved(begun.case), notice, "notice")
    begun = service_rows.checked(begun, paper, route, recording=recording)
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    service_rows.write(
        paper,
        route=route,
        on=effective_on,
        mail_number=mail_number,
        evidence_note=evidence_note,
        evidence=kept,
    )
    acts.record(begun, "notice_served", data={"route": route, "notice": paper.pk}, evidence=kept)
    return begun.case


@transaction.atomic
def keep_evidence(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    service: int,
    mail_number: str = "",
    evidence: Upload | None = None,
) -> InformationRequest:
    """File the slip of the post office or the signed 送达回证 that was brought later; no date moves."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.KEEP_SERVICE_EVIDENCE,
        actor=actor,
        on=effective_on,
        seen=seen,
    )
    known = chosen(service_guards.unproven(begun.case), service, "service")
    number = service_rows.refuse_mail_number(mail_number, known.route)
    if not number and evidence is None:
        raise Refused(
            Refusal("没有填写邮件号，也没有上传凭证。", remedy="请至少提供一样。", field="evidence")
        )
    known.mail_number = number or known.mail_number
    known.evidence = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    known.save(update_fields=["mail_number", "evidence"])
    acts.record(begun, "service_evidence", data={"notice": known.notice_id}, evidence=known.evidence)
    return begun.case


Row = TypeVar("Row", Notice, Service)


def chosen(offered: Sequence[Row], pk: int, field: str) -> Row:
    """The one that was chosen among those on offer. Raises Refused."""
    for one in offered:
        if one.pk == pk:
            return one
    raise Refused(Refusal("所选的一项已经办理，或者不属于本件。", remedy="请从列表中选择。", field=field))


def refuse_before_signature(case: InformationRequest, on: date) -> None:
    """A notice cannot have arrived before it was signed: one of the two dates is a slip of the pen."""
    refusal = guards.not_before_signature(case, on)
    if refusal is not None:
        raise Refused(refusal)


def refuse_giving_nothing_open(case: InformationRequest, provided: Sequence[Upload]) -> None:
    """Where nothing is disclosed there is nothing to hand over; a file chosen all the same is a slip."""
    if provided and not guards.opens_something(case):
        raise Refused(
            Refusal(
                "本件没有予以公开的内容，不能提供文件。",
                "条例第36条",
                "请去掉“提供的政府信息”；要提供的，先改拟答复。",
                "provided_file",
            )
        )


@transaction.atomic
def end_without_notice(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, evidence: Upload | None = None
) -> InformationRequest:
    """Close a request that simply ended: it was joined to another one. Nothing is signed or served."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.END, actor=actor, on=effective_on, seen=seen
    )
    case = begun.case
    recomputing.bring_up_to_date(case)
    case.report_row = report_rows.row_of(part.reply_type for part in case.parts.all()).key
    case.closed_on = effective_on
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, "ended", data={"row": case.report_row}, evidence=kept)
    return case
