"""What a report says, once: every page and file is made from this value, live or frozen. Pure.

Its data form is what an edition freezes and what the JSON export gives: a whole number is a number, an
amount a string with its exact digits, "/" means not applicable, null means blank.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from annual_report.figures import NOT_APPLICABLE, FigureValue, Number, Origin, plain
from annual_report.formats.shape import Grid, Label

SCHEMA = 1
Value = int | str | None


@dataclass(frozen=True)
class TextContent:
    """A text part with its figures in place, one paragraph a string."""

    code: str
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class CellContent:
    """A cell: the figure it shows and what is printed there."""

    code: str
    value: Value

    @property
    def text(self) -> str:
        return "" if self.value is None else str(self.value)

    @property
    def number(self) -> Number | None:
        """The number for a spreadsheet; "/" and blank are none."""
        if self.value is None or self.value == NOT_APPLICABLE:
            return None
        return self.value if isinstance(self.value, int) else Decimal(self.value)


@dataclass(frozen=True)
class RowContent:
    labels: tuple[Label, ...]
    cells: tuple[CellContent, ...]


@dataclass(frozen=True)
class GridContent:
    """A printed table with its numbers."""

    code: str
    wording: str
    caption: str
    header: tuple[tuple[Label, ...], ...]
    rows: tuple[RowContent, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class TableContent:
    """A part that is printed from figures alone."""

    code: str
    heading: str
    grids: tuple[GridContent, ...]


SectionContent = TextContent | TableContent


@dataclass(frozen=True)
class FigureContent:
    """A figure the report uses, with all one needs to understand it years later."""

    code: str
    wording: str
    definition: str
    unit: str
    value: Value
    spoken: str
    origin: str
    counted: Value


@dataclass(frozen=True)
class ReportContent:
    """One report, whole. `units` are the (code, name) pairs of the agencies it counts."""

    agency_code: str
    agency: str
    year: int
    format_code: str
    title_line: str
    intro: TextContent
    sections: tuple[SectionContent, ...]
    figures: tuple[FigureContent, ...]
    highlights: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    basis: tuple[str, ...]

    @property
    def title(self) -> str:
        return f"{self.agency}{self.title_line}"

    def figure(self, code: str) -> FigureContent | None:
        return next((figure for figure in self.figures if figure.code == code), None)

    @property
    def headline(self) -> tuple[tuple[str, FigureContent], ...]:
        """The figures shown large above the report, labelled; those without a number are left out."""
        found = ((label, self.figure(code)) for code, label in self.highlights)
        return tuple((label, figure) for label, figure in found if figure and figure.value is not None)


@dataclass(frozen=True)
class Standing:
    """Which version of a report a page or file shows: a draft, or an edition with its dates."""

    number: int = 0
    signed_on: date | None = None
    published_on: date | None = None
    note: str = ""

    @property
    def marking(self) -> str:
        return "" if self.number else "草稿（未签发）"


DRAFT = Standing()


def value_shown(value: FigureValue) -> Value:
    if value.origin is Origin.NOT_APPLICABLE:
        return NOT_APPLICABLE
    return as_data(value.value)


def as_data(number: Number | None) -> Value:
    return plain(number) if isinstance(number, Decimal) else number


def grid_content(grid: Grid, values: Mapping[str, FigureValue]) -> GridContent:
    rows = tuple(
        RowContent(row.labels, tuple(CellContent(code, value_shown(values[code])) for code in row.cells))
        for row in grid.rows
    )
    return GridContent(grid.code, grid.wording, grid.caption, grid.header, rows, grid.widths)


def figure_contents(codes: tuple[str, ...], values: Mapping[str, FigureValue]) -> Iterator[FigureContent]:
    for code in codes:
        value = values[code]
        yield FigureContent(
            code=code,
            wording=value.figure.wording,
            definition=value.figure.definition,
            unit=value.figure.unit,
            value=value_shown(value),
            spoken=value.in_text(),
            origin=value.origin.value,
            counted=as_data(value.counted),
        )


# --- freezing and thawing -------------------------------------------------------------------------------


def freeze(content: ReportContent) -> dict[str, Any]:
    """The data form: what an edition keeps."""
    return {"schema": SCHEMA, **json.loads(json.dumps(asdict(content), ensure_ascii=False))}


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 of the data in one canonical spelling, independent of the order a database gives back."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def thaw(data: Mapping[str, Any]) -> ReportContent:
    """The content of an edition, without looking at today's formats, agencies or counts."""
    if data["schema"] != SCHEMA:
        raise ValueError(f"unknown schema of a report edition: {data['schema']!r}")
    return ReportContent(
        agency_code=data["agency_code"],
        agency=data["agency"],
        year=data["year"],
        format_code=data["format_code"],
        title_line=data["title_line"],
        intro=_text(data["intro"]),
        sections=tuple(_section(section) for section in data["sections"]),
        figures=tuple(FigureContent(**figure) for figure in data["figures"]),
        highlights=tuple((code, label) for code, label in data["highlights"]),
        units=tuple((code, name) for code, name in data["units"]),
        basis=tuple(data["basis"]),
    )


def _section(data: Mapping[str, Any]) -> SectionContent:
    if "paragraphs" in data:
        return _text(data)
    return TableContent(data["code"], data["heading"], tuple(_grid(grid) for grid in data["grids"]))


def _text(data: Mapping[str, Any]) -> TextContent:
    return TextContent(data["code"], data["heading"], tuple(data["paragraphs"]))


def _grid(data: Mapping[str, Any]) -> GridContent:
    rows = tuple(
        RowContent(_labels(row["labels"]), tuple(CellContent(**cell) for cell in row["cells"]))
        for row in data["rows"]
    )
    return GridContent(
        code=data["code"],
        wording=data["wording"],
        caption=data["caption"],
        header=tuple(_labels(labels) for labels in data["header"]),
        rows=rows,
        widths=tuple(data["widths"]),
    )


def _labels(data: list[dict[str, Any]]) -> tuple[Label, ...]:
    return tuple(Label(**label) for label in data)
