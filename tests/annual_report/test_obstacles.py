"""All reasons against signing are said at once, each with the place to mend it."""

from __future__ import annotations

from datetime import date

from annual_report.figures import Entered, FigureValue, resolve
from annual_report.formats.national_2021 import NATIONAL_2021
from annual_report.formats.outline_2008 import OUTLINE_2008
from annual_report.obstacles import before_use, find
from annual_report.references import Problem, Rendered
from tests.annual_report.published import cells_of

FIGURES = {figure.code: figure for figure in NATIONAL_2021.figures}


def values(**changes: Entered) -> dict[str, FigureValue]:
    entered = {code.replace("__", "/"): entry for code, entry in changes.items()}
    return resolve(FIGURES, counted=cells_of("huaianshi-2024"), entered=entered)


def texts(**changes: Rendered) -> dict[str, Rendered]:
    written = {part.code: Rendered("收取信息处理费0元。") for part in NATIONAL_2021.text_parts}
    return {**written, **changes}


def sentences(**changes: Rendered) -> list[str]:
    return [obstacle.sentence for obstacle in find(NATIONAL_2021, values(), texts(**changes))]


def test_a_complete_report_that_adds_up_has_none() -> None:
    assert sentences() == []


def test_an_unwritten_part_is_named() -> None:
    assert sentences(problems=Rendered(" \n")) == ["“五、存在的主要问题及改进情况”还没有写。"]
    assert sentences(intro=Rendered("")) == ["“开头部分”还没有写。"]


def test_an_optional_part_may_stay_empty() -> None:
    figures = {figure.code: figure for figure in OUTLINE_2008.figures}
    zero = resolve(figures, counted=dict.fromkeys(figures, 0), entered={})
    written = {part.code: Rendered("已写。") for part in OUTLINE_2008.text_parts}
    assert find(OUTLINE_2008, zero, {**written, "proposals": Rendered("")}) == ()


def test_a_number_of_a_person_is_kept_out() -> None:
    """An invented number with a right check digit."""
    assert sentences(problems=Rendered("如张某（11010119900307803X）反映的。")) == [
        "“五、存在的主要问题及改进情况”里有像身份证号码或银行卡号的数字，不能公开，请删去。"
    ]


def test_section_six_must_speak_of_the_processing_fee() -> None:
    assert sentences(other=Rendered("无。")) == [
        "“六、其他需要报告的事项”必须写明信息处理费的情况，没有也要写明。"
    ]


def test_problems_of_a_text_are_named_with_their_part() -> None:
    broken = Rendered("写了【引用有误：x】", (Problem("x", "正文引用有误。"),))
    (obstacle,) = find(NATIONAL_2021, values(), texts(overview=broken))
    assert obstacle.sentence == "“一、总体情况”：正文引用有误。"
    assert obstacle.part == "overview"


def test_a_table_that_is_mostly_missing_is_named_once() -> None:
    counted = {c: n for c, n in cells_of("huaianshi-2024").items() if not c.startswith("requests.rem")}
    (obstacle,) = find(NATIONAL_2021, resolve(FIGURES, counted=counted, entered={}), texts())
    assert obstacle.sentence == (
        "表格“政府信息公开行政复议、行政诉讼情况”还有15个数据没有填报；没有发生请填0。"
    )


def test_a_missing_cell_and_an_unbalanced_cell_are_named_with_their_figure() -> None:
    counted = dict(cells_of("huaianshi-2024"))
    del counted["registers.decisions/penalty/total"]
    counted["requests.remedies/review/total"] = 352
    found = find(NATIONAL_2021, resolve(FIGURES, counted=counted, entered={}), texts())
    assert [obstacle.figure for obstacle in found] == [
        "requests.remedies/review/upheld",
        "registers.decisions/penalty/total",
    ]
    assert "没有发生请填0" in found[1].sentence


def test_noughts_from_before_the_system_was_used_are_called_in_question() -> None:
    assert before_use(date(2025, 1, 1), 2025) == ""
    assert "自2026年1月1日起使用本系统" in before_use(date(2026, 1, 1), 2025)
    assert "2026年的事没有导入或者补录的" in before_use(date(2026, 7, 1), 2026)
    assert "还没有登记启用日" in before_use(None, 2025)
