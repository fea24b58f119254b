"""The sentences in which a clock explains itself, span by span, each with its article.

A clerk can read them out on the phone; every holiday and make-up day that mattered is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from foundation.workdays.arithmetic import (
    SpecialDay,
    count,
    is_provisional,
    special_days,
)
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import date_list, full_date, short_date, weekday
from requests_app.clock_facts import (
    CONSULTATIONS,
    Consultation,
    Correction,
    Deferral,
    Ending,
    Extension,
    Fact,
    Fee,
    Reopening,
)
from requests_app.regimes import Regime

Span = tuple[date, date]
"""(day 0, last day): the days after the first up to and with the second."""

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
        "delivery": "征求意见的信函尚未送达，对方的答复期没有起算，暂时不能确定答复期限",
    }
)


def rule_of(fact: Fact) -> str:
    """The name of the rule a fact falls under, as `Regime.articles` knows it."""
    if isinstance(fact, Consultation):
        return fact.kind
    if isinstance(fact, Reopening | Ending):
        return "answer"
    return type(fact).__name__.lower()


# --- the beginning of a period ------------------------------------------------------------------------------


def receipt(received_on: date) -> str:
    on = f"{full_date(received_on)}（{weekday(received_on)}）"
    return f"{on}收到申请，当日不计，自下一日起算（《中华人民共和国民法典》第二百零一条）。"


COUNTED = "只数工作日：周六、周日和放假的日子不算，调休上班的日子算。"


def period(because: str, span: Span, base: int, calendar: Calendar, regime: Regime, resumed: bool) -> str:
    """The period that begins: from receipt, anew, or going on with the days that were left."""
    start, due = span
    on, estimate = full_date(start), "预计" if is_provisional(calendar, *span) else ""
    how = f"接着算剩下的{base}个工作日" if resumed else f"{SINCE[because]}{base}个工作日内答复"
    lost = "" if resumed else "，此前的天数不再计算"
    again = {
        "received": "",
        "corrected": f"{on}收到补正的申请{lost}（{regime.short('correction')}）；",
        "paid": f"{on}缴费{lost}，自次日起算（《政府信息公开信息处理费管理办法》第六条）；",
        "reopened": f"{on}收到责令重新答复的决定；",
    }[because]
    ends = f"{estimate}到{full_date(due)}（{regime.short('answer')}）。"
    return f"{again}{how}，{ends}{named(special_days(calendar, *span))}"


# --- what stops or moves it ---------------------------------------------------------------------------------


def ends_of(letter: Consultation) -> list[tuple[date, str]]:
    ends = ((letter.answered_on, "收到意见"), (letter.returned_on, "信函退回"))
    return [(day, ended) for day, ended in ends if day]


def silent(days: int) -> str:
    return f"对方{days}个工作日的答复期满"


def capped(cap: int) -> str:
    return f"满{cap}个工作日（内部规定的最长等待时间）"


def excluded(
    letter: Consultation, until: date, ended: str, span: Span, calendar: Calendar, regime: Regime, again: bool
) -> str:
    """How long a consultation takes; `again` when another one may overlap with it."""
    days = count(calendar, *span)
    merged = "，与其他征求意见重叠的日子只扣一次" if again else ""
    return (
        f"{full_date(letter.sent_on)}{letter.wording}，{full_date(until)}{ended}，"
        f"所需的{days}个工作日不计算在期限内{merged}（{regime.short(letter.kind)}）。"
        f"{named(special_days(calendar, *span))}"
    )


def not_delivered(letter: Consultation) -> str:
    kind = CONSULTATIONS[letter.kind].wording
    sent = f"{full_date(letter.sent_on)}{letter.wording}"
    return f"{sent}，尚未送达，{kind}的期限没有起算，暂不能算出答复期限。"


def excludes_nothing_yet(letter: Consultation) -> str:
    sent = f"{full_date(letter.sent_on)}{letter.wording}"
    return f"{sent}，没有送达的记录；对方收到以前的时间照常计算。"


def extended(extension: Extension, regime: Regime) -> str:
    day = full_date(extension.decided_on)
    return f"{day}告知延期，延长{extension.workdays}个工作日（{regime.short('extension')}）。"


def moved(span: Span, calendar: Calendar) -> str:
    """From one limit to the next."""
    before, after = span
    estimate = "预计" if is_provisional(calendar, *span) else ""
    days = count(calendar, *span)
    shift = f"期限由{full_date(before)}顺延{days}个工作日，{estimate}到{full_date(after)}。"
    return f"{shift}{named(special_days(calendar, *span))}"


def awaited(fact: Correction | Fee, regime: Regime, still: bool) -> str:
    day = full_date(fact.notified_on)
    if isinstance(fact, Fee):
        return f"{day}发出收费通知，到缴费之前不计算期限（{regime.short('fee')}）。"
    stops = "不计算期限，也不算超期" if still else "期限照常计算"
    return f"{day}告知补正，到收到补正之前{stops}（{regime.short('correction')}）。"


def deferred(deferral: Deferral, regime: Regime) -> str:
    day = full_date(deferral.decided_on)
    return f"{day}告知延迟答复，合理期限定为{full_date(deferral.until)}（{regime.short('deferral')}）。"


def ended(ending: Ending) -> str:
    return f"{full_date(ending.on)}{ending.wording}，本件办结，期限不再变动。"


# --- the result ---------------------------------------------------------------------------------------------


def conclusion(due: date | None, post_by: date | None, *, provisional: bool, over: bool) -> list[str]:
    """The result, and the last day to post; for a request that is `over`, only the result."""
    if due is None or post_by is None:
        return []
    if over:
        return [f"答复期限{'预计' if provisional else ''}到{full_date(due)}为止。"]
    if provisional:
        return [
            f"其中有的年份放假安排尚未公布，先按周一至周五估算：预计到{full_date(due)}，以国务院放假安排为准。"
        ]
    return [f"最迟在{full_date(due)}答复；邮寄的最迟在{full_date(post_by)}交邮，{POSTING_NOTE}。"]


def named(days: tuple[SpecialDay, ...]) -> str:
    """国庆节10月1日至4日放假不算，9月29日（周日）调休上班要算: holiday by holiday, in their order."""
    names = list(dict.fromkeys(day.name for day in days))
    told = "；".join(_holiday(name, [day for day in days if day.name == name]) for name in names)
    return f"其间{told}。" if told else ""


def _holiday(name: str, days: list[SpecialDay]) -> str:
    off = date_list(day.day for day in days if not day.works)
    makeup = "、".join(f"{short_date(day.day)}（{weekday(day.day)}）" for day in days if day.works)
    parts = (f"{off}放假不算" if off else "", f"{makeup}调休上班要算" if makeup else "")
    return f"{name}{'，'.join(part for part in parts if part)}"
