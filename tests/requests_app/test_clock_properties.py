"""Properties every clock has, and a slow second opinion on files of every kind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from foundation.workdays.arithmetic import add, count
from foundation.workdays.committed import committed_calendar
from requests_app.clock import (
    Consultation,
    Correction,
    Deferral,
    Ending,
    Extension,
    Fact,
    Fee,
    Reopening,
    Rules,
    consultation_limit,
    reckon,
)
from requests_app.clock_rules import ASSUMPTIONS, DEFAULT
from requests_app.regimes import REG2019
from tests.requests_app.slow_clock import limit_by_crossing_off

CALENDAR = committed_calendar()
received_days = st.dates(date(2021, 1, 4), date(2025, 6, 30))
KINDS = ("letter", "letter", "extension", "correction", "fee", "deferral", "reopening", "ending")
maybe_days = st.none() | st.integers(0, 40)


def after(start: date, days: int | None) -> date | None:
    return None if days is None else start + timedelta(days=days)


@st.composite
def letters(draw: st.DrawFn, received: date) -> Consultation:
    sent = received + timedelta(days=draw(st.integers(0, 45)))
    delivered = after(sent, draw(st.none() | st.integers(0, 5)))
    answered = after(delivered or sent, draw(maybe_days))
    returned = after(sent, draw(st.none() | st.integers(0, 10))) if not (delivered or answered) else None
    kind = draw(st.sampled_from(["third_party", "co_maker", "other_agency"]))
    return Consultation(kind, sent, delivered, answered, returned)


@st.composite
def answered_letters(draw: st.DrawFn, received: date) -> tuple[Consultation, Consultation]:
    """One letter, and the same letter answered later."""
    sent = received + timedelta(days=draw(st.integers(0, 45)))
    delivered = sent + timedelta(days=draw(st.integers(0, 5)))
    answered = delivered + timedelta(days=draw(st.integers(0, 40)))
    kind = draw(st.sampled_from(["third_party", "co_maker", "other_agency"]))
    later = timedelta(days=draw(st.integers(0, 30)))
    return (
        Consultation(kind, sent, delivered, answered),
        Consultation(kind, sent, delivered, answered + later),
    )


@st.composite
def facts_of(draw: st.DrawFn, received: date) -> Fact:
    on = received + timedelta(days=draw(st.integers(0, 60)))
    kind = draw(st.sampled_from(KINDS))
    if kind == "letter":
        return draw(letters(received))
    if kind == "extension":
        return Extension(on, draw(st.integers(1, 22)))
    if kind == "correction":
        return Correction(on, after(on, 20), after(on, draw(maybe_days)))
    if kind == "fee":
        delivered = on + timedelta(days=draw(st.integers(0, 3)))
        return Fee(on, delivered, after(delivered, draw(maybe_days)))
    if kind == "deferral":
        return Deferral(on, on + timedelta(days=draw(st.integers(0, 120))))
    if kind == "ending":
        return Ending(draw(st.sampled_from(["served", "withdrawal"])), on)
    return Reopening(on + timedelta(days=30), draw(st.none() | st.integers(1, 20)))


@st.composite
def files(draw: st.DrawFn) -> tuple[date, list[Fact]]:
    received = draw(received_days)
    return received, draw(st.lists(facts_of(received), max_size=6))


@st.composite
def readings(draw: st.DrawFn) -> Rules:
    chosen: dict[str, Any] = {
        name: draw(st.sampled_from(sorted(one.answers))) for name, one in ASSUMPTIONS.items()
    }
    return Rules(**chosen, other_agency_cap=draw(st.integers(3, 20)))


@settings(max_examples=4 * settings.default.max_examples, deadline=None)
@given(files(), st.just(DEFAULT) | readings())
def test_the_clock_agrees_with_crossing_off_days(file: tuple[date, list[Fact]], rules: Rules) -> None:
    received, facts = file
    quick = reckon(received, CALENDAR, facts, rules=rules)
    assert quick.due_on == limit_by_crossing_off(CALENDAR, received, facts, rules)


@given(files())
def test_a_limit_is_a_working_day_unless_somebody_fixed_it(file: tuple[date, list[Fact]]) -> None:
    received, facts = file
    clock = reckon(received, CALENDAR, facts)
    assume(clock.runs_because != "deferred")
    for day in (clock.due_on, clock.post_by, clock.latest_possible_on, clock.correction_notice_due_on):
        assert day is None or CALENDAR.is_workday(day)
    assert all(CALENDAR.is_workday(day) for day in clock.excluded)


@given(received_days, st.integers(0, 40))
def test_a_later_receipt_is_never_due_earlier(received: date, later: int) -> None:
    first, second = (reckon(received + timedelta(days=n), CALENDAR) for n in (0, later))
    assert first.due_on is not None and second.due_on is not None
    assert first.due_on <= second.due_on


@given(received_days.flatmap(lambda day: st.tuples(st.just(day), answered_letters(day))))
def test_a_later_answer_never_shortens_the_limit(
    given_: tuple[date, tuple[Consultation, Consultation]],
) -> None:
    received, letters_ = given_
    quick, slow = (reckon(received, CALENDAR, [letter]).due_on for letter in letters_)
    assert quick is not None and slow is not None and quick <= slow


@given(received_days.flatmap(lambda day: st.tuples(st.just(day), st.lists(letters(day), max_size=5))))
def test_overlapping_letters_take_out_their_union_never_their_sum(
    given_: tuple[date, list[Consultation]],
) -> None:
    received, sent = given_
    sent = [one for one in sent if one.delivered_on and one.kind != "other_agency"]
    first_due = add(CALENDAR, received, 20)
    sent = [one for one in sent if one.sent_on <= first_due]
    clock = reckon(received, CALENDAR, sent)
    ends = [min(filter(None, (consultation_limit(one, REG2019, CALENDAR), one.answered_on))) for one in sent]
    spans = [(one.sent_on, end) for one, end in zip(sent, ends, strict=True)]
    union = {day for day in CALENDAR.workdays if any(start < day <= end for start, end in spans)}
    assert set(clock.excluded) == union
    assert len(clock.excluded) <= sum(count(CALENDAR, *span) for span in spans)
    assert clock.due_on == (add(CALENDAR, first_due, len(union)) if union else first_due)


@given(files(), st.integers(0, 60))
def test_after_a_restart_only_its_day_matters(file: tuple[date, list[Fact]], answered: int) -> None:
    """Whatever was consulted before the notice: after the correction the full period runs from its day."""
    received, facts = file
    before = [fact for fact in facts if isinstance(fact, Consultation)]
    corrected = received + timedelta(days=9 + answered)
    restart = Correction(received + timedelta(days=9), None, corrected)
    quiet = [one for one in before if one.sent_on < restart.notified_on]
    clock = reckon(received, CALENDAR, [*quiet, restart])
    assert clock.due_on == add(CALENDAR, corrected, 20)
    assert clock.excluded == ()


@given(files(), st.randoms())
def test_the_order_in_which_events_are_listed_does_not_matter(
    file: tuple[date, list[Fact]], random: Any
) -> None:
    """On different days, that is; who writes two acts of one day says by their order which came first."""
    received, facts = file
    days = [fact.opened_on for fact in facts]
    assume(len(set(days)) == len(days))
    shuffled = random.sample(facts, len(facts))
    one, other = reckon(received, CALENDAR, facts), reckon(received, CALENDAR, shuffled)
    assert one.due_on == other.due_on
    assert one.explanation == other.explanation


@given(files(), st.integers(1, 60), st.integers(1, 20))
def test_what_begins_after_the_limit_changes_nothing(
    file: tuple[date, list[Fact]], late: int, workdays: int
) -> None:
    received, facts = file
    clock = reckon(received, CALENDAR, facts)
    assume(clock.due_on is not None)
    assert clock.due_on is not None
    on = max([clock.due_on, *(_last_day(fact) for fact in facts)]) + timedelta(days=late)
    lates: list[Fact] = [
        Extension(on, workdays),
        Consultation("third_party", on, on),
        Correction(on, None, on),
        Fee(on, on, on),
        Deferral(on, on + timedelta(days=30)),
    ]
    for fact in lates:
        after_it = reckon(received, CALENDAR, [*facts, fact])
        assert after_it.due_on == clock.due_on
        assert len(after_it.flags) == len(clock.flags) + 1


def _last_day(fact: Fact) -> date:
    return max(day for day in vars(fact).values() if isinstance(day, date))


@example((date(2024, 1, 1), []))
@given(files())
def test_every_clock_explains_itself_in_whole_sentences(file: tuple[date, list[Fact]]) -> None:
    received, facts = file
    clock = reckon(received, CALENDAR, facts)
    assert all(line.endswith(("。", "）")) for line in clock.explanation)
    assert "None" not in "".join(clock.explanation) and "{" not in "".join(clock.explanation)
    assert all(flag.sentence in "".join(clock.explanation) for flag in clock.flags)
