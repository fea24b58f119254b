"""The head of an old table is found and its columns proposed, whatever stands above it."""

from __future__ import annotations

import pytest

from requests_app.register_book import columns
from requests_app.register_book.columns import FIELDS, REQUIRED, Head, find_head, guess, head_at, remembered
from requests_app.register_book.reading import Table, read_tables
from tests.requests_app.register_book.conftest import DATA, GOOD


@pytest.fixture(scope="module")
def table() -> Table:
    return read_tables("xlsx", (DATA / GOOD).read_bytes())[0]


def test_the_head_is_found_below_title_and_note(table: Table) -> None:
    head = find_head(table.rows, table.spans)
    assert (head.row, head.depth, head.first_data_row) == (3, 2, 5)
    assert head.labels[7:12] == ("收到日期", "答复期限", "补正告知日期", "补正期限", "收到补正")


def test_every_column_of_the_sample_is_proposed_right(table: Table) -> None:
    found = guess(find_head(table.rows, table.spans).labels)
    assert found == {
        "number": 1,
        "name": 2,
        "kind": 3,
        "phone": 4,
        "channel": 5,
        "wanted": 6,
        "received_on": 7,
        "limit_on": 8,
        "asked_on": 9,
        "ask_days": 10,
        "corrected_on": 11,
        "extended_on": 12,
        "extended_by": 13,
        "signed_on": 14,
        "document_number": 15,
        "reply": 16,
        "served_on": 17,
        "route": 18,
    }
    assert set(REQUIRED) <= set(found)


def test_no_column_is_proposed_twice() -> None:
    found = guess(["登记编号", "收到日期", "申请人", "内容", "日期", "日期"])
    assert len(set(found.values())) == len(found) == 4


@pytest.mark.parametrize(
    ("written", "plain"),
    [("答复\n日期", "答复日期"), ("延期（工作日）", "延期"), ("姓 名：", "姓名"), ("*收到日期", "收到日期")],
)
def test_heads_are_read_without_breaks_and_remarks(written: str, plain: str) -> None:
    assert columns.label(written) == plain


def test_a_table_nobody_knows_begins_in_its_first_row() -> None:
    rows = [["一", "二"], ["三", "四"]]
    assert find_head(rows, []) == Head(1, 1, ("一", "二"))


def test_a_ragged_head_has_names_for_its_widest_row() -> None:
    rows = [["编号", "答复", "答复"], ["编号", "日期"]]
    assert head_at(rows, [(0, 1, 0, 2), (5, 0, 6, 0)], 1).labels == ("编号", "答复日期", "答复")
    assert head_at([], [], 1).labels == ()


def test_columns_are_remembered_by_their_heads() -> None:
    labels = ("", "编号", "收件", "收件")
    saved = {"number": "编号", "received_on": "收件", "gone": "编号", "name": "姓名"}
    assert remembered(labels, saved) == {"number": 1, "received_on": 2}


def test_word_columns_say_what_their_words_can_mean() -> None:
    for field in FIELDS.values():
        assert bool(field.choices) == (field.reads == columns.WORD)
    assert ("withdrawn", "申请人撤回申请") in columns.REPLIES
    assert "F3" not in dict(columns.REPLIES)
