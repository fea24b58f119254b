"""While a request is being worked on: who does it, and the one extension."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app import notices, steps
from requests_app.models import InformationRequest, Notice
from requests_app.notice_kinds import NOTICE_KINDS
from requests_app.operations import limits, papers
from requests_app.operations.limits import Pending
from requests_app.operations.papers import Upload
from requests_app.regimes import REGIMES


@transaction.atomic
def assign(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, handler: Agency
) -> InformationRequest:
    """Let another unit do the work; respondent and limit stay."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.ASSIGN, actor=actor, on=effective_on, seen=seen
    )
    case = begun.case
    if handler.pk == case.handler_id:
        raise Refused(
            Refusal(f"本件现在就由{handler.name}承办。", remedy="请选择其他单位。", field="handler")
        )
    former, case.handler = case.handler_id, handler
    acts.record(begun, "assigned", data={"from": former, "to": handler.pk})
    return case


@transaction.atomic
def extend(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    workdays: int,
    approver_name: str,
    reason: str,
    recording: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """Extend the limit once (条例第33条): approved by the head of the office, the applicant told that day.

    Recording an extension that came too late is possible and does not move the limit.
    """
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.EXTEND,
        actor=actor,
        on=effective_on,
        seen=seen,
        recording=recording,
    )
    case = begun.case
    refuse_length(case, workdays)
    facts = {"workdays": workdays, "approver": approver_name}
    pending = Pending("extended", effective_on, facts)
    limits.set_index(case, pending=pending)
    _make_notice(case, pending, reason)
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, "extended", data=facts, evidence=kept)
    return case


def refuse_length(case: InformationRequest, workdays: int) -> None:
    """Raises Refused when the extension is longer than the regulation of the case allows."""
    most = REGIMES[case.regime].extension_days
    if not 1 <= workdays <= most:
        raise Refused(
            Refusal(
                f"延长的期限应当在1至{most}个工作日之间，不能是{workdays}个工作日。",
                REGIMES[case.regime].cite("extension"),
                "请改填天数。",
                "workdays",
            )
        )


def _make_notice(case: InformationRequest, pending: Pending, reason: str) -> Notice | None:
    """The notice of an extension that has an effect; one recorded too late is only noted."""
    clock = limits.clock_of(case, pending=pending)
    if clock is None or not clock.extended_by:
        return None
    document = notices.extension(case, clock, on=pending.effective_on, reason=reason)
    kind = NOTICE_KINDS[notices.EXTENSION]
    return notices.keep(case, kind, document, on=pending.effective_on, note=reason)
