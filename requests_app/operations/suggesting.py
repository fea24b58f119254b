"""Turning what was given to one applicant into what is published for all (条例第44条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from disclosure.models import Item
from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app import steps
from requests_app.models import InformationRequest, PublicationSuggestion, SuggestedBy, SuggestionOutcome
from requests_app.operations import papers
from requests_app.operations.papers import Upload

ARTICLE = "条例第44条"


@transaction.atomic
def suggest(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    made_by: str,
    evidence: Upload | None = None,
) -> InformationRequest:
    """The applicant suggests it, or several asked for the same: to be reviewed by the agency."""
    public = actor.origin == acts.PUBLIC
    step = steps.SUGGEST_ONLINE if public else steps.SUGGEST
    begun = acts.begin(InformationRequest.objects, pk, step=step, actor=actor, on=effective_on, seen=seen)
    if made_by not in ((SuggestedBy.APPLICANT,) if public else SuggestedBy.values):
        raise Refused(Refusal("没有选择由谁提出。", ARTICLE, "请选择。", "made_by"))
    PublicationSuggestion.objects.create(request=begun.case, made_by=made_by, made_on=effective_on)
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    acts.record(begun, "publication_suggested", data={"made_by": made_by}, evidence=kept)
    return begun.case


@transaction.atomic
def review(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, outcome: str, reasons: str
) -> InformationRequest:
    """Within the scope of proactive publication it must be published in time; the applicant reads it."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.REVIEW_SUGGESTION, actor=actor, on=effective_on, seen=seen
    )
    if outcome not in SuggestionOutcome.values:
        raise Refused(Refusal("没有选择审核结果。", ARTICLE, "请选择。", "outcome"))
    if not reasons.strip():
        raise Refused(Refusal("没有写明审核理由。", ARTICLE, "请写明理由。", "reasons"))
    made = begun.case.suggestion
    made.outcome, made.reasons, made.reviewed_on = outcome, reasons, effective_on
    made.save(update_fields=["outcome", "reasons", "reviewed_on"])
    acts.record(begun, "suggestion_reviewed", data={"outcome": outcome})
    return begun.case


@transaction.atomic
def publish(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, index_number: str
) -> InformationRequest:
    """Note as which item it was published; publishing itself is done in the catalogue."""
    begun = acts.begin(
        InformationRequest.objects,
        pk,
        step=steps.SUGGESTION_PUBLISHED,
        actor=actor,
        on=effective_on,
        seen=seen,
    )
    item = published(index_number)
    if item is None:
        raise Refused(
            Refusal(
                f"没有索引号为“{index_number}”的已发布信息。",
                ARTICLE,
                "请先在“主动公开”里发布，再填写它的索引号。",
                "index_number",
            )
        )
    made = begun.case.suggestion
    made.item = item
    made.save(update_fields=["item"])
    acts.record(begun, "suggestion_published", data={"item": item.pk})
    return begun.case


def published(index_number: str) -> Item | None:
    found: Item | None = Item.objects.public().filter(index_number=index_number).first()
    return found
