"""What was given to one applicant is published for all, if it belongs there (条例第44条)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from disclosure import operations as catalogue
from disclosure.models import Category, Item
from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app import history, statistics, today, tracking
from requests_app.facts import PartAnswer
from requests_app.models import InformationRequest, PublicationSuggestion, RequestPart
from requests_app.operations import intake, suggesting
from tests.requests_app.conftest import IMPORT, PUBLIC, TODAY, answer, applicant, filing

REVIEWED, DONE = date(2026, 9, 22), date(2026, 9, 24)
REASONS = "属于条例第20条规定的民生信息"


@pytest.fixture
def given(case: InformationRequest, by_clerk: Actor, settings: Any) -> InformationRequest:
    answer(case, by_clerk)
    settings.AS_OF = date(2026, 11, 2)
    return case


@pytest.fixture
def published(district: Agency) -> Item:
    catalogue.load_catalogue()
    item = catalogue.create_draft(
        actor=IMPORT,
        agency=district,
        title="城乡低保资金发放情况",
        category=Category.objects.get(code="a20-07"),
        genre="finance",
        formed_on=TODAY,
        summary="公布发放情况。",
        body="<p>一百万元。</p>",
    )
    catalogue.submit(item.pk, actor=IMPORT)
    catalogue.clear(item.pk, actor=IMPORT, reviewer="演示审查员", result="open")
    return catalogue.publish(item.pk, actor=IMPORT)


def suggest(
    case: InformationRequest, actor: Actor, on: date = TODAY, made_by: str = "applicant"
) -> InformationRequest:
    return suggesting.suggest(case.pk, actor=actor, seen=None, effective_on=on, made_by=made_by)


def review(
    case: InformationRequest,
    actor: Actor,
    outcome: str = "publish",
    on: date = REVIEWED,
    reasons: str = REASONS,
) -> InformationRequest:
    return suggesting.review(
        case.pk, actor=actor, seen=None, effective_on=on, outcome=outcome, reasons=reasons
    )


def publish(case: InformationRequest, actor: Actor, index_number: str) -> InformationRequest:
    return suggesting.publish(case.pk, actor=actor, seen=None, effective_on=DONE, index_number=index_number)


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


def test_it_is_suggested_once_for_what_was_given(given: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="不能早于答复送达之日"):
        suggest(given, by_clerk, date(2026, 9, 17))
    with pytest.raises(Refused, match="没有选择由谁提出"):
        suggest(given, by_clerk, made_by="nobody")
    suggest(given, by_clerk)
    with pytest.raises(Refused, match="已经登记过"):
        suggest(given, by_clerk)
    event = history.last(fresh(given), "publication_suggested")
    assert event is not None and event.data == {"made_by": "applicant"}


def test_what_was_not_given_cannot_be_published_this_way(case: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="现在的阶段不能"):
        suggest(case, by_clerk)
    answer(case, by_clerk, PartAnswer(1, "D1b", reasons="由虚构机关负责。"))
    with pytest.raises(Refused, match="没有予以公开的信息"):
        suggest(case, by_clerk)


def test_a_stranger_suggests_nothing(given: InformationRequest, stranger: Actor) -> None:
    with pytest.raises(Refused, match="没有在本单位"):
        suggest(given, stranger)


def test_the_review_has_an_outcome_and_reasons(given: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有等待审核"):
        review(given, by_clerk)
    suggest(given, by_clerk)
    with pytest.raises(Refused, match="没有选择审核结果"):
        review(given, by_clerk, "perhaps")
    with pytest.raises(Refused, match="没有写明审核理由"):
        review(given, by_clerk, reasons=" ")
    with pytest.raises(Refused, match="不能早于提出之日"):
        review(given, by_clerk, on=date(2026, 9, 17))
    review(given, by_clerk)
    with pytest.raises(Refused, match="没有等待审核"):
        review(given, by_clerk)


def test_what_was_accepted_is_published_and_named(
    given: InformationRequest, by_clerk: Actor, published: Item, clerk: User
) -> None:
    suggest(given, by_clerk)
    with pytest.raises(Refused, match="没有等待主动公开"):
        publish(given, by_clerk, str(published.index_number))
    [item] = today.suggestions(clerk, TODAY)
    assert item.next_step == "审核是否主动公开"
    review(given, by_clerk)
    [item] = today.suggestions(clerk, TODAY)
    assert item.next_step == "发布并登记索引号"
    with pytest.raises(Refused, match="没有索引号为“shanting-2026-99999”的已发布信息"):
        publish(given, by_clerk, "shanting-2026-99999")
    publish(given, by_clerk, str(published.index_number))
    assert today.suggestions(clerk, TODAY) == []
    assert PublicationSuggestion.objects.get().item == published
    told = tracking.standing(fresh(given))
    assert str(published.index_number) in told.suggestion and REASONS in told.suggestion


def test_what_was_declined_waits_for_nothing(given: InformationRequest, by_clerk: Actor, clerk: User) -> None:
    suggest(given, by_clerk)
    assert tracking.standing(fresh(given)).suggestion == "机关正在审核这项信息是否属于主动公开范围。"
    review(given, by_clerk, "decline")
    assert today.suggestions(clerk, TODAY) == []
    with pytest.raises(Refused, match="没有等待主动公开"):
        publish(given, by_clerk, "shanting-2026-00001")


def test_the_yearly_table_stays_as_it_was(given: InformationRequest, by_clerk: Actor) -> None:
    before = statistics.APPLICATIONS.count([given.respondent_id], 2026)
    suggest(given, by_clerk)
    review(given, by_clerk)
    assert statistics.APPLICATIONS.count([given.respondent_id], 2026) == before


def test_others_who_got_the_same_are_counted(
    given: InformationRequest, by_clerk: Actor, district: Agency, settings: Any
) -> None:
    settings.AS_OF = TODAY
    others = RequestPart.objects.asked_by_others
    again = intake.file(filing(district), actor=PUBLIC).request
    answer(again, by_clerk)
    assert others(given) == 0  # the same person again
    other = intake.file(filing(district, applicant=applicant(name="测试乙某某")), actor=PUBLIC).request
    assert (others(given), others(other)) == (0, 2)
    answer(other, by_clerk)
    assert others(given) == 1
    given.parts.update(wanted_name="", features="汇总表")
    assert others(fresh(given)) == 0
    given.parts.update(document_number="山政发〔2026〕1号")
    other.parts.update(document_number="山政发〔2026〕1号")
    assert others(fresh(given)) == 1


def test_the_clerk_walks_it_through_the_pages(
    given: InformationRequest, clerk: User, published: Item
) -> None:
    desk = Client()
    desk.force_login(clerk)
    page = f"/admin/requests_app/informationrequest/{given.pk}/"

    def post(code: str, **fields: Any) -> str:
        address, seen = f"{page}step/{code}/", fresh(given).last_seq
        looked = desk.post(address, {"seen": seen, "look": "1", **fields}).content.decode()
        done = desk.post(address, {"seen": seen, "perform": "1", **fields})
        assert done.status_code == 302, done.content.decode()
        return looked

    shown = desk.get(f"{page}change/").content.decode()
    assert "登记转为主动公开的建议" in shown and "审核是否主动公开" not in shown
    assert "由本机关审核" in post("suggest-publication", made_by="agency", effective_on="2026-09-18")
    assert "等待审核" in desk.get(f"{page}change/").content.decode()
    declined = {"outcome": "decline", "reasons": REASONS, "effective_on": "2026-09-22", "look": "1"}
    seen = fresh(given).last_seq
    looked = desk.post(f"{page}step/review-suggestion/", {**declined, "seen": seen}).content.decode()
    assert "不主动公开，申请人查询进度时看到结果和理由" in looked
    looked = post("review-suggestion", outcome="publish", reasons=REASONS, effective_on="2026-09-22")
    assert "发布后登记索引号" in looked
    wrong = {"seen": fresh(given).last_seq, "look": "1", "index_number": "x", "effective_on": "2026-09-24"}
    assert desk.post(f"{page}step/suggestion-published/", wrong).status_code == 200
    number = str(published.index_number)
    assert published.title in post("suggestion-published", index_number=number, effective_on="2026-09-24")
    shown = desk.get(f"{page}change/").content.decode()
    assert number in shown and REASONS in shown and "多个申请人申请同样的信息" in shown


@pytest.mark.parametrize(
    "changes",
    [{"made_by": "nobody"}, {"outcome": "publish"}, {"reasons": REASONS}, {"reviewed_on": REVIEWED}],
)
def test_contradictions_are_not_stored(
    given: InformationRequest, by_clerk: Actor, changes: dict[str, Any]
) -> None:
    suggest(given, by_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationSuggestion.objects.update(**changes)


def test_nothing_declined_is_linked_to_an_item(
    given: InformationRequest, by_clerk: Actor, published: Item
) -> None:
    suggest(given, by_clerk)
    review(given, by_clerk, "decline")
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationSuggestion.objects.update(item=published)
