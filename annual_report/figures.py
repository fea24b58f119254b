"""Figures: what they mean, where they come from, and the value they have in one report. Pure.

A figure's code is `family/row/column`, e.g. `requests.applications/new/total`. Without a suffix it counts
every unit the report covers; with `@seat` only the agency itself and its office (本级), because a report
often says both in one breath and mixing them up is the commonest mistake in published reports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from annual_report.spoken import EXACT, Style, say

Number = int | Decimal

SEAT = "@seat"
NOT_APPLICABLE = "/"
CODE = re.compile(r"[a-z][a-z0-9_.]*/[a-z0-9_]+/[a-z0-9_]+(?:@seat)?")


@dataclass(frozen=True)
class Figure:
    """A number of a report: its official wording, what it counts, and in which unit it is spoken."""

    code: str
    wording: str
    definition: str
    unit: str
    decimals: bool = False

    @property
    def source(self) -> FigureSource:
        return source_of(self.code)


@dataclass(frozen=True)
class FigureSource:
    """The family cell a code names, and whether only the seat (本级) is meant."""

    family: str
    row: str
    column: str
    seat_only: bool = False


def is_code(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def source_of(code: str) -> FigureSource:
    """Take a figure code apart. Raises ValueError for anything that is not one."""
    if not is_code(code):
        raise ValueError(f"not a figure code: {code!r}")
    family, row, column = code.removesuffix(SEAT).split("/")
    return FigureSource(family, row, column, code.endswith(SEAT))


class Origin(StrEnum):
    """Where a value comes from. Blank (MISSING), "/" (NOT_APPLICABLE) and 0 are three different things."""

    COUNTED = "counted"
    ENTERED = "entered"
    DERIVED = "derived"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"


ORIGIN_WORDING = {
    Origin.COUNTED: "系统统计",
    Origin.ENTERED: "填报数",
    Origin.DERIVED: "随填报数合计",
    Origin.NOT_APPLICABLE: "不适用",
    Origin.MISSING: "缺",
}


@dataclass(frozen=True)
class FigureValue:
    """The value of one figure in one report, with the count the system itself made beside it."""

    figure: Figure
    origin: Origin
    value: Number | None = None
    counted: Number | None = None
    style: Style = EXACT

    @property
    def amount(self) -> Number | None:
        """The number identities reckon with: "/" adds nothing, a blank cannot be reckoned with."""
        return 0 if self.origin is Origin.NOT_APPLICABLE else self.value

    @property
    def is_adjusted(self) -> bool:
        """A person has put another number in the place of the counted one."""
        return self.origin is Origin.ENTERED and self.counted is not None and self.counted != self.value

    def in_cell(self) -> str:
        """The text of a table cell: the bare exact number."""
        if self.origin is Origin.NOT_APPLICABLE:
            return NOT_APPLICABLE
        return "" if self.value is None else plain(self.value)

    def in_text(self) -> str:
        """The text in a sentence, with its unit and spoken as the style says."""
        if self.origin is Origin.NOT_APPLICABLE:
            return NOT_APPLICABLE
        if self.value is None:
            return f"【缺：{self.figure.wording}】"
        spoken = say(self.value, self.style) if isinstance(self.value, int) else plain(self.value)
        return f"{spoken}{self.figure.unit}"


def plain(number: Number) -> str:
    """Digits without exponent and without the zeros a decimal column carries: 96171.6, not 96171.600000."""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Entered:
    """What a person entered for a figure: a number, or `value=None` for "/" (not applicable)."""

    value: Number | None


@dataclass(frozen=True)
class Sum:
    """A figure that other figures make up: the sum of `plus` less the sum of `minus`."""

    code: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


def resolve(
    figures: Mapping[str, Figure],
    *,
    counted: Mapping[str, Number],
    entered: Mapping[str, Entered],
    sums: tuple[Sum, ...] = (),
    styles: Mapping[str, Style] | None = None,
) -> dict[str, FigureValue]:
    """The value of every figure; `sums` in the order in which they build on each other."""
    spoken = styles or {}
    values = {
        code: _own_value(figure, counted, entered, spoken.get(code, EXACT))
        for code, figure in figures.items()
    }
    for total in sums:
        if total.code in values and total.code not in entered:
            values[total.code] = _moved(values[total.code], total, values)
    return values


def _own_value(
    figure: Figure, counted: Mapping[str, Number], entered: Mapping[str, Entered], style: Style
) -> FigureValue:
    count = counted.get(figure.code)
    if entry := entered.get(figure.code):
        origin = Origin.NOT_APPLICABLE if entry.value is None else Origin.ENTERED
        return FigureValue(figure, origin, entry.value, count, style)
    if count is None:
        return FigureValue(figure, Origin.MISSING, style=style)
    return FigureValue(figure, Origin.COUNTED, count, count, style)


def _moved(own: FigureValue, total: Sum, values: Mapping[str, FigureValue]) -> FigureValue:
    """A sum follows the entries among its terms by their difference to the count.

    Reckoning by difference keeps what the records say about the sum itself, so that a wrong count
    is still found by the identities instead of being made to fit.
    """
    difference: Number = 0
    for sign, codes in ((1, total.plus), (-1, total.minus)):
        for code in codes:
            term = values[code]
            if term.amount is None:
                return own
            difference += sign * (term.amount - (term.counted or 0))
    if own.counted is not None and difference == 0:
        return own
    return FigureValue(own.figure, Origin.DERIVED, (own.counted or 0) + difference, own.counted, own.style)
