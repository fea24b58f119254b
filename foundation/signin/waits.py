"""How long one waits after wrong passwords and codes. Pure.

Counted for one name from one address, so nobody elsewhere can make its owner wait, and colleagues behind one
address do not make each other wait.
"""

from __future__ import annotations

from datetime import timedelta

FREE = 4
"""Wrong tries without any wait; the fifth brings the first one."""
MINUTES = (1, 2, 5, 15, 30, 60)
MEMORY = timedelta(days=1)
"""A day without a further wrong try and all is forgotten."""


def wait_after(failures: int) -> timedelta:
    """The wait that the latest of so many wrong tries brings: it rises to an hour and stays there."""
    if failures <= FREE:
        return timedelta(0)
    return timedelta(minutes=MINUTES[min(failures - FREE, len(MINUTES)) - 1])
