"""The sentences in which a clock explains itself, each with its article; a clerk can read them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from foundation.workdays.arithmetic import SpecialDay
from foundation.workdays.wording import date_list, full_date
from requests_app.clock_facts import (
    CONSULTATIONS,
    Consultation,
    Correction,
    Deferral,
    Extension,
    Fact,
    Fee,
)
from requests_app.regimes import Regime

POSTING_NOTE = "邮局一般17:00停止收寄"

SINCE: Mapping[str, str] = MappingProxyType(
    {
        "received": "自收到之日起",
        "corrected": "自收到补正的申请之日起",
        "paid": "自缴费之日起",
        "reopened": "自收到重新答复的决定之日起",
        "deferred": "",
    }
)

WAITING: Mapping[str, str] = MappingProxyType(
    {
        "": "",
        "correction": "等待申请人补正，答复期限暂不计算；收到补正后重新计算",
        "fee": "等待申请人缴费，答复期限暂不计算；缴费后重新计算",
        "delivery": "征求意见的信函尚未送达，暂时不能确定答复期限",
    }
)

_FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "before_receipt": "{on}{what}，早于收到申请之日，不影响答复期限。",
        "not_in_regime": "{on}{what}，{regime}没有这一规定，不影响答复期限。",
        "nothing_running": "{on}{what}时答复期限已停止计算，不另行扣除或者延长。",
        "late_extension": "延期告知晚于期限：{on}告知延期时，答复期限{limit}已经届满，期限不延长。",
        "second_extension": "答复期限只能延长一次，重新计算或者另定后也不再延长；{on}的延期不改变期限。",
        "extension_too_long": "延长的期限最长{cap}个工作日；{on}告知的延期超过上限，不改变期限。",
        "late_correction": "补正告知晚于期限：{on}告知补正时，答复期限{limit}已经届满，期限不重新计算。",
        "late_correction_notice": "补正告知晚于期限：应当在{wanted}前告知，{on}才告知；内部按原期限掌握。",
        "second_correction": "补正只能一次性告知，{on}再次告知补正不改变期限。",
        "late_fee": "收费通知晚于期限：{on}发出收费通知时，答复期限{limit}已经届满，期限不重新计算。",
        "late_payment": "缴费晚于期限：应当在{wanted}前缴费；行政机关收费后继续办理，期限照样重新计算。",
        "late_deferral": "告知晚于期限：{on}告知延迟答复时，答复期限{limit}已经届满，期限不变。",
        "deferral_not_later": "{on}确定的延迟答复日期不晚于原答复期限{limit}，期限不变。",
    }
)
_LATE_CONSULTATION = "征求意见晚于期限：{on}{what}时，答复期限{limit}已经届满，所需时间不予扣除。"


def rule_of(fact: Fact) -> str:
    """The name of the rule a fact falls under, as `Regime.articles` knows it."""
    if isinstance(fact, Consultation):
        return fact.kind
    return type(fact).__name__.lower()


def flag(code: str, fact: Fact, regime: Regime, limit: date | None, wanted: date | None) -> str:
    """What was not in order; `limit` is the limit of the answer, `wanted` the one the fact itself missed."""
    return _FLAGS.get(code, _LATE_CONSULTATION).format(
        on=full_date(fact.opened_on),
        what=fact.wording,
        regime=regime.wording,
        limit=f"（{full_date(limit)}）" if limit else "",
        wanted=full_date(wanted) if wanted else "",
        cap=regime.extension_days,
    )


def receipt(received_on: date) -> str:
    return (
        f"{full_date(received_on)}收到申请，当日不计，自下一日起算（《中华人民共和国民法典》第二百零一条）。"
    )


def period(because: str, start: date, base: int, due: str, regime: Regime) -> str:
    """The period that begins: from receipt, or anew."""
    on = full_date(start)
    again = {
        "received": "",
        "corrected": f"{on}收到补正的申请，此前的天数不再计算（{regime.cite('correction')}）；",
        "paid": f"{on}缴费，自缴费次日起重新计算（《政府信息公开信息处理费管理办法》第六条）；",
        "reopened": f"{on}收到责令重新答复的决定；",
    }[because]
    return f"{again}{SINCE[because]}{base}个工作日内答复，{due}（{regime.cite('answer')}）。"


def ends_of(letter: Consultation) -> list[tuple[date, str]]:
    ends = ((letter.answered_on, "收到意见"), (letter.returned_on, "信函退回"))
    return [(day, ended) for day, ended in ends if day]


def silent(days: int) -> str:
    return f"{days}个工作日的答复期满"


def capped(cap: int) -> str:
    return f"等待满{cap}个工作日的内部上限"


def excluded(letter: Consultation, until: date, ended: str, days: int, regime: Regime, again: bool) -> str:
    """How long a consultation took; `again` when another one may overlap with it."""
    merged = "，与其他征求意见重叠的日子只扣一次" if again else ""
    return (
        f"{full_date(letter.sent_on)}{letter.wording}，{full_date(until)}{ended}，"
        f"所需的{days}个工作日不计算在期限内{merged}（{regime.cite(letter.kind)}）。"
    )


def not_delivered(letter: Consultation) -> str:
    kind = CONSULTATIONS[letter.kind].wording
    sent = f"{full_date(letter.sent_on)}{letter.wording}"
    return f"{sent}，尚未送达，{kind}的期限没有起算，暂不能算出答复期限。"


def extended(extension: Extension, regime: Regime) -> str:
    day = full_date(extension.decided_on)
    return f"{day}告知延期，延长{extension.workdays}个工作日（{regime.cite('extension')}）。"


def paused(fact: Correction | Fee, regime: Regime) -> str:
    day = full_date(fact.notified_on)
    if isinstance(fact, Correction):
        return f"{day}告知补正，到收到补正之前不计算期限，也不算超期（{regime.cite('correction')}）。"
    return f"{day}发出收费通知，到缴费之前不计算期限（{regime.cite('fee')}）。"


def deferred(deferral: Deferral, regime: Regime) -> str:
    day = full_date(deferral.decided_on)
    return f"{day}告知延迟答复，合理期限定为{full_date(deferral.until)}（{regime.cite('deferral')}）。"


def conclusion(
    due: date | None, post_by: date | None, special: Sequence[SpecialDay], provisional: bool
) -> list[str]:
    """The days that mattered, the result, and the last day to post."""
    if due is None or post_by is None:
        return []
    lines = [_special(special)] if special else []
    if provisional:
        lines.append(
            f"其中有的年份放假安排尚未公布，先按周一至周五估算：预计到{full_date(due)}，以国务院放假安排为准。"
        )
    else:
        lines.append(f"最迟在{full_date(due)}答复；邮寄的最迟在{full_date(post_by)}交邮，{POSTING_NOTE}。")
    return lines


def _special(days: Sequence[SpecialDay]) -> str:
    names = list(dict.fromkeys(day.name for day in days if day.name))
    off = date_list(day.day for day in days if not day.works)
    makeup = date_list(day.day for day in days if day.works)
    parts = [f"{off}放假不计" if off else "", f"{makeup}调休上班计入" if makeup else ""]
    named = f"（{'、'.join(names)}）" if names else ""
    return f"其间{'，'.join(part for part in parts if part)}{named}（国务院办公厅节假日安排通知）。"
