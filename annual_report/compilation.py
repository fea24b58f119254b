"""From a report in the database to its content: figures resolved, texts rendered, obstacles found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from annual_report import counting, obstacles
from annual_report.content import (
    ReportContent,
    SectionContent,
    TableContent,
    TextContent,
    figure_contents,
    grid_content,
)
from annual_report.figures import Entered, Figure, FigureValue, resolve
from annual_report.formats.shape import ReportFormat, TextPart
from annual_report.obstacles import Obstacle
from annual_report.references import Rendered, figure_codes, render
from annual_report.spoken import STYLES
from foundation.agencies.models import Agency

if TYPE_CHECKING:
    from annual_report.models import Report


UNWRITTEN = "【尚未编写】"
"""Stands in a draft where a required part is empty; such a report cannot be signed."""


@dataclass(frozen=True)
class Compiled:
    """A report as it stands now."""

    content: ReportContent
    obstacles: tuple[Obstacle, ...]
    values: Mapping[str, FigureValue]


def compile_report_content(report: Report) -> Compiled:
    form = report.format
    units = counting.units_of(report.agency, report.year)
    written = {part.code: part.text for part in report.parts.all()}
    values = values_of(report, units)
    texts = {
        part.code: render(
            written.get(part.code, ""), values=values, facts=facts_of(report.agency, report.year)
        )
        for part in form.text_parts
    }
    content = ReportContent(
        agency_code=report.agency.code,
        agency=report.agency.name,
        year=report.year,
        format_code=form.code,
        title_line=form.title_line.format(year=report.year),
        intro=_text(form.intro, texts),
        sections=tuple(_sections(form, texts, values)),
        figures=tuple(figure_contents(_used(form, written, values), values)),
        highlights=form.highlights,
        units=tuple((unit.code, unit.name) for unit in units.all),
        basis=tuple(report.basis),
    )
    return Compiled(content, obstacles.find(form, values, texts), values)


def values_of(report: Report, units: counting.Units) -> dict[str, FigureValue]:
    figures = counting.catalogue(report.format)
    return resolve(
        figures,
        counted=counting.count(units, report.year),
        entered=_entries(report, figures),
        sums=report.format.sums,
        styles={one.figure_code: STYLES[one.style] for one in report.styles.all()},
    )


def _entries(report: Report, figures: Mapping[str, Figure]) -> dict[str, Entered]:
    """Entries as numbers of their figure's kind: counts are whole, amounts keep their decimals."""
    entered: dict[str, Entered] = {}
    for entry in report.entries.all():
        figure = figures.get(entry.figure_code)
        entered[entry.figure_code] = Entered(
            _number(entry.value, whole=figure is None or not figure.decimals)
        )
    return entered


def _number(value: Decimal | None, *, whole: bool) -> int | Decimal | None:
    if value is None or not whole or value != value.to_integral_value():
        return value
    return int(value)


def facts_of(agency: Agency, year: int) -> dict[str, str]:
    """What a text may refer to beside figures; the period follows from the year and cannot be mistyped."""
    return {
        "report.year": str(year),
        "report.period": f"{year}年1月1日至{year}年12月31日",
        "agency.name": agency.name,
        "agency.contact": contact_of(agency),
    }


def contact_of(agency: Agency) -> str:
    known = (
        ("地址", agency.address),
        ("邮编", agency.postcode),
        ("电话", agency.phone),
        ("电子邮箱", agency.email),
    )
    return "，".join(f"{label}：{value}" for label, value in known if value)


def _sections(
    form: ReportFormat, texts: Mapping[str, Rendered], values: Mapping[str, FigureValue]
) -> list[SectionContent]:
    return [
        _text(section, texts)
        if isinstance(section, TextPart)
        else TableContent(
            section.code, section.heading, tuple(grid_content(grid, values) for grid in section.grids)
        )
        for section in form.sections
    ]


def _text(part: TextPart, texts: Mapping[str, Rendered]) -> TextContent:
    lines = tuple(line.strip() for line in texts[part.code].text.splitlines() if line.strip())
    return TextContent(part.code, part.heading, lines or (part.absent or UNWRITTEN,))


def _used(
    form: ReportFormat, written: Mapping[str, str], values: Mapping[str, FigureValue]
) -> tuple[str, ...]:
    """The figures the report draws, in its order: those of its texts, then those of its tables."""
    drawn = [code for part in form.text_parts for code in figure_codes(written.get(part.code, ""))]
    drawn += [code for part in form.text_parts for code in part.figures]
    drawn += [code for code, _ in form.highlights]
    drawn += [code for grid in form.grids() for code in grid.cells]
    return tuple(code for code in dict.fromkeys(drawn) if code in values)
