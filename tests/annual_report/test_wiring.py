"""The figures of the formats are cells of the families the rooms really hand over."""

from __future__ import annotations

import pytest

from annual_report.figures import Figure
from annual_report.formats import FORMATS
from annual_report.phrases import PHRASES
from portal.composition import build

FAMILIES = {family.code: family for family in build().families}
ENTERED_UNTIL_A_ROOM_COUNTS_THEM = {"registers.decisions", "registers.charges", "requests.fees"}


def figures() -> list[Figure]:
    return [figure for form in FORMATS.values() for figure in form.figures]


@pytest.mark.parametrize("family", sorted({figure.source.family for figure in figures()}))
def test_every_figure_of_a_format_is_a_cell_of_its_family(family: str) -> None:
    if family in ENTERED_UNTIL_A_ROOM_COUNTS_THEM:
        assert family not in FAMILIES, "counted now: take it off the list"
        return
    rows = {line.code for line in FAMILIES[family].rows}
    columns = {line.code for line in FAMILIES[family].columns}
    for figure in figures():
        if figure.source.family == family:
            assert figure.source.row in rows, figure.code
            assert figure.source.column in columns, figure.code


def test_phrases_are_made_of_figures_of_a_format() -> None:
    known = {figure.code for figure in figures()}
    assert {code for phrase in PHRASES.values() for code in phrase.figures} <= known
