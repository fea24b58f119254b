"""The row and the notice of answers by the district's own way of counting (GONGKAI_REPORT_ROWS)."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from requests_app import notice_kinds, outcomes
from requests_app.notice_kinds import NoticeKind
from requests_app.outcomes import ReportRow


def row_of(reply_types: Iterable[str]) -> ReportRow:
    """The ONE row the request will be counted in, with the reason people read before they sign."""
    return outcomes.report_row(list(reply_types), settings.GONGKAI_REPORT_ROWS)


def kind_for(reply_types: Iterable[str]) -> NoticeKind | None:
    """The notice that answers all parts at once; None when the request simply ended."""
    return notice_kinds.notice_kind_for(list(reply_types), settings.GONGKAI_REPORT_ROWS)


def sentences(reply_types: Iterable[str], *, reviewed: bool = False) -> list[str]:
    """What the answers as drafted lead to, for whoever drafts and, once `reviewed`, for whoever signs."""
    types = list(reply_types)
    row, kind = row_of(types), kind_for(types)
    lines = [f"年度报告计入“{outcomes.ROW_WORDING[row.key]}”：{row.reason}"]
    lines.append(f"签发后制作《{kind.title}》。" if kind else "不需要制作告知书，可以直接办结。")
    if not reviewed and any(outcomes.opens(code) for code in types):
        lines.append("有拟公开的内容，签发前必须办理保密审查（条例第17条）。")
    return lines
