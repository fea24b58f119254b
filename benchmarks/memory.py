"""The most memory this process held since a moment; Linux alone can forget what was before."""

from __future__ import annotations

import resource
from pathlib import Path

STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def forget_peak() -> None:
    if FORGET.exists():
        FORGET.write_text("5", encoding="ascii")


def peak_mib() -> float:
    """In MiB; where there is no /proc, the most since the process began."""
    if STATUS.exists():
        lines = STATUS.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
