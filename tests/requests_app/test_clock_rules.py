"""What the regulation leaves open: each setting changes the clock as it says, and nonsense is refused."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.contracts import Refusal, Refused
from foundation.workdays.arithmetic import add
from foundation.workdays.committed import committed_calendar
from requests_app.clock import (
    Clock,
    Consultation,
    Correction,
    Deferral,
    Extension,
    Fee,
    Reopening,
    Rules,
    reckon,
)
from requests_app.clock_rules import ASSUMPTIONS, DEFAULT, read_rules

CALENDAR = committed_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


def clock(received: str, *facts: object, **rules: object) -> Clock:
    return reckon(day(received), CALENDAR, facts, rules=Rules(**rules))  # type: ignore[arg-type]


ANSWERED = Consultation("third_party", day("2025-03-10"), day("2025-03-12"), day("2025-03-26"))


def test_every_assumption_has_a_field_whose_default_comes_first() -> None:
    assert [one.code for one in ASSUMPTIONS.values()] == [f"A{n}" for n in range(1, 9)]
    for name, assumption in ASSUMPTIONS.items():
        assert getattr(DEFAULT, name) == next(iter(assumption.answers))
        assert len(assumption.answers) == 2


def test_a1_the_time_may_count_from_delivery() -> None:
    assert len(clock("2025-03-03", ANSWERED).excluded) == 12
    assert len(clock("2025-03-03", ANSWERED, exclusion_starts="delivered").excluded) == 10


def test_a1_a_letter_on_its_way_then_stops_nothing() -> None:
    sent = Consultation("third_party", day("2025-03-10"))
    result = clock("2025-03-03", sent, exclusion_starts="delivered")
    assert result.due_on == day("2025-03-31")
    assert "对方收到以前的时间照常计算" in "".join(result.explanation)
    back = Consultation("third_party", day("2025-03-10"), returned_on=day("2025-03-20"))
    assert clock("2025-03-03", back, exclusion_starts="delivered").due_on == day("2025-03-31")


def test_a1_a_letter_delivered_after_the_limit_is_late() -> None:
    letter = Consultation("third_party", day("2025-03-28"), day("2025-04-01"), day("2025-04-03"))
    assert clock("2025-03-03", letter).due_on == day("2025-04-07")
    late = clock("2025-03-03", letter, exclusion_starts="delivered")
    assert (late.due_on, late.flags[0].code) == (day("2025-03-31"), "late_consultation")


def test_a2_the_whole_window_may_be_left_out_though_answered_earlier() -> None:
    result = clock("2025-03-03", ANSWERED, exclusion_ends="window")
    assert result.excluded[-1] == day("2025-04-02")
    agency = Consultation("other_agency", day("2025-03-10"), answered_on=day("2025-03-12"))
    assert len(clock("2025-03-03", agency, exclusion_ends="window").excluded) == 2


def test_a3_overlaps_may_be_added() -> None:
    one = Consultation("third_party", day("2025-03-05"), day("2025-03-06"), day("2025-03-14"))
    other = Consultation("co_maker", day("2025-03-10"), day("2025-03-11"), day("2025-03-19"))
    merged, added = (clock("2025-03-03", one, other, overlaps=how) for how in ("merged", "added"))
    assert merged.due_on == add(CALENDAR, day("2025-03-31"), 10)
    assert added.due_on == add(CALENDAR, day("2025-03-31"), 7 + 7)
    assert merged.excluded == added.excluded
    assert any("只扣一次" in line for line in merged.explanation)
    assert not any("只扣一次" in line for line in added.explanation)


FEE = Fee(day("2024-06-20"), day("2024-06-21"), day("2024-07-10"))


def test_a4_each_period_may_have_its_own_extension() -> None:
    facts = (Extension(day("2024-06-14"), 10), FEE, Extension(day("2024-07-20"), 10))
    assert clock("2024-06-03", *facts).due_on == day("2024-08-07")
    again = clock("2024-06-03", *facts, extensions="once_per_period")
    assert again.due_on == add(CALENDAR, day("2024-08-07"), 10)


CORRECTION = Correction(day("2024-05-09"), None, day("2024-05-20"))


def test_a5_after_a_correction_the_days_that_were_left_may_go_on() -> None:
    assert clock("2024-04-26", CORRECTION).due_on == day("2024-06-18")
    resumed = clock("2024-04-26", CORRECTION, correction="resume")
    assert resumed.due_on == day("2024-06-06")
    assert "接着算剩下的13个工作日，到2024年6月6日" in "".join(resumed.explanation)


def test_a5_with_no_day_left_the_correction_is_answered_on_its_day() -> None:
    last_moment = Correction(day("2024-05-27"), None, day("2024-06-01"))  # a Saturday
    assert clock("2024-04-26", last_moment, correction="resume").due_on == day("2024-06-03")
    on_a_workday = Correction(day("2024-05-27"), None, day("2024-05-30"))
    assert clock("2024-04-26", on_a_workday, correction="resume").due_on == day("2024-05-30")


def test_a5_days_that_were_not_counted_are_not_used_up() -> None:
    """Three of the twenty are gone when the letter is sent, two more between its answer and the notice."""
    received, restart = "2025-03-03", Correction(day("2025-03-12"), None, day("2025-03-20"))
    answered = Consultation("third_party", day("2025-03-06"), day("2025-03-06"), day("2025-03-10"))
    on_its_way = Consultation("third_party", day("2025-03-06"))
    for letter, left in ((answered, 20 - 3 - 2), (on_its_way, 20 - 3)):
        resumed = clock(received, letter, restart, correction="resume")
        assert resumed.due_on == add(CALENDAR, day("2025-03-20"), left)


def test_a5_an_extension_is_among_the_days_that_are_left() -> None:
    facts = (Extension(day("2024-05-08"), 5), CORRECTION)
    assert clock("2024-04-26", *facts, correction="resume").due_on == add(CALENDAR, day("2024-05-20"), 13 + 5)


def test_a5_after_a_fixed_day_what_was_left_until_it_goes_on() -> None:
    facts = (
        Deferral(day("2024-05-06"), day("2024-06-28")),
        Correction(day("2024-05-08"), None, day("2024-05-20")),
    )
    left = 18 + 19  # from 9 to 31 May with the make-up Saturday, 1 to 28 June without 端午节
    assert clock("2024-04-26", *facts, correction="resume").due_on == add(CALENDAR, day("2024-05-20"), left)


def test_a6_the_clock_may_run_on_while_a_correction_is_awaited() -> None:
    waiting = Correction(day("2024-05-09"))
    assert clock("2024-04-26", waiting).due_on is None
    running = clock("2024-04-26", waiting, while_correcting="running")
    assert (running.due_on, running.waiting) == (day("2024-05-27"), "")
    assert "期限照常计算" in "".join(running.explanation)
    assert clock("2024-04-26", CORRECTION, while_correcting="running").due_on == day("2024-06-18")
    both = clock("2024-04-26", CORRECTION, while_correcting="running", correction="resume")
    assert both.due_on == day("2024-05-27")


def test_a6_a_fee_waits_until_the_correction_is_in() -> None:
    fee = Fee(day("2024-05-10"), day("2024-05-10"), day("2024-05-13"))
    result = clock("2024-04-26", Correction(day("2024-05-09")), fee, while_correcting="running")
    assert [flag.code for flag in result.flags] == ["nothing_running"]


def test_a7_after_payment_the_days_that_were_left_may_go_on() -> None:
    assert clock("2024-06-03", FEE).due_on == day("2024-08-07")
    resumed = clock("2024-06-03", FEE, payment="resume")
    assert resumed.due_on == add(CALENDAR, day("2024-07-10"), 8)  # 12 of 20 were gone on 20 June


def test_a8_a_letter_that_reaches_past_a_restart_may_still_count() -> None:
    letter = Consultation("third_party", day("2024-05-06"), day("2024-05-07"), day("2024-05-24"))
    void, kept = (
        clock("2024-04-26", letter, CORRECTION, composition=how) for how in ("left_to_right", "spanning")
    )
    assert void.due_on == day("2024-06-18")
    assert kept.excluded == tuple(date(2024, 5, n) for n in (21, 22, 23, 24))
    assert kept.due_on == add(CALENDAR, day("2024-06-18"), 4)
    assert "顺延4个工作日" in "".join(kept.explanation)
    on_its_way = Consultation("third_party", day("2024-05-06"))
    assert clock("2024-04-26", on_its_way, CORRECTION, composition="spanning").due_on is None


def test_an_order_without_a_period_may_have_one_by_setting() -> None:
    assert clock("2025-03-03", Reopening(day("2025-06-03")), new_answer_days=10).due_on == day("2025-06-17")
    named = Reopening(day("2025-06-03"), 5)
    assert clock("2025-03-03", named, new_answer_days=10).due_on == day("2025-06-10")


# --- the setting as text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "exclusion_starts=delivered",
        "exclusion_ends=window,overlaps=added,extensions=once_per_period",
        "correction=resume,while_correcting=running,payment=resume,composition=spanning",
        "other_agency_cap=10,new_answer_days=15",
    ],
)
def test_a_reading_is_written_as_it_is_read(text: str) -> None:
    assert read_rules(text).code == text


def test_spaces_and_defaults_do_not_matter() -> None:
    assert read_rules(" overlaps = merged , ,other_agency_cap= 15 ") == DEFAULT


@pytest.mark.parametrize("days", [1, 200])
def test_a_cap_is_at_least_one_day_and_at_most_two_hundred(days: int) -> None:
    rules = read_rules(f"other_agency_cap={days},new_answer_days={days}")
    assert (rules.other_agency_cap, rules.new_answer_days) == (days, days)


NAMES = "、".join(sorted([*ASSUMPTIONS, "new_answer_days", "other_agency_cap"]))
BETWEEN = "应当在1至200个工作日之间。"


@pytest.mark.parametrize(
    ("text", "field", "sentence", "remedy"),
    [
        ("overlap=added", "overlap", "没有名为“overlap”的时限设置。", f"可用的有{NAMES}。"),
        (
            "overlaps=sometimes",
            "overlaps",
            "“sometimes”不是overlaps可以取的值。",
            "请改为merged、added。",
        ),
        ("overlaps", "overlaps", "“”不是overlaps可以取的值。", "请改为merged、added。"),
        ("overlaps=added,overlaps=merged", "overlaps", "时限设置overlaps写了两次。", "请只保留一个。"),
        (
            "other_agency_cap=many",
            "other_agency_cap",
            "other_agency_cap应当是工作日数，不能是“many”。",
            "请填写整数。",
        ),
        (
            "other_agency_cap=-3",
            "other_agency_cap",
            "other_agency_cap应当是工作日数，不能是“-3”。",
            "请填写整数。",
        ),
        ("other_agency_cap=0", "other_agency_cap", f"other_agency_cap{BETWEEN}", "请改正天数。"),
        ("new_answer_days=201", "new_answer_days", f"new_answer_days{BETWEEN}", "请改正天数。"),
        (
            "new_answer_days=9999999",
            "new_answer_days",
            "new_answer_days应当是工作日数，不能是“9999999”。",
            "请填写整数。",
        ),
    ],
)
def test_what_nobody_can_mean_is_refused_by_name(text: str, field: str, sentence: str, remedy: str) -> None:
    with pytest.raises(Refused) as refused:
        read_rules(text)
    assert refused.value.refusal == Refusal(sentence, remedy=remedy, field=field)
