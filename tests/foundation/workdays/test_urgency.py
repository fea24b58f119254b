"""How pressing a date is, and what a long holiday ahead asks for."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.workdays.calendar import Calendar
from foundation.workdays.committed import committed_calendar
from foundation.workdays.urgency import last_day_shown, rest_ahead, urgency

CALENDAR = committed_calendar()
MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 9, 29)
"""Two working days before the National Day holidays (1 to 7 October); 10 October is worked."""


@pytest.mark.parametrize(
    ("due_on", "code"),
    [
        (None, "waiting"),
        (date(2026, 11, 20), "overdue"),
        (MONDAY, "today"),
        (date(2026, 11, 26), "very_soon"),
        (date(2026, 11, 27), "soon"),
        (date(2026, 12, 2), "soon"),
        (date(2026, 12, 3), "waiting"),
    ],
)
def test_it_counts_working_days(due_on: date | None, code: str) -> None:
    assert urgency(CALENDAR, due_on, MONDAY) == code


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 9, 18), date(2026, 9, 25)),  # five working days before the Mid-Autumn holidays
        (date(2026, 9, 17), None),
        (date(2026, 9, 26), date(2026, 9, 25)),  # in the middle of them
        (date(2026, 9, 28), date(2026, 10, 1)),
        (date(2026, 10, 7), date(2026, 10, 1)),
        (date(2026, 10, 8), None),
        (MONDAY, None),  # a weekend is no long holiday
    ],
)
def test_a_long_holiday_is_looked_ahead_to_for_a_week(day: date, first: date | None) -> None:
    rest = rest_ahead(CALENDAR, day)
    assert (rest and rest.first) == first


def test_it_knows_its_name_its_days_and_until_when_what_is_due_must_be_done_before() -> None:
    rest = rest_ahead(CALENDAR, TUESDAY)
    assert rest is not None
    assert rest.words == "国庆节（10月1日至10月7日）"
    assert rest.until == date(2026, 10, 10)  # the third working day, a Saturday that is made up


@pytest.mark.parametrize(
    ("due_on", "code"),
    [
        (date(2026, 9, 30), "very_soon"),
        (date(2026, 10, 8), "rest"),
        (date(2026, 10, 10), "rest"),
        (date(2026, 10, 12), "soon"),
    ],
)
def test_what_is_due_right_after_it_is_to_be_done_before(due_on: date, code: str) -> None:
    assert urgency(CALENDAR, due_on, TUESDAY) == code


def test_the_page_reaches_as_far_as_the_holiday_asks() -> None:
    assert last_day_shown(CALENDAR, MONDAY) == date(2026, 12, 2)
    assert last_day_shown(CALENDAR, date(2026, 9, 18)) == date(2026, 9, 30)


def test_days_off_without_a_name_are_a_holiday_all_the_same() -> None:
    off = frozenset(date(2026, 11, day) for day in (26, 27))
    calendar = Calendar("x", off, frozenset(), frozenset({2026}))
    rest = rest_ahead(calendar, MONDAY)
    assert rest is not None and rest.words == "放假（11月26日至11月29日）"
