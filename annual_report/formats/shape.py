"""What a report format is made of: text parts, tables, and the figures they draw. Pure data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from annual_report.figures import Figure, Sum
from annual_report.identities import Identity


@dataclass(frozen=True)
class Label:
    """A printed heading cell of a table, exactly as the form has it."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Row:
    """A row of a table: its heading cells, then the code of the figure in each cell."""

    labels: tuple[Label, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """One printed table; `widths` are relative, one per printed column."""

    code: str
    wording: str
    header: tuple[tuple[Label, ...], ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    caption: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(code for row in self.rows for code in row.cells)


class Writing(StrEnum):
    """Who must say something in a text part."""

    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class TextPart:
    """A part that people write; `must_mention` are words the law wants to find in it.

    `absent` is the line printed when an optional part was left empty, so that no heading stands alone.
    """

    code: str
    heading: str
    figures: tuple[str, ...] = ()
    writing: Writing = Writing.REQUIRED
    must_mention: tuple[str, ...] = ()
    guidance: str = ""
    absent: str = ""


@dataclass(frozen=True)
class TablePart:
    """A part that is printed from figures alone."""

    code: str
    heading: str
    grids: tuple[Grid, ...]


Section = TextPart | TablePart


@dataclass(frozen=True)
class ReportFormat:
    """A way of writing the yearly report, fixed by a document of the State Council's office.

    `highlights` are the figures shown large above the report: code and a short label.
    """

    code: str
    wording: str
    basis: str
    first_year: int
    last_year: int | None
    title_line: str
    intro: TextPart
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    identities: tuple[Identity, ...]
    highlights: tuple[tuple[str, str], ...]
    sums: tuple[Sum, ...] = ()

    def covers(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def title(self, agency: str, year: int) -> str:
        return f"{agency}{self.title_line.format(year=year)}"

    @property
    def text_parts(self) -> tuple[TextPart, ...]:
        return (self.intro, *(part for part in self.sections if isinstance(part, TextPart)))

    @property
    def table_parts(self) -> tuple[TablePart, ...]:
        return tuple(part for part in self.sections if isinstance(part, TablePart))

    def grids(self) -> Iterator[Grid]:
        for part in self.table_parts:
            yield from part.grids

    def text_part(self, code: str) -> TextPart | None:
        return next((part for part in self.text_parts if part.code == code), None)

    def figure(self, code: str) -> Figure | None:
        return next((figure for figure in self.figures if figure.code == code), None)
