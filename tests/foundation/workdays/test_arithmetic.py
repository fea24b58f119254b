"""The worked examples of the deadline papers, the two usual mistakes, and a slow second opinion."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workdays.arithmetic import (
    SpecialDay,
    add,
    add_days,
    add_months,
    count,
    is_provisional,
    previous_workday,
    roll_forward,
    special_days,
    subtract,
    workdays_between,
)
from foundation.workdays.calendar import Calendar, UnknownDay
from foundation.workdays.committed import committed_calendar
from foundation.workdays.wording import date_list, full_date, short_date, weekday
from tests.foundation.workdays.slow import slow_add, slow_count, works

CALENDAR = committed_calendar()
NAIVE = Calendar("naive", frozenset(), frozenset(), CALENDAR.confirmed_years)
NO_MAKEUP = Calendar("no make-up days", CALENDAR.off, frozenset(), CALENDAR.confirmed_years)


def day(text: str) -> date:
    return date.fromisoformat(text)


# received, 补正 limit (7), due (20), longest (40), counted by weekdays only, counted without make-up days
PLAIN = """
2019-09-25 2019-10-10 2019-10-28 2019-11-25 2019-10-23 2019-10-30
2020-09-27 2020-10-13 2020-10-30 2020-11-27 2020-10-23 2020-11-02
2022-01-28 2022-02-11 2022-03-02 2022-03-30 2022-02-25 2022-03-04
2023-12-25 2024-01-04 2024-01-23 2024-02-23 2024-01-22 2024-01-23
2024-03-11 2024-03-20 2024-04-09 2024-05-09 2024-04-08 2024-04-10
2024-09-27 2024-10-12 2024-10-30 2024-11-27 2024-10-25 2024-11-01
2025-09-26 2025-10-13 2025-10-30 2025-11-27 2025-10-24 2025-11-03
2026-09-18 2026-09-29 2026-10-22 2026-11-19 2026-10-16 2026-10-26
"""


@pytest.mark.parametrize("row", PLAIN.split("\n")[1:-1])
def test_a_plain_period_counts_by_the_state_councils_calendar(row):
    received, seven, twenty, forty, naive, no_makeup = map(day, row.split())
    assert add(CALENDAR, received, 7) == seven
    assert add(CALENDAR, received, 20) == twenty
    assert add(CALENDAR, received, 40) == add(CALENDAR, twenty, 20) == forty
    assert add(NAIVE, received, 20) == naive != twenty
    assert add(NO_MAKEUP, received, 20) == no_makeup
    assert no_makeup != twenty or received == day("2023-12-25")  # no make-up day lies in that one span


@pytest.mark.parametrize(
    ("received", "due"),
    [("2023-04-23", "2023-05-23"), ("2024-02-10", "2024-03-14"), ("2025-02-08", "2025-03-07")],
)
def test_receipt_on_a_rest_day_or_a_make_up_day_is_day_zero(received, due):
    assert add(CALENDAR, day(received), 20) == day(due)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2012-09-26", 20, "2012-10-30"),
        ("2024-01-26", 20, "2024-02-28"),
        ("2025-01-20", 20, "2025-02-21"),
        ("2026-09-18", 20, "2026-10-22"),
        ("2024-09-29", 7, "2024-10-14"),
        ("2025-09-25", 7, "2025-10-11"),
        ("2026-02-13", 7, "2026-03-02"),
        ("2024-04-30", 3, "2024-05-08"),
    ],
)
def test_other_duties_count_the_same_way(start, n, end):
    assert add(CALENDAR, day(start), n) == day(end)


@pytest.mark.parametrize("due", ["2021-02-20", "2024-10-12", "2025-10-11"])
def test_a_make_up_weekend_day_can_be_the_last_day(due):
    assert add(CALENDAR, subtract(CALENDAR, day(due), 20), 20) == day(due)
    assert roll_forward(CALENDAR, day(due)) == day(due)


def test_sixty_natural_days_roll_forward_over_the_holiday():
    assert add_days(CALENDAR, day("2025-08-05"), 60) == day("2025-10-09")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2025-08-05", "2026-02-05"),
        ("2024-12-06", "2025-06-06"),
        ("2024-08-31", "2025-02-28"),
        ("2024-04-09", "2024-10-09"),
    ],
)
def test_six_months_end_on_the_same_number_or_the_last_day_of_the_month(start, end):
    assert add_months(CALENDAR, day(start), 6) == day(end)


def test_a_month_count_over_december_stays_in_the_right_year():
    assert add_months(CALENDAR, day("2024-11-29"), 1) == day("2024-12-30")  # the 29th is a Sunday
    assert add_months(CALENDAR, day("2023-12-15"), 12) == day("2024-12-16")  # the 15th is a Sunday


@pytest.mark.parametrize(
    ("fixed", "alarm"),
    [
        ("2019-03-31", "2019-03-29"),
        ("2020-01-31", "2020-01-23"),
        ("2020-03-31", "2020-03-31"),
        ("2021-01-31", "2021-01-29"),
        ("2022-01-31", "2022-01-30"),
        ("2023-01-31", "2023-01-31"),
        ("2024-03-31", "2024-03-29"),
        ("2025-01-31", "2025-01-27"),
        ("2026-01-31", "2026-01-30"),
        ("2026-03-31", "2026-03-31"),
    ],
)
def test_a_fixed_date_is_announced_on_the_last_working_day_before_it(fixed, alarm):
    assert previous_workday(CALENDAR, day(fixed)) == day(alarm)


@pytest.mark.parametrize(
    ("received", "due", "provisional"),
    [
        ("2026-11-23", "2026-12-21", False),
        ("2026-12-03", "2026-12-31", False),
        ("2026-12-04", "2027-01-01", True),
        ("2027-03-01", "2027-03-29", True),
    ],
)
def test_beyond_the_horizon_weekdays_are_assumed_and_the_result_is_provisional(received, due, provisional):
    assert add(CALENDAR, day(received), 20) == day(due)
    assert is_provisional(CALENDAR, day(received), day(due)) is provisional


def test_the_day_before_the_first_plan_is_only_day_zero():
    assert not is_provisional(CALENDAR, day("2007-12-31"), day("2008-01-10"))
    assert is_provisional(CALENDAR, day("2007-12-30"), day("2008-01-10"))
    assert not is_provisional(CALENDAR, day("2027-03-01"), day("2027-03-01"))


def test_an_estimate_can_be_later_than_the_truth():
    """The plan of 2019 had a Saturday and a Sunday worked before the Spring Festival."""
    until_2018 = Calendar(
        "known in December 2018",
        frozenset(d for d in CALENDAR.off if d.year < 2019),
        frozenset(d for d in CALENDAR.makeup if d.year < 2019),
        frozenset(range(2008, 2019)),
    )
    assert add(until_2018, day("2018-12-24"), 30) == day("2019-02-04")
    assert add(CALENDAR, day("2018-12-24"), 30) == day("2019-02-03")
    assert subtract(until_2018, day("2019-02-04"), 2) < day("2019-02-03")


@pytest.mark.parametrize(
    ("nonsense", "complaint"),
    [
        (lambda: add(CALENDAR, day("2024-01-01"), 0), "at least one working day, not 0"),
        (lambda: subtract(CALENDAR, day("2024-01-01"), 0), "no 0-th working day before 2024-01-01"),
        (lambda: subtract(CALENDAR, day("1990-01-02"), 2), "no 2-th working day before 1990-01-02"),
        (lambda: add(CALENDAR, day("1989-12-31"), 1), "1989-12-31 is outside 1990–2100"),
        (lambda: count(CALENDAR, day("2024-01-01"), day("2101-01-01")), "2101-01-01 is outside 1990–2100"),
        (lambda: add(CALENDAR, day("2100-12-30"), 2), "2 working days after 2100-12-30 lie beyond 2100"),
    ],
)
def test_nonsense_is_not_counted(nonsense, complaint):
    with pytest.raises(ValueError, match=complaint):
        nonsense()


def test_before_the_first_working_day_there_is_none():
    first_rest = Calendar("x", frozenset({day("1990-01-01")}), frozenset(), frozenset({1990}))
    with pytest.raises(UnknownDay, match="no working day on or before 1990-01-01 since 1990"):
        previous_workday(first_rest, day("1990-01-01"))


def test_the_first_and_the_last_day_of_the_calendar_are_counted():
    bare = Calendar("a plan of one year", frozenset(), frozenset(), frozenset({2025}))
    first, last = day("1990-01-01"), day("2100-12-31")  # a Monday and a Friday
    assert previous_workday(bare, first) == first == subtract(bare, day("1990-01-02"), 1)
    assert previous_workday(bare, last) == last == add(bare, day("2100-12-30"), 1)
    assert count(bare, day("2100-12-30"), last) == 1


def test_special_days_name_what_mattered():
    assert special_days(CALENDAR, day("2024-09-27"), day("2024-10-01")) == (
        SpecialDay(day("2024-09-29"), True, "国庆节"),
        SpecialDay(day("2024-10-01"), False, "国庆节"),
    )


def test_dates_are_written_as_officials_write_them():
    assert full_date(day("2026-10-30")) == "2026年10月30日"
    assert short_date(day("2026-10-30")) == short_date(day("2026-10-30"), day("2026-01-01")) == "10月30日"
    assert short_date(day("2027-01-04"), day("2026-12-20")) == "2027年1月4日"
    assert weekday(day("2026-10-30")) == "周五"
    days = map(day, ["2022-01-31", "2022-02-01", "2022-02-04", "2022-10-05", "2022-10-04"])
    assert date_list(days) == "1月31日至2月1日、2月4日、10月4日至5日"


# --- against the slow opinion ----------------------------------------------------------------------------

dates = st.dates(date(2007, 1, 1), date(2028, 12, 31))
lengths = st.integers(1, 300)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    year = draw(st.integers(2010, 2024))
    numbers = draw(st.sets(st.integers(0, 364), max_size=60))
    days = {date(year, 1, 1) + timedelta(days=n) for n in numbers}
    weekdays = frozenset(d for d in days if d.weekday() < 5)
    return Calendar("drawn", weekdays, frozenset(days - weekdays), frozenset({year}))


@given(dates, lengths)
def test_adding_agrees_with_walking_day_by_day(start, n):
    end = add(CALENDAR, start, n)
    assert end == slow_add(CALENDAR, start, n)
    assert works(CALENDAR, end)
    assert count(CALENDAR, start, end) == n
    assert add(CALENDAR, start, n + 1) > end


@given(dates, dates)
def test_counting_agrees_with_walking_day_by_day(after, until):
    assert count(CALENDAR, after, until) == slow_count(CALENDAR, after, until)
    assert len(workdays_between(CALENDAR, after, until)) == count(CALENDAR, after, until)


@given(dates, lengths)
def test_subtracting_takes_back_what_adding_gave(start, n):
    end = add(CALENDAR, start, n)
    back = subtract(CALENDAR, end, n)
    assert back <= start
    assert count(CALENDAR, back, end) == n
    assert count(CALENDAR, back, start) == 0 or back == start


@given(dates, st.integers(0, 400))
def test_natural_limits_end_on_the_first_working_day(start, n):
    end = add_days(CALENDAR, start, n)
    assert works(CALENDAR, end)
    assert slow_count(CALENDAR, start + timedelta(days=n), end) == (end > start + timedelta(days=n))
    assert previous_workday(CALENDAR, start) <= start <= roll_forward(CALENDAR, start)


@given(calendars(), st.integers(0, 364), st.integers(1, 60))
def test_any_calendar_at_all_is_counted_alike(calendar, offset, n):
    start = date(min(calendar.confirmed_years), 1, 1) + timedelta(days=offset)
    end = add(calendar, start, n)
    assert end == slow_add(calendar, start, n)
    assert count(calendar, start, end) == slow_count(calendar, start, end) == n
