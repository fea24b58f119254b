"""What was answered to similar questions, and what is published already, beside a case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from foundation.search import alike as alike_module
from foundation.search import matching, store
from foundation.search.alike import alike
from foundation.search.documents import SearchDocument
from foundation.search.likeness import Description
from requests_app import similar
from requests_app.facts import PartAnswer, PartFacts
from requests_app.models import InformationRequest
from requests_app.operations import intake
from tests.requests_app.conftest import PUBLIC, TODAY, answer, applicant, filing, person

WANTED = "2026年城区集中供热管网改造计划"
BEFORE = "2025年城区集中供热管网改造计划"
REASONS = "该计划正在征求意见，属于过程性信息（演示数据）。"
NOT_HELD = PartAnswer(1, "C2", search_note="检索了公文系统。", reasons=REASONS)


def ask(respondent: Agency, *parts: PartFacts, **changes: Any) -> InformationRequest:
    return intake.file(filing(respondent, parts=parts, **changes), actor=PUBLIC).request


@pytest.fixture
def before(district: Agency, by_clerk: Actor) -> InformationRequest:
    """Last week's question, answered that nothing is held."""
    case = ask(district, PartFacts(BEFORE), applicant=applicant(name="测试丁某某"))
    answer(case, by_clerk, NOT_HELD)
    return case


@pytest.fixture
def asked(district: Agency) -> InformationRequest:
    return ask(district, PartFacts(WANTED))


def publish(title: str, number: str = "", on: date = TODAY) -> None:
    store.put(
        SearchDocument(
            kind="item",
            key=title,
            url=f"/disclosure/{len(title)}-{number}/",
            title=title,
            published_on=on,
            year=on.year,
            document_number=number,
            body="供热管网改造计划" * 5,
        )
    )


def numbers(case: InformationRequest, reader: User, on: date = TODAY) -> list[str]:
    return [one.number for one in similar.precedents(case, reader, on)]


def page_of(client: Client, case: InformationRequest) -> str:
    return client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()


# --- precedents -----------------------------------------------------------------------------------------


def test_the_earlier_answer_stands_beside_the_same_question(
    client: Client, before: InformationRequest, asked: InformationRequest, clerk: User
) -> None:
    client.force_login(clerk)
    page = page_of(client, asked)
    box = page[page.index("办理参考") : page.index("applicant-title")]
    assert before.number in box and f"/{before.pk}/change/" in box and escape(BEFORE) in box
    assert REASONS in box and "2026年9月18日" in box and "测试丁" not in box


def test_only_closed_requests_of_the_same_respondent_in_three_years(
    before: InformationRequest, asked: InformationRequest, clerk: User, bureau: Agency, district: Agency
) -> None:
    ask(district, PartFacts(WANTED))  # open
    assert numbers(asked, clerk) == [before.number]
    assert numbers(asked, clerk, on=TODAY + timedelta(days=365 * 3)) == [before.number]
    assert numbers(asked, clerk, on=TODAY + timedelta(days=365 * 3 + 2)) == []
    assert numbers(ask(bureau, PartFacts(WANTED)), clerk) == []
    assert numbers(ask(district, PartFacts("农村饮水安全工程验收报告")), clerk) == []


def test_what_the_reader_may_not_read_is_no_precedent(
    before: InformationRequest, asked: InformationRequest, bureau: Agency
) -> None:
    assert numbers(asked, person("elsewhere", bureau, "requests.read")) == []


def test_each_part_is_compared_and_each_precedent_shows_its_own_answer(
    district: Agency, by_clerk: Actor, clerk: User, before: InformationRequest
) -> None:
    two = ask(district, PartFacts("农村饮水安全工程验收报告"), PartFacts(features=f"想要{BEFORE}的全文"))
    answer(two, by_clerk, PartAnswer(1, "A2", finding="找到。"), PartAnswer(2, "A2", finding="找到。"))
    found = similar.precedents(ask(district, PartFacts("饮水安全工程"), PartFacts(WANTED)), clerk, TODAY)
    assert {(one.number, one.wanted[:4]) for one in found} == {
        (before.number, "《202"),
        (two.number, "《农村饮"),
        (two.number, "想要20"),
    }


# --- what is published ----------------------------------------------------------------------------------


def test_what_is_published_stands_there_with_its_address(
    client: Client, asked: InformationRequest, clerk: User
) -> None:
    publish("山亭区城区供热管网改造计划公示")
    publish("农村饮水安全工程验收报告")
    client.force_login(clerk)
    page = page_of(client, asked)
    assert "山亭区城区供热管网改造计划公示" in page and "已经主动公开" in page
    assert "验收报告" not in page


def test_titles_and_numbers_are_compared_the_likest_first(db: None) -> None:
    publish("供热管网改造")
    publish("城区集中供热管网改造计划", on=TODAY - timedelta(days=1))
    publish("某年预算", "山政发〔2025〕5号")
    publish("某年决算", "枣政发〔2025〕5号")
    wanted = Description("城区集中供热管网改造计划", "山政发[2025]5号")
    assert [one.title for one in alike([wanted], 9)] == [
        "某年预算",
        "城区集中供热管网改造计划",
        "供热管网改造",
    ]
    assert [one.title for one in alike([wanted], 1)] == ["某年预算"]
    assert alike([Description("关于通知")], 9) == [] and alike([], 9) == []


def test_too_slow_is_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: Any) -> Any:
        raise matching.TooSlow

    publish("供热管网改造")
    monkeypatch.setattr(alike_module, "_statement", slow)
    assert alike([Description("供热管网改造")], 9) == []


# --- the box --------------------------------------------------------------------------------------------


def test_nothing_similar_shows_no_box_and_a_closed_case_asks_nothing(
    client: Client, before: InformationRequest, case: InformationRequest, clerk: User
) -> None:
    publish("山亭区城区供热管网改造计划公示")
    client.force_login(clerk)
    assert "办理参考" not in page_of(client, case) and "办理参考" not in page_of(client, before)
    with CaptureQueriesContext(connection) as captured:
        assert not similar.reference(before, clerk, TODAY)
    assert len(captured) == 0


def test_the_number_of_queries_does_not_grow(
    district: Agency, by_clerk: Actor, clerk: User, before: InformationRequest, asked: InformationRequest
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert similar.reference(asked, clerk, TODAY)
        return len(captured)

    publish("山亭区城区供热管网改造计划公示")
    few = queries()
    for number in range(4):
        answer(ask(district, PartFacts(f"{WANTED}{number}")), by_clerk, NOT_HELD)
        publish(f"供热管网改造计划{number}期公示")
    assert queries() == few
