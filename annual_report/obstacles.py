"""What keeps a report from being signed: every reason at once, each with the place to mend it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from annual_report.figures import FigureValue
from annual_report.formats.shape import ReportFormat, TextPart, Writing
from annual_report.identities import check
from annual_report.references import Rendered


@dataclass(frozen=True)
class Obstacle:
    """One reason; `part` or `figure` names where it is mended."""

    sentence: str
    part: str = ""
    figure: str = ""


def find(
    form: ReportFormat, values: Mapping[str, FigureValue], texts: Mapping[str, Rendered]
) -> tuple[Obstacle, ...]:
    return (*_of_texts(form, texts), *_of_tables(form, values), *_of_identities(form, values))


def _of_texts(form: ReportFormat, texts: Mapping[str, Rendered]) -> Iterator[Obstacle]:
    for part in form.text_parts:
        yield from _of_part(part, texts[part.code])


def _of_part(part: TextPart, rendered: Rendered) -> Iterator[Obstacle]:
    name = part.heading or "开头部分"
    if part.writing is Writing.REQUIRED and not rendered.text.strip():
        yield Obstacle(f"“{name}”还没有写。", part=part.code)
        return
    for word in part.must_mention:
        if word not in rendered.text:
            yield Obstacle(f"“{name}”必须写明{word}的情况，没有也要写明。", part=part.code)
    for problem in rendered.problems:
        yield Obstacle(f"“{name}”：{problem.sentence}", part=part.code)


def _of_tables(form: ReportFormat, values: Mapping[str, FigureValue]) -> Iterator[Obstacle]:
    for code in _table_cells(form):
        if values[code].amount is None:
            wording = values[code].figure.wording
            yield Obstacle(f"表格数据“{wording}”还没有填报；没有发生请填0。", figure=code)


def _table_cells(form: ReportFormat) -> Iterable[str]:
    return dict.fromkeys(code for grid in form.grids() for code in grid.cells)


def _of_identities(form: ReportFormat, values: Mapping[str, FigureValue]) -> Iterator[Obstacle]:
    cells = {code: value.amount for code, value in values.items()}
    for failure in check(form.identities, cells):
        yield Obstacle(failure.sentence, figure=failure.cells[0])
