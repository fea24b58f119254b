"""Why a step on a report is unlawful now, or None."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from annual_report.compilation import Compiled, compile_report_content
from foundation.contracts import Refusal

if TYPE_CHECKING:
    from annual_report.models import Report

ARTICLE_CONTENT = "《中华人民共和国政府信息公开条例》第50条"
SHOWN = 3


def always(report: Report, on: date) -> Refusal | None:
    return None


def year_is_over(report: Report, on: date) -> Refusal | None:
    """A report counts until 31 December; what is signed before could not be true."""
    if on.year > report.year:
        return None
    return Refusal(
        f"{report.year}年度还没有结束，年度报告的统计期限到{report.year}年12月31日止。",
        ARTICLE_CONTENT,
        f"请在{report.year + 1}年1月1日以后签发。",
        field="effective_on",
    )


def may_be_signed(report: Report, on: date) -> Refusal | None:
    return year_is_over(report, on) or incomplete(compile_report_content(report))


def incomplete(compiled: Compiled) -> Refusal | None:
    """Asked again of the very content that is frozen: requests may be closed between two counts."""
    obstacles = compiled.obstacles
    if not obstacles:
        return None
    listed = "".join(f"（{index}）{one.sentence}" for index, one in enumerate(obstacles[:SHOWN], start=1))
    more = f"其余{len(obstacles) - SHOWN}处见报告页。" if len(obstacles) > SHOWN else ""
    return Refusal(f"报告还有{len(obstacles)}处问题，不能签发：{listed}{more}", ARTICLE_CONTENT)
