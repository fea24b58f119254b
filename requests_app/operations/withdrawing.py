"""The applicant takes the request back (撤回): it is over, without a notice, in a row of its own."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app import report_rows, steps
from requests_app.facts import PartAnswer
from requests_app.models import InformationRequest, WithdrawnBy
from requests_app.operations import papers, recomputing
from requests_app.operations.deciding import write_answers
from requests_app.operations.papers import Upload

WITHDRAWN = "F3"
"""The reply type of a part that was taken back; of the report it is （六）其他处理 3.其他."""


@transaction.atomic
def withdraw(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    manner: str,
    note: str = "",
    evidence: Upload | None = None,
) -> InformationRequest:
    """Close a request the applicant took back, whatever was drafted or signed meanwhile.

    Nothing is signed or served for it: a notice that was signed and is still in the house stays there.
    The applicant does it online (`actor` is the public) or the clerk writes down that it was done.
    """
    step = steps.WITHDRAW_ONLINE if actor.origin == acts.PUBLIC else steps.WITHDRAW
    begun = acts.begin(InformationRequest.objects, pk, step=step, actor=actor, on=effective_on, seen=seen)
    case = begun.case
    refuse_unproven(manner, note, evidence)
    said = WithdrawnBy(manner).label
    reasons = f"申请人{said}撤回申请。{note.strip()}"
    answers = [PartAnswer(part.position, WITHDRAWN, reasons=reasons) for part in case.parts.all()]
    write_answers(case, answers)
    recomputing.bring_up_to_date(case)
    case.report_row = report_rows.row_of(answer.reply_type for answer in answers).key
    case.closed_on = effective_on
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, "withdrawn", data={"manner": manner, "row": case.report_row}, evidence=kept)
    return case


def refuse_unproven(manner: str, note: str, evidence: Upload | None) -> None:
    """Nobody is taken to have withdrawn without a paper or a note of what was said."""
    if manner not in WithdrawnBy.values:
        raise Refused(Refusal("没有选择撤回的方式。", remedy="请选择书面、网上或者口头。", field="manner"))
    if manner == WithdrawnBy.ORAL and not note.strip():
        raise Refused(
            Refusal("口头撤回没有记录。", remedy="请写明何时、当面还是电话、由谁记录。", field="note")
        )
    if evidence is None and not note.strip():
        raise Refused(
            Refusal(
                "没有撤回申请的凭证。",
                remedy="请上传撤回申请的扫描件，或者写明原件存放在哪里。",
                field="evidence",
            )
        )
