"""What a notice says about each part: the decision in words, with its article. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from requests_app.outcomes import citation
from requests_app.reply_types import GROUNDS

NUMERALS = "一二三四五六七八九十"

_DECISIONS: Mapping[str, str] = MappingProxyType(
    {
        "A1": "该信息已经主动公开，可以按下述方式获取",
        "A2": "决定予以公开",
        "B1": "决定部分公开；其余内容属于“{ground}”，不予公开",
        "C8": "该信息属于行政查询事项，应当依照专门规定查询，不适用政府信息公开程序",
        "D1a": "经检索，没有所申请公开的信息",
        "D1b": "该信息不属于本机关负责公开",
        "D2": "没有现成的信息，需要对现有信息进行加工、分析，本机关不予提供",
        "D3": "补正后申请内容仍不明确，本机关无法提供",
        "E1": "所提内容属于信访、投诉、举报等活动，不作为政府信息公开申请处理",
        "E2": "本机关已经就同样的内容作出答复，不予重复处理",
        "E3": "所申请的是公开出版物，不予处理",
        "E4": "申请的数量、频次明显超过合理范围且理由不合理，不予处理",
        "E5": "所申请的是要求确认或者重新出具已经获取的信息，不予处理",
        "F1": "无正当理由逾期不补正，视为放弃申请，本机关不再处理",
        "F2": "逾期未缴纳信息处理费，视为放弃申请，本机关不再处理",
        "G1": "所申请的内容不属于政府信息",
        "G2": "该信息已经依法移交国家档案馆，应当依照档案管理的规定利用",
    }
)
_REFUSED = "属于“{ground}”，决定不予公开"


@dataclass(frozen=True)
class AnsweredPart:
    """A part with its answer, as the notice needs it."""

    position: int
    wanted: str
    reply_type: str
    ground: str
    finding: str
    reasons: str
    direction: str


def decision_sentence(reply_type: str, ground: str, regime: str) -> str:
    """根据《条例》第三十六条第（二）项，决定予以公开。"""
    wording = GROUNDS[ground].wording if ground else ""
    decided = _DECISIONS.get(reply_type, _REFUSED).format(ground=wording)
    articles = citation(reply_type, ground, regime)
    return f"根据{articles}的规定，{decided}。" if articles else f"{decided}。"


def asked(parts: tuple[AnsweredPart, ...]) -> str:
    """What was asked for: one part in a sentence, several as a list."""
    if len(parts) == 1:
        return parts[0].wanted
    return "；".join(f"{numeral(part.position)}{part.wanted}" for part in parts)


def answer_lines(part: AnsweredPart, regime: str, *, alone: bool) -> str:
    """The paragraph that answers one part."""
    lead = "" if part.finding.strip() else "经审查，"
    head = lead if alone else f"{numeral(part.position)}关于{part.wanted}。"
    pieces = (
        _ended(part.finding),
        decision_sentence(part.reply_type, part.ground, regime),
        _ended(part.reasons),
        _ended(part.direction),
    )
    return head + "".join(pieces)


def numeral(position: int) -> str:
    """（一）, and plain digits beyond ten."""
    return f"（{NUMERALS[position - 1] if position <= len(NUMERALS) else position}）"


def _ended(text: str) -> str:
    """A text somebody typed, closed by a full stop."""
    tidy = text.strip()
    return tidy if not tidy or tidy[-1] in "。！？；：" else f"{tidy}。"


def correction_line(number: int, problem: str, example: str) -> str:
    """1．… 例如：… as one line of the notice."""
    said = f"{number}．{problem.strip().rstrip('。')}。"
    return f"{said}例如：{example.strip().rstrip('。')}。" if example.strip() else said


def correction_period(workdays: int) -> str:
    """How long, what silence means, and what happens to the limit (条例第30条)."""
    return (
        f"请自收到本告知书之日起{workdays}个工作日内补正。本机关自收到补正的申请之日起重新计算答复期限；"
        "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。"
    )


def confirmation_lines(arrived: str, arrival: str, tried: int, article: str) -> tuple[str, ...]:
    """确认函: what came, that nobody was reached, what to do, and that no limit runs before that (第31条)."""
    times = f"本机关{tried}次与你（单位）联系确认，没有联系上。" if tried else "请与本机关确认。"
    return (
        f"本机关于{arrived}收到你（单位）以{arrival}方式提出的政府信息公开申请。{times}",
        f"根据{article}的规定，以双方确认之日为收到申请之日，本机关自次日起计算答复期限；"
        "确认之前，答复期限没有起算。",
        "请你（单位）收到本函后尽快与本机关联系，说明申请编号并确认申请内容。联系方式有变化的，请一并告知。",
    )


def consultation_note_lines(kind: str, article: str, *, excluded: bool) -> tuple[str, ...]:
    """征求意见告知书: that others are asked, never whom; and what that does to the limit.

    `excluded` is false where the time counts all the same: asked after the limit, or without an article.
    """
    why = {
        "third_party": "所申请公开的信息可能涉及第三方的合法权益，本机关正在书面征求第三方的意见。",
        "co_maker": "所申请公开的信息由本机关与其他行政机关共同制作，本机关正在征求其意见。",
        "other_agency": "就所申请公开的信息，本机关正在征求其他行政机关的意见。",
    }[kind]
    if not excluded:
        return why, "征求意见期间，答复期限照常计算。"
    return why, (
        f"根据{article}的规定，征求意见所需时间不计算在答复期限内；"
        "本机关收到意见后继续计算。办理进度和新的答复期限，可以凭申请编号和查询码查询。"
    )


def letter_lines(kind: str, about: str, days: int | None, article: str, until: str = "") -> tuple[str, ...]:
    """What a party is asked, until when, and what its silence means: three things for three kinds.

    `until` is the day the agency itself sets for one whose period no law fixes.
    """
    asked = f"本机关收到一件政府信息公开申请，涉及以下内容：{about.strip().rstrip('。')}。"
    period = f"自收到本函之日起{days}个工作日内" if days else f"在{until}前" if until else "尽快"
    wish = {
        "third_party": (
            "公开上述内容可能损害你（单位）的合法权益。"
            "请{period}书面提出是否同意公开的意见；不同意的，请说明理由。"
        ),
        "co_maker": "上述内容由本机关与你单位共同制作。请{period}书面提出是否同意公开的意见。",
        "other_agency": "请{period}书面提出对公开上述内容的意见，或者提供所掌握的情况。",
    }[kind].format(period=period)
    silence = {
        "third_party": "逾期没有提出意见的，由本机关依照{article}的规定决定是否公开。",
        "co_maker": "逾期没有提出意见的，依照{article}的规定视为同意公开。",
        "other_agency": "依据：{article}。",
    }[kind].format(article=article)
    return asked, f"{wish}{silence}"


def help_line(phone: str, address: str, subject: str = "如何补正") -> str:
    """Whom to ask: 补正 comes with guidance (给予指导和释明)."""
    ways = (f"电话：{phone}" if phone else "", f"地址：{address}" if address else "")
    contact = "，".join(way for way in ways if way)
    return f"{subject}，可以向本机关咨询{f'（{contact}）' if contact else ''}。"


OPINIONS: Mapping[str, str] = MappingProxyType(
    {
        "objects": "提出不同意公开的意见",
        "agrees_in_part": "提出只同意部分公开的意见",
        "": "你（单位）逾期没有提出意见",
    }
)
"""What the party had said, as the notice that overrides it repeats it."""

_OVERRIDES: Mapping[str, str] = MappingProxyType(
    {
        "public_interest": "不公开可能对公共利益造成重大影响",
        "not_reasonable": "不同意公开的理由不合理，公开不会损害你（单位）的合法权益",
    }
)


def override_lines(basis: str, content: str, reasons: str, article: str) -> tuple[str, ...]:
    """What is opened against a third party's word, and why; both must be told in writing (条例第32条)."""
    return (
        f"经审查，本机关认为{_OVERRIDES[basis]}。根据{article}的规定，决定公开以下政府信息："
        f"{content.strip().rstrip('。')}。",
        f"理由：{_ended(reasons)}",
    )


def reasons_lines(facts: str, workdays: int, article: str) -> tuple[str, ...]:
    """That there are too many requests, until when to say why, and what each answer leads to (条例第35条)."""
    return (
        f"申请公开政府信息的数量、频次明显超过合理范围：{_ended(facts)}根据{article}的规定，"
        f"请自收到本告知书之日起{workdays}个工作日内书面说明理由。",
        "理由不合理或者逾期不说明的，本机关不予处理；理由合理但不能在规定的期限内答复的，"
        "本机关将确定延迟答复的合理期限并另行告知。说明理由期间，答复期限照常计算。",
    )


def fee_lines(
    counted: tuple[str, ...], amount: str, scale: str, how_to_pay: str, replaced: str = ""
) -> tuple[str, ...]:
    """依据、标准、数额、缴纳方式, until when, and what each answer leads to (条例第42条, 109号第六条).

    `replaced` is the day of a former notice with a wrong amount.
    """
    former = f"本机关{replaced}的收费通知书数额有误，以本通知书为准。" if replaced else ""
    return (
        f"{former}申请公开政府信息的数量、频次明显超过合理范围，根据《中华人民共和国政府信息公开条例》第四十二条和"
        f"{scale}的规定，本机关收取信息处理费{amount}。计算如下：",
        *counted,
        f"缴纳方式：{_ended(how_to_pay)}",
        "请自收到本通知书次日起20个工作日内缴纳。逾期未缴纳的，视为放弃申请，本机关不再处理该申请；"
        "缴纳的，本机关自缴费次日起重新计算答复期限。",
    )
