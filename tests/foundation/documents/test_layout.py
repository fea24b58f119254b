"""The measures of GB/T 9704 as numbers."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.documents import layout
from foundation.documents.blocks import Block, Cell, Document, Heading, PageBreak, Paragraph, Signature, Table

NARROW = Table((1,), ((Cell("甲"),),))
WIDE = Table((1,), ((Cell("乙"),),), wide=True)


def directions(*blocks: Block) -> list[tuple[bool, tuple[Block, ...]]]:
    return [(run.landscape, run.blocks) for run in layout.runs(Document("题", blocks))]


def test_the_type_area_is_156_by_225_millimetres() -> None:
    assert layout.text_width(landscape=False) == 156
    assert layout.PAGE[1] - layout.MARGINS["top"] - layout.MARGINS["bottom"] == 225
    assert pytest.approx(225 / 25.4 * 72, abs=1) == layout.LINE_PITCH * layout.LINES


def test_a_wide_table_turns_the_page_and_takes_its_heading_along() -> None:
    text, heading, after = Paragraph("前"), Heading(1, "三、"), Paragraph("后")
    assert directions(text, heading, WIDE, after) == [
        (False, (text,)),
        (True, (heading, WIDE)),
        (False, (after,)),
    ]


def test_two_headings_before_a_wide_table_both_go_with_it() -> None:
    assert directions(Heading(1, "三、"), Heading(2, "（一）"), WIDE)[0][0] is True


def test_a_heading_of_a_narrow_table_stays() -> None:
    assert directions(Heading(1, "三、"), NARROW) == [(False, (Heading(1, "三、"), NARROW))]


def test_page_breaks_beside_a_turn_or_at_the_end_are_dropped() -> None:
    text, stop = Paragraph("前"), PageBreak()
    assert directions(text, stop, WIDE, stop, WIDE, stop, text, stop) == [
        (False, (text,)),
        (True, (WIDE,)),
        (True, (WIDE,)),
        (False, (text,)),
    ]


def test_a_break_after_the_title_and_between_texts_stays() -> None:
    text, stop = Paragraph("前"), PageBreak()
    assert directions(stop, text, stop, text) == [(False, (stop, text, stop, text))]
    assert directions() == []
    assert directions(stop) == []


def test_column_widths_share_the_type_area() -> None:
    table = Table((3, 1), ((Cell("甲"), Cell("乙")),))
    assert layout.column_widths(table) == (117, 39)


@pytest.mark.parametrize(("columns", "size"), [(1, 12), (4, 12), (5, 10.5), (7, 10.5), (8, 9), (15, 9)])
def test_more_columns_make_smaller_type(columns: int, size: float) -> None:
    row = tuple(Cell() for _ in range(columns))
    assert layout.table_size(Table((1,) * columns, (row,))) == size


def test_a_wide_table_has_room_for_larger_type() -> None:
    row = tuple(Cell() for _ in range(10))
    assert layout.table_size(Table((1,) * 10, (row,), wide=True)) == 10.5


def test_a_table_with_merged_body_rows_is_kept_together_and_a_list_is_not() -> None:
    merged = ((Cell("a", rowspan=2), Cell("b")), (Cell("c"),))
    assert layout.keeps_together(Table((1, 1), merged))
    assert not layout.keeps_together(Table((1, 1), merged, header_rows=2))
    assert not layout.keeps_together(Table((1, 1), (*merged, *[(Cell("d"), Cell("e"))] * 40)))
    assert not layout.keeps_together(NARROW)


def test_the_mark_is_as_large_as_one_line_allows() -> None:
    assert layout.mark_size("演示区") == 42
    assert layout.mark_size("演示区人民政府办公室文件") == pytest.approx(442.2 / 12, abs=0.1)
    assert layout.mark_size("长" * 60) == 20
    assert layout.mark_size("") == 42


def test_latin_letters_take_half_a_character() -> None:
    assert layout.ems("2026年1月5日") == 6


def test_the_date_stands_four_characters_from_the_right_and_the_agency_over_its_middle() -> None:
    signature = Signature("演示区人民政府", date(2026, 10, 30))
    agency, day = layout.signature_indents(signature)
    assert day == 4
    assert agency + 7 / 2 == day + layout.ems("2026年10月30日") / 2


def test_a_long_agency_name_stays_on_the_paper_and_the_date_moves_under_its_middle() -> None:
    agency, day = layout.signature_indents(Signature("演" * 20, date(2026, 10, 30)))
    assert (agency, day) == (0, 6.5)


def test_a_seal_needs_two_lines_above_the_signature() -> None:
    assert layout.lines_above(Signature("甲", None)) == 2
    assert layout.lines_above(Signature("甲", None, seal_space=False)) == 1
