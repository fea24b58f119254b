"""The committed plans against the published ones and against two packages."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from foundation.workdays.calendar import Calendar, year_awaited
from foundation.workdays.committed import YEARS, committed_calendar

# Weekdays off | weekend days that work | working days of the year.
PLANS = {
    2019: (
        "01-01, 02-04..08, 04-05, 05-01..03, 06-07, 09-13, 10-01..04, 10-07",
        "02-02, 02-03, 04-28, 05-05, 09-29, 10-12",
        250,
    ),
    2020: (
        "01-01, 01-24, 01-27..31, 04-06, 05-01, 05-04, 05-05, 06-25, 06-26, 10-01, 10-02, 10-05..08",
        "01-19, 04-26, 05-09, 06-28, 09-27, 10-10",
        249,
    ),
    2021: (
        "01-01, 02-11, 02-12, 02-15..17, 04-05, 05-03..05, 06-14, 09-20, 09-21, 10-01, 10-04..07",
        "02-07, 02-20, 04-25, 05-08, 09-18, 09-26, 10-09",
        250,
    ),
    2022: (
        "01-03, 01-31..02-04, 04-04, 04-05, 05-02..04, 06-03, 09-12, 10-03..07",
        "01-29, 01-30, 04-02, 04-24, 05-07, 10-08, 10-09",
        249,
    ),
    2023: (
        "01-02, 01-23..27, 04-05, 05-01..03, 06-22, 06-23, 09-29, 10-02..06",
        "01-28, 01-29, 04-23, 05-06, 06-25, 10-07, 10-08",
        249,
    ),
    2024: (
        "01-01, 02-12..16, 04-04, 04-05, 05-01..03, 06-10, 09-16, 09-17, 10-01..04, 10-07",
        "02-04, 02-18, 04-07, 04-28, 05-11, 09-14, 09-29, 10-12",
        251,
    ),
    2025: (
        "01-01, 01-28..31, 02-03, 02-04, 04-04, 05-01, 05-02, 05-05, 06-02, 10-01..03, 10-06..08",
        "01-26, 02-08, 04-27, 09-28, 10-11",
        248,
    ),
    2026: (
        "01-01, 01-02, 02-16..20, 02-23, 04-06, 05-01, 05-04, 05-05, 06-19, 09-25, 10-01, 10-02, 10-05..07",
        "01-04, 02-14, 02-28, 05-09, 09-20, 10-10",
        248,
    ),
}


@pytest.fixture(autouse=True)
def read_anew() -> None:
    """Every test reads the committed file itself."""
    committed_calendar.cache_clear()


TOTALS = {2012: 249, 2013: 250, 2014: 250, 2015: 249, 2016: 250, 2017: 249, 2018: 250}
TOTALS |= {year: total for year, (_, _, total) in PLANS.items()}


def listed(year: int, text: str) -> set[date]:
    days: set[date] = set()
    for part in text.split(", "):
        first, _, last = part.partition("..")
        start = date.fromisoformat(f"{year}-{first}")
        end = (
            date.fromisoformat(f"{year}-{last if '-' in last else f'{first[:2]}-{last}'}") if last else start
        )
        days |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
    return days


def every_day(year: int) -> list[date]:
    start = date(year, 1, 1)
    return [day for n in range(366) if (day := start + timedelta(days=n)).year == year]


@pytest.mark.parametrize("year", PLANS)
def test_the_plan_of_a_year_is_the_published_one(year):
    calendar = committed_calendar()
    off, makeup, _ = PLANS[year]
    assert {day for day in calendar.off if day.year == year} == listed(year, off)
    assert {day for day in calendar.makeup if day.year == year} == listed(year, makeup)


@pytest.mark.parametrize(("year", "total"), TOTALS.items())
def test_a_year_has_its_number_of_working_days(year, total):
    assert sum(map(committed_calendar().is_workday, every_day(year))) == total


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_two_packages(year):
    calendar, china = committed_calendar(), holidays.country_holidays("CN", years=year)
    for day in every_day(year):
        assert calendar.is_workday(day) == chinese_calendar.is_workday(day) == china.is_working_day(day), day


def test_new_years_eve_of_2024_was_a_working_day():
    assert committed_calendar().is_workday(date(2024, 2, 9))


def test_half_day_holidays_are_working_days():
    for day in (date(2024, 3, 8), date(2023, 5, 4), date(2022, 6, 1), date(2024, 8, 1)):
        assert committed_calendar().is_workday(day)


def test_every_special_day_has_the_name_of_its_holiday():
    calendar = committed_calendar()
    assert set(calendar.names) == calendar.off | calendar.makeup
    assert all(calendar.names.values())


def test_what_is_committed_says_which_years_it_knows():
    calendar = committed_calendar()
    assert calendar.version == "committed-2026"
    assert calendar.confirmed_years == frozenset(range(2008, 2027))


def test_the_horizon_is_the_end_of_the_last_plan():
    assert committed_calendar().horizon == date(2026, 12, 31)


def test_the_horizon_stops_at_the_first_gap():
    gap = Calendar("gap", frozenset(), frozenset(), frozenset({2025, 2026, 2028}))
    assert gap.horizon == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("off", "makeup", "years", "complaint"),
    [
        ((), (), (), "^a calendar needs at least one confirmed year$"),
        ((date(2027, 1, 1),), (), (2026,), "not confirmed"),
        ((date(2026, 1, 3),), (), (2026,), "only weekdays"),
        ((), (date(2026, 1, 5),), (2026,), "only weekdays"),
    ],
)
def test_a_calendar_that_contradicts_itself_cannot_be_made(off, makeup, years, complaint):
    with pytest.raises(ValueError, match=complaint):
        Calendar("wrong", frozenset(off), frozenset(makeup), frozenset(years))


@pytest.mark.parametrize(
    ("today", "awaited"),
    [
        (date(2026, 10, 31), None),
        (date(2026, 11, 1), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
        (date(2025, 11, 1), None),
        (date(2030, 11, 5), 2030),
    ],
)
def test_next_years_plan_is_awaited_from_november(today, awaited):
    assert year_awaited(committed_calendar(), today) == awaited
