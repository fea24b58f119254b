"""Taking parts out of a request to be answered as one of their own (一事一申请)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.files import store
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from foundation.ledger.models import Event
from requests_app import history, personal, steps
from requests_app.facts import Filing, PartFacts, Upload
from requests_app.models import InformationRequest, RequestPart, SplitReason
from requests_app.operations import intake, papers
from requests_app.operations.intake import Filed

ARTICLE = "条例第29条"


@transaction.atomic
def split(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    positions: Sequence[int],
    reason: str,
    evidence: Upload | None = None,
) -> Filed:
    """Move these parts into a new request of the same applicant with the same day of receipt.

    The limit is that of the old one; the new one has its own number, query code, notice and report row.
    Raises Refused when nothing would be left on one of the two sides.
    """
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.SPLIT, actor=actor, on=effective_on, seen=seen
    )
    case = begun.case
    if reason not in SplitReason.values:
        raise Refused(Refusal("没有选择拆分的理由。", ARTICLE, "请选择。", "reason"))
    taken = _taken(case, positions)
    opened = intake.open_request(
        _filing(case, taken), step=steps.SPLIT_OFF, actor=actor, on=effective_on, moved=taken
    )
    new = opened.begun.case
    close_ranks(case)
    kept = papers.keep(case, papers.EVIDENCE_FILE, evidence)
    facts: dict[str, object] = {"into": new.pk, "positions": sorted(positions), "reason": reason}
    acts.record(begun, "split", data=facts, evidence=kept)
    _copy_receipt(case, opened.begun)
    return Filed(new, opened.query_code)


def _taken(case: InformationRequest, positions: Sequence[int]) -> list[RequestPart]:
    parts = {part.position: part for part in case.parts.all()}
    if not set(positions) <= set(parts):
        raise Refused(Refusal("有的序号不是本件的申请事项。", ARTICLE, "请从列表中选择。", "positions"))
    if not 0 < len(set(positions)) < len(parts):
        sentence = "拆出和留下的都至少要有一项。"
        raise Refused(Refusal(sentence, ARTICLE, "请选择一部分申请事项。", "positions"))
    return [parts[position] for position in sorted(set(positions))]


def _filing(case: InformationRequest, taken: Sequence[RequestPart]) -> Filing:
    """The same people ask the same agency in the same way for these parts."""
    asked = [PartFacts(part.wanted_name, part.document_number, part.features) for part in taken]
    return Filing(
        respondent=case.respondent,
        handler=case.handler,
        channel=case.channel,
        arrival=case.arrival,
        parts=tuple(asked),
        provision_forms=tuple(case.provision_forms),
        provision_routes=tuple(case.provision_routes),
        accepts_other_form=case.accepts_other_form,
        submitted_at=case.submitted_at,
        regime=case.regime,
        regime_reason=case.regime_reason,
        source_system=case.source_system,
        split_from=case,
        **personal.who_asks(case.applicant),
    )


def close_ranks(case: InformationRequest) -> None:
    """Number the remaining parts from one, lowest first, so that no number is ever taken twice."""
    left = list(case.parts.order_by("position"))
    for position, part in enumerate(left, start=1):
        if part.position != position:
            part.position = position
            part.save(update_fields=["position"])
    case.title = PartFacts(left[0].wanted_name, left[0].document_number, left[0].features).summary[:80]


def _copy_receipt(case: InformationRequest, begun: Begun[InformationRequest]) -> None:
    """The day of receipt, why it is that day, and the paper that proves it go with the parts."""
    arrival = history.last(case, "registered")
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, _paper(arrival), called=intake.ARRIVAL_EVIDENCE)
    acts.record(begun, "split_off", data={"from": case.pk}, evidence=kept)
    received = history.last(case, "received")
    if received is None or case.received_on is None:
        raise Refused(Refusal("本件还没有确认收到，不能拆分。", ARTICLE, "请先确认收到。"))
    said = {name: str(received.data.get(name, "")) for name in ("means", "guide")}
    onward = replace(begun, step=steps.RECEIVE, on=case.received_on)
    intake.take_receipt(onward, case.received_basis, **said)


def _paper(event: Event | None) -> Upload | None:
    if event is None or event.evidence is None:
        return None
    return event.evidence.name, store.read(event.evidence)
