"""The catalogue of notices (文书种类), and which of them answers a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from requests_app.outcomes import REPLY_TYPES, RowPolicy, deciding_type

CORRECTION, GIVE_REASONS, OVERRIDE = "correction", "give_reasons", "third_party_override"
FEE = "fee"


@dataclass(frozen=True)
class NoticeKind:
    """One kind of paper: to whom, on which article, with a remedy block and a document number or not."""

    code: str
    title: str
    addressee: str
    article: str
    remedy: bool
    numbered: bool
    answers: bool = False


def _to(addressee: str, code: str, title: str, article: str, numbered: bool = True) -> NoticeKind:
    """A paper on the way to the answer. It names no remedy: it cannot be reviewed by itself."""
    return NoticeKind(code, title, addressee, article, remedy=False, numbered=numbered)


def _answer(code: str, title: str, article: str) -> NoticeKind:
    return NoticeKind(code, title, "applicant", article, remedy=True, numbered=True, answers=True)


NOTICE_KINDS: Mapping[str, NoticeKind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            _to("applicant", "receipt", "政府信息公开申请登记回执", "第三十一条", numbered=False),
            # Not in the usual catalogue: what is posted when nobody answers the telephone.
            _to("applicant", "confirmation", "政府信息公开申请确认函", "第三十一条", numbered=False),
            _to("applicant", "correction", "政府信息公开申请补正告知书", "第三十条"),
            _to("applicant", "give_reasons", "说明理由告知书", "第三十五条"),
            _to("applicant", "extension", "延期答复告知书", "第三十三条第二款"),
            # Not in the usual catalogue either: Art. 35 wants the later day told.
            _to("applicant", "deferral", "延迟答复告知书", "第三十五条"),
            _to("third_party", "third_party_letter", "征求意见书（第三方）", "第三十二条"),
            _to("agency", "third_party_reply", "征求意见确认函", "第三十二条", numbered=False),
            _to("applicant", "consultation_note", "征求意见告知书（申请人）", "第三十三条第三款"),
            NoticeKind(
                "third_party_override",
                "依申请公开告知书（第三方）",
                "third_party",
                "第三十二条",
                remedy=True,
                numbered=True,
            ),
            _to("co_maker", "co_maker_letter", "征求意见书（共同制作机关）", "第三十四条"),
            _to("agency", "assistance", "协办函", "第十一条"),
            _to("applicant", "fee", "收费通知书", "第四十二条"),
            _answer("open", "予以公开告知书", "第三十六条第（一）项、第（二）项"),
            _answer("partial", "部分公开告知书", "第三十七条、第三十六条第（三）项"),
            _answer("refused", "不予公开告知书", "第三十六条第（三）项"),
            _answer("special_query", "行政查询事项告知书", "第三十六条第（七）项"),
            _answer("not_exist", "政府信息不存在告知书", "第三十六条第（四）项"),
            _answer("not_ours", "非本机关政府信息告知书", "第三十六条第（五）项"),
            _answer("needs_processing", "无法提供（需加工、分析）告知书", "第三十八条"),
            _answer("still_unclear", "补正后仍不明确告知书", "第三十条"),
            _answer("repeat", "重复申请（不予重复处理）告知书", "第三十六条第（六）项"),
            _answer("not_processed", "不予处理告知书", "第三十五条、第三十九条"),
            _answer("abandoned", "不再处理（视为放弃）告知书", "第三十条、第四十二条"),
            NoticeKind("rectification", "更正告知书", "applicant", "第四十一条", remedy=True, numbered=True),
            _to("file", "service_return", "送达回证", "国办公开办函〔2016〕235号", numbered=False),
            # Two outcomes of everyday work the usual catalogue forgets.
            _answer("not_information", "不属于政府信息告知书", "第二条"),
            _answer("archived", "已移交档案馆告知书", "《中华人民共和国档案法》第十五条"),
        )
    }
)


def title_of(code: str) -> str:
    """How the page names a paper; of an old register nobody knows the kind."""
    kind = NOTICE_KINDS.get(code)
    return kind.title if kind else "原台账答复"


NOT_FOR_APPLICANTS = tuple(kind.code for kind in NOTICE_KINDS.values() if kind.addressee != "applicant")
"""Papers the applicant never gets to see: a letter to a third party names it."""


def notice_kind_for(reply_types: Sequence[str], policy: RowPolicy | None = None) -> NoticeKind | None:
    """The notice that answers all parts at once: the kind of the part that decides the report row.

    None when the request simply ended (withdrawn), which needs no notice.
    """
    return NOTICE_KINDS.get(REPLY_TYPES[deciding_type(reply_types, policy)].notice)
