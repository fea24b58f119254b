"""The formats are complete, their tables tile, and their labels are those of the national form."""

from __future__ import annotations

import pytest

from annual_report.figures import source_of
from annual_report.formats import FORMATS, format_of_year
from annual_report.formats.applications_table import LABELS
from annual_report.formats.national_2021 import NATIONAL_2021
from annual_report.formats.outline_2008 import OUTLINE_2008
from annual_report.formats.shape import Grid
from annual_report.narrative import DRAFTS, draft
from annual_report.phrases import PHRASES
from annual_report.references import FACTS, figure_codes, references
from tests.annual_report.published import published


def test_the_year_decides_the_format() -> None:
    assert format_of_year(2012) is OUTLINE_2008
    assert format_of_year(2021) is NATIONAL_2021
    assert format_of_year(2040) is NATIONAL_2021
    assert format_of_year(2019) is None
    assert format_of_year(2007) is None


def test_titles_follow_the_national_pattern() -> None:
    assert NATIONAL_2021.title("山亭区人民政府", 2024) == "山亭区人民政府2024年政府信息公开工作年度报告"
    assert OUTLINE_2008.title("山亭区人民政府", 2012) == "山亭区人民政府2012年度政府信息公开工作报告"


def test_the_outline_has_the_seven_parts_the_2012_report_lists_in_that_order() -> None:
    assert [part.heading for part in OUTLINE_2008.sections] == [
        "一、概述",
        "二、主动公开",
        "三、依申请公开",
        "四、建议和提案办理结果公开",
        "五、申请行政复议和提起行政诉讼",
        "六、存在的主要问题及改进情况",
        "七、其他需要报告的事项",
    ]


def test_the_national_format_has_the_six_parts_of_2021() -> None:
    assert [part.heading for part in NATIONAL_2021.sections] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert NATIONAL_2021.text_part("other").must_mention == ("信息处理费",)
    assert NATIONAL_2021.text_part("applications") is None


def test_row_labels_are_those_of_a_report_printed_on_the_official_form() -> None:
    printed = published("huaianshi-2024")["labels"]
    assert list(LABELS) == list(printed)
    for row, label in printed.items():
        expected = label.replace("、", ".", 1) if row.startswith("o") and row != "open" else label
        assert LABELS[row] == expected


def test_the_applications_table_has_25_rows_of_7_cells_under_a_three_row_head() -> None:
    grid = next(grid for grid in NATIONAL_2021.grids() if grid.code == "applications")
    assert [len(row.cells) for row in grid.rows] == [7] * 25
    assert grid.header[0][0].text == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert [label.text for label in grid.header[1]] == ["自然人", "法人或其他组织", "总计"]
    assert [label.text for label in grid.header[2]] == [
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]
    third = next(row for row in grid.rows if row.labels[0].text == "三、本年度办理结果")
    assert third.labels[0].rowspan == 22


def test_the_small_tables_are_captioned_and_headed_as_on_the_form() -> None:
    small = [grid for grid in NATIONAL_2021.grids() if grid.caption]
    assert [(grid.caption, [label.text for label in grid.header[0]]) for grid in small] == [
        ("第二十条第（一）项", ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]),
        ("第二十条第（五）项", ["信息内容", "本年处理决定数量"]),
        ("第二十条第（六）项", ["信息内容", "本年处理决定数量"]),
        ("第二十条第（八）项", ["信息内容", "本年收费金额（单位：万元）"]),
    ]


def tiles(grid: Grid) -> bool:
    """A slow independent check that spans and cells fill every place of the printed table once."""
    rows = [list(row) for row in grid.header]
    rows += [[*row.labels, *(None for _ in row.cells)] for row in grid.rows]
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while (index, column) in taken:
                column += 1
            down, right = (1, 1) if cell is None else (cell.rowspan, cell.colspan)
            places = {(index + i, column + j) for i in range(down) for j in range(right)}
            if places & taken:
                return False
            taken |= places
    return taken == {(i, j) for i in range(len(rows)) for j in range(len(grid.widths))}


@pytest.mark.parametrize("grid", list(NATIONAL_2021.grids()), ids=lambda grid: grid.code)
def test_tables_tile(grid: Grid) -> None:
    assert tiles(grid)


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.code)
class TestEveryFormat:
    def test_figures_have_wording_definition_unit_and_a_code_once(self, form) -> None:
        codes = [figure.code for figure in form.figures]
        assert len(codes) == len(set(codes))
        for figure in form.figures:
            assert figure.wording
            assert figure.definition.endswith("。")
            assert figure.unit in {"件", "条", "人", "元", "万元"}
            assert source_of(figure.code) == figure.source
            assert form.figure(figure.code) is figure

    def test_parts_draw_only_known_figures(self, form) -> None:
        known = {figure.code for figure in form.figures}
        for part in form.text_parts:
            assert set(part.figures) <= known
        for grid in form.grids():
            assert set(grid.cells) <= known
        assert {code for code, _ in form.highlights} <= known
        for total in form.sums:
            assert {total.code, *total.plus, *total.minus} <= known

    def test_drafts_refer_only_to_known_figures_and_facts(self, form) -> None:
        known = {figure.code for figure in form.figures} | set(FACTS)
        for part_code, paragraphs in DRAFTS[form.code].items():
            assert form.text_part(part_code) is not None
            for paragraph in paragraphs:
                assert set(figure_codes(paragraph)) <= known
                assert set(references(paragraph)) <= known | set(PHRASES)

    def test_part_codes_are_used_once(self, form) -> None:
        codes = ["intro", *(part.code for part in form.sections)]
        assert len(codes) == len(set(codes))


def test_what_only_people_can_know_is_not_drafted() -> None:
    assert draft("national-2021", "problems") == ""
    assert draft("national-2021", "overview").count("\n") == 4
