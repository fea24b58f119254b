"""What follows from the answers to the parts of a request: is it possible, which articles, which row.

Reply types and grounds are stored per part. The report row, the kind of notice and the remedy are derived:
here, in `notice_kinds` and in `remedies`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Protocol

from foundation.contracts import Line, Refusal
from requests_app.regimes import REG2019, REGIMES, Regime
from requests_app.reply_types import GROUNDS, REPLY_TYPES, Ground, ReplyType
from requests_app.row_policy import RowPolicy

__all__ = [
    "GROUNDS",
    "NOT_EXISTING",
    "REPLY_TYPES",
    "CLASSIFIED",
    "RESULT_ROWS",
    "ROW_WORDING",
    "Ground",
    "ReplyType",
    "ReportRow",
    "RowPolicy",
    "applies",
    "citation",
    "deciding_type",
    "ground_of",
    "incomplete",
    "opens",
    "refusal_of",
    "report_row",
]

RESULT_ROWS: tuple[Line, ...] = (
    Line("open", "（一）予以公开"),
    Line("part", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    Line("d1", "（三）不予公开 1.属于国家秘密"),
    Line("d2", "（三）不予公开 2.其他法律行政法规禁止公开"),
    Line("d3", "（三）不予公开 3.危及“三安全一稳定”"),
    Line("d4", "（三）不予公开 4.保护第三方合法权益"),
    Line("d5", "（三）不予公开 5.属于三类内部事务信息"),
    Line("d6", "（三）不予公开 6.属于四类过程性信息"),
    Line("d7", "（三）不予公开 7.属于行政执法案卷"),
    Line("d8", "（三）不予公开 8.属于行政查询事项"),
    Line("u1", "（四）无法提供 1.本机关不掌握相关政府信息"),
    Line("u2", "（四）无法提供 2.没有现成信息需要另行制作"),
    Line("u3", "（四）无法提供 3.补正后申请内容仍不明确"),
    Line("n1", "（五）不予处理 1.信访举报投诉类申请"),
    Line("n2", "（五）不予处理 2.重复申请"),
    Line("n3", "（五）不予处理 3.要求提供公开出版物"),
    Line("n4", "（五）不予处理 4.无正当理由大量反复申请"),
    Line("n5", "（五）不予处理 5.要求行政机关确认或重新出具已获取信息"),
    Line("o1", "（六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    Line("o2", "（六）其他处理 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    Line("o3", "（六）其他处理 3.其他"),
)
ROW_WORDING: Mapping[str, str] = MappingProxyType({row.code: row.wording for row in RESULT_ROWS})
_ORDER = {row.code: place for place, row in enumerate(RESULT_ROWS)}


# --- is this answer possible? -----------------------------------------------------------------------------


class Answer(Protocol):
    """What somebody wants to answer to one part."""

    @property
    def reply_type(self) -> str: ...
    @property
    def ground(self) -> str: ...
    @property
    def search_note(self) -> str: ...
    @property
    def reasons(self) -> str: ...
    @property
    def direction(self) -> str: ...
    @property
    def finding(self) -> str: ...
    @property
    def checked_by(self) -> str: ...
    @property
    def checked_on(self) -> date | None: ...


CLASSIFIED = "X1"
"""The ground whose material never enters a system on the Internet (保守国家秘密法)."""
NOT_EXISTING = "D1a"
"""经检索没有: the answer that needs a search on record."""

TEXTS = MappingProxyType({"search_note": "检索情况", "reasons": "说明理由", "direction": "指引"})


def opens(reply_type: str) -> bool:
    """Whether this answer gives information away, so that it needs a secrecy review (条例第十七条)."""
    return REPLY_TYPES[reply_type].row in ("open", "part")


def applies(reply_type: str, regime: str) -> bool:
    """Whether that edition of the regulation knows this way of answering."""
    return regime in REPLY_TYPES[reply_type].articles


def ground_of(reply_type: str, ground: str = "") -> Ground | None:
    """The ground chosen, or the only one this reply type can rest on."""
    grounds = REPLY_TYPES[reply_type].grounds
    code = ground or (grounds[0] if len(grounds) == 1 else "")
    return GROUNDS[code] if code else None


def citation(reply_type: str, ground: str = "", regime: str = REG2019.code) -> str:
    """The articles an answer rests on, as the notice prints them; empty where that edition has none."""
    reply = REPLY_TYPES[reply_type]
    text = reply.articles.get(regime, "")
    chosen = GROUNDS.get(ground)
    basis = chosen.articles.get(regime, "") if chosen and reply.needs_ground else ""
    return text + ("、" + basis.removeprefix(REGIMES[regime].instrument) if basis else "")


def refusal_of(reply_type: str, ground: str = "", regime: Regime | None = None) -> Refusal | None:
    """Why a part cannot be answered so; None if it can. Recording the past asks without a `regime`."""
    reply = REPLY_TYPES.get(reply_type)
    if reply is None:
        return Refusal(f"没有代码为“{reply_type}”的答复类型。", "", "请从答复类型表中选择。", "reply_type")
    if regime and not applies(reply_type, regime.code):
        sentence = f"{regime.wording}没有“{reply.wording}”这种答复。"
        remedy = "请按收到申请时施行的条例选择；过去已经这样答复的，可以补录。"
        return Refusal(sentence, regime.instrument, remedy, "reply_type")
    return _ground_refusal(reply, ground, regime)


def incomplete(answer: Answer, regime: Regime | None = None) -> Refusal | None:
    """What an answer still lacks: a known type, its ground, or a text its applicant is owed."""
    refusal = refusal_of(answer.reply_type, answer.ground, regime)
    if refusal:
        return refusal
    reply = REPLY_TYPES[answer.reply_type]
    for name in reply.needs:
        if not getattr(answer, name).strip():
            sentence = f"“{reply.wording}”没有填写{TEXTS[name]}。"
            return Refusal(sentence, citation(reply.code, answer.ground), reply.duty, name)
    ground = ground_of(answer.reply_type, answer.ground)
    return _checked_offline(answer) if ground and ground.code == CLASSIFIED else None


def _checked_offline(answer: Answer) -> Refusal | None:
    """Of a state secret this system holds that it was checked elsewhere, by whom and when; nothing of it."""
    law = "《中华人民共和国保守国家秘密法》"
    if answer.finding.strip():
        remedy = "请删去查明情况，在涉密设备上另行记录。"
        return Refusal("属于国家秘密的，不得在这里写查明情况。", law, remedy, "finding")
    if not answer.checked_by.strip() or answer.checked_on is None:
        field = "checked_by" if not answer.checked_by.strip() else "checked_on"
        sentence = "属于国家秘密的，没有写明由谁、在哪一天线下核对定密依据。"
        return Refusal(sentence, law, "请填写线下核对人和核对日期，不要写涉密内容。", field)
    return None


def _ground_refusal(reply: ReplyType, ground: str, regime: Regime | None) -> Refusal | None:
    article = reply.articles[REG2019.code]
    if not ground:
        sentence = f"“{reply.wording}”没有写明理由。"
        needed = Refusal(sentence, article, "请选择不予公开部分的理由。", "ground")
        return needed if reply.needs_ground else None
    if ground not in reply.grounds:
        remedy = f"请选择{'、'.join(reply.grounds)}之一。" if reply.grounds else "请去掉理由。"
        return Refusal(f"“{reply.wording}”不能以“{ground}”为理由。", article, remedy, "ground")
    if regime and regime.code not in GROUNDS[ground].articles:
        sentence = f"{regime.wording}没有“{GROUNDS[ground].wording}”这一理由。"
        return Refusal(sentence, regime.instrument, "请选择其他理由。", "ground")
    return None


# --- the one row of a request -----------------------------------------------------------------------------


@dataclass(frozen=True)
class ReportRow:
    """The row a request is counted in, and why, to be shown before sign-off."""

    key: str
    reason: str


def report_row(reply_types: Sequence[str], policy: RowPolicy | None = None) -> ReportRow:
    """The ONE row of a request, from the reply types of its parts."""
    policy = policy or RowPolicy()
    rows = _rows(reply_types, policy)
    if len(set(rows)) == 1:
        alone = "按这一项的结果计。" if len(rows) == 1 else "各申请事项的结果相同。"
        return ReportRow(rows[0], alone)
    if "part" in rows or "open" in rows:
        return _partly_open(rows, reply_types, policy)
    key = min(rows, key=lambda row: (policy.priority.index(row[0]), _ORDER[row]))
    return ReportRow(key, "没有予以公开的事项，多种结果按约定的次序只计一行。")


def deciding_type(reply_types: Sequence[str], policy: RowPolicy | None = None) -> str:
    """The reply type that gives the whole answer its notice: partial for 区分处理, else that of the row."""
    policy = policy or RowPolicy()
    row = report_row(reply_types, policy).key
    rows = _rows(reply_types, policy)
    return reply_types[rows.index(row)] if row in rows else "B1"


def _rows(reply_types: Sequence[str], policy: RowPolicy) -> list[str]:
    if not reply_types:
        raise ValueError("a request without answered parts has no row")
    return [policy.rows.get(code, REPLY_TYPES[code].row) for code in reply_types]


def _partly_open(rows: Sequence[str], reply_types: Sequence[str], policy: RowPolicy) -> ReportRow:
    if "part" in rows:
        return ReportRow("part", "有申请事项部分公开，整件只计部分公开，不计其他情形。")
    if any(row.startswith("d") for row in rows) or "G1" in reply_types:
        return ReportRow("part", "有的事项公开，有的不予公开或者不属于政府信息，属于区分处理，只计部分公开。")
    key = policy.open_with_unavailable
    return ReportRow(key, "有的事项公开，其余无法提供或者不予处理，按本地口径计。")
