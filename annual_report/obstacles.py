"""What keeps a report from being signed: every reason at once, each with the place to mend it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from annual_report.figures import FigureValue
from annual_report.formats.shape import ReportFormat, TextPart, Writing
from annual_report.identities import check
from annual_report.references import Rendered
from foundation.privacy.detectors import find_bank_cards, find_identity_numbers
from foundation.workdays.wording import full_date

SINGLY = 6
"""So many missing cells of one table are named one by one; of more the number is said."""


@dataclass(frozen=True)
class Obstacle:
    """One reason; `part` or `figure` names where it is mended."""

    sentence: str
    part: str = ""
    figure: str = ""


def find(
    form: ReportFormat, values: Mapping[str, FigureValue], texts: Mapping[str, Rendered]
) -> tuple[Obstacle, ...]:
    """The gravest first: numbers that do not add up, numbers that are missing, then the texts."""
    return (*_of_identities(form, values), *_of_tables(form, values), *_of_texts(form, texts))


def before_use(enabled_on: date | None, year: int) -> str:
    """A nought counted before the system was used may be a gap; empty when it was used all year."""
    if enabled_on is not None and enabled_on <= date(year, 1, 1):
        return ""
    since = f"自{full_date(enabled_on)}起使用本系统" if enabled_on else "还没有登记启用日"
    return (
        f"本机关{since}。{year}年的事没有导入或者补录的，系统统计为0，不等于没有发生；"
        "请对照台账逐项核对，不一致的在数据页填报。"
    )


def _of_texts(form: ReportFormat, texts: Mapping[str, Rendered]) -> Iterator[Obstacle]:
    for part in form.text_parts:
        yield from _of_part(part, texts[part.code])


def _of_part(part: TextPart, rendered: Rendered) -> Iterator[Obstacle]:
    name = part.heading or "开头部分"
    if part.writing is Writing.REQUIRED and not rendered.text.strip():
        yield Obstacle(f"“{name}”还没有写。", part=part.code)
        return
    # 条例第15条 and 个人信息保护法: such a number has no place in a report.
    if find_identity_numbers(rendered.text) or find_bank_cards(rendered.text):
        yield Obstacle(f"“{name}”里有像身份证号码或银行卡号的数字，不能公开，请删去。", part=part.code)
    for word in part.must_mention:
        if word not in rendered.text:
            yield Obstacle(f"“{name}”必须写明{word}的情况，没有也要写明。", part=part.code)
    for problem in rendered.problems:
        yield Obstacle(f"“{name}”：{problem.sentence}", part=part.code)


def _of_tables(form: ReportFormat, values: Mapping[str, FigureValue]) -> Iterator[Obstacle]:
    for grid in form.grids():
        missing = [code for code in grid.cells if values[code].amount is None]
        if len(missing) > SINGLY:
            sentence = f"表格“{grid.wording}”还有{len(missing)}个数据没有填报；没有发生请填0。"
            yield Obstacle(sentence, figure=missing[0])
            continue
        for code in missing:
            wording = values[code].figure.wording
            yield Obstacle(f"表格数据“{wording}”还没有填报；没有发生请填0。", figure=code)


def _of_identities(form: ReportFormat, values: Mapping[str, FigureValue]) -> Iterator[Obstacle]:
    cells = {code: value.amount for code, value in values.items()}
    for failure in check(form.identities, cells):
        yield Obstacle(failure.sentence, figure=failure.cells[0])
