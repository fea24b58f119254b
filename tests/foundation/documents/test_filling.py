"""A city's own spreadsheet filled in: its looks stay, texts stay texts, sums reach to the last row."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from foundation.documents import filling
from foundation.documents.blocks import DocumentError
from foundation.documents.filling import Filling, fill, refuse_unfit

TEMPLATE = (Path(__file__).parents[2] / "data" / "register-template.xlsx").read_bytes()
WHERE = Filling(0, 5, {"number": 1, "on": 3, "what": 4})
ROWS = [{"number": f"2026-{n:03d}", "on": date(2026, 1, n), "what": "内容（演示数据）"} for n in range(1, 6)]


def sheet_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).worksheets[0]


def book(change: Callable[[Any], object]) -> bytes:
    made = Workbook()
    change(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_rows_go_in_and_the_foot_moves_down_with_its_sum() -> None:
    sheet = sheet_of(fill(TEMPLATE, WHERE, ROWS))
    assert [sheet.cell(row, 2).value for row in range(5, 10)] == [row["number"] for row in ROWS]
    assert sheet["D9"].value.date() == date(2026, 1, 5)
    assert (sheet["A10"].value, sheet["B10"].value) == ("合计", '=COUNTA(B5:B9)&"件"')
    assert sheet["A11"].value.startswith("填表人")
    assert "A11:J11" in {str(one) for one in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[11].height == 24


def test_formats_heads_and_the_formulas_of_a_row_stay() -> None:
    sheet = sheet_of(fill(TEMPLATE, WHERE, ROWS))
    assert {"A1:J1", "D3:E3", "F3:H3", "A3:A4"} <= {str(one) for one in sheet.merged_cells.ranges}
    assert sheet["A3"].fill.fgColor.rgb == "FFDDEBF7" and sheet.column_dimensions["E"].width > 29
    for row in range(5, 10):
        assert sheet.cell(row, 1).value == "=ROW()-4"
        assert sheet.cell(row, 4).number_format == 'yyyy"年"m"月"d"日"'
        assert sheet.cell(row, 10).border.left.style == "thin"


def test_long_texts_have_room_and_no_row_is_lower_than_it_was_made() -> None:
    sheet = sheet_of(fill(TEMPLATE, WHERE, [{"what": "很长的申请内容" * 20}, {"what": "短"}]))
    assert sheet.row_dimensions[5].height > 100 and sheet.row_dimensions[6].height == 15


def test_few_rows_leave_the_foot_where_it_is() -> None:
    sheet = sheet_of(fill(TEMPLATE, WHERE, ROWS[:1]))
    assert sheet["A7"].value == "合计" and sheet["B7"].value == '=COUNTA(B5:B6)&"件"'
    assert sheet_of(fill(TEMPLATE, WHERE, []))["B5"].value is None


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.invalid","x")', "\t=1"]
)
def test_a_text_is_never_a_formula(text: str) -> None:
    cell = sheet_of(fill(TEMPLATE, WHERE, [{"what": text}]))["E5"]
    assert cell.data_type == "s" and cell.value.strip() == text.strip()


def test_long_and_broken_texts_are_written_all_the_same() -> None:
    cell = sheet_of(fill(TEMPLATE, WHERE, [{"what": "长\x0b" * 30_000}]))["E5"]
    assert len(cell.value) <= filling.CELL_LENGTH and "\x0b" not in cell.value


def test_a_day_in_a_plain_cell_looks_like_a_day() -> None:
    content = book(lambda made: made.active.append(["日期"]))
    sheet = sheet_of(fill(content, Filling(0, 2, {"on": 0}), ROWS[:2]))
    assert [sheet.cell(row, 1).number_format for row in (2, 3)] == ["yyyy-mm-dd"] * 2


def test_ranges_of_the_foot_move_or_reach_further() -> None:
    def write(made: Any) -> None:
        for row in (["号"], [None], ["=SUM(A2:A2)"], ["=SUM(A3:A3)"], ["=SUM(A1:A1)"], ["=A1"], ["完"]):
            made.active.append(row)

    sheet = sheet_of(fill(book(write), Filling(0, 2, {"number": 0}), ROWS[:3]))
    assert [sheet.cell(row, 1).value for row in range(5, 10)] == [
        "=SUM(A2:A4)",
        "=SUM(A5:A5)",
        "=SUM(A1:A1)",
        "=A1",
        "完",
    ]


def protected(made: Any) -> None:
    made.active.protection.sheet = True


def merged(made: Any) -> None:
    made.active.append(["号"])
    made.active.merge_cells("A2:B2")


@pytest.mark.parametrize(
    ("content", "where", "reason"),
    [
        (b"no", WHERE, "打不开"),
        (b"x" * (filling.MOST_BYTES + 1), WHERE, "超过2MB"),
        (TEMPLATE, Filling(3, 5, {"number": 1}), "没有这个工作表"),
        (TEMPLATE, Filling(0, 5, {}), "没有指明任何一栏"),
        (TEMPLATE, Filling(0, 3, {"number": 1}), "有合并单元格"),
        (book(protected), Filling(0, 2, {"number": 0}), "有保护"),
        (book(merged), Filling(0, 2, {"number": 0}), "有合并单元格（A2:B2）"),
    ],
)
def test_what_cannot_be_filled_is_refused_with_the_reason(
    content: bytes, where: Filling, reason: str
) -> None:
    with pytest.raises(DocumentError, match=reason):
        refuse_unfit(content, where)


def test_a_template_with_pictures_is_refused_before_they_are_lost() -> None:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.write(0, 0, 1)
    chart = made.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$A$1:$A$1"})
    sheet.insert_chart("C1", chart)
    made.close()
    with pytest.raises(DocumentError, match="图片或者图表"):
        filling.open_template(buffer.getvalue())
