"""The worked examples, the traps, and a slow second opinion on the clock of a request."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.workdays.arithmetic import add, count
from foundation.workdays.committed import committed_calendar
from requests_app.clock import (
    Clock,
    Consultation,
    Correction,
    Deferral,
    Ending,
    Extension,
    Fee,
    Reopening,
    Rules,
    consultation_limit,
    printed_limit,
    reckon,
    remaining_sentence,
    status,
)
from requests_app.regimes import REG2007, REG2019

CALENDAR = committed_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


def clock(received: str, *facts: object, **more: object) -> Clock:
    return reckon(day(received), CALENDAR, facts, **more)  # type: ignore[arg-type]


def codes(result: Clock) -> list[str]:
    return [flag.code for flag in result.flags]


# --- plain clocks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "regime", "due", "latest"),
    [
        ("2012-09-26", "REG2007", "2012-10-23", "2012-11-13"),
        ("2019-05-14", "REG2007", "2019-06-04", "2019-06-26"),
        ("2019-05-15", "REG2019", "2019-06-13", "2019-07-11"),
    ],
)
def test_the_transition_between_the_editions(received, regime, due, latest):
    result = clock(received)
    assert (result.regime_code, result.due_on, result.latest_possible_on) == (regime, day(due), day(latest))


PLAIN = """
2019-09-25 2019-10-10 2019-10-28 2019-11-25
2020-09-27 2020-10-13 2020-10-30 2020-11-27
2022-01-28 2022-02-11 2022-03-02 2022-03-30
2023-12-25 2024-01-04 2024-01-23 2024-02-23
2024-03-11 2024-03-20 2024-04-09 2024-05-09
2024-09-27 2024-10-12 2024-10-30 2024-11-27
2025-09-26 2025-10-13 2025-10-30 2025-11-27
2026-09-18 2026-09-29 2026-10-22 2026-11-19
"""


@pytest.mark.parametrize("row", PLAIN.split("\n")[1:-1])
def test_plain_clocks(row):
    received, notice, due, latest = map(day, row.split())
    result = reckon(received, CALENDAR)
    assert result.correction_notice_due_on == notice
    assert result.due_on == result.base_due_on == result.internal_due_on == result.alarm_on == due
    assert result.latest_possible_on == latest
    assert reckon(received, CALENDAR, [Extension(due, 20)]).due_on == latest
    assert not result.provisional and not result.flags and not result.waiting


@pytest.mark.parametrize(
    ("received", "due", "wrong"),
    [
        ("2023-04-23", "2023-05-23", None),  # a make-up Sunday
        ("2024-02-10", "2024-03-14", None),  # Spring Festival
        ("2025-02-08", "2025-03-07", None),  # a make-up Saturday
        ("2024-05-08", "2024-06-04", "2024-05-31"),  # letter confirmed; wrong from its arrival on 05-06
        ("2025-10-09", "2025-11-05", "2025-11-04"),  # filing confirmed; wrong from the submission on 10-04
        ("2026-11-23", "2026-12-21", None),
        ("2026-12-03", "2026-12-31", None),
        ("2024-12-16", "2025-01-14", None),
    ],
)
def test_day_zero_is_the_legal_day_of_receipt(received, due, wrong):
    assert clock(received).due_on == day(due)
    assert wrong != due


def test_counting_from_the_wrong_day_gives_another_date():
    assert clock("2024-05-06").due_on == day("2024-05-31")
    assert clock("2025-10-04").due_on == day("2025-11-04")


def test_signed_for_on_friday_registered_on_monday_counts_from_friday():
    assert clock("2025-03-07").correction_notice_due_on == day("2025-03-18")


def test_the_result_says_by_what_it_was_computed():
    result = clock("2012-09-26")
    assert (result.calendar_version, result.regime_code) == ("committed-2026", "REG2007")
    assert (result.received_on, result.rules) == (day("2012-09-26"), Rules())
    assert clock("2012-09-26", regime_override="REG2019").due_on == day("2012-10-30")


# --- correction -----------------------------------------------------------------------------------------


def test_a_correction_starts_the_whole_period_anew():
    result = clock("2024-04-26", Correction(day("2024-05-09"), None, day("2024-05-20")))
    assert result.due_on == day("2024-06-18")
    assert result.due_on not in (day("2024-06-06"), day("2024-05-27"))  # resumed; original
    assert result.correction_notice_due_on == day("2024-05-09")
    assert result.runs_from == day("2024-05-20")
    assert not result.flags


def test_until_the_correction_comes_nothing_runs_and_nothing_is_overdue():
    result = clock("2024-04-26", Correction(day("2024-05-09"), day("2024-05-30")))
    assert (result.due_on, result.internal_due_on, result.alarm_on) == (None, None, None)
    assert (result.waiting, result.latest_possible_on, result.post_by) == ("correction", None, None)
    assert status(result, day("2024-12-01")).code == "waiting"
    assert "等待申请人补正" in remaining_sentence(result, day("2024-12-01"))
    assert "等待申请人补正" in printed_limit(result)
    assert remaining_sentence(result, day("2024-12-01"), day("2024-06-20")) == "已办结"


def test_after_a_late_correction_notice_both_dates_are_there_and_the_earlier_binds():
    result = clock("2024-04-26", Correction(day("2024-05-10"), None, day("2024-05-20")))
    assert (result.due_on, result.internal_due_on) == (day("2024-06-18"), day("2024-05-27"))
    assert result.alarm_on == day("2024-05-27")
    assert codes(result) == ["late_correction_notice"]
    assert "2024年5月9日前告知" in result.flags[0].sentence
    waiting = clock("2024-04-26", Correction(day("2024-05-10")))
    assert (waiting.due_on, waiting.internal_due_on) == (None, day("2024-05-27"))


def test_a_late_notice_and_an_undelivered_letter_leave_no_date_at_all():
    letter = Consultation("third_party", day("2024-05-08"))
    result = clock("2024-04-26", letter, Correction(day("2024-05-10")))
    assert (result.due_on, result.internal_due_on) == (None, None)


def test_a_second_correction_is_recorded_without_effect():
    first = Correction(day("2024-05-06"), None, day("2024-05-20"))
    second = Correction(day("2024-05-24"), None, day("2024-06-10"))
    result = clock("2024-04-26", first, second)
    assert (result.due_on, result.may_correct) == (day("2024-06-18"), False)
    assert codes(result) == ["second_correction"]


def test_a_correction_asked_for_after_the_limit_changes_nothing():
    result = clock("2024-04-26", Correction(day("2024-05-28"), None, day("2024-06-03")))
    assert (result.due_on, codes(result)) == (day("2024-05-27"), ["late_correction"])


def test_the_old_edition_knows_no_days_for_the_notice():
    result = clock("2012-09-26", Correction(day("2012-10-22"), None, day("2012-10-25")))
    assert result.correction_notice_due_on is None
    assert result.due_on == add(CALENDAR, day("2012-10-25"), 15)
    assert not result.flags


# --- consultations --------------------------------------------------------------------------------------

THIRD_PARTY = ("third_party", day("2025-03-10"), day("2025-03-12"))


def test_a_third_partys_answer_ends_the_exclusion():
    result = clock("2025-03-03", Consultation(*THIRD_PARTY, answered_on=day("2025-03-26")))
    assert result.base_due_on == day("2025-03-31")
    assert len(result.excluded) == 12
    assert result.due_on == day("2025-04-17")


def test_silence_ends_the_exclusion_with_the_window_not_before_and_not_after():
    window = day("2025-04-02")
    silent = clock("2025-03-03", Consultation(*THIRD_PARTY))
    assert consultation_limit(Consultation(*THIRD_PARTY), REG2019, CALENDAR) == window
    assert len(silent.excluded) == count(CALENDAR, day("2025-03-10"), window)
    late = clock("2025-03-03", Consultation(*THIRD_PARTY, answered_on=day("2025-04-20")))
    assert late.due_on == silent.due_on == add(CALENDAR, day("2025-03-31"), len(silent.excluded))


def test_make_up_days_inside_a_consultation_count():
    letter = Consultation("third_party", day("2024-09-29"), day("2024-09-29"), day("2024-10-12"))
    result = clock("2024-09-23", letter)
    assert result.base_due_on == day("2024-10-24")
    assert len(result.excluded) == 6
    assert result.due_on == day("2024-11-01")


def test_overlapping_consultations_are_merged_not_added():
    one = Consultation("third_party", day("2025-03-05"), day("2025-03-06"), day("2025-03-14"))
    other = Consultation("co_maker", day("2025-03-10"), day("2025-03-11"), day("2025-03-19"))
    result = clock("2025-03-03", one, other)
    assert len(result.excluded) == 10 == count(CALENDAR, day("2025-03-05"), day("2025-03-19"))
    assert result.due_on == clock("2025-03-03", other, one).due_on == day("2025-04-15")
    assert any("只扣一次" in line for line in result.explanation)


def test_a_co_makers_window_ends_after_fifteen_working_days():
    letter = Consultation("co_maker", day("2024-04-28"), day("2024-04-29"))
    assert consultation_limit(letter, REG2019, CALENDAR) == day("2024-05-22")
    assert consultation_limit(letter, REG2007, CALENDAR) is None


def test_a_letter_on_its_way_leaves_the_limit_open():
    letter = Consultation("third_party", day("2025-03-10"))
    result = clock("2025-03-03", letter, Extension(day("2025-06-01"), 5))
    assert (result.due_on, result.waiting) == (None, "delivery")
    assert "尚未送达" in "".join(result.explanation)
    assert "尚未送达" in remaining_sentence(result, day("2025-06-01"))
    assert codes(result) == []  # nobody can say that the extension came too late


def test_a_returned_letter_ends_the_exclusion():
    letter = Consultation("third_party", day("2025-03-10"), returned_on=day("2025-03-14"))
    assert len(clock("2025-03-03", letter).excluded) == 4


def test_another_agency_is_waited_for_until_its_answer_or_the_cap_of_the_house():
    silent = Consultation("other_agency", day("2025-03-10"))
    assert len(clock("2025-03-03", silent).excluded) == 15
    assert len(clock("2025-03-03", silent, rules=Rules(other_agency_cap=5)).excluded) == 5
    answered = Consultation("other_agency", day("2025-03-10"), answered_on=day("2025-04-10"))
    assert clock("2025-03-03", answered).excluded[-1] == day("2025-04-10")


def test_a_consultation_after_the_limit_excludes_nothing():
    sent = day("2025-04-01")
    result = clock("2025-03-03", Consultation("third_party", sent, sent, day("2025-04-10")))
    assert (result.due_on, result.excluded) == (day("2025-03-31"), ())
    assert codes(result) == ["late_consultation"]
    assert "所需时间不予扣除" in result.flags[0].sentence


def test_a_consultation_on_the_last_day_is_still_in_time():
    sent = day("2025-03-31")
    result = clock("2025-03-03", Consultation("third_party", sent, sent, day("2025-04-03")))
    assert result.due_on == day("2025-04-03")


def test_under_the_old_edition_only_third_parties_stop_the_clock():
    letter = Consultation("third_party", day("2012-10-08"), day("2012-10-09"), day("2012-11-19"))
    result = clock("2012-09-26", letter)
    assert len(result.excluded) == 30
    co_maker = clock("2012-09-26", Consultation("co_maker", day("2012-10-08"), day("2012-10-09")))
    assert (co_maker.due_on, codes(co_maker)) == (day("2012-10-23"), ["consultation_not_in_regime"])


# --- extension ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("k", "due"), [(10, "2026-01-13"), (20, "2026-01-27")])
def test_an_extension_is_appended_to_the_limit(k, due):
    result = clock("2025-12-01", Extension(day("2025-12-29"), k))
    assert result.base_due_on == day("2025-12-29")
    assert result.due_on == result.latest_possible_on == day(due)
    assert (result.extended_by, result.length) == (k, 20 + k)


def test_an_extension_comes_after_the_consultations():
    facts = (Consultation(*THIRD_PARTY, answered_on=day("2025-03-26")), Extension(day("2025-04-17"), 3))
    assert (
        clock("2025-03-03", *facts).due_on
        == clock("2025-03-03", *reversed(facts)).due_on
        == day("2025-04-22")
    )


@pytest.mark.parametrize(
    ("extensions", "due", "flags"),
    [
        ([Extension(date(2025, 12, 30), 10)], "2025-12-29", ["late_extension"]),
        (
            [Extension(date(2025, 12, 20), 5), Extension(date(2026, 1, 5), 5)],
            "2026-01-06",
            ["second_extension"],
        ),
        ([Extension(date(2025, 12, 20), 21)], "2025-12-29", ["extension_too_long"]),
        ([Extension(date(2025, 11, 30), 5)], "2025-12-29", ["before_receipt"]),
    ],
)
def test_an_unlawful_extension_is_kept_as_a_flag_and_never_improves_the_limit(extensions, due, flags):
    result = clock("2025-12-01", *extensions)
    assert (result.due_on, codes(result)) == (day(due), flags)
    assert result.flags[0].sentence in "".join(result.explanation)
    assert result.flags[0].article.endswith("第三十三条第二款")


def test_the_flag_of_a_late_extension_names_both_dates():
    (flag,) = clock("2025-12-01", Extension(day("2025-12-30"), 10)).flags
    assert flag.sentence.startswith("延期告知晚于期限：2025年12月30日")
    assert "（2025年12月29日）" in flag.sentence


def test_the_extension_does_not_revive_after_a_restart():
    result = clock(
        "2024-06-03",
        Extension(day("2024-06-14"), 10),
        Fee(day("2024-06-20"), day("2024-06-21"), day("2024-07-10")),
        Extension(day("2024-07-20"), 10),
    )
    assert result.due_on == result.latest_possible_on == day("2024-08-07")
    assert codes(result) == ["second_extension"]


# --- fee, deferral, reopening ---------------------------------------------------------------------------


def test_after_payment_the_full_period_runs_from_the_next_day():
    result = clock("2024-06-03", Fee(day("2024-06-20"), day("2024-06-21"), day("2024-07-10")))
    assert result.due_on == day("2024-08-07")
    assert result.due_on == add(CALENDAR, day("2024-07-10"), 20)


def test_the_payment_window_is_twenty_working_days_not_thirty():
    waiting = clock("2024-06-03", Fee(day("2024-06-20"), day("2024-06-21")))
    assert (waiting.due_on, waiting.waiting) == (None, "fee")
    assert waiting.base_due_on == day("2024-07-02")
    assert waiting.payment_due_on == day("2024-07-19")
    assert clock("2024-06-03", Fee(day("2024-06-20"))).payment_due_on is None


def test_paying_late_is_flagged_and_restarts_all_the_same():
    result = clock("2024-06-03", Fee(day("2024-06-20"), day("2024-06-21"), day("2024-07-22")))
    assert (codes(result), result.due_on) == (["late_payment"], add(CALENDAR, day("2024-07-22"), 20))


def test_a_fee_paid_at_the_counter_the_same_day_restarts_that_day():
    paid = day("2024-06-20")
    assert clock("2024-06-03", Fee(paid, paid, paid)).due_on == add(CALENDAR, paid, 20)


def test_a_fee_notice_after_the_limit_or_under_the_old_edition_changes_nothing():
    late = clock("2024-06-03", Fee(day("2024-07-03"), day("2024-07-03"), day("2024-07-04")))
    assert (late.due_on, codes(late)) == (day("2024-07-02"), ["late_fee"])
    old = clock("2012-09-26", Fee(day("2012-10-08")))
    assert (old.due_on, codes(old)) == (day("2012-10-23"), ["cost_fee"])
    assert not old.flags[0].unlawful
    between = clock("2018-09-26", Fee(day("2018-10-08")))
    assert (between.due_on, codes(between)) == (day("2018-10-22"), ["fee_not_in_force"])
    assert between.flags[0].unlawful


def test_what_is_begun_while_nothing_runs_has_no_effect():
    result = clock(
        "2024-04-26",
        Correction(day("2024-05-06"), None, day("2024-05-20")),
        Extension(day("2024-05-10"), 10),
        Consultation("third_party", day("2024-05-10"), day("2024-05-11"), day("2024-05-28")),
    )
    assert result.due_on == day("2024-06-18")
    assert codes(result) == ["nothing_to_exclude", "nothing_running"]


def test_correction_then_consultation_compose_from_left_to_right():
    result = clock(
        "2024-04-26",
        Correction(day("2024-05-09"), None, day("2024-05-20")),
        Consultation("third_party", day("2024-05-20"), day("2024-05-21"), day("2024-05-27")),
    )
    assert len(result.excluded) == 5
    assert result.due_on == add(CALENDAR, day("2024-06-18"), 5)


def test_a_restart_voids_the_consultations_before_it():
    result = clock(
        "2024-04-26",
        Consultation("third_party", day("2024-04-28"), day("2024-04-29"), day("2024-05-07")),
        Correction(day("2024-05-08"), None, day("2024-05-20")),
    )
    assert (result.excluded, result.due_on) == ((), day("2024-06-18"))
    on_its_way = Consultation("third_party", day("2024-05-06"))
    restart = Correction(day("2024-05-08"), None, day("2024-05-20"))
    assert clock("2024-04-26", on_its_way, restart).due_on == day("2024-06-18")


def test_a_reasonable_later_day_replaces_the_limit():
    result = clock("2025-03-03", Deferral(day("2025-03-20"), day("2025-06-28")))
    assert result.due_on == result.latest_possible_on == day("2025-06-28")
    assert result.post_by == day("2025-06-27")  # the 28th is a Saturday
    letter = Consultation("third_party", day("2025-06-24"), day("2025-06-24"), day("2025-06-26"))
    more = clock("2025-03-03", Deferral(day("2025-03-20"), day("2025-06-30")), letter)
    assert more.due_on == day("2025-07-02")


@pytest.mark.parametrize(
    ("deferral", "code"),
    [
        (Deferral(date(2025, 4, 1), date(2025, 6, 30)), "late_deferral"),
        (Deferral(date(2025, 3, 20), date(2025, 3, 31)), "deferral_not_later"),
    ],
)
def test_a_deferral_too_late_or_to_an_earlier_day_changes_nothing(deferral, code):
    result = clock("2025-03-03", deferral)
    assert (result.due_on, codes(result)) == (day("2025-03-31"), [code])


def test_a_deferral_while_a_letter_is_on_its_way_settles_the_limit():
    result = clock(
        "2025-03-03",
        Consultation("third_party", day("2025-03-10")),
        Deferral(day("2025-03-20"), day("2025-06-30")),
    )
    assert result.due_on == day("2025-06-30")


@pytest.mark.parametrize(("workdays", "due"), [(10, "2025-06-17"), (None, "2025-07-01")])
def test_an_ordered_new_answer_has_the_period_it_names_or_the_full_one(workdays, due):
    result = clock("2025-03-03", Reopening(day("2025-06-03"), workdays))
    assert result.due_on == result.latest_possible_on == day(due)
    assert result.correction_notice_due_on == add(CALENDAR, day("2025-06-03"), 7)


def test_an_order_ends_every_waiting():
    result = clock("2025-03-03", Correction(day("2025-03-05")), Reopening(day("2025-06-03"), 10))
    assert (result.due_on, result.waiting) == (day("2025-06-17"), "")


def test_an_order_before_receipt_is_only_a_flag():
    assert codes(clock("2025-03-03", Reopening(day("2025-03-01")))) == ["before_receipt"]


# --- several acts on one day ----------------------------------------------------------------------------


def test_on_the_day_of_payment_a_correction_can_still_be_asked_for():
    fee = Fee(day("2024-06-05"), day("2024-06-05"), day("2024-06-12"))
    correction = Correction(day("2024-06-12"), None, day("2024-06-20"))
    for facts in ((fee, correction), (correction, fee)):
        result = clock("2024-06-03", *facts)
        assert (result.due_on, codes(result)) == (add(CALENDAR, day("2024-06-20"), 20), [])


def test_who_asks_for_a_correction_and_for_an_opinion_on_one_day_stops_the_clock_first():
    letter = Consultation("third_party", day("2025-03-05"), day("2025-03-05"), day("2025-03-12"))
    result = clock("2025-03-03", letter, Correction(day("2025-03-05")))
    assert codes(result) == ["nothing_to_exclude"]


def test_an_order_and_a_correction_of_one_day_count_in_the_order_they_are_written():
    order, correction = Reopening(day("2025-03-10"), 10), Correction(day("2025-03-10"))
    assert clock("2025-03-03", order, correction).waiting == "correction"
    assert clock("2025-03-03", correction, order).waiting == ""


def test_who_withdraws_while_a_correction_is_awaited_is_waited_for_no_longer():
    result = clock("2024-04-26", Correction(day("2024-05-09")), Ending("withdrawal", day("2024-05-10")))
    assert (result.waiting, result.due_on) == ("", None)


# --- beyond the horizon ---------------------------------------------------------------------------------


def test_beyond_the_horizon_the_date_is_an_estimate_and_never_printed_bare():
    result = clock("2026-12-10")
    assert result.provisional
    assert result.due_on == day("2027-01-07")
    assert result.alarm_on == day("2027-01-05")
    words = "自收到之日起20个工作日内（预计2027年1月7日，以国务院放假安排为准）"
    assert remaining_sentence(result, day("2026-12-20")) == printed_limit(result) == words
    assert remaining_sentence(result, day("2027-01-04")) == words.replace("2027年", "")
    assert remaining_sentence(result, day("2027-01-08")) == "预计已超过期限1个工作日（1月7日到期）"
    assert "预计到2027年1月7日" in result.explanation[-1]
    assert not any("最迟在" in line for line in result.explanation)


def test_an_estimate_says_what_it_does_not_count():
    letter = Consultation("third_party", day("2026-12-14"), day("2026-12-14"), day("2026-12-16"))
    words = printed_limit(clock("2026-12-10", letter))
    assert (
        words == "自收到之日起20个工作日内（不计征求意见所需时间，预计2027年1月11日，以国务院放假安排为准）"
    )
    deferral = Deferral(day("2026-12-10"), day("2027-02-01"))
    assert printed_limit(clock("2026-12-01", deferral)) == "2027年2月1日"  # a day somebody fixed
    later = Consultation("third_party", day("2027-01-27"), day("2027-01-27"), day("2027-01-28"))
    words = printed_limit(clock("2026-12-01", deferral, later))
    assert words == "在告知的合理期限内（不计征求意见所需时间，预计2027年2月2日，以国务院放假安排为准）"
    corrected = clock("2026-12-01", Correction(day("2026-12-02"), None, day("2026-12-10")))
    assert printed_limit(corrected).startswith("自收到补正的申请之日起20个工作日内（预计2027年1月7日")


def test_the_last_certain_day():
    assert not clock("2026-12-03").provisional
    assert clock("2026-12-04").provisional


# --- read on a day --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "closed", "code", "remaining", "overdue", "sentence"),
    [
        ("2024-10-25", None, "running", 3, 0, "还剩3个工作日（到10月30日）"),
        ("2024-10-26", None, "running", 3, 0, "还剩3个工作日（到10月30日）"),
        ("2024-10-30", None, "due_today", 0, 0, "今天到期（10月30日）"),
        ("2024-10-31", None, "overdue", None, 1, "已超过期限1个工作日（10月30日到期）"),
        ("2024-12-01", "2024-10-30", "answered", None, 0, "已在期限内答复"),
        ("2024-12-01", "2024-11-04", "answered_late", None, 3, "已答复，超过期限3个工作日"),
    ],
)
def test_the_state_is_a_comparison_with_a_day(today, closed, code, remaining, overdue, sentence):
    result = clock("2024-09-27")
    closed_on = day(closed) if closed else None
    state = status(result, day(today), closed_on)
    assert (state.code, state.remaining, state.overdue_by) == (code, remaining, overdue)
    assert remaining_sentence(result, day(today), closed_on) == sentence


def test_the_weekend_after_the_limit_is_late_by_no_working_day():
    result = clock("2025-02-08")  # due on Friday 2025-03-07
    assert result.due_on == day("2025-03-07")
    assert remaining_sentence(result, day("2025-03-08")) == "已超过期限（3月7日到期）"
    assert status(result, day("2025-03-20"), day("2025-03-08")).code == "answered_late"


def test_a_limit_in_another_year_is_read_with_its_year():
    assert remaining_sentence(clock("2024-12-16"), day("2024-12-30")) == "还剩10个工作日（到2025年1月14日）"
    assert printed_limit(clock("2024-12-16")) == "2025年1月14日"
