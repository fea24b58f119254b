"""The 答复审签单: what is to be signed, on one sheet of paper, with room for opinions and the signature.

It names no applicant: who asked is nothing the signer needs to decide by.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from foundation.agencies.access import capabilities_at
from foundation.documents.blocks import Document, Table
from foundation.documents.writers import CONTENT_TYPES, Format, write
from foundation.files.downloads import as_download
from foundation.workdays.wording import full_date
from requests_app import guards, history, notices, outcomes
from requests_app.capabilities import HANDLE, REVIEW, SIGN
from requests_app.clock import printed_limit
from requests_app.models import InformationRequest, RequestPart, Stage
from requests_app.operations import limits
from requests_app.printed.sheet import LINE, WIDTHS, day, numbered, pair, wanted, wide
from requests_app.printed.sheet import document as printed
from requests_app.steps import RECORD_SIGNATURE

READERS = frozenset({HANDLE.code, REVIEW.code, SIGN.code})
"""Who prepares, checks or signs an answer may print it."""

FORMATS: dict[str, Format] = {"docx": "docx", "pdf": "pdf"}
TITLE = "政府信息公开答复审签单"
SIGNED = f"□同意　　□退回修改　　意见：\n{LINE}\n签字：　　　　　　　　　　　年　　月　　日"
NOTE = (
    f"签字后扫描存档：在本件办理“{RECORD_SIGNATURE.wording}”，填写签字人和纸上的日期，上传扫描件。"
    "严禁在本单上书写涉密内容。"
)


def document(case: InformationRequest) -> Document:
    """The sheet of a case that is being handled."""
    rows = (
        pair(("申请编号", case.number), ("承办单位", case.handler.name)),
        pair(("收到申请之日", day(case.received_on)), ("答复期限", _limit(case))),
        wide("申请内容", wanted(case)),
        wide("拟作答复", "\n".join(_answer(case, part) for part in case.parts.all())),
        pair(("拟制文书", _notice(case)), ("年度报告计入", _row(case))),
        wide("保密审查", _review(case)),
        wide("承办人意见", SIGNED),
        wide("审核意见", SIGNED),
        wide("签发意见", f"{SIGNED}\n代签的写明授权书名称和有效期："),
    )
    table = Table(columns=WIDTHS, rows=rows, note=NOTE)
    return printed(case, TITLE, table)


def _answer(case: InformationRequest, part: RequestPart) -> str:
    """The reply type with its article, the ground, and the reasons that go on the notice."""
    reply = outcomes.REPLY_TYPES.get(part.reply_type)
    if reply is None:
        return numbered(case, part, "还没有拟定答复")
    article = reply.articles.get(case.regime) or ""
    ground = outcomes.GROUNDS.get(part.ground)
    said = (
        f"{reply.wording}{f'（{article}）' if article else ''}",
        f"理由：{ground.wording}" if ground else "",
        part.finding,
        part.reasons,
        part.direction,
    )
    return numbered(
        case, part, "；".join(text.strip().rstrip("。；") for text in said if text.strip()) + "。"
    )


def _notice(case: InformationRequest) -> str:
    kind = notices.kind_of(case) if guards.all_parts_decided(case) is None else None
    return f"《{kind.title}》" if kind else "不需要制作告知书"


def _row(case: InformationRequest) -> str:
    if guards.all_parts_decided(case) is not None:
        return ""
    row = outcomes.report_row([part.reply_type for part in case.parts.all()])
    return outcomes.ROW_WORDING[row.key]


def _review(case: InformationRequest) -> str:
    if not guards.opens_something(case):
        return "没有拟公开的内容，不需要保密审查。"
    if guards.reviewed_where_opened(case) is not None:
        return "还没有审查，或者答复在审查以后改动过（条例第17条）。"
    reviewed = history.last(case, "secrecy_reviewed")
    assert reviewed is not None  # noqa: S101 - the guard above found it
    return f"可以公开。审查人：{reviewed.data['reviewer']}，{full_date(reviewed.effective_on)}。"


def _limit(case: InformationRequest) -> str:
    """Never a bare date while it is an estimate."""
    clock = limits.clock_of(case)
    return printed_limit(clock) if clock and case.due_on else "暂停计算"


# --- the way to it --------------------------------------------------------------------------------------


def may_print(user: Any, case: InformationRequest) -> bool:
    return case.stage == Stage.HANDLING and not READERS.isdisjoint(capabilities_at(user, case.desks()))


def links(user: Any, case: InformationRequest) -> list[tuple[str, str]]:
    """Once every part is decided, for whoever may print it."""
    if not may_print(user, case) or guards.all_parts_decided(case) is not None:
        return []
    route = "admin:requests_app_informationrequest_sheet"
    return [(name.upper(), reverse(route, args=[case.pk, name])) for name in FORMATS]


def download(request: HttpRequest, case: InformationRequest | None, file_format: str) -> HttpResponse:
    """Raises Http404 where there is nothing to sign, or for whoever has nothing to do with it."""
    wanted = FORMATS.get(file_format)
    if case is None or wanted is None or not may_print(request.user, case):
        raise Http404
    response = HttpResponse(write(document(case), wanted), content_type=CONTENT_TYPES[wanted])
    return as_download(response, f"审签单-{case.number}.{wanted}")
