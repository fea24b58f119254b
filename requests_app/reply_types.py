"""The declared table of answers: reply types (答复类型) and grounds (不予公开的理由) with their articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from requests_app.regimes import REG2007, REG2019

ARCHIVES_LAW = "《中华人民共和国档案法》第十五条"
REPORT_FORMAT = "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"
FEE_RULES = "《政府信息公开信息处理费管理办法》第六条"


@dataclass(frozen=True)
class Ground:
    """Why something is withheld; `articles` by regime, absent where that edition knows no such ground."""

    code: str
    wording: str
    articles: Mapping[str, str]
    must: bool
    third_party: bool = False


@dataclass(frozen=True)
class ReplyType:
    """One lawful way to answer a part.

    `grounds` are those it may rest on (none: no ground is asked for); `route` is A (review first), B (free
    choice), AB (A for what is withheld, B for the rest) or none; `needs` are the texts without which the
    answer is incomplete, `duty` says what they must contain.
    """

    code: str
    wording: str
    articles: Mapping[str, str]
    row: str
    route: str
    notice: str
    duty: str = ""
    grounds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def needs_ground(self) -> bool:
        """Whether somebody must choose the ground (it is implied when there is only one)."""
        return len(self.grounds) > 1


def _articles(new: str, old: str | None = None) -> Mapping[str, str]:
    """Full citations by regime: None where that edition knows no such rule, "" where no article says it.

    An article with its own law's name in front is taken as it is.
    """
    pairs = ((REG2019, new), (REG2007, old))
    return MappingProxyType(
        {
            regime.code: text if text.startswith("《") or not text else f"{regime.instrument}{text}"
            for regime, text in pairs
            if text is not None
        }
    )


GROUNDS: Mapping[str, Ground] = MappingProxyType(
    {
        ground.code: ground
        for ground in (
            Ground("X1", "依法确定为国家秘密", _articles("第十四条", "第十四条"), must=True),
            Ground("X2", "法律、行政法规禁止公开", _articles("第十四条", "第十四条"), must=True),
            Ground(
                "X3",
                "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
                _articles("第十四条", "第八条"),
                must=True,
            ),
            Ground(
                "X4",
                "涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害",
                _articles("第十五条", "第十四条第四款"),
                must=True,
                third_party=True,
            ),
            # The three grounds of Art. 16 say "may": an agency can open such information all the same.
            Ground(
                "X5",
                "人事管理、后勤管理、内部工作流程等内部事务信息",
                _articles("第十六条第一款"),
                must=False,
            ),
            Ground(
                "X6",
                "讨论记录、过程稿、磋商信函、请示报告等过程性信息",
                _articles("第十六条第二款"),
                must=False,
            ),
            Ground("X7", "行政执法案卷信息", _articles("第十六条第二款"), must=False),
            Ground(
                "X8",
                "工商、不动产登记资料等，法律、行政法规对获取有专门规定",
                _articles("第三十六条第（七）项"),
                must=False,
            ),
        )
    }
)


def _withheld(number: int, wording: str, old: str | None = None) -> ReplyType:
    ground = GROUNDS[f"X{number}"]
    text = ground.articles[REG2019.code].removeprefix(REG2019.instrument)
    return ReplyType(
        f"C{number}",
        f"不予公开：{wording}",
        _articles(f"第三十六条第（三）项、{text}", old),
        f"d{number}",
        "A",
        "refused",
        "说明不予公开的理由。",
        (ground.code,),
        ("reasons",),
    )


REPLY_TYPES: Mapping[str, ReplyType] = MappingProxyType(
    {
        reply.code: reply
        for reply in (
            ReplyType(
                "A1",
                "已经主动公开",
                _articles("第三十六条第（一）项", "第二十一条第（一）项"),
                "open",
                "B",
                "open",
                "告知获取该信息的方式、途径：可以打开的网址或者确切的地点。",
                needs=("direction",),
            ),
            ReplyType(
                "A2",
                "可以公开",
                _articles("第三十六条第（二）项", "第二十一条第（一）项"),
                "open",
                "B",
                "open",
                "提供该信息，或者告知获取的方式、途径和时间。",
            ),
            ReplyType(
                "B1",
                "部分公开",
                _articles("第三十七条、第三十六条第（三）项", "第二十二条"),
                "part",
                "AB",
                "partial",
                "提供可以公开的内容，对不予公开的内容说明理由。",
                ("X1", "X2", "X3", "X4", "X5", "X6", "X7"),
                needs=("reasons",),
            ),
            _withheld(1, "属于国家秘密", "第二十一条第（二）项、第十四条"),
            _withheld(2, "其他法律行政法规禁止公开", "第二十一条第（二）项、第十四条"),
            _withheld(3, "危及“三安全一稳定”", "第二十一条第（二）项、第八条"),
            _withheld(4, "保护第三方合法权益", "第二十一条第（二）项、第十四条第四款"),
            _withheld(5, "属于三类内部事务信息"),
            _withheld(6, "属于四类过程性信息"),
            _withheld(7, "属于行政执法案卷"),
            ReplyType(
                "C8",
                "属于行政查询事项",
                _articles("第三十六条第（七）项"),
                "d8",
                "B",
                "special_query",
                "告知依照哪一部法律、行政法规，到哪里查询。",
                ("X8",),
                needs=("direction",),
            ),
            ReplyType(
                "D1a",
                "经检索没有所申请公开的信息",
                _articles("第三十六条第（四）项", "第二十一条第（三）项"),
                "u1",
                "B",
                "not_exist",
                "写明检索了哪些系统、用了哪些词、由谁检索。",
                needs=("search_note",),
            ),
            ReplyType(
                "D1b",
                "不属于本行政机关负责公开",
                _articles("第三十六条第（五）项", "第二十一条第（三）项"),
                "u1",
                "B",
                "not_ours",
                "说明理由；能够确定负责机关的，告知名称、联系方式。",
                needs=("reasons",),
            ),
            ReplyType(
                "D2",
                "没有现成信息，需要加工、分析",
                _articles("第三十八条"),
                "u2",
                "B",
                "needs_processing",
                "说明需要怎样加工、分析。",
                needs=("reasons",),
            ),
            ReplyType(
                "D3",
                "补正后申请内容仍不明确",
                _articles("第三十条", "第二十一条第（四）项"),
                "u3",
                "B",
                "still_unclear",
                "说明为什么仍不明确。",
                needs=("reasons",),
            ),
            ReplyType(
                "E1",
                "信访、投诉、举报等活动",
                _articles("第三十九条第一款"),
                "n1",
                "B",
                "not_processed",
                "由人判断并记录理由；可以告知相应的渠道。",
                needs=("reasons",),
            ),
            ReplyType(
                "E2",
                "重复申请",
                _articles("第三十六条第（六）项"),
                "n2",
                "B",
                "repeat",
                "同一申请人、同样内容、已经答复：写明前次答复的文号和日期。",
                needs=("reasons",),
            ),
            ReplyType(
                "E3",
                "要求提供政府公报、报刊、书籍等公开出版物",
                _articles("第三十九条第二款"),
                "n3",
                "B",
                "not_processed",
                "可以告知获取的途径。",
            ),
            ReplyType(
                "E4",
                "申请数量、频次明显超过合理范围且无正当理由",
                _articles("第三十五条"),
                "n4",
                "B",
                "not_processed",
                "应当先要求说明理由。",
                needs=("reasons",),
            ),
            ReplyType(
                "E5",
                "要求确认或者重新出具已获取的信息",
                _articles(REPORT_FORMAT),
                "n5",
                "B",
                "not_processed",
                "写明此前获取该信息的时间和方式。",
                needs=("reasons",),
            ),
            ReplyType(
                "F1",
                "无正当理由逾期不补正",
                _articles("第三十条"),
                "o1",
                "B",
                "abandoned",
                "有补正告知书的送达凭证。",
                needs=("reasons",),
            ),
            ReplyType(
                "F2",
                "逾期未按收费通知缴费",
                _articles(FEE_RULES),
                "o2",
                "B",
                "abandoned",
                "收费通知已经送达且缴费期限届满。",
                needs=("reasons",),
            ),
            ReplyType(
                "F3",
                "申请人撤回等其他情形",
                _articles("", ""),
                "o3",
                "none",
                "",
                "申请人撤回的，不在这里拟定，办理“登记撤回申请”；并案等其他情形写明理由。",
                needs=("reasons",),
            ),
            ReplyType(
                "G1",
                "不属于政府信息",
                _articles("第二条", "第二条"),
                "o3",
                "B",
                "not_information",
                "说明所申请的内容为什么不是政府信息；是咨询的，由人在此与E1之间选择；"
                "要求更正本人有关的记录的，另在“更正申请”里登记（条例第41条）。",
                needs=("reasons",),
            ),
            ReplyType(
                "G2",
                "已移交国家档案馆",
                _articles(ARCHIVES_LAW, ""),
                "o3",
                "B",
                "archived",
                "告知所在的档案馆及其联系方式；提前移交的仍由原机关答复。",
                needs=("direction",),
            ),
        )
    }
)
