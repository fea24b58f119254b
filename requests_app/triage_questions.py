"""The questions of the 七步法 as a declared table: 补不补 → 是不是 → 谁负责 → 有没有 → 给不给.

What follows from the reply type (怎么给、怎么答) is derived as for any other answer. The walk is in `triage`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from requests_app.regimes import REG2019
from requests_app.reply_types import GROUNDS, Ground

WITHHELD = "withheld"
"""The reply type that goes with the ground chosen on the way."""


@dataclass(frozen=True)
class Ending:
    """Where a walk ends: the reply type to draft, or the step to take before one can go on."""

    reply_type: str = ""
    step: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Choice:
    """One possible answer: it leads to the next question or to an ending, and may name a ground.

    `only` restricts it to requests not sent back yet (`uncorrected`) or corrected already (`corrected`).
    """

    code: str
    wording: str
    then: str | Ending
    help: str = ""
    article: str = ""
    ground: str = ""
    only: str = ""


@dataclass(frozen=True)
class Question:
    code: str
    step: str
    wording: str
    choices: tuple[Choice, ...]
    help: str = ""


def _reply(code: str, advice: str = "") -> Ending:
    return Ending(reply_type=code, advice=advice)


def _step(code: str, advice: str) -> Ending:
    return Ending(step=code, advice=advice)


def _ground(ground: Ground, then: str, help_text: str) -> Choice:
    citation = ground.articles[REG2019.code].removeprefix(REG2019.instrument)
    return Choice(ground.code, ground.wording, then, help_text, f"条例{citation}", ground.code)


MAY = "可以不予公开，也可以公开；法律、法规、规章规定应当公开的，从其规定。"
"""Art. 16 leaves it to the agency."""

CLEAR = Question(
    "clear",
    "补不补",
    "这一项写得清楚吗？凭它能不能查找？",
    (
        Choice("yes", "清楚，可以查找", "kind", "有名称、文号或者其他特征之一就够。", "条例第29条"),
        Choice(
            "no",
            "不清楚，查不下去",
            _step("ask-correction", "一次写明要补正的事项和期限，收到之日起7个工作日内告知。"),
            "只能要求补正一次。不得要求说明用途。",
            "条例第30条",
            only="uncorrected",
        ),
        Choice(
            "still",
            "已经补正过，仍然不清楚",
            _reply("D3", "不能再次要求补正。"),
            article="条例第30条",
            only="corrected",
        ),
    ),
)
KIND = Question(
    "kind",
    "是不是",
    "申请人要的是什么？",
    (
        Choice("record", "一份或者一类已有的政府信息", "whose", article="条例第2条"),
        Choice("ask", "提问、咨询：为什么、怎么办、是否合法", "asking"),
        Choice(
            "complaint",
            "信访、投诉、举报，要求处理一件事",
            _reply("E1", "告知相应的渠道。"),
            article="条例第39条第一款",
        ),
        Choice(
            "own",
            "认为本机关记录的本人信息不准确，要求更正",
            Ending(advice="这不是公开申请：按条例第41条作为更正申请另行登记，本件由申请人撤回。"),
            article="条例第41条",
        ),
        Choice(
            "repeat",
            "同一申请人，同样内容，本机关已经答复过",
            _reply("E2", "写明前次答复的文号和日期。不同的申请人不算重复。"),
            article="条例第36条第（六）项",
        ),
        Choice(
            "again",
            "要求确认或者重新出具已经拿到的信息",
            _reply("E5", "写明此前获取的时间和方式。"),
        ),
        Choice(
            "many",
            "数量、频次明显超过合理范围",
            _step("ask-reasons", "先要求说明理由；理由不合理才可以不予处理。"),
            article="条例第35条",
        ),
        Choice(
            "press",
            "政府公报、报刊、书籍等公开出版物",
            _reply("E3", "可以告知获取的途径。"),
            article="条例第39条第二款",
        ),
        Choice(
            "query",
            "工商、不动产登记等有专门查询规定的资料",
            _reply("C8", "告知依照哪一部法律、行政法规，到哪里查询。"),
            article="条例第36条第（七）项",
        ),
        Choice(
            "other",
            "党务信息、刑事侦查或者司法活动的材料等，不是履行行政管理职能产生的",
            _reply("G1", "机构改革中职能划入党委机构、对外挂行政机关牌子的，仍是政府信息。"),
            article="条例第2条",
        ),
    ),
)
ASKING = Question(
    "asking",
    "是不是",
    "这些提问的用意是什么？",
    (
        Choice(
            "inquiry",
            "只想知道答案，没有指向任何记录",
            _reply("G1", "可以顺便解答或者告知咨询电话。"),
        ),
        Choice("grievance", "借提问表达诉求，要求处理、追究", _reply("E1", "告知相应的渠道。")),
        Choice("hidden", "答案就在一份已有的材料里", "whose", "按要那份材料办理。"),
    ),
    "两种都可能说得通，由办理人判断，判断留在本件。",
)
WHOSE = Question(
    "whose",
    "谁负责",
    "这份信息由谁制作，由谁负责公开？",
    (
        Choice(
            "made",
            "本机关制作，或者本机关牵头与其他机关共同制作",
            "archive",
            article="条例第10条",
        ),
        Choice("held", "本机关从公民、企业等处取得并保存", "archive", article="条例第10条"),
        Choice(
            "taken",
            "职能已经划入本机关，档案还没有移交过来",
            "archive",
            "不能以档案没有移交为由不办。",
        ),
        Choice(
            "elsewhere",
            "其他机关制作或者最先取得，本机关只是有一份",
            _reply("D1b", "写明负责的机关和联系方式。"),
            "别的机关牵头共同制作的，也在这里。",
            "条例第36条第（五）项",
        ),
        Choice(
            "never",
            "与本机关职责无关",
            _reply("D1b", "能够确定的，写明负责的机关。"),
            article="条例第36条第（五）项",
        ),
    ),
)
ARCHIVE = Question(
    "archive",
    "谁负责",
    "档案移交国家档案馆了吗？",
    (
        Choice("kept", "没有移交", "exists"),
        Choice("early", "提前移交，法定移交期限还没有到", "exists", "仍由原机关答复。"),
        Choice(
            "moved",
            "期满后依法移交了",
            _reply("G2", "告知档案馆的名称和联系方式。"),
            article="档案法第15条",
        ),
    ),
)
EXISTS = Question(
    "exists",
    "有没有",
    "检索了吗？找到了吗？",
    (
        Choice("found", "找到了现成的信息", "published"),
        Choice(
            "unsearched",
            "还没有检索",
            _step("log-search", "检索公文系统、业务系统和档案，记下在哪里、用什么、由谁检索。"),
        ),
        Choice(
            "nothing",
            "检索过，没有",
            _reply("D1a", "“登记检索”没有记下的，签发前要补上。"),
            article="条例第36条第（四）项",
        ),
        Choice(
            "process",
            "只有零散材料，要汇总、加工、分析才能得到",
            _reply("D2", "不是现成的信息，可以不予提供；写明需要怎样加工。"),
            "只要删去不宜公开的内容就能提供的，不算加工。",
            "条例第38条",
        ),
    ),
)
PUBLISHED = Question(
    "published",
    "给不给",
    "已经主动公开了吗？",
    (
        Choice(
            "yes",
            "已经公开",
            _reply("A1", "写明可以打开的网址或者确切的地点。"),
            article="条例第36条第（一）项",
        ),
        Choice("no", "没有公开", "withhold"),
    ),
)
WITHHOLD = Question(
    "withhold",
    "给不给",
    "有没有不予公开的理由？",
    (
        Choice("none", "没有，可以公开", _reply("A2"), article="条例第36条第（二）项"),
        _ground(GROUNDS["X1"], "separable", "要有定密依据；涉密件不得录入本系统，只写“已线下核对”。"),
        _ground(GROUNDS["X2"], "separable", "只有法律和行政法规算，其他文件不算。"),
        _ground(GROUNDS["X3"], "separable", "写明危及哪一种安全，怎样危及。"),
        _ground(GROUNDS["X4"], "heard", "先书面征求第三方意见，第三方有15个工作日。"),
        _ground(GROUNDS["X5"], "separable", "可以不予公开，也可以公开。"),
        _ground(GROUNDS["X6"], "separable", MAY),
        _ground(GROUNDS["X7"], "separable", MAY),
    ),
    "以公开为常态，不公开为例外。几种理由都有的，先选最主要的，其余写进说明理由。",
)
HEARD = Question(
    "heard",
    "给不给",
    "第三方怎么说？",
    (
        Choice(
            "unasked",
            "还没有征求意见",
            _step("consult", "书面征求第三方意见，所需时间不计算在答复期限内。"),
            article="条例第32条",
        ),
        Choice("agrees", "同意公开", _reply("A2"), article="条例第15条"),
        Choice("objects", "不同意，理由合理", "separable", article="条例第32条"),
        Choice(
            "override",
            "不同意，但理由不合理，或者不公开会对公共利益造成重大影响",
            _step(
                "override",
                "经批准决定公开，把公开的内容和理由书面告知第三方，然后答复为可以公开。",
            ),
            article="条例第32条",
        ),
        Choice("silent", "逾期没有答复", "silent", "不答复既不是同意，也不是不同意。", "条例第32条"),
    ),
)
SILENT = Question(
    "silent",
    "给不给",
    "第三方没有答复，本机关怎样判断？",
    (
        Choice("open", "公开不会损害第三方的合法权益", _reply("A2"), article="条例第32条"),
        Choice("hurt", "公开会损害第三方的合法权益", "separable", article="条例第15条"),
    ),
)
SEPARABLE = Question(
    "separable",
    "给不给",
    "能不能只遮去这些内容，把其余的提供给申请人？",
    (
        Choice(
            "yes",
            "能，区分处理",
            _reply("B1", "提供其余内容，对遮去的说明理由。"),
            article="条例第37条",
        ),
        Choice(
            "no",
            "不能，去掉以后没有可以提供的内容",
            _reply(WITHHELD, "写明理由，不能只写条款。"),
            article="条例第36条第（三）项",
        ),
    ),
)
QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        one.code: one
        for one in (
            CLEAR,
            KIND,
            ASKING,
            WHOSE,
            ARCHIVE,
            EXISTS,
            PUBLISHED,
            WITHHOLD,
            HEARD,
            SILENT,
            SEPARABLE,
        )
    }
)
FIRST = "clear"
