"""The algebra of the clock: facts laid on a period, left to right in the order of their days.

due = start + base + |union of consultations| + extension, in working days; a correction or a payment starts
the whole period anew. A fact that came too late or twice is kept as a flag and never improves the limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import full_date
from requests_app import clock_wording as say
from requests_app.clock_facts import Consultation, Correction, Deferral, Extension, Fact, Fee, Reopening
from requests_app.regimes import Regime

PAYMENT_WINDOW = 20
"""Working days to pay in, from receipt of the notice (信息处理费管理办法第六条)."""

RESTART = 1
"""On one day a restart comes before what is newly begun; see `_rank`."""


@dataclass(frozen=True)
class Flag:
    """Something in the file that was not as the law wants it: what, its effect, and the article."""

    code: str
    sentence: str
    article: str


class Run:
    """A clock on which facts are laid."""

    def __init__(self, received_on: date, calendar: Calendar, regime: Regime, cap: int) -> None:
        self.received_on, self.calendar, self.regime, self.cap = received_on, calendar, regime, cap
        self.receipt = self.start = received_on
        self.because, self.base = "received", regime.base_days
        self.deferred_to: date | None = None
        self.spans: list[tuple[date, date]] = []
        self.unstarted: Consultation | None = None
        self.paused_by: Correction | Fee | None = None
        self.extended_by = 0
        self.may_extend = self.may_correct = True
        self.late_correction: Correction | None = None
        self.flags: list[Flag] = []
        self.lines: list[str] = [say.receipt(received_on)]
        self._say_period()

    # --- where it stands --------------------------------------------------------------------------------

    @property
    def excluded(self) -> tuple[date, ...]:
        """The working days not counted: overlapping consultations are merged, never added up."""
        days: set[date] = set()
        for after, until in self.spans:
            days.update(arithmetic.workdays_between(self.calendar, after, until))
        return tuple(sorted(days))

    @property
    def base_due(self) -> date:
        return self.deferred_to or arithmetic.add(self.calendar, self.start, self.base)

    @property
    def due(self) -> date | None:
        """The limit; None while nothing runs or while nobody can say how long a consultation takes."""
        if self.paused_by or self.unstarted:
            return None
        more = len(self.excluded) + self.extended_by
        return arithmetic.add(self.calendar, self.base_due, more) if more else self.base_due

    @property
    def notice_limit(self) -> date | None:
        """Until when a correction may be asked for."""
        days = self.regime.correction_notice_days
        return arithmetic.add(self.calendar, self.receipt, days) if days else None

    @property
    def payment_limit(self) -> date | None:
        """Until when the fee that is waited for can be paid."""
        fee = self.paused_by
        if not isinstance(fee, Fee) or fee.delivered_on is None:
            return None
        return arithmetic.add(self.calendar, fee.delivered_on, PAYMENT_WINDOW)

    @property
    def waiting(self) -> str:
        if self.paused_by:
            return "correction" if isinstance(self.paused_by, Correction) else "fee"
        return "delivery" if self.unstarted else ""

    # --- laying facts on --------------------------------------------------------------------------------

    def lay(self, facts: Sequence[Fact]) -> None:
        moments: list[tuple[date, int, int, Fact]] = []
        for index, fact in enumerate(facts):
            moments.append((fact.opened_on, _rank(fact), index, fact))
            if isinstance(fact, Correction | Fee) and fact.ended_on:
                moments.append((fact.ended_on, RESTART, index, fact))
        for on, rank, _, fact in sorted(moments, key=lambda moment: moment[:3]):
            if rank == RESTART and isinstance(fact, Correction | Fee):
                self._restart_after(fact, on)
            elif self._stands(fact):
                self._open(fact)

    def _stands(self, fact: Fact) -> bool:
        """Whether the fact can have an effect at all; if not, a flag says why."""
        if fact.opened_on < self.received_on:
            return self._flag("before_receipt", fact)
        if isinstance(fact, Reopening):
            return True
        if say.rule_of(fact) not in self.regime.articles:
            return self._flag("not_in_regime", fact)
        if self.paused_by:
            return self._flag("nothing_running", fact)
        if self.due and self.due < fact.opened_on:
            return self._flag(f"late_{say.rule_of(fact)}", fact)
        return True

    def _open(self, fact: Fact) -> None:
        if isinstance(fact, Consultation):
            self._consult(fact)
        elif isinstance(fact, Extension):
            self._extend(fact)
        elif isinstance(fact, Correction):
            self._ask_to_correct(fact)
        elif isinstance(fact, Fee):
            self._pause(fact)
        elif isinstance(fact, Deferral):
            self._defer(fact)
        else:
            self._reopen(fact)

    def _consult(self, letter: Consultation) -> None:
        """Counting stops the day after the letter is sent and goes on the day after `_end_of`."""
        end = self._end_of(letter)
        if end is None:
            self.unstarted = letter
            self.lines.append(say.not_delivered(letter))
            return
        until, ended = end
        days = arithmetic.count(self.calendar, letter.sent_on, until)
        self.lines.append(say.excluded(letter, until, ended, days, self.regime, bool(self.spans)))
        self.spans.append((letter.sent_on, until))

    def _end_of(self, letter: Consultation) -> tuple[date, str] | None:
        """When a consultation ends: the answer, the letter's return, or the end of the other's period."""
        ends = say.ends_of(letter)
        days = self.regime.consultation_days[letter.kind]
        limit = consultation_limit(letter, self.regime, self.calendar)
        if days and limit:
            ends.append((limit, say.silent(days)))
        elif not days and not ends:
            ends.append((arithmetic.add(self.calendar, letter.sent_on, self.cap), say.capped(self.cap)))
        return min(ends) if ends else None

    def _extend(self, extension: Extension) -> None:
        if extension.workdays > self.regime.extension_days:
            self._flag("extension_too_long", extension)
        elif not self.may_extend:
            self._flag("second_extension", extension)
        else:
            self.may_extend, self.extended_by = False, extension.workdays
            self.lines.append(say.extended(extension, self.regime))

    def _ask_to_correct(self, correction: Correction) -> None:
        if not self.may_correct:
            self._flag("second_correction", correction)
            return
        self.may_correct = False
        if self.notice_limit and correction.notified_on > self.notice_limit:
            self._flag("late_correction_notice", correction, self.notice_limit)
            self.late_correction = correction
        self._pause(correction)

    def _pause(self, fact: Correction | Fee) -> None:
        self.paused_by = fact
        self.lines.append(say.paused(fact, self.regime))

    def _defer(self, deferral: Deferral) -> None:
        if self.due and deferral.until <= self.due:
            self._flag("deferral_not_later", deferral)
            return
        self._clear()
        self.deferred_to, self.because, self.may_extend = deferral.until, "deferred", False
        self.lines.append(say.deferred(deferral, self.regime))

    def _reopen(self, reopening: Reopening) -> None:
        self._clear()
        self.paused_by, self.may_extend = None, False
        self.receipt = self.start = reopening.ordered_on
        self.because, self.base = "reopened", reopening.workdays or self.regime.base_days
        self._say_period()

    def _restart_after(self, fact: Correction | Fee, on: date) -> None:
        """The correction came or the fee was paid: elapsed days are lost, the full period runs anew."""
        if fact is not self.paused_by:
            return
        if self.payment_limit and on > self.payment_limit:
            self._flag("late_payment", fact, self.payment_limit)
        self._clear()
        self.paused_by = None
        self.because = "corrected" if isinstance(fact, Correction) else "paid"
        self.start, self.base = on, self.regime.base_days
        self._say_period()

    def _clear(self) -> None:
        # What had been excluded is void, and the one extension does not come back to life.
        self.spans, self.unstarted, self.deferred_to, self.extended_by = [], None, None, 0

    def _flag(self, code: str, fact: Fact, wanted: date | None = None) -> bool:
        sentence = say.flag(code, fact, self.regime, self.due, wanted)
        article = self.regime.cite(say.rule_of(fact))
        self.flags.append(Flag(code, sentence, article))
        self.lines.append(f"{sentence}（{article}）")
        return False

    def _say_period(self) -> None:
        estimated = arithmetic.is_provisional(self.calendar, self.start, self.base_due)
        due = f"{'预计' if estimated else ''}到{full_date(self.base_due)}"
        self.lines.append(say.period(self.because, self.start, self.base, due, self.regime))


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
    if isinstance(fact, Reopening):
        return 2
    return 3 if isinstance(fact, Consultation) else 4 if isinstance(fact, Deferral) else 5
