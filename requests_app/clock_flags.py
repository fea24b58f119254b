"""What can be out of order in a file: the sentence, and whether doing it would be unlawful.

A flag never improves the limit. What is only late or without effect may happen lawfully; what is `unlawful`
may be recorded when it happened, but not done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from foundation.workdays.wording import full_date
from requests_app.clock_facts import Consultation, Fact
from requests_app.regimes import Regime


@dataclass(frozen=True)
class Flag:
    """Something in the file that was not as the law wants it: what, its effect, and the article.

    `index` is the fact's place in the list that was given, `field` its date or number that matters.
    """

    code: str
    sentence: str
    article: str
    unlawful: bool
    index: int
    field: str


@dataclass(frozen=True)
class FlagKind:
    sentence: str
    unlawful: bool = True
    field: str = ""
    """Which field of the fact is named; by default the day on which it began."""


def _remark(sentence: str, field: str = "") -> FlagKind:
    return FlagKind(sentence, unlawful=False, field=field)


KINDS: Mapping[str, FlagKind] = MappingProxyType(
    {
        # dates out of order
        "before_receipt": FlagKind("{on}{what}，早于收到申请之日，不影响答复期限。"),
        "after_end": FlagKind("{on}{what}时，本件已于{ended}办结，不影响答复期限。"),
        # no such act in the law of that day
        "not_in_regime": FlagKind("{on}{what}，{regime}没有这一规定，不影响答复期限。"),
        "fee_not_in_force": FlagKind(
            "{on}{what}没有依据：成本费用收到2017年3月31日为止，信息处理费从2021年1月1日起才有；不影响答复期限。"
        ),
        # while nothing runs
        "nothing_running": FlagKind("{on}{what}时答复期限已停止计算，不另行延长。"),
        # once, in time, within the cap
        "late_extension": FlagKind(
            "延期告知晚于期限：{on}告知延期时，答复期限（{limit}）已经届满，期限不延长。"
        ),
        "second_extension": FlagKind(
            "答复期限只能延长一次，重新计算或者另定后也不再延长；{on}的延期不改变期限。"
        ),
        "extension_too_long": FlagKind(
            "延长的期限最长{cap}个工作日；{on}告知的延期超过上限，不改变期限。", field="workdays"
        ),
        "second_correction": FlagKind("补正只能一次性告知，{on}再次告知补正不改变期限。"),
        "late_fee": FlagKind(
            "收费通知晚于期限：{on}发出收费通知时，答复期限（{limit}）已经届满，期限不重新计算。"
        ),
        "late_deferral": FlagKind(
            "告知晚于期限：{on}告知延迟答复时，答复期限（{limit}）已经届满，期限不变。"
        ),
        "deferral_not_later": FlagKind(
            "{on}确定的延迟答复日期不晚于原答复期限（{limit}），期限不变。", field="until"
        ),
        # lawful, but too late or without effect
        "late_correction_notice": _remark(
            "补正告知晚于期限：应当在{wanted}前告知，{on}才告知；内部按原期限掌握。"
        ),
        "late_correction": _remark(
            "补正告知晚于期限：{on}告知补正时，答复期限（{limit}）已经届满，期限不重新计算。"
        ),
        "corrected_after_limit": _remark(
            "申请人补正晚于告知的期限（{wanted}）；行政机关收下后继续办理，期限照样重新计算。",
            "corrected_on",
        ),
        "restart_after_end": _remark("本件已于{ended}办结，此后收到的补正或者缴费不再影响期限。"),
        "cost_fee": _remark("{on}{what}，当时收取的是复制、邮寄等成本费用，不影响答复期限。"),
        "late_payment": _remark(
            "缴费晚于期限：应当在{wanted}前缴费；行政机关收费后继续办理，期限照样重新计算。", "paid_on"
        ),
        "late_consultation": _remark(
            "征求意见晚于期限：{on}{what}时，答复期限（{limit}）已经届满，所需时间不予扣除。"
        ),
        "consultation_not_in_regime": _remark(
            "{on}{what}，{regime}没有扣除这段时间的规定，不影响答复期限。"
        ),
        "nothing_to_exclude": _remark("{on}{what}时答复期限已停止计算，不另行扣除。"),
    }
)  # fmt: skip
_FOR_CONSULTATIONS: Mapping[str, str] = MappingProxyType(
    {
        "not_in_regime": "consultation_not_in_regime",
        "nothing_running": "nothing_to_exclude",
        "late": "late_consultation",
    }
)
"""Asking others is always lawful; only its time may not be taken out of the limit."""


def code_for(problem: str, fact: Fact) -> str:
    """The flag of a problem: `late`, `not_in_regime`, `nothing_running` or a code of its own."""
    if isinstance(fact, Consultation):
        return _FOR_CONSULTATIONS.get(problem, problem)
    return f"late_{type(fact).__name__.lower()}" if problem == "late" else problem


def raise_flag(
    code: str,
    fact: Fact,
    *,
    index: int,
    regime: Regime,
    article: str,
    limit: date | None = None,
    wanted: date | None = None,
    ended: date | None = None,
) -> Flag:
    """`limit` is the limit of the answer, `wanted` what the fact itself missed, `ended` the end before it."""
    kind = KINDS[code]
    days = {"on": fact.opened_on, "limit": limit, "wanted": wanted, "ended": ended}
    sentence = kind.sentence.format(
        what=fact.wording,
        regime=regime.wording,
        cap=regime.extension_days,
        **{name: full_date(day) for name, day in days.items() if day},
    )
    return Flag(code, sentence, article, kind.unlawful, index, kind.field or fact.opening_field)
