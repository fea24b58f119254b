"""Thousands of migrated items at once: all of them, or a list of what is wrong."""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import operations
from disclosure.models import Category, Item, ItemEvent
from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from foundation.ledger.models import Counter
from foundation.search.models import SearchRow
from tests.disclosure.conftest import TODAY, migrated, person

IMPORT = Actor(origin="import")


@pytest.fixture(autouse=True)
def ground(bureau: Agency, school: Agency, budget: Category) -> None:
    """Agencies and catalogue the rows name."""


def test_rows_become_published_items_with_events_and_search_rows() -> None:
    outcome = operations.import_items(
        [migrated(), migrated(agency="education", title="招生公告", genre="announcement")], actor=IMPORT
    )
    assert outcome.refusals == ()
    first, second = Item.objects.order_by("pk")
    assert [first.index_number, second.index_number] == ["finance-2012-00001", "education-2012-00001"]
    assert (first.published_on, first.public_since) == (TODAY, date(2012, 2, 10))
    assert first.historical
    event = ItemEvent.objects.get(subject=first)
    assert (event.kind, event.seq, event.origin) == ("imported", 1, "import")
    assert event.data["publish_by"] == "2012-02-29"
    assert first.last_seq == 1
    assert set(SearchRow.objects.values_list("key", flat=True)) == {
        "finance-2012-00001",
        "education-2012-00001",
    }


def test_numbers_continue_where_the_series_stands() -> None:
    operations.import_items([migrated()], actor=IMPORT)
    operations.import_items([migrated(title="其二"), migrated(title="其三")], actor=IMPORT)
    numbers = Item.objects.order_by("pk").values_list("index_number", flat=True)
    assert list(numbers) == [f"finance-2012-0000{n}" for n in (1, 2, 3)]


BAD = [
    ("title", {"title": "  "}, "空的"),
    ("title", {"title": "长" * 301}, "超过300个字"),
    ("agency", {"agency": "nowhere"}, "不存在"),
    ("category", {"category": "a20-99"}, "不存在"),
    ("genre", {"genre": "诗歌"}, "不在可选范围"),
    ("formed_on", {"formed_on": "2012年2月30日"}, "不存在"),
    ("formed_on", {"formed_on": "去年"}, "不是"),
    ("formed_on", {"formed_on": ""}, "空的"),
    ("formed_on", {"formed_on": "2012-03-01"}, "晚于原发布日期"),
    ("first_published_on", {"first_published_on": None}, "空的"),
    ("first_published_on", {"first_published_on": "2026-09-25"}, "晚于今天"),
    ("original_url", {"original_url": ""}, "没有原网址"),
    ("original_url", {"original_url": "javascript:alert(1)"}, "不是以http开头"),
    ("channels", {"channels": "政府网站、烽火台"}, "不在可选范围"),
    ("repealed_on", {"validity": "废止"}, "必须有废止日期"),
    ("repealed_on", {"repealed_on": "2012-03-01"}, "不能有"),
    ("effective_to", {"validity": "失效"}, "有效期至"),
    ("colour", {"colour": "red"}, "没有“colour”这一栏"),
]


@pytest.mark.parametrize(("field", "changes", "reason"), BAD)
def test_a_bad_row_is_listed_with_field_reason_and_what_stood_there(
    field: str, changes: dict[str, object], reason: str
) -> None:
    good, bad = migrated(), migrated(**{"title": "其二", **changes})
    [refusal] = operations.import_items([good, bad], actor=IMPORT).refusals
    assert (refusal.row, refusal.field) == (2, field)
    assert reason in refusal.reason
    assert refusal.raw == str(bad.get(field, ""))[:200]


def test_one_bad_row_keeps_all_out_and_every_bad_row_is_listed() -> None:
    rows = [
        migrated(title=f"第{n}件", formed_on="未知" if n % 3 == 0 else "2012-02-01") for n in range(1, 10)
    ]
    outcome = operations.import_items(rows, actor=IMPORT)
    assert [refusal.row for refusal in outcome.refusals] == [3, 6, 9]
    assert outcome.items == ()
    assert not Item.objects.exists()
    assert not Counter.objects.exists()


def test_a_row_with_an_identity_number_is_refused_without_repeating_it() -> None:
    outcome = operations.import_items([migrated(body="<p>身份证号：11010119900307803X</p>")], actor=IMPORT)
    [refusal] = outcome.refusals
    assert "正文中有1处公民身份号码" in refusal.reason
    assert "11010119900307803X" not in f"{refusal.reason}{refusal.raw}"


def test_the_same_row_is_not_taken_twice() -> None:
    assert operations.import_items([migrated(), migrated()], actor=IMPORT).refusals[0].row == 2
    assert operations.import_items([migrated()], actor=IMPORT).refusals == ()
    assert "相同" in operations.import_items([migrated()], actor=IMPORT).refusals[0].reason


def test_dates_are_read_as_people_write_them() -> None:
    rows = [migrated(title=day, formed_on=day) for day in ("2012-2-1", "2012/02/01", "2012年2月1日")]
    cells = [
        migrated(formed_on=date(2012, 2, 1)),
        migrated(title="表", formed_on=datetime.fromisoformat("2012-02-01T08:00")),
    ]
    outcome = operations.import_items([*rows, *cells], actor=IMPORT)
    assert {item.formed_on for item in outcome.items} == {date(2012, 2, 1)}


def test_staff_import_only_for_agencies_they_publish_for(bureau: Agency) -> None:
    clerk = person("publisher", bureau, "read", "publish")
    outcome = operations.import_items([migrated(), migrated(agency="education")], actor=Actor(clerk, bureau))
    assert [(one.row, one.field) for one in outcome.refusals] == [(2, "agency")]


def test_old_scripts_do_not_survive_the_move() -> None:
    operations.import_items(
        [migrated(body="<p onclick='x()'>正文</p><script>alert(1)</script>")], actor=IMPORT
    )
    assert Item.objects.get().body_html == "<p>正文</p>"


def test_two_and_a_half_thousand_rows_take_seconds_and_few_statements() -> None:
    body = "<p>根据有关规定，现将本年度部门预算及执行情况予以公布，请予监督。</p>" * 5
    rows = [
        migrated(
            title=f"关于公布第{n}号事项的通知",
            agency=("finance", "education")[n % 2],
            document_number=f"演财〔2012〕{n}号",
            body=body,
        )
        for n in range(2500)
    ]
    began = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        outcome = operations.import_items(rows, actor=IMPORT)
    took = time.process_time() - began
    assert len(outcome.items) == Item.objects.public().count() == SearchRow.objects.count() == 2500
    assert len(queries) < 60
    assert took < 15  # about 3 seconds on two quiet cores; this only catches a loop of statements
