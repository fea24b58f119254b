"""Whether somebody is there on each of the days to come: the arithmetic of assignments and absences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Cause(Enum):
    """Why nobody can act: nobody was ever there, the last assignment has run out, or everybody is away."""

    VACANT = "vacant"
    ENDS = "ends"
    AWAY = "away"


@dataclass(frozen=True)
class Hold:
    """A person may act from the first to the last day; without a last one for ever."""

    who: int
    first: date
    last: date | None

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Away:
    """A person is not there from the first to the last day."""

    who: int
    first: date
    last: date

    def on(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Gap:
    """The first day on which nobody can act, and why."""

    on: date
    cause: Cause


def first_gap(holds: Iterable[Hold], aways: Iterable[Away], days: Sequence[date]) -> Gap | None:
    """The first of the days, which are in order, on which nobody is there; None if there is none."""
    holds, aways = list(holds), list(aways)
    for day in days:
        held = {hold.who for hold in holds if hold.on(day)}
        if not held:
            return Gap(day, Cause.VACANT if day == days[0] else Cause.ENDS)
        if held <= {away.who for away in aways if away.on(day)}:
            return Gap(day, Cause.AWAY)
    return None
