"""What the regulation leaves open about the clock, as named settings with their alternatives.

The defaults are this product's reading; a government that reads otherwise says so once, in the setting
GONGKAI_CLOCK, e.g. `exclusion_starts=delivered,other_agency_cap=10`. A closed request keeps the reading it
was counted by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from types import MappingProxyType

from foundation.contracts import Refusal, Refused


@dataclass(frozen=True)
class Assumption:
    """One open point: its number in the docs, the question, and the answers it knows (default first)."""

    code: str
    question: str
    answers: Mapping[str, str]


def _assumption(code: str, question: str, **answers: str) -> Assumption:
    return Assumption(code, question, MappingProxyType(answers))


ASSUMPTIONS: Mapping[str, Assumption] = MappingProxyType(
    {
        "exclusion_starts": _assumption(
            "A1", "征求意见的时间从哪一天的次日起不计算", sent="发出信函之日", delivered="对方收到信函之日"
        ),
        "exclusion_ends": _assumption(
            "A2", "征求意见的时间算到哪一天", answered="收到意见之日", window="答复期满之日，先答复的也一样"
        ),
        "overlaps": _assumption("A3", "几次征求意见的时间重叠时", merged="只扣一次", added="分别扣除"),
        "extensions": _assumption(
            "A4", "延期可以有几次", once="全案一次", once_per_period="每次重新计算后各一次"
        ),
        "correction": _assumption(
            "A5", "收到补正后", restart="答复期限重新计算", resume="接着算告知补正时剩下的天数"
        ),
        "while_correcting": _assumption(
            "A6", "等待补正期间", stopped="期限停止计算，不算超期", running="期限照常计算"
        ),
        "payment": _assumption(
            "A7", "缴费后", restart="答复期限重新计算", resume="接着算发出收费通知时剩下的天数"
        ),
        "composition": _assumption(
            "A8",
            "重新计算以前发出、以后才答复的征求意见",
            left_to_right="以前的时间一并作废，不再扣除",
            spanning="重新计算以后的那些天仍然扣除",
        ),
    }
)
"""Which answers each field of `Rules` takes; the law's text settles none of them."""


@dataclass(frozen=True)
class Rules:
    """The reading in force. `other_agency_cap` and `new_answer_days` are working days.

    A silent party without a period of its own is waited for no longer than the cap, a rule of the house by
    analogy with 条例第三十二条 and 第三十四条. An order that names no period gives the whole one unless
    `new_answer_days` says otherwise.
    """

    exclusion_starts: str = "sent"
    exclusion_ends: str = "answered"
    overlaps: str = "merged"
    extensions: str = "once"
    correction: str = "restart"
    while_correcting: str = "stopped"
    payment: str = "restart"
    composition: str = "left_to_right"
    other_agency_cap: int = 15
    new_answer_days: int | None = None

    def __post_init__(self) -> None:
        for name, assumption in ASSUMPTIONS.items():
            if getattr(self, name) not in assumption.answers:
                answers = "、".join(assumption.answers)
                raise _refused(name, f"“{getattr(self, name)}”不是{name}可以取的值。", f"请改为{answers}。")
        for name in ("other_agency_cap", "new_answer_days"):
            days = getattr(self, name)
            if days is not None and not 1 <= days <= LONGEST:
                raise _refused(name, f"{name}应当在1至{LONGEST}个工作日之间。", "请改正天数。")

    @property
    def code(self) -> str:
        """What differs from the defaults, as `read_rules` reads it; empty for the defaults."""
        default = asdict(DEFAULT)
        return ",".join(f"{name}={value}" for name, value in asdict(self).items() if value != default[name])


LONGEST = 200
DEFAULT = Rules()


def read_rules(text: str) -> Rules:
    """`name=value,name=value` → rules. Raises Refused for what nobody knows, or what is given twice."""
    given: dict[str, object] = {}
    known = {field.name for field in fields(Rules)}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name not in known:
            raise _refused(name, f"没有名为“{name}”的时限设置。", f"可用的有{'、'.join(sorted(known))}。")
        if name in given:
            raise _refused(name, f"时限设置{name}写了两次。", "请只保留一个。")
        given[name] = value if name in ASSUMPTIONS else _whole_number(name, value)
    return replace(DEFAULT, **given)  # type: ignore[arg-type]


def _whole_number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(LONGEST))):
        raise _refused(name, f"{name}应当是工作日数，不能是“{value}”。", "请填写整数。")
    return int(value)


def _refused(name: str, sentence: str, remedy: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field=name))
