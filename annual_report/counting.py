"""Which units a report counts, and the counts of all families for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from annual_report.figures import SEAT, Figure, Number
from annual_report.formats.shape import ReportFormat
from foundation.agencies.models import Agency, AgencyKind, YearlyReporting
from foundation.contracts import Family, composed

UNITS = {"requests": "件", "disclosure": "条", "agencies": "人"}
"""The unit of figures no format describes, by the room that counts them."""


@dataclass(frozen=True)
class Units:
    """The agencies a report counts; the seat (本级) is the agency itself with its office."""

    all: tuple[Agency, ...]
    seat: tuple[Agency, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(agency.pk for agency in self.all)

    @property
    def seat_ids(self) -> frozenset[int]:
        return frozenset(agency.pk for agency in self.seat)


def units_of(agency: Agency, year: int) -> Units:
    """The subtree alive on 31 December, less the units that report elsewhere that year (垂管单位)."""
    elsewhere = YearlyReporting.objects.filter(year=year, in_rollup=False).values("agency")
    below = Agency.objects.under(agency.path).alive_on(date(year, 12, 31)).exclude(pk__in=elsewhere)
    others = [one for one in below.order_by("path") if one.pk != agency.pk]
    offices = [one for one in others if one.kind == AgencyKind.OFFICE and one.parent_id == agency.pk]
    return Units((agency, *others), (agency, *offices))


def catalogue(form: ReportFormat) -> dict[str, Figure]:
    """All figures a report may use: those of its format, then every other cell a room can count."""
    figures = {figure.code: figure for figure in form.figures}
    for family in composed().families:
        for figure in _cells(family):
            figures.setdefault(figure.code, figure)
    return figures


def _cells(family: Family) -> list[Figure]:
    unit = UNITS.get(family.code.partition(".")[0], "")
    return [
        Figure(
            f"{family.code}/{row.code}/{column.code}{scope}",
            f"{family.wording}：{row.wording}·{column.wording}{note}",
            f"{family.wording}中“{row.wording}”的“{column.wording}”。{meaning}",
            unit,
        )
        for row in family.rows
        for column in family.columns
        for scope, note, meaning in (("", "", ""), (SEAT, "（本级）", "只计本机关及其办公厅（室）。"))
    ]


def count(units: Units, year: int) -> dict[str, Number]:
    """The counts of every family, zeros included, by figure code; one count per family, seat or not."""
    counts: dict[str, Number] = {}
    for family in composed().families:
        counts.update(_zeros(family))
        _add(counts, family.code, family.count(units.ids, year), units.seat_ids)
    return counts


def _zeros(family: Family) -> dict[str, Number]:
    codes = (f"{family.code}/{row.code}/{column.code}" for row in family.rows for column in family.columns)
    return {scoped: 0 for code in codes for scoped in (code, code + SEAT)}


def _add(
    counts: dict[str, Number],
    family: str,
    cells: Mapping[tuple[int, str, str], Number],
    seat: frozenset[int],
) -> None:
    for (agency, row, column), number in cells.items():
        code = f"{family}/{row}/{column}"
        counts[code] = counts.get(code, 0) + number
        if agency in seat:
            counts[code + SEAT] = counts.get(code + SEAT, 0) + number


def families_by_code() -> Mapping[str, Family]:
    return {family.code: family for family in composed().families}


def has_records(figure: Figure) -> bool:
    """Whether the figure opens into a list of records."""
    family = families_by_code().get(figure.source.family)
    if family is None:
        return False
    rows: Sequence[str] = [line.code for line in family.rows]
    return figure.source.row in rows and figure.source.column in [line.code for line in family.columns]
