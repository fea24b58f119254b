"""Writing down a search: the log that shows an answer without information was really looked for."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app import steps
from requests_app.models import InformationRequest, RequestPart, SearchLogEntry, SearchPlace, SearchResult
from requests_app.operations import papers
from requests_app.operations.papers import Upload

ARTICLE = "条例第36条"
NEEDED = {
    "place_name": ("没有写明检索的系统、卷宗或者科室。", "请写名称，例如：区政府办公文系统。"),
    "terms": ("没有写明用什么检索。", "请写检索词或者查找的方法。"),
    "searcher_name": ("没有写明检索人。", "请写姓名。"),
}


@transaction.atomic
def log_search(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    position: int,
    place: str,
    place_name: str,
    terms: str,
    result: str,
    searcher_name: str,
    span: str = "",
    found: str = "",
    evidence: Upload | None = None,
) -> InformationRequest:
    """Add one search for one part. Raises Refused for a search that does not say where, for what, or who."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.LOG_SEARCH, actor=actor, on=effective_on, seen=seen
    )
    refuse_unclear(place, result, found)
    refuse_missing({"place_name": place_name, "terms": terms, "searcher_name": searcher_name})
    SearchLogEntry.objects.create(
        part=_part(begun.case, position),
        searched_on=effective_on,
        place=place,
        place_name=place_name,
        terms=terms,
        span=span,
        result=result,
        found=found,
        searcher_name=searcher_name,
    )
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence)
    facts: dict[str, object] = {"position": position, "place": place, "result": result}
    acts.record(begun, "searched", data=facts, evidence=kept)
    return begun.case


def _part(case: InformationRequest, position: int) -> RequestPart:
    part = case.parts.filter(position=position).first()
    if part is None:
        raise Refused(Refusal(f"本件没有第{position}项申请事项。", remedy="请核对序号。", field="position"))
    return part


def refuse_unclear(place: str, result: str, found: str) -> None:
    if place not in SearchPlace.values:
        raise Refused(Refusal("没有选择检索范围。", ARTICLE, "请选择。", "place"))
    if result not in SearchResult.values:
        raise Refused(Refusal("没有选择检索结果。", ARTICLE, "请选择。", "result"))
    if (result == SearchResult.FOUND) != bool(found.strip()):
        sentence = "找到的要写明找到了什么，没有找到的不写。"
        raise Refused(Refusal(sentence, ARTICLE, "请核对结果和找到的内容。", "found"))


def refuse_missing(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if not text.strip():
            sentence, remedy = NEEDED[name]
            raise Refused(Refusal(sentence, ARTICLE, remedy, name))
