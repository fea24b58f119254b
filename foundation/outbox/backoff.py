"""How long to wait after a delivery that failed, and when to give up."""

from __future__ import annotations

from datetime import timedelta

WAITS = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""After the first, second … failed attempt; after one more a person has to be told by telephone."""


def wait_after(attempts: int) -> timedelta | None:
    """None when that many attempts were enough."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
