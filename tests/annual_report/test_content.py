"""A frozen report thaws to what it was, and every file is made from the same content."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from annual_report.content import (
    DRAFT,
    CellContent,
    ReportContent,
    Standing,
    TableContent,
    TextContent,
    digest,
    figure_contents,
    freeze,
    grid_content,
    thaw,
)
from annual_report.document import document_of
from annual_report.figures import Entered, resolve
from annual_report.formats.national_2021 import NATIONAL_2021
from foundation.documents import plain
from foundation.documents.blocks import Table
from tests.annual_report.published import cells_of

FIGURES = {figure.code: figure for figure in NATIONAL_2021.figures}
CHARGE = "registers.charges/charge/amount"
RULES = "disclosure.normative/rule/made"
PENALTIES = "registers.decisions/penalty/total"


def content() -> ReportContent:
    counted = {code: number for code, number in cells_of("huaianshi-2024").items() if code != PENALTIES}
    values = resolve(FIGURES, counted=counted, entered={RULES: Entered(None)})
    return ReportContent(
        agency_code="huaian",
        agency="淮安市人民政府",
        year=2024,
        format_code="national-2021",
        title_line="2024年政府信息公开工作年度报告",
        intro=TextContent("intro", "", ("本报告依法编制。",)),
        sections=(
            TextContent("overview", "一、总体情况", ("第一段。", "第二段。")),
            TableContent(
                "all", "二、各表", tuple(grid_content(grid, values) for grid in NATIONAL_2021.grids())
            ),
        ),
        figures=tuple(figure_contents((CHARGE, RULES, PENALTIES), values)),
        highlights=((CHARGE, "收费"), (PENALTIES, "处罚"), ("a/b/c", "无")),
        units=(("huaian", "淮安市人民政府"),),
        basis=("办结以送达之日为准。",),
    )


def test_freezing_and_thawing_change_nothing() -> None:
    frozen = freeze(content())
    through_a_database = json.loads(json.dumps(frozen))
    assert thaw(through_a_database) == content()
    assert content().title == "淮安市人民政府2024年政府信息公开工作年度报告"
    assert digest(dict(reversed(list(through_a_database.items())))) == digest(frozen)


def test_another_number_gives_another_digest() -> None:
    frozen = freeze(content())
    before = digest(frozen)
    frozen["sections"][1]["grids"][0]["rows"][0]["cells"][0]["value"] = 2
    assert digest(frozen) != before


def test_an_edition_of_an_unknown_schema_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="unknown schema"):
        thaw({**freeze(content()), "schema": 99})


def test_whole_numbers_amounts_slash_and_blank_stay_what_they_are() -> None:
    by_code = {figure.code: figure for figure in content().figures}
    assert by_code[CHARGE].value == "96171.6"
    assert by_code[CHARGE].spoken == "96171.6万元"
    assert by_code[RULES].value == "/"
    assert by_code[RULES].counted == 1
    assert by_code[PENALTIES].value is None
    assert content().figure(CHARGE) == by_code[CHARGE]
    assert content().figure("a/b/c") is None


def test_only_figures_with_a_number_stand_above_the_report() -> None:
    assert [(label, figure.code) for label, figure in content().headline] == [("收费", CHARGE)]


@pytest.mark.parametrize(
    ("value", "text", "number"),
    [(3, "3", 3), ("96171.6", "96171.6", Decimal("96171.6")), ("/", "/", None), (None, "", None)],
)
def test_a_cell_shows_its_text_and_gives_spreadsheets_its_number(value, text, number) -> None:
    cell = CellContent(CHARGE, value)
    assert (cell.text, cell.number) == (text, number)


def test_the_document_has_title_parts_tables_and_signature() -> None:
    document = document_of(content(), Standing(1, date(2025, 2, 20), date(2025, 2, 21)))
    text = plain.write(document)
    assert text.startswith("淮安市人民政府2024年政府信息公开工作年度报告\n本报告依法编制。\n一、总体情况\n")
    assert "（七）总计\t2932\t53\t0\t0\t61\t4\t3050" in text
    assert "行政事业性收费\t96171.6" in text
    assert "规章\t/\t0\t11" in text
    assert text.endswith("淮安市人民政府\n2025年2月20日\n")
    assert document.marking == ""


def test_a_draft_says_so_on_every_page_and_has_no_date() -> None:
    document = document_of(content(), DRAFT)
    assert document.marking == "草稿（未签发）"
    assert document.dated is None


def test_a_correction_says_what_changed() -> None:
    document = document_of(content(), Standing(2, date(2025, 3, 1), None, "更正表四。"))
    assert "（本报告为第2版。更正说明：更正表四。）" in plain.write(document)


def test_header_rows_of_the_big_table_repeat() -> None:
    tables = [block for block in document_of(content(), DRAFT).blocks if isinstance(block, Table)]
    assert [table.header_rows for table in tables] == [2, 2, 2, 2, 3, 3]
