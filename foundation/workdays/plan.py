"""Reads the yearly plan as the State Council's notice words it.

元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from foundation.refusals import Refusal, Refused
from foundation.workdays.calendar import SATURDAY
from foundation.workdays.wording import WEEKDAYS, full_date, weekday

_NOTE = r"(?:[（(](?P<{0}note>[^）)]*)[）)])?"
_DATE = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月){1}(?P<{0}d>\d{{1,2}})日" + _NOTE
RANGE = re.compile(_DATE.format("a", "") + r"(?:\s*[至到—~～-]+\s*" + _DATE.format("b", "?") + ")?")
HEADING = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]+[）)]?[、.．]?)?\s*(?P<name>[^：:\d]{1,20})[：:]")
PRINTED_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日])")
LONGEST_HOLIDAY = 31
FIELD = "text"


@dataclass
class Plan:
    """What a notice says about one year: days that are off and weekend days that work, with their holiday."""

    year: int
    off: dict[date, str] = field(default_factory=dict)
    makeup: dict[date, str] = field(default_factory=dict)


def read_plan(year: int, text: str) -> Plan:
    """The plan of `year`. Raises Refused, naming the clause, for anything that is not clear."""
    plan, name = Plan(year), ""
    for sentence in re.split(r"[。；;\n]+", text):
        if heading := HEADING.match(sentence):
            name = heading["name"].strip()
        for clause in _clauses(sentence):
            _read_clause(plan, name, clause)
    if not plan.off:
        raise _refused(
            "没有读到任何放假日期。", "请粘贴国务院办公厅通知中的放假安排，例如：元旦：1月1日至3日放假。"
        )
    return plan


def _clauses(sentence: str) -> list[str]:
    both = "上班" in sentence and "放假" in sentence
    return re.split("[，,]", sentence) if both else [sentence]


def _read_clause(plan: Plan, name: str, clause: str) -> None:
    matches = list(RANGE.finditer(clause))
    if not matches:
        return
    works = "上班" in clause
    if not works and "放假" not in clause:
        raise _refused(f"“{clause.strip()}”没有说明是放假还是上班。", "请写明“放假”或者“上班”。")
    for match in matches:
        for day in _days(plan.year, match):
            _place(plan, name, day, works)


def _place(plan: Plan, name: str, day: date, works: bool) -> None:
    weekend = day.weekday() >= SATURDAY
    if works and not weekend:
        raise _refused(
            f"{full_date(day)}是{weekday(day)}，本来就是工作日，不能调休上班。", "请核对日期和年份。"
        )
    if works:
        plan.makeup[day] = name
    elif not weekend:
        plan.off[day] = name


def _days(year: int, match: re.Match[str]) -> Iterator[date]:
    first = _date(match, "a", year, None)
    last = _date(match, "b", first.year, first.month) if match["bd"] else first
    if not 0 <= (last - first).days < LONGEST_HOLIDAY:
        raise _refused(f"“{match[0]}”的起止日期不合理。", "请核对起止日期；跨年的请写明年份。")
    for day in (first, last):
        # The plan of a year may move the last days of December before it (2018-12-29 worked for 2019).
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            raise _refused(f"{full_date(day)}不在{year}年的安排之内。", "请核对所选年份。")
    yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _date(match: re.Match[str], end: str, year: int, month: int | None) -> date:
    try:
        day = date(int(match[f"{end}y"] or year), int(match[f"{end}m"] or month or 0), int(match[f"{end}d"]))
    except ValueError as error:
        raise _refused(f"“{match[0]}”不是有效的日期。", "请对照通知原文改正。") from error
    printed = PRINTED_WEEKDAY.search(match[f"{end}note"] or "")
    if printed and WEEKDAYS.index(printed[1]) != day.weekday():
        raise _refused(
            f"{full_date(day)}是{weekday(day)}，与通知所写的周{printed[1]}不符。", "请核对所选年份和日期。"
        )
    return day


def _refused(sentence: str, remedy: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field=FIELD))
