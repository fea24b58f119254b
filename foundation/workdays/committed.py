"""The plans of 2008–2026 as they come with the product (国务院办公厅关于节假日安排的通知 of each year)."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from foundation.workdays.calendar import Calendar

DATA = Path(__file__).with_name("holidays_2008_2026.csv")
VERSION = "committed-2026"
YEARS = range(2008, 2027)


@cache
def committed_calendar() -> Calendar:
    """The calendar in force until staff publish a version of their own."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [(date.fromisoformat(row["day"]), row["kind"], row["name"]) for row in csv.DictReader(file)]
    return Calendar(
        version=VERSION,
        off=frozenset(day for day, kind, _ in rows if kind == "off"),
        makeup=frozenset(day for day, kind, _ in rows if kind == "makeup"),
        confirmed_years=frozenset(YEARS),
        names={day: name for day, _, name in rows},
    )
