"""How long the sign-in log is kept at least. Pure."""

from __future__ import annotations

from datetime import date

MONTHS = 6
"""网络安全法第21条: logs are kept for no less than six months."""


def may_go_before(today: date) -> date:
    """Records before this day may be deleted: the same day six months ago, or 28 February if it had none."""
    year, month = divmod(today.year * 12 + today.month - 1 - MONTHS, 12)
    try:
        return date(year, month + 1, today.day)
    except ValueError:
        return date(year, month + 1, 28)
