"""更正申请 (条例第41条): what may be decided, what the notice says, what is to be done next. Pure.

Whoever can prove that a record about themselves is wrong may ask for it to be corrected. The article names
no limit; the target here is the agency's own. It is no request for information: no figure of the yearly
report counts it (law: not in the table).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from foundation.contracts import Refusal

ARTICLE = "条例第41条"
CITED = "《中华人民共和国政府信息公开条例》第四十一条"

TARGET_WORKDAYS = 20
"""Working days until which the agency means to decide. No law says it: a target and never called a limit."""
EVIDENCE_WORKDAYS = 15
"""What the form proposes as the time to bring evidence; no law names it either."""


@dataclass(frozen=True)
class Outcome:
    """One way to decide: in words for the clerk, and whether another agency must be named."""

    code: str
    wording: str
    names_agency: bool = False


OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        one.code: one
        for one in (
            Outcome("corrected", "审核属实，予以更正"),
            Outcome("not_proven", "不能证明记录不准确，不予更正"),
            Outcome("transferred", "不属于本机关职能范围，转送有权更正的机关并告知", names_agency=True),
            Outcome("elsewhere", "不属于本机关职能范围，告知向有权更正的机关提出", names_agency=True),
        )
    }
)

DATES: Mapping[str, str] = MappingProxyType({"registered": "received_on", "served": "served_on"})
"""Which field repeats the day of which event that can be mended; the day of a notice stands printed on it."""

WORDINGS: Mapping[str, str] = MappingProxyType(
    {
        "registered": "登记更正申请",
        "evidence_asked": "要求补充证据",
        "evidence_given": "收到补充的证据",
        "decided": "作出处理决定",
        "served": "送达更正告知书",
        "withdrawn": "申请人撤回",
        "voided": "作废",
    }
)


@dataclass(frozen=True)
class Decided:
    """What was decided, as the notice needs it; `wrong` and `right` are the record before and after."""

    outcome: str
    reasons: str
    agency: str = ""
    wrong: str = ""
    right: str = ""


def incomplete(decided: Decided) -> Refusal | None:
    """What the notice would lack."""
    outcome = OUTCOMES.get(decided.outcome)
    if outcome is None:
        return Refusal("没有选择处理结果。", ARTICLE, "请选择。", "outcome")
    if not decided.reasons.strip():
        return Refusal("没有写明审核情况。", ARTICLE, "请写明核对了哪些材料、结论是什么。", "reasons")
    if outcome.names_agency and not decided.agency.strip():
        return Refusal("没有写明有权更正的机关。", ARTICLE, "请填写机关名称和联系方式。", "other_agency")
    if not outcome.names_agency and decided.agency.strip():
        return Refusal(
            "只有不属于本机关职能范围的，才填写有权更正的机关。", ARTICLE, "请把它留空。", "other_agency"
        )
    return None


def notice_lines(decided: Decided) -> tuple[str, ...]:
    """What the notice says after its opening: the finding, then the decision with its article."""
    found = f"经审核，{decided.reasons.strip().rstrip('。')}。"
    agency = decided.agency.strip().rstrip("。")
    texts = {
        "corrected": f"决定予以更正：原记录为“{decided.wrong}”，更正为“{decided.right}”。",
        "not_proven": "现有证据不能证明本机关的记录不准确，决定不予更正。",
        "transferred": f"该记录的更正不属于本机关职能范围，已经转送有权更正的行政机关处理：{agency}。",
        "elsewhere": f"该记录的更正不属于本机关职能范围，请向有权更正的行政机关提出：{agency}。",
    }
    return found, f"根据{CITED}的规定，{texts[decided.outcome]}"


def next_step(stage: str, evidence_due_on: date | None, today: date) -> str:
    """The one thing to do now; empty while the applicant's time to bring evidence runs, and at the end."""
    if stage == "received":
        return "审核，作出处理决定"
    if stage == "asked" and evidence_due_on is not None and today > evidence_due_on:
        return "没有补充证据，按现有材料作出决定"
    return "送达更正告知书" if stage == "decided" else ""
