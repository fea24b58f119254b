"""The duty to publish within 20 working days (law.md 3.6, example 38)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import limits
from foundation.workdays.committed import committed_calendar

CALENDAR = committed_calendar()
GOLDEN = [
    (date(2012, 9, 26), date(2012, 10, 30)),
    (date(2024, 1, 26), date(2024, 2, 28)),
    (date(2025, 1, 20), date(2025, 2, 21)),
    (date(2026, 9, 18), date(2026, 10, 22)),
]
FORMED = st.dates(date(2008, 5, 1), date(2026, 6, 30))


@pytest.mark.parametrize(("formed_on", "last"), GOLDEN)
def test_the_last_day_is_the_twentieth_working_day(formed_on: date, last: date) -> None:
    assert limits.publish_by(CALENDAR, formed_on) == last


def test_nothing_formed_has_no_limit() -> None:
    assert limits.publish_by(CALENDAR, None) is None
    assert limits.limit_on(CALENDAR, None, date(2026, 9, 24)) is None


def test_what_was_formed_before_the_regulation_has_no_limit() -> None:
    assert limits.publish_by(CALENDAR, date(2008, 4, 30)) is None
    assert limits.workdays_late(CALENDAR, date(2008, 4, 30), date(2020, 1, 1)) == 0


def test_lateness_is_counted_in_working_days() -> None:
    formed_on, last = GOLDEN[1]
    assert limits.workdays_late(CALENDAR, formed_on, last) == 0
    assert limits.workdays_late(CALENDAR, formed_on, last + timedelta(days=1)) == 1
    assert limits.workdays_late(CALENDAR, formed_on, date(2024, 3, 4)) == 3  # over a weekend


def slow_limit(formed_on: date) -> date:
    """Day by day, with nothing of the arithmetic under test."""
    day, left = formed_on, 20
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_workday(day)
    return day


@given(FORMED)
def test_the_limit_is_what_counting_day_by_day_gives(formed_on: date) -> None:
    assert limits.publish_by(CALENDAR, formed_on) == slow_limit(formed_on)


@given(FORMED, st.integers(0, 80))
def test_the_day_that_parts_overdue_from_in_time_agrees_with_each_limit(formed_on: date, later: int) -> None:
    on = formed_on + timedelta(days=later)
    overdue = formed_on < limits.formed_before(CALENDAR, on)
    assert overdue == (slow_limit(formed_on) < on)


def test_staff_read_how_much_is_left_or_missed() -> None:
    formed_on, last = GOLDEN[3]
    before = limits.limit_on(CALENDAR, formed_on, date(2026, 10, 20))
    after = limits.limit_on(CALENDAR, formed_on, last + timedelta(days=4))
    assert before is not None and after is not None
    assert before.wording == "最迟2026年10月22日公开，还剩2个工作日"
    assert after.wording == "最迟2026年10月22日公开，已超过2个工作日"


def test_a_limit_in_a_year_without_a_plan_is_provisional() -> None:
    limit = limits.limit_on(CALENDAR, date(2026, 12, 20), date(2026, 12, 21))
    assert limit is not None and limit.provisional
    assert "暂定" in limit.wording
