"""The algebra of the clock: facts laid on a period, left to right in the order of their days.

due = start + base + |consultations| + extension, in working days; a correction or a payment starts the whole
period anew. A fact that came too late or twice is kept as a flag and never improves the limit. What the
regulation leaves open is read from `Rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.deadlines import last_day
from requests_app import clock_wording as say
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
from requests_app.clock_flags import Flag, code_for, raise_flag
from requests_app.clock_rules import Rules
from requests_app.regimes import COST_FEES_UNTIL, FEES_SINCE, Regime

RESTART = 1
"""On one day a restart comes before what is newly begun; see `_rank`."""


class Run:
    """A clock on which facts are laid."""

    def __init__(self, received_on: date, calendar: Calendar, regime: Regime, rules: Rules) -> None:
        self.received_on, self.calendar, self.regime, self.rules = received_on, calendar, regime, rules
        self.receipt = self.start = received_on
        self.because, self.base = "received", regime.base_days
        self.deferred_to: date | None = None
        self.spans: list[tuple[date, date]] = []
        self.unstarted: Consultation | None = None
        self.awaited: Correction | Fee | None = None
        self.extended_by = 0
        self.may_extend = self.may_correct = True
        self.late_correction: Correction | None = None
        self.ending: Ending | None = None
        self.flags: list[Flag] = []
        self.lines: list[Callable[[], str]] = [lambda: say.receipt(received_on)]
        self._place: dict[int, int] = {}
        self._say_period()

    # --- where it stands --------------------------------------------------------------------------------

    @property
    def excluded(self) -> tuple[date, ...]:
        """The working days not counted, each of them once."""
        return self._union(self.spans)

    def _union(self, spans: Sequence[tuple[date, date]]) -> tuple[date, ...]:
        days: set[date] = set()
        for after, until in spans:
            days.update(arithmetic.workdays_between(self.calendar, after, until))
        return tuple(sorted(days))

    def _measure(self, spans: Sequence[tuple[date, date]]) -> int:
        """How many working days these spans take out; overlaps count once unless the rules add them."""
        if self.rules.overlaps == "merged":
            return len(self._union(spans))
        return sum(arithmetic.count(self.calendar, after, until) for after, until in spans)

    @property
    def base_due(self) -> date:
        if self.deferred_to:
            return self.deferred_to
        if not self.base:  # a clock resumed with no day left
            return arithmetic.roll_forward(self.calendar, self.start)
        return arithmetic.add(self.calendar, self.start, self.base)

    @property
    def due(self) -> date | None:
        """The limit; None while nothing runs or while nobody can say how long a consultation takes."""
        if self.stands_still or self.unstarted:
            return None
        more = self._measure(self.spans) + self.extended_by
        return arithmetic.add(self.calendar, self.base_due, more) if more else self.base_due

    @property
    def stands_still(self) -> bool:
        waits_running = isinstance(self.awaited, Correction) and self.rules.while_correcting == "running"
        return self.awaited is not None and not waits_running

    @property
    def notice_limit(self) -> date | None:
        """Until when a correction may be asked for."""
        days = self.regime.correction_notice_days
        return arithmetic.add(self.calendar, self.receipt, days) if days else None

    @property
    def payment_limit(self) -> date | None:
        """Until when the fee that is waited for can be paid."""
        fee = self.awaited
        if not isinstance(fee, Fee) or fee.delivered_on is None:
            return None
        return last_day("D08", fee.delivered_on, self.calendar)

    @property
    def waiting(self) -> str:
        if self.stands_still:
            return "correction" if isinstance(self.awaited, Correction) else "fee"
        return "delivery" if self.unstarted else ""

    # --- laying facts on --------------------------------------------------------------------------------

    def lay(self, facts: Sequence[Fact]) -> None:
        moments: list[tuple[date, int, int, Fact]] = []
        for index, fact in enumerate(facts):
            self._place[id(fact)] = index
            moments.append((self._begins(fact), _rank(fact), index, fact))
            if isinstance(fact, Correction | Fee) and fact.ended_on:
                moments.append((fact.ended_on, RESTART, index, fact))
        for on, rank, _, fact in sorted(moments):  # never by fact: what goes before tells moments apart
            if rank == RESTART and isinstance(fact, Correction | Fee):
                self._restart_after(fact, on)
            elif self._stands(fact, on):
                self._open(fact)

    def _begins(self, fact: Fact) -> date:
        """The day a fact begins to matter; a letter may matter only from its delivery (A1)."""
        if isinstance(fact, Consultation) and self.rules.exclusion_starts == "delivered":
            return fact.delivered_on or fact.sent_on
        return fact.opened_on

    def _stands(self, fact: Fact, on: date) -> bool:
        """Whether the fact can have an effect at all; if not, a flag says why."""
        problem = self._problem(fact, on)
        return not problem or self._flag(code_for(problem, fact), fact)

    def _problem(self, fact: Fact, on: date) -> str:
        if fact.opened_on < self.received_on:
            return "before_receipt"
        if isinstance(fact, Reopening):
            return ""
        if self.ending:
            return "after_end"
        if isinstance(fact, Ending):
            return ""
        if isinstance(fact, Correction) and not self.may_correct:
            return "second_correction"
        if isinstance(fact, Fee) and on < FEES_SINCE:
            return "cost_fee" if on <= COST_FEES_UNTIL else "fee_not_in_force"
        if say.rule_of(fact) not in self.regime.articles:
            return "not_in_regime"
        if self.stands_still or (self.awaited and isinstance(fact, Fee)):
            return "nothing_running"
        return "late" if self.due and self.due < on else ""

    def _open(self, fact: Fact) -> None:
        if isinstance(fact, Consultation):
            self._consult(fact)
        elif isinstance(fact, Extension):
            self._extend(fact)
        elif isinstance(fact, Correction):
            self._ask_to_correct(fact)
        elif isinstance(fact, Fee):
            self._await(fact)
        elif isinstance(fact, Deferral):
            self._defer(fact)
        elif isinstance(fact, Reopening):
            self._reopen(fact)
        else:
            self.ending = fact
            self.lines.append(lambda: say.ended(fact))

    def _consult(self, letter: Consultation) -> None:
        """Counting stops the day after the letter is sent and goes on the day after `_end_of`."""
        if letter.delivered_on is None and self.rules.exclusion_starts == "delivered":
            self.lines.append(lambda: say.excludes_nothing_yet(letter))
            return
        end = self._end_of(letter)
        if end is None:
            self.unstarted = self.unstarted or letter
            self.lines.append(lambda: say.not_delivered(letter))
            return
        before, span = self.due, (self._begins(letter), end[0])
        again = bool(self.spans) and self.rules.overlaps == "merged"
        self.spans.append(span)
        self.lines.append(lambda: say.excluded(letter, *end, span, self.calendar, self.regime, again))
        self._say_moved(before)

    def _end_of(self, letter: Consultation) -> tuple[date, str] | None:
        """When a consultation ends: the answer, the letter's return, or the end of the other's period.

        None while a letter is on its way and the other's period has not begun.
        """
        ends = say.ends_of(letter)
        days = self.regime.consultation_days[letter.kind]
        limit = consultation_limit(letter, self.regime, self.calendar)
        if days and limit:
            window = (limit, say.silent(days))
            ends = [window] if self.rules.exclusion_ends == "window" else [window, *ends]
        elif not days and not ends:
            cap = self.rules.other_agency_cap
            ends.append((arithmetic.add(self.calendar, self._begins(letter), cap), say.capped(cap)))
        return min(ends) if ends else None

    def _extend(self, extension: Extension) -> None:
        if extension.workdays > self.regime.extension_days:
            self._flag("extension_too_long", extension)
        elif not self.may_extend:
            self._flag("second_extension", extension)
        else:
            before, self.may_extend = self.due, False
            self.extended_by = extension.workdays
            self.lines.append(lambda: say.extended(extension, self.regime))
            self._say_moved(before)

    def _ask_to_correct(self, correction: Correction) -> None:
        self.may_correct = False
        if self.notice_limit and correction.notified_on > self.notice_limit:
            self._flag("late_correction_notice", correction, self.notice_limit)
            self.late_correction = correction
        self._await(correction)

    def _await(self, fact: Correction | Fee) -> None:
        self.awaited = fact
        still = self.stands_still
        self.lines.append(lambda: say.awaited(fact, self.regime, still))

    def _left_over(self, on: date) -> int:
        """Working days of the period that are not yet used up at the end of the day `on`."""
        if self.deferred_to:
            return arithmetic.count(self.calendar, on, self.deferred_to)
        waiting = [(self.unstarted.sent_on, on)] if self.unstarted else []
        not_counted = [(after, min(until, on)) for after, until in (*self.spans, *waiting)]
        gone = arithmetic.count(self.calendar, self.start, on) - self._measure(not_counted)
        return max(0, self.base + self.extended_by - gone)

    def _defer(self, deferral: Deferral) -> None:
        if self.due and deferral.until <= self.due:
            self._flag("deferral_not_later", deferral)
            return
        self._clear()
        self.deferred_to, self.because, self.may_extend = deferral.until, "deferred", False
        self.lines.append(lambda: say.deferred(deferral, self.regime))

    def _reopen(self, reopening: Reopening) -> None:
        self._clear()
        self.awaited, self.ending, self.may_extend = None, None, False
        self.receipt = self.start = reopening.ordered_on
        period = reopening.workdays or self.rules.new_answer_days or self.regime.base_days
        self.because, self.base = "reopened", period
        self._say_period()

    def _restart_after(self, fact: Correction | Fee, on: date) -> None:
        """The correction came or the fee was paid: elapsed days are lost, the full period runs anew."""
        if fact is not self.awaited:
            return
        if self.ending:
            self._flag("restart_after_end", fact)
            return
        self._flag_lateness(fact, on)
        corrected = isinstance(fact, Correction)
        resume = (self.rules.correction if corrected else self.rules.payment) == "resume"
        stood_still, self.awaited = self.stands_still, None
        if resume and not stood_still:
            return  # it never stopped, so nothing goes on
        period = self._left_over(fact.notified_on) if resume else self.regime.base_days
        self._clear(since=on)
        self.because = "corrected" if corrected else "paid"
        self.start, self.base = on, period
        self.may_extend = self.may_extend or self.rules.extensions == "once_per_period"
        self._say_period(resume)
        self._say_moved(self.base_due)

    def _flag_lateness(self, fact: Correction | Fee, on: date) -> None:
        if self.payment_limit and on > self.payment_limit:
            self._flag("late_payment", fact, self.payment_limit)
        if isinstance(fact, Correction) and fact.limit_on and on > fact.limit_on:
            self._flag("corrected_after_limit", fact, fact.limit_on)

    def _clear(self, since: date | None = None) -> None:
        """What had been excluded is void, unless it reaches past `since` and the rules let it (A8)."""
        if since and self.rules.composition == "spanning":
            self.spans = [(max(after, since), until) for after, until in self.spans if until > since]
        else:
            self.spans, self.unstarted = [], None
        self.deferred_to, self.extended_by = None, 0

    def _flag(self, code: str, fact: Fact, wanted: date | None = None) -> bool:
        flag = raise_flag(
            code,
            fact,
            index=self._place[id(fact)],
            regime=self.regime,
            article=self.regime.cite(say.rule_of(fact)),
            limit=self.due,
            wanted=wanted,
            ended=self.ending.on if self.ending else None,
        )
        self.flags.append(flag)
        self.lines.append(lambda: f"{flag.sentence}（{flag.article}）")
        return False

    def _say_period(self, resumed: bool = False) -> None:
        because, start, base, due = self.because, self.start, self.base, self.base_due
        self.lines.append(
            lambda: say.period(because, (start, due), base, self.calendar, self.regime, resumed)
        )

    def _say_moved(self, before: date | None) -> None:
        """The limit moved by what was just laid on; nothing to say while there is none."""
        after = self.due
        if before and after and before < after:
            span = before, after
            self.lines.append(lambda: say.moved(span, self.calendar))


def consultation_limit(consultation: Consultation, regime: Regime, calendar: Calendar) -> date | None:
    """The last day of the consulted party's own period; None when it has none or it has not begun."""
    days = regime.consultation_days.get(consultation.kind)
    if days is None or consultation.delivered_on is None:
        return None
    return arithmetic.add(calendar, consultation.delivered_on, days)


def _rank(fact: Fact) -> int:
    """The order of what begins on one day; something begun and ended that day begins before it ends."""
    if isinstance(fact, Correction | Fee):
        return 0 if fact.ended_on == fact.opened_on else 2
    order = (Reopening, Consultation, Deferral, Extension, Ending)
    return 2 + order.index(type(fact))
