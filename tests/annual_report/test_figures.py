"""Blank, "/" and 0 are three values; an entry moves the sums it belongs to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.figures import (
    Entered,
    Figure,
    FigureValue,
    Origin,
    Sum,
    is_code,
    plain,
    resolve,
    source_of,
)
from annual_report.formats import applications_table
from annual_report.formats.national_2021 import NATIONAL_2021
from annual_report.identities import check
from annual_report.spoken import TEN_THOUSANDS

NEW = Figure("requests.applications/new/total", "新收申请", "本年新收。", "件")
FEE = Figure("requests.fees/collected/amount", "收取信息处理费", "实收。", "元", decimals=True)


def value_of(figure: Figure, *, counted=None, entered=None) -> FigureValue:
    return resolve({figure.code: figure}, counted=counted or {}, entered=entered or {})[figure.code]


def test_a_code_names_family_row_column_and_scope() -> None:
    source = source_of("requests.applications/new/total@seat")
    assert (source.family, source.row, source.column) == ("requests.applications", "new", "total")
    assert source.seat_only
    assert not NEW.source.seat_only


@pytest.mark.parametrize("text", ["", "new", "requests/new", "Requests/new/total", "a/b/c@all", "a/b/c/d"])
def test_what_is_not_a_code_is_refused(text: str) -> None:
    assert not is_code(text)
    with pytest.raises(ValueError, match="not a figure code"):
        source_of(text)


def test_blank_slash_and_zero_are_three_things() -> None:
    blank = value_of(NEW)
    slash = value_of(NEW, entered={NEW.code: Entered(None)})
    zero = value_of(NEW, entered={NEW.code: Entered(0)})
    assert [one.origin for one in (blank, slash, zero)] == [
        Origin.MISSING,
        Origin.NOT_APPLICABLE,
        Origin.ENTERED,
    ]
    assert [one.in_cell() for one in (blank, slash, zero)] == ["", "/", "0"]
    assert [one.in_text() for one in (blank, slash, zero)] == ["【缺：新收申请】", "/", "0件"]
    assert [one.amount for one in (blank, slash, zero)] == [None, 0, 0]


def test_a_counted_figure_is_spoken_with_its_unit_and_style() -> None:
    values = resolve(
        {NEW.code: NEW}, counted={NEW.code: 30_412}, entered={}, styles={NEW.code: TEN_THOUSANDS}
    )
    assert values[NEW.code].in_text() == "3万余件"
    assert values[NEW.code].in_cell() == "30412"
    assert values[NEW.code].origin is Origin.COUNTED


def test_an_entry_that_changes_a_count_is_an_adjustment() -> None:
    assert value_of(NEW, counted={NEW.code: 5}, entered={NEW.code: Entered(6)}).is_adjusted
    assert not value_of(NEW, counted={NEW.code: 5}, entered={NEW.code: Entered(5)}).is_adjusted
    assert not value_of(NEW, entered={NEW.code: Entered(6)}).is_adjusted
    assert not value_of(NEW, counted={NEW.code: 5}).is_adjusted


def test_amounts_keep_their_decimals_and_lose_empty_ones() -> None:
    fee = value_of(FEE, entered={FEE.code: Entered(Decimal("96171.600000"))})
    assert fee.in_text() == "96171.6元"
    assert plain(Decimal("100")) == "100"
    assert plain(Decimal("0.000001")) == "0.000001"
    assert plain(7) == "7"


FIGURES = {figure.code: figure for figure in NATIONAL_2021.figures}
LEAF_CELLS = [
    applications_table.code(row, column)
    for row in ("new", "carry_in", *applications_table.LEAVES)
    for column in applications_table.APPLICANTS
]


def resolved(counted, entered):
    return resolve(FIGURES, counted=counted, entered=entered, sums=NATIONAL_2021.sums)


@given(st.lists(st.integers(0, 40), min_size=len(LEAF_CELLS), max_size=len(LEAF_CELLS)))
def test_entered_leaves_make_every_sum_of_the_table(numbers: list[int]) -> None:
    """138 cells are typed, the other 37 follow, and E1 and E2 hold by construction."""
    entered = {code: Entered(number) for code, number in zip(LEAF_CELLS, numbers, strict=True)}
    values = resolved({}, entered)
    cells = {code: value.amount for code, value in values.items()}
    table = [code for grid in NATIONAL_2021.grids() if grid.code == "applications" for code in grid.cells]
    assert all(cells[code] is not None for code in table)
    assert [f.identity for f in check(NATIONAL_2021.identities[:3], cells)] == []


def test_an_entry_moves_the_counted_sums_by_its_difference() -> None:
    counted = dict.fromkeys(FIGURES, 0)
    code = applications_table.code
    for column in ("natural", "total"):
        counted |= {code("new", column): 5, code("open", column): 4, code("total", column): 4}
        counted |= {code("carry_out", column): 1}
    values = resolved(counted, {code("open", "natural"): Entered(5)})
    assert values[code("total", "natural")].value == 5
    assert values[code("total", "total")].value == 5
    assert values[code("carry_out", "natural")].value == 0
    assert values[code("carry_out", "natural")].origin is Origin.DERIVED
    assert values[code("new", "total")].origin is Origin.COUNTED


def test_a_wrong_count_is_not_made_to_fit() -> None:
    counted = {**dict.fromkeys(FIGURES, 0), applications_table.code("total", "natural"): 3}
    values = resolved(counted, {})
    cells = {code: value.amount for code, value in values.items()}
    assert {failure.identity for failure in check(NATIONAL_2021.identities, cells)} == {"E1", "E2", "E3"}


def test_a_sum_stays_missing_while_a_term_is_missing() -> None:
    figures = {code: Figure(code, code, "", "件") for code in ("f/a/x", "f/b/x", "f/total/x")}
    sums = (Sum("f/total/x", plus=("f/a/x", "f/b/x")), Sum("f/unknown/x", plus=("f/a/x",)))
    values = resolve(figures, counted={}, entered={"f/a/x": Entered(3)}, sums=sums)
    assert values["f/total/x"].origin is Origin.MISSING


def test_an_entered_sum_is_left_as_it_was_entered() -> None:
    figures = {code: Figure(code, code, "", "件") for code in ("f/a/x", "f/total/x")}
    entered = {"f/a/x": Entered(3), "f/total/x": Entered(4)}
    sums = (Sum("f/total/x", plus=("f/a/x",)),)
    assert resolve(figures, counted={}, entered=entered, sums=sums)["f/total/x"].value == 4


def test_a_slash_adds_nothing_to_a_sum() -> None:
    figures = {code: Figure(code, code, "", "件") for code in ("f/a/x", "f/b/x", "f/total/x")}
    entered = {"f/a/x": Entered(None), "f/b/x": Entered(2)}
    sums = (Sum("f/total/x", plus=("f/a/x", "f/b/x")),)
    assert resolve(figures, counted={}, entered=entered, sums=sums)["f/total/x"].value == 2
