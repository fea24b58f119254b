"""Files as people have them: merged cells, CSV of both encodings, things that are no tables."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from foundation.contracts import Refused
from requests_app.register_book import reading
from requests_app.register_book.reading import read_tables
from tests.requests_app.register_book.conftest import DATA, GOOD


def book(write: Any) -> bytes:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    write(made.add_worksheet("台账"), made)
    made.close()
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["register-2026-gb18030.csv", "register-2026-utf8.csv"])
def test_a_csv_says_the_same_in_both_encodings(name: str) -> None:
    table = read_tables("csv", (DATA / name).read_bytes())[0]
    assert table.rows[2][1:3] == ["2026-001", "演示甲"] and len(table.rows) == 12


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_a_csv_may_be_separated_otherwise(separator: str) -> None:
    written = f"\n编号{separator}姓名\n1{separator}演示甲\n"
    assert read_tables("csv", written.encode())[0].rows[-1] == ["1", "演示甲"]


def test_merged_cells_show_the_same_in_each_of_them() -> None:
    def write(sheet: Any, made: Any) -> None:
        sheet.merge_range(0, 0, 1, 1, "合并")
        sheet.write(2, 2, "后")
        sheet.merge_range(9, 9, 12, 9, "", made.add_format())

    table = read_tables("xlsx", book(write))[0]
    assert [row[:2] for row in table.rows[:2]] == [["合并", "合并"]] * 2


def test_empty_rows_below_and_empty_sheets_do_not_count() -> None:
    tables = read_tables("xlsx", (DATA / GOOD).read_bytes())
    assert [table.name for table in tables] == ["2026年", "填表说明"] and len(tables[0].rows) == 14

    def write(sheet: Any, made: Any) -> None:
        sheet.write(0, 0, "有")
        sheet.write_blank(50, 0, None, made.add_format({"border": 1}))
        made.add_worksheet("空")

    assert [(table.name, len(table.rows)) for table in read_tables("xlsx", book(write))] == [("台账", 1)]


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("xlsx", b"PK\x03\x04 no", "打不开"),
        ("csv", b"", "没有内容"),
        ("csv", b"\xff\xff\xff\xff", "编码"),
        ("csv", '"没有收尾'.encode(), "引号没有成对"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(kind: str, content: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read_tables(kind, content)


def test_tables_without_an_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (DATA / GOOD).read_bytes()
    monkeypatch.setattr(reading, "MOST_ROWS", 5)
    with pytest.raises(Refused, match="超过5行"):
        read_tables("xlsx", content)
    monkeypatch.setattr(reading, "MOST_ROWS", 50)
    monkeypatch.setattr(reading, "MOST_COLUMNS", 3)
    with pytest.raises(Refused, match="超过3列"):
        read_tables("xlsx", content)
