"""The identities hold for real published reports and name the cell when one number is off by one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from annual_report.figures import Number
from annual_report.formats import FORMATS, applications_table, remedies_table
from annual_report.formats.national_2021 import NATIONAL_2021
from annual_report.identities import Failure, check, uncovered
from tests.annual_report.published import COMPLETE, cells_of

TABLE_CELLS = [code for grid in NATIONAL_2021.grids() for code in grid.cells]
BALANCED = [code for code in TABLE_CELLS if code.startswith(("requests.applications", "requests.remedies"))]


def failures(cells: dict[str, Number | None]) -> list[Failure]:
    return check(NATIONAL_2021.identities, cells)


@pytest.mark.parametrize("name", COMPLETE)
def test_real_published_reports_add_up(name: str) -> None:
    assert failures(cells_of(name)) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("huaianshi-2024", (3119, 34, 3050, 103)),
        ("suqianshi-2023", (3511, 96, 3486, 121)),
        ("suqianshi-2024", (3525, 121, 3521, 125)),
    ],
)
def test_golden_vectors_are_what_the_data_say(name: str, expected: tuple[int, ...]) -> None:
    cells = cells_of(name)
    rows = ("new", "carry_in", "total", "carry_out")
    assert tuple(cells[applications_table.code(row, "total")] for row in rows) == expected


def test_carry_over_of_two_years_agrees_in_every_column() -> None:
    before, after = cells_of("suqianshi-2023"), cells_of("suqianshi-2024")
    for column, _ in applications_table.COLUMNS:
        carried_out = before[applications_table.code("carry_out", column)]
        assert carried_out == after[applications_table.code("carry_in", column)]


@pytest.mark.parametrize("name", COMPLETE)
def test_any_cell_of_the_two_big_tables_wrong_by_one_is_named(name: str) -> None:
    cells = cells_of(name)
    assert len(BALANCED) == 175 + 15
    for code in BALANCED:
        for wrong in (cells[code] + 1, cells[code] - 1):
            found = failures({**cells, code: wrong})
            assert any(code in failure.cells for failure in found), (code, wrong)


def test_the_cells_no_equation_covers_are_those_of_article_20() -> None:
    """They can only be checked against last year (E9) or the registers; the list is kept short on purpose."""
    assert uncovered(NATIONAL_2021.identities, TABLE_CELLS) == (
        "disclosure.normative/rule/made",
        "disclosure.normative/rule/repealed",
        "disclosure.normative/rule/in_force",
        "disclosure.normative/normative_document/made",
        "disclosure.normative/normative_document/repealed",
        "disclosure.normative/normative_document/in_force",
        "registers.decisions/licence/total",
        "registers.decisions/penalty/total",
        "registers.decisions/coercion/total",
        "registers.charges/charge/amount",
    )


def test_a_wrong_column_is_found_even_when_the_totals_agree() -> None:
    """law.md trap 26: the flow identity is per column, two errors that cancel out in the total are found."""
    cells = cells_of("huaianshi-2024")
    cells[applications_table.code("carry_out", "natural")] -= 1
    cells[applications_table.code("carry_out", "enterprise")] += 1
    assert {failure.identity for failure in failures(cells)} == {"E3"}


def test_a_failure_names_table_column_cells_and_difference() -> None:
    cells = cells_of("huaianshi-2024")
    cells[applications_table.code("total", "natural")] = 2933
    sentence = next(f.sentence for f in failures(cells) if f.identity == "E3")
    assert sentence == (
        "收到和处理政府信息公开申请情况表“自然人”列不平衡（第一项加第二项之和，等于第三项加第四项之和）："
        "“一、本年新收政府信息公开申请数量”3001加“二、上年结转政府信息公开申请数量”34，合计3035；"
        "“（七）总计”2933加“四、结转下年度继续办理”103，合计3036；相差1。请核对这些数据。"
    )


def test_a_failure_knows_both_sides() -> None:
    cells = cells_of("suqianshi-2024")
    cells[remedies_table.code("review", "upheld")] += 5
    (failure,) = failures(cells)
    assert (failure.identity, failure.left, failure.right) == ("E5", 175, 170)
    assert "行政复议" in failure.where


def test_a_sum_of_zeros_names_its_first_cell() -> None:
    cells: dict[str, Number | None] = dict.fromkeys(TABLE_CELLS, 0)
    cells[remedies_table.code("direct_suit", "total")] = 3
    (failure,) = failures(cells)
    assert "“结果维持”0，合计0；“总计”3，合计3" in failure.sentence


def test_a_missing_cell_is_not_taken_for_zero() -> None:
    cells: dict[str, Number | None] = dict(cells_of("huaianshi-2024"))
    cells[remedies_table.code("review", "upheld")] = None
    assert failures(cells) == []


@pytest.mark.parametrize("wrong", [-1, Decimal("1.5")])
def test_counts_are_whole_and_not_negative(wrong: Number) -> None:
    cells = {**cells_of("huaianshi-2024"), "registers.decisions/licence/total": wrong}
    (failure,) = failures(cells)
    assert failure.identity == "E8"
    assert failure.sentence == (
        f"“行政许可：本年处理决定数量”填的是{wrong}，应当是不小于0的整数"
        "（件数是不小于0的整数，金额不小于0）。请更正。"
    )


def test_amounts_may_have_decimals_but_not_be_negative() -> None:
    code = "registers.charges/charge/amount"
    assert failures({code: Decimal("24252.311082")}) == []
    (failure,) = failures({code: Decimal("-0.5")})
    assert "金额不能小于0" in failure.sentence


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.code)
def test_identities_speak_only_of_figures_of_their_format(form) -> None:
    known = {figure.code for figure in form.figures}
    for identity in form.identities:
        assert set(identity.cells()) <= known
        assert {term.code for term in (*identity.counts, *identity.amounts)} <= known
