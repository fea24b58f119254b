"""How dates are written and read out: 2026年10月30日, 10月30日（周五）."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

WEEKDAYS = "一二三四五六日"


def full_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date, beside: date | None = None) -> str:
    """Month and day; with the year when `beside`, the date it is read next to, lies in another year."""
    return full_date(day) if beside and beside.year != day.year else f"{day.month}月{day.day}日"


def weekday(day: date) -> str:
    return f"周{WEEKDAYS[day.weekday()]}"


def date_list(days: Iterable[date]) -> str:
    """Days in a row as ranges: 9月25日、10月1日至7日."""
    runs = groupby(enumerate(sorted(days)), key=lambda pair: pair[1] - timedelta(days=pair[0]))
    return "、".join(_run([day for _, day in run]) for _, run in runs)


def _run(days: list[date]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return short_date(first)
    return (
        f"{short_date(first)}至{last.day}日"
        if first.month == last.month
        else f"{short_date(first)}至{short_date(last)}"
    )
