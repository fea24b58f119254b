"""A second opinion on the clock: one day after the other, no index, no shortcuts.

Written from the rules alone: every day that is counted is crossed off until none is left; the limit is the
last working day before the first day that nobody may use any more.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta

from foundation.workdays.calendar import Calendar
from requests_app.clock_facts import (
    Consultation,
    Correction,
    Deferral,
    Ending,
    Extension,
    Fact,
    Fee,
    Reopening,
)
from requests_app.clock_rules import DEFAULT, Rules
from tests.foundation.workdays.slow import ONE, slow_add, slow_count, works

FOREVER = date(2090, 1, 1)
PATIENCE = 500
"""Days without anything happening after which nothing will."""


def limit_by_crossing_off(
    calendar: Calendar, received: date, facts: list[Fact], rules: Rules = DEFAULT
) -> date | None:
    """The limit of a request under the regulation of 2019; None while nothing runs."""
    walker = Walker(calendar, rules, received)
    last = max([received, *(day for fact in facts for day in _days_of(fact))])
    walker.happen(received, facts)
    while walker.day < last:
        walker.step()
        walker.happen(walker.day, facts)
    return walker.ahead()


@dataclass
class Walker:
    calendar: Calendar
    rules: Rules
    received: date
    day: date = field(init=False)
    target: int = 20
    counted: int = 0
    fixed: date | None = None
    credit: int = 0
    limit: date | None = None
    letters: list[tuple[date, date]] = field(default_factory=list)
    waiting: Correction | Fee | None = None
    may_extend: bool = True
    may_correct: bool = True
    over: bool = False

    def __post_init__(self) -> None:
        self.day = self.received

    # --- one day ----------------------------------------------------------------------------------------

    def step(self) -> None:
        self.day += ONE
        if self.limit or self.still or not works(self.calendar, self.day):
            return
        known = [letter for letter in self.letters if letter[1] < FOREVER]
        inside = sum(after < self.day <= until for after, until in known)
        inside += any(after < self.day for after, until in self.letters if until == FOREVER)
        if self.fixed:
            self._step_after_a_fixed_day(inside)
        elif inside:
            self.target += inside - 1 if self.rules.overlaps == "added" else 0
        elif self.counted == self.target:
            self.limit = self.yesterday()
        else:
            self.counted += 1

    def _step_after_a_fixed_day(self, inside: int) -> None:
        gained = inside if self.rules.overlaps == "added" else bool(inside)
        used = self.day > self.fixed  # type: ignore[operator]
        if used and not gained and not self.credit:
            self.limit = max(self.fixed, self.yesterday()) if self.spent else self.fixed  # type: ignore[type-var]
        else:
            self.credit += gained - used
            self.spent = self.spent or used

    spent: bool = False

    def yesterday(self) -> date:
        day = self.day - ONE
        while not works(self.calendar, day):
            day -= ONE
        return day

    @property
    def still(self) -> bool:
        running = isinstance(self.waiting, Correction) and self.rules.while_correcting == "running"
        return self.waiting is not None and not running

    def ahead(self) -> date | None:
        """The limit if nothing more happens."""
        walker = copy(self)  # a step changes none of its lists
        for _ in range(PATIENCE):
            if walker.limit:
                return walker.limit
            walker.step()
        return walker.limit

    # --- what happens at its end ------------------------------------------------------------------------

    def happen(self, day: date, facts: list[Fact]) -> None:
        for fact in facts:
            if isinstance(fact, Correction | Fee) and self.begins(fact) == day == self.ends(fact):
                self.begin(fact)
        for fact in facts:
            if isinstance(fact, Correction | Fee) and self.ends(fact) == day:
                self.restart(fact)
        for fact in facts:
            if isinstance(fact, Correction | Fee | Reopening) and self.begins(fact) == day != self.ends(fact):
                self.begin(fact)
        for kind in (Consultation, Deferral, Extension, Ending):
            for fact in facts:
                if isinstance(fact, kind) and self.begins(fact) == day:
                    self.begin(fact)

    def begins(self, fact: Fact) -> date:
        if isinstance(fact, Consultation) and self.rules.exclusion_starts == "delivered":
            return fact.delivered_on or fact.sent_on
        return fact.opened_on

    def ends(self, fact: Fact) -> date | None:
        return fact.ended_on if isinstance(fact, Correction | Fee) else None

    def begin(self, fact: Fact) -> None:
        if isinstance(fact, Reopening):
            days = fact.workdays or self.rules.new_answer_days or 20
            self.anew(days)
            self.waiting, self.over, self.may_extend = None, False, False
            self.letters = []
        elif not self.over and isinstance(fact, Ending):
            self.over = True
        elif not self.over and not self.past() and not self.still:
            self.begin_while_running(fact)

    def past(self) -> bool:
        """Whether the limit lies before this day: then nothing that begins now has an effect."""
        due = self.ahead()
        return due is not None and due < self.day

    def begin_while_running(self, fact: Fact) -> None:
        if isinstance(fact, Consultation):
            self.send(fact)
        elif isinstance(fact, Extension) and self.may_extend and fact.workdays <= 20:
            self.may_extend = False
            if self.fixed:
                self.credit += fact.workdays
            else:
                self.target += fact.workdays
        elif isinstance(fact, Correction) and self.may_correct:
            self.may_correct, self.waiting = False, fact
        elif isinstance(fact, Fee) and not self.waiting:
            self.waiting = fact
        elif isinstance(fact, Deferral):
            due = self.ahead()
            if due is None or fact.until > due:
                self.anew(0)
                self.letters, self.fixed, self.may_extend = [], fact.until, False

    def send(self, letter: Consultation) -> None:
        if self.rules.exclusion_starts == "delivered" and not letter.delivered_on:
            return
        window = 15 if letter.kind in ("third_party", "co_maker") else 0
        ends = [day for day in (letter.answered_on, letter.returned_on) if day]
        if window and letter.delivered_on:
            silent = slow_add(self.calendar, letter.delivered_on, window)
            ends = [silent] if self.rules.exclusion_ends == "window" else [*ends, silent]
        elif not window and not ends:
            ends = [slow_add(self.calendar, self.begins(letter), self.rules.other_agency_cap)]
        self.letters.append((self.begins(letter), min(ends, default=FOREVER)))

    def restart(self, fact: Correction | Fee) -> None:
        if fact is not self.waiting or self.over:
            return
        stood_still, self.waiting = self.still, None
        rule = self.rules.correction if isinstance(fact, Correction) else self.rules.payment
        if rule == "resume" and not stood_still:
            return
        left = self.target - self.counted
        if self.fixed:
            left = slow_count(self.calendar, fact.opened_on, self.fixed)
        self.anew(left if rule == "resume" else 20)
        if not self.target and not works(self.calendar, self.day):
            self.target = 1  # no day was left, and this one is a rest day
        spanning = self.rules.composition == "spanning"
        self.letters = [(after, until) for after, until in self.letters if spanning and until > self.day]
        self.may_extend = self.may_extend or self.rules.extensions == "once_per_period"

    def anew(self, days: int) -> None:
        self.target, self.counted, self.fixed, self.credit = days, 0, None, 0
        self.limit, self.spent = None, False


def _days_of(fact: Fact) -> list[date]:
    return [day for day in vars(fact).values() if isinstance(day, date)] + [fact.opened_on + timedelta(0)]
