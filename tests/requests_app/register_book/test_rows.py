"""A row of an old table: facts, or every reason why not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.register_book import rows
from requests_app.register_book.columns import FIELDS
from requests_app.register_book.rows import OldRequest, Problem, Reading, read_row

TODAY = date(2026, 9, 18)
CODES = tuple(FIELDS)
WORDS = {
    "channel": {"网上": "online", "（空白）": "refuse"},
    "kind": {"个人": "natural"},
    "reply": {"公开": "A2", "撤回": "withdrawn"},
    "route": {"邮寄": "post"},
}
READING = Reading({code: place for place, code in enumerate(CODES)}, WORDS)
OPEN: dict[str, object] = {
    "number": "2026-001",
    "received_on": "2026-01-05",
    "channel": "网上",
    "kind": "个人",
    "name": "演示甲",
    "wanted": "低保资金汇总表",
}
ANSWER: dict[str, object] = {
    "reply": "公开",
    "signed_on": "2026-01-20",
    "served_on": "2026-01-21",
    "route": "邮寄",
}


def read(**cells: object) -> tuple[OldRequest | None, tuple[Problem, ...]]:
    row = [{**OPEN, **cells}.get(code, "") for code in CODES]
    return read_row(row, READING, TODAY)


def made(**cells: object) -> OldRequest:
    old, problems = read(**cells)
    assert old is not None and not problems, problems
    return old


def refused(**cells: object) -> list[tuple[str, str]]:
    old, problems = read(**cells)
    assert old is None
    return [(one.field, one.reason) for one in problems]


def test_an_open_request_has_what_stands_there_and_nothing_else() -> None:
    old = made(phone="13900000001", limit_on="2026-02-02", extended_by=0, document_number="/")
    assert old == OldRequest(
        number="2026-001",
        received_on=date(2026, 1, 5),
        channel="online",
        kind="natural",
        name="演示甲",
        wanted="低保资金汇总表",
        phone="13900000001",
        limit_on=date(2026, 2, 2),
    )
    assert made(wanted="《甲》（２０２５年）").wanted == "《甲》（２０２５年）", "word for word"
    assert "演示甲" not in repr(old) and "13900000001" not in repr(old)
    assert old.ended_on is None


def test_an_answered_request_ends_with_its_service() -> None:
    old = made(**ANSWER, document_number="山政公开〔2026〕1号", signer="演示签发人")
    assert (old.reply, old.route, old.ended_on) == ("A2", "post", date(2026, 1, 21))


@pytest.mark.parametrize("column", ["withdrawn_on", "served_on", "signed_on"])
def test_a_withdrawn_request_ends_on_the_day_its_table_gives(column: str) -> None:
    days: dict[str, Any] = {column: "2026-01-12", "signed_on": "2026-01-12"} if column == "served_on" else {}
    old = made(reply="撤回", route="邮寄", **{column: "2026-01-12", **days})
    assert (old.withdrawn_on, old.ended_on) == (date(2026, 1, 12), date(2026, 1, 12))
    assert (old.signed_on, old.served_on, old.reply, old.route) == (None, None, "", "")


@pytest.mark.parametrize(
    ("number", "kept"),
    [("3", "2026年第3号"), (3.0, "2026年第3号"), ("００３", "2026年第3号"), ("甲-3", "甲-3")],
)
def test_a_bare_number_goes_with_its_year(number: object, kept: str) -> None:
    assert made(number=number).number == kept


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("2026-017", (2026, 17)),
        ("2026年第3号", (2026, 3)),
        ("山政公开〔2026〕12号", (2026, 12)),
        ("2026003", (2026, 3)),
        ("登字20260017", (2026, 17)),
        ("甲-3", None),
        ("12026-1", None),
        ("2026-000", None),
    ],
)
def test_year_and_serial_of_a_number(number: str, found: tuple[int, int] | None) -> None:
    assert rows.serial(number) == found


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"number": ""}, "number", "是空白"),
        ({"number": "/"}, "number", "写的是“/”（没有）"),
        ({"received_on": ""}, "received_on", "是空白"),
        ({"received_on": "／"}, "received_on", "写的是“/”（没有）"),
        ({"received_on": 0}, "received_on", "“0”不是日期"),
        ({"name": " "}, "name", "是空白"),
        ({"wanted": "长" * 2001}, "wanted", "超过2000个字"),
        ({"channel": "短信"}, "channel", "“短信”还没有说明是什么意思"),
        ({"channel": ""}, "channel", "“（空白）”在各栏对照里定为不导入"),
        ({"received_on": "2026-09-19"}, "received_on", "晚于今天"),
        ({"asked_on": "2026-01-01", "ask_days": 15}, "asked_on", "早于收到申请之日"),
        ({"corrected_on": "2026-01-12"}, "asked_on", "没有告知补正之日"),
        ({"asked_on": "2026-01-12"}, "ask_days", "没有补正期限"),
        ({"extended_on": "2026-01-12"}, "extended_by", "没有延期的工作日数"),
        ({"extended_by": 20}, "extended_on", "没有告知延期之日"),
        ({"extended_by": "若干"}, "extended_by", "不是天数"),
        ({"served_on": "2026-01-21", "route": "邮寄"}, "signed_on", "没有答复书的落款日期"),
        ({**ANSWER, "withdrawn_on": "2026-01-12"}, "withdrawn_on", "答复类型不是撤回"),
        ({**ANSWER, "served_on": "2026-01-19"}, "served_on", "早于答复书落款日期"),
        ({**ANSWER, "reply": ""}, "reply", "“（空白）”还没有说明"),
        ({"limit_on": "2025-12-01"}, "limit_on", "早于收到申请之日"),
    ],
)
def test_what_cannot_be_is_refused_with_the_column(cells: dict[str, object], field: str, reason: str) -> None:
    found = refused(**cells)
    assert any(one == field and reason in said for one, said in found), found


def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    found = refused(number="", received_on="26.1.5", name="", channel="短信")
    assert [field for field, _ in found] == ["number", "received_on", "channel", "name"]


def test_personal_columns_are_never_shown_and_others_are_masked() -> None:
    _, problems = read(wanted="", name="长" * 201, received_on="13900000001", number="")
    shown = {one.field: one.raw for one in problems}
    assert shown["name"] == shown["wanted"] == "" and "13900000001" not in shown["received_on"]
    assert Problem("number", "").column == "原编号" and Problem("", "").column == ""


def test_words_are_asked_where_they_are_needed() -> None:
    table = [
        [{**OPEN, "reply": "不用问"}.get(code, "") for code in CODES],
        [{**OPEN, **ANSWER, "channel": ""}.get(code, "") for code in CODES],
        [{**OPEN, **ANSWER, "served_on": "/", "route": "不用问"}.get(code, "") for code in CODES],
        [""] * len(CODES),
    ]
    assert rows.words_to_explain(table, READING) == {
        "channel": ["网上", "（空白）"],
        "kind": ["个人"],
        "reply": ["公开"],
        "route": ["邮寄"],
    }
    bare = Reading({code: place for code, place in READING.columns.items() if code != "kind"})
    assert rows.words_to_explain(table[:1], bare)["kind"] == ["（没有这一栏）"]


@given(st.lists(st.one_of(st.text(max_size=9), st.dates(), st.floats(), st.none()), max_size=len(CODES)))
def test_any_row_is_taken_or_refused_and_never_breaks(row: list[object]) -> None:
    old, problems = read_row(row, READING, TODAY)
    assert (old is None) == bool(problems)
