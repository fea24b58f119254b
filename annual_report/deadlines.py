"""Until when a report is due: fixed days of the calendar, never moved for a weekend. Pure."""

from __future__ import annotations

from datetime import date

from foundation.workdays.deadlines import DEADLINES

REVISED_REGULATION = 2019
"""The first report year under the regulation of 2019 (国令第711号), which gave departments January."""


def due_on(year: int, *, government: bool) -> date:
    """条例第49条: departments by 31 January, governments by 31 March; before 2019 all by 31 March."""
    old = year < REVISED_REGULATION
    row = DEADLINES["D11-2007" if old else "D11" if government else "D10"]
    return date(year + 1, row.month, row.day)
