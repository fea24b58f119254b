"""Searches on record: an answer without information can show that it was looked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from foundation.agencies.models import User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app import guards, search_wording
from requests_app.facts import PartAnswer
from requests_app.forms.deciding import DecideForm
from requests_app.models import InformationRequest, SearchLogEntry
from tests.requests_app.conftest import TODAY, decide, search, sign

NOTHING = PartAnswer(1, "D1a", search_note="检索了公文系统，没有找到。")


def test_nothing_is_signed_as_not_there_without_a_search_on_record(
    case: InformationRequest, by_clerk: Actor
) -> None:
    decide(case, by_clerk, NOTHING)
    with pytest.raises(Refused, match="第1项答复“没有所申请公开的信息”，还没有检索记录"):
        sign(case, by_clerk)
    search(case, by_clerk)
    assert sign(case, by_clerk).stage == "signed"


def test_a_paper_signed_without_a_search_is_recorded_and_flagged(
    case: InformationRequest, by_clerk: Actor
) -> None:
    decide(case, by_clerk, NOTHING)
    sign(case, by_clerk, recording=True)
    assert "检索记录" in str(case.events.get(kind="signed").data["unlawful"])


def test_other_answers_need_no_search(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk, PartAnswer(1, "D1b", reasons="由虚构机关负责。"))
    assert guards.searched_where_nothing_is(case) is None


def test_the_ledger_holds_no_word_of_what_was_searched(case: InformationRequest, by_clerk: Actor) -> None:
    search(case, by_clerk)
    event = case.events.get(kind="searched")
    assert event.data == {"position": 1, "place": "documents", "result": "nothing"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"position": 2}, "position"),
        ({"place": "nowhere"}, "place"),
        ({"result": "perhaps"}, "result"),
        ({"result": "found"}, "found"),
        ({"found": "一份汇总表"}, "found"),
        ({"place_name": " "}, "place_name"),
        ({"terms": ""}, "terms"),
        ({"searcher_name": ""}, "searcher_name"),
    ],
)
def test_a_search_says_where_for_what_by_whom_and_what_came_of_it(
    case: InformationRequest, by_clerk: Actor, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        search(case, by_clerk, **changes)
    assert refused.value.refusal.field == field and refused.value.refusal.remedy
    assert not SearchLogEntry.objects.exists()


def test_nobody_searches_before_the_request_came(case: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="早于"):
        search(case, by_clerk, on=date(2026, 9, 17))


def test_what_was_searched_stays_searched(case: InformationRequest, by_clerk: Actor) -> None:
    search(case, by_clerk)
    for change in (SearchLogEntry.objects.all().delete, lambda: SearchLogEntry.objects.update(terms="别的")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_the_draft_proposes_what_was_searched(case: InformationRequest, by_clerk: Actor, clerk: User) -> None:
    search(case, by_clerk)
    search(case, by_clerk, place="archive", place_name="档案室", result="found", found="2024年度汇总表")
    proposed = DecideForm(case=case, user=clerk).fields["search_note_1"].initial
    assert proposed == (
        "2026年9月18日由演示经办检索区政府办公文系统（检索词：低保、汇总表），没有找到。"
        "2026年9月18日由演示经办检索档案室（检索词：低保、汇总表），找到2024年度汇总表。"
    )


def test_the_summary_keeps_the_newest_when_all_would_not_fit() -> None:
    long = SearchLogEntry(
        searched_on=TODAY, place_name="甲", terms="词" * 80, span="2025年", searcher_name="演示经办"
    )
    new = SearchLogEntry(searched_on=TODAY, place_name="乙", terms="词", searcher_name="演示经办")
    assert "时间范围：2025年" in search_wording.sentence(long)
    assert search_wording.summary([long, new], 60) == search_wording.sentence(new)


def test_the_page_of_the_case_shows_the_searches_and_the_row(
    case: InformationRequest, by_clerk: Actor, clerk: User, client: Client
) -> None:
    search(case, by_clerk)
    decide(case, by_clerk, NOTHING)
    client.force_login(clerk)
    page = client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    assert "由演示经办检索区政府办公文系统" in page
    assert "第1项，公文（办公）系统，没有找到" in page
    assert "年度报告将计入“（四）无法提供 1.本机关不掌握相关政府信息”" in page


def test_a_search_is_entered_in_the_workbench(case: InformationRequest, clerk: User, client: Client) -> None:
    client.force_login(clerk)
    url = f"/admin/requests_app/informationrequest/{case.pk}/step/log-search/"
    facts = {
        "position": 1,
        "place": "documents",
        "place_name": "公文系统",
        "terms": "低保",
        "result": "found",
        "searcher_name": "演示经办",
        "effective_on": "2026-09-18",
        "seen": case.last_seq,
        "perform": "1",
    }
    assert "找到的要写明找到了什么" in client.post(url, facts).content.decode()
    client.post(url, {**facts, "found": "2025年度汇总表（公文系统2025-31号）"})
    assert SearchLogEntry.objects.get().found.startswith("2025年度汇总表")
