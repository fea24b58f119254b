"""Blocks: what they refuse, what they clean, what staff may edit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.documents.blocks import (
    Cell,
    Document,
    DocumentError,
    Heading,
    KeyValues,
    Letterhead,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    editable,
    edited,
    places,
)
from foundation.documents.text import clean, lines_of
from tests.foundation.documents import samples


def grid(columns: int, *rows: tuple[Cell, ...], header_rows: int = 0) -> Table:
    return Table((1,) * columns, rows, header_rows)


# --- geometry -------------------------------------------------------------------------------------------


def test_merged_cells_stand_where_the_grid_puts_them() -> None:
    table = grid(3, (Cell("a", rowspan=2), Cell("b", colspan=2)), (Cell("c"), Cell("d")))
    assert [(p.cell.text, p.row, p.column, p.last_row, p.last_column) for p in places(table)] == [
        ("a", 0, 0, 1, 0),
        ("b", 0, 1, 0, 2),
        ("c", 1, 1, 1, 1),
        ("d", 1, 2, 1, 2),
    ]


def test_a_row_wholly_covered_from_above_lists_no_cells() -> None:
    table = grid(2, (Cell("a", rowspan=2), Cell("b", rowspan=2)), ())
    assert len(places(table)) == 2


def test_the_national_request_table_tiles_28_rows_of_10_columns() -> None:
    table = samples.request_table()
    placed = places(table)
    assert sum(place.cell.rowspan * place.cell.colspan for place in placed) == 28 * 10
    assert sum(place.cell.value is not None for place in placed) == 175


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (((Cell("a"),),), "表格第1行缺少第2列的单元格"),
        (((Cell("a"), Cell("b"), Cell("c")),), "表格第1行第3列的单元格“c”超出表格（1行2列）"),
        (((Cell("a", rowspan=2), Cell("b")),), "第1行第1列的单元格“a”超出表格"),
        (((Cell("a", colspan=0), Cell("b")),), "不能小于1"),
        (((Cell("a", rowspan=-1), Cell("b")),), "不能小于1"),
        (((Cell("a"), Cell("b", rowspan=2)), (Cell("c", colspan=2),)), "“c”与其他单元格重叠"),
        ((), "至少要有一行"),
    ],
)
def test_it_refuses_cells_that_do_not_tile_the_grid(
    rows: tuple[tuple[Cell, ...], ...], sentence: str
) -> None:
    with pytest.raises(DocumentError, match="单元格|一行") as refused:
        grid(2, *rows)
    assert sentence in str(refused.value)


def test_it_refuses_a_table_without_columns_or_with_a_column_of_no_width() -> None:
    for columns in ((), (1, 0)):
        with pytest.raises(DocumentError, match="每列宽度应当大于0"):
            Table(columns, ((Cell("a"),),))


def test_it_refuses_more_header_rows_than_rows() -> None:
    with pytest.raises(DocumentError, match="表头行数应当在0至1之间"):
        grid(1, (Cell("a"),), header_rows=2)


def test_it_refuses_a_header_cell_that_reaches_into_the_body() -> None:
    with pytest.raises(DocumentError, match="表头单元格“a”伸入了表体"):
        grid(2, (Cell("a", rowspan=2), Cell("b")), (Cell("c"),), header_rows=1)


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """A grid cut at random into rectangles: (row, column, rowspan, colspan) in reading order."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    owner: dict[tuple[int, int], int] = {}
    rectangles = []
    for row in range(height):
        for column in range(width):
            if (row, column) in owner:
                continue
            free = next((c for c in range(column, width) if (row, c) in owner), width) - column
            colspan, rowspan = draw(st.integers(1, free)), draw(st.integers(1, height - row))
            for r in range(row, row + rowspan):
                for c in range(column, column + colspan):
                    owner[r, c] = len(rectangles)
            rectangles.append((row, column, rowspan, colspan))
    return height, width, rectangles


@given(tilings())
def test_every_cut_of_a_grid_into_rectangles_is_a_table(case) -> None:  # type: ignore[no-untyped-def]
    height, width, rectangles = case
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for row, _, rowspan, colspan in rectangles:
        rows[row].append(Cell(rowspan=rowspan, colspan=colspan))
    table = grid(width, *(tuple(row) for row in rows))
    found = [(p.row, p.column, p.cell.rowspan, p.cell.colspan) for p in places(table)]
    assert found == rectangles


# --- cells and documents --------------------------------------------------------------------------------


def test_a_value_is_the_text_where_none_is_given() -> None:
    assert Cell(value=31).shown == "31"
    assert Cell(value=Decimal("96171.60")).shown == "96171.60"
    assert Cell(value=Decimal("1E+3")).shown == "1000"
    assert Cell("/", value=0).shown == "/"
    assert Cell().shown == ""


def test_column_headings_and_numbers_stand_in_the_middle_and_labels_at_the_left() -> None:
    rows = (Cell("h"), Cell("h", align="left")), (Cell("label", header=True), Cell(value=1))
    table = grid(2, *rows, header_rows=1)
    assert [place.align for place in places(table)] == ["center", "left", "left", "center"]
    assert [place.heads_column for place in places(table)] == [True, True, False, False]


def test_facts_become_a_table_whose_first_column_heads_the_rows() -> None:
    document = Document("题", (KeyValues((("登记编号", "yanshi-2026-0012"),), caption="登记"),))
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert (table.caption, table.rows[0][0].header, table.rows[0][1].text) == (
        "登记",
        True,
        "yanshi-2026-0012",
    )


def test_it_refuses_a_document_without_a_title() -> None:
    with pytest.raises(DocumentError, match="没有标题"):
        Document(" \n", ())


def test_the_agency_is_the_letterheads_else_the_signing_one() -> None:
    signed = (Signature("甲机关", date(2026, 1, 5)),)
    assert Document("题", signed, letterhead=Letterhead("乙机关")).agency == "乙机关"
    assert Document("题", signed).agency == "甲机关"
    assert Document("题", ()).agency == ""


def test_the_date_is_the_given_one_else_the_signatures() -> None:
    signed = (Signature("甲机关", date(2026, 1, 5)),)
    assert Document("题", signed, formed_on=date(2026, 2, 1)).dated == date(2026, 2, 1)
    assert Document("题", signed).dated == date(2026, 1, 5)
    assert Document("题", ()).dated is None


def test_a_date_has_no_leading_zero_and_a_draft_leaves_it_open() -> None:
    assert Signature("甲", date(2026, 1, 5)).date_shown == "2026年1月5日"
    assert Signature("甲", None).date_shown == "　　　　年　月　日"


def test_the_mark_is_the_agency_unless_worded_otherwise() -> None:
    assert Letterhead("演示区人民政府").shown == "演示区人民政府"
    assert Letterhead("演示区人民政府", mark="演示区人民政府文件").shown == "演示区人民政府文件"


def test_the_name_is_the_title_in_one_line() -> None:
    assert Document("演示区\n2026年报告", ()).name == "演示区2026年报告"


# --- cleaning -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("甲\x00乙\x07", "甲乙"),
        ("甲\ud800乙", "甲〓乙"),
        ("甲\ufffe\U0001ffff\ufdd0乙", "甲乙"),
        ("一\r\n二\r三\x0b四\u2028五\x85六", "一\n二\n三\n四\n五\n六"),
        ("甲\u202e乙\u200b丙\ufeff", "甲乙丙"),
        ("列\t列", "列\t列"),
        ("龚䶮𠅤\U00031350", "龚䶮𠅤\U00031350"),
    ],
)
def test_text_is_cleaned_of_what_files_cannot_hold(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


@given(st.text(alphabet=st.characters(codec=None)))
def test_cleaned_text_can_be_encoded_and_is_clean(text: str) -> None:
    once = clean(text)
    once.encode()
    assert clean(once) == once
    assert not set(once) & set("\x00\r\x0b\u2028\ufeff")


def test_blocks_are_clean_as_soon_as_they_are_made() -> None:
    assert Paragraph("甲\x00").text == "甲"
    assert Cell("甲\x00").text == "甲"
    assert (
        Document("题\x00", (KeyValues((("键\x00", "值\x00"),)),)).blocks[0]
        == KeyValues((("键", "值"),)).table
    )


def test_every_line_is_a_paragraph_and_empty_lines_are_none() -> None:
    assert Paragraph(" 一 \n\n　\n二").lines == ("一", "二")
    assert lines_of("") == ()


# --- what staff may edit --------------------------------------------------------------------------------


def test_only_paragraphs_with_a_code_that_are_not_fixed_are_editable() -> None:
    assert list(editable(samples.notice())) == ["reasons"]


def test_an_edited_paragraph_changes_and_everything_else_stays() -> None:
    before = samples.notice()
    after = edited(before, {"reasons": "新的理由。"})
    assert editable(after) == {"reasons": "新的理由。"}
    changed = [old for old, new in zip(before.blocks, after.blocks, strict=True) if old != new]
    assert [block.code for block in changed if isinstance(block, Paragraph)] == ["reasons"]
    assert edited(before, {}) == before


@pytest.mark.parametrize("code", ["remedy", "nothing", ""])
def test_it_refuses_to_edit_what_comes_from_code(code: str) -> None:
    with pytest.raises(DocumentError, match="不能修改"):
        edited(samples.notice(), {code: "不得复议。"})


def test_a_fixed_paragraph_under_the_same_code_is_never_rewritten() -> None:
    blocks = (Paragraph("甲", code="x"), Paragraph("乙", code="x", fixed=True), Heading(1, "一"), PageBreak())
    after = edited(Document("题", blocks), {"x": "丙"})
    assert after.blocks[:2] == (Paragraph("丙", code="x"), Paragraph("乙", code="x", fixed=True))
