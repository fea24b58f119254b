"""The sheets to count along on: every day once, numbered working days, holidays by name."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foundation.workdays.arithmetic import add, workdays_between
from foundation.workdays.committed import committed_calendar
from requests_app.day_table import Day, Month, lay_out

CALENDAR = committed_calendar()


def cells(months: tuple[Month, ...]) -> dict[date, Day]:
    found = [day for month in months for week in month.weeks for day in week if day.kind != "blank"]
    assert len(found) == len({day.day for day in found}), "no day stands on two sheets"
    return {day.day: day for day in found}


def test_the_autumn_holidays_of_2026_day_by_day() -> None:
    """Example 14 of the law file: received 18 September, 20 working days, 22 October."""
    months = lay_out(CALENDAR, date(2026, 9, 18), date(2026, 10, 22))
    days = cells(months)
    assert [(month.year, month.month, month.certain) for month in months] == [
        (2026, 9, True),
        (2026, 10, True),
    ]
    assert days[date(2026, 9, 18)] == Day(date(2026, 9, 18), "start", "起", "不计")
    assert days[date(2026, 9, 19)] == Day(date(2026, 9, 19), "off", "休")
    assert days[date(2026, 9, 20)] == Day(date(2026, 9, 20), "counted", "第1天", "调休上班")
    assert days[date(2026, 9, 25)] == Day(date(2026, 9, 25), "off", "中秋节", "放假")
    assert days[date(2026, 10, 10)] == Day(date(2026, 10, 10), "counted", "第11天", "调休上班")
    assert days[date(2026, 10, 22)] == Day(date(2026, 10, 22), "last", "第20天", "到期")
    assert days[date(2026, 9, 17)].kind == days[date(2026, 10, 23)].kind == "outside"
    assert date(2026, 9, 13) not in days, "weeks outside the period are left out"


def test_every_week_has_seven_cells_and_begins_on_monday() -> None:
    for month in lay_out(CALENDAR, date(2026, 9, 30), date(2026, 11, 2)):
        assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in month.weeks)
        assert all(cell.day.month == month.month for week in month.weeks for cell in week if cell.says)


def test_a_consultation_is_shown_and_not_counted() -> None:
    excluded = workdays_between(CALENDAR, date(2024, 9, 29), date(2024, 10, 12))
    days = cells(lay_out(CALENDAR, date(2024, 9, 23), date(2024, 11, 1), excluded))
    assert days[date(2024, 9, 30)] == Day(date(2024, 9, 30), "excluded", "不计")
    assert days[date(2024, 10, 12)] == Day(date(2024, 10, 12), "excluded", "不计", "调休上班")
    assert days[date(2024, 10, 14)].says == "第6天"


def test_a_period_may_end_on_a_makeup_day_or_on_a_day_off() -> None:
    made_up = cells(lay_out(CALENDAR, date(2024, 9, 27), date(2024, 10, 12)))[date(2024, 10, 12)]
    assert made_up == Day(date(2024, 10, 12), "last", "第7天", "调休上班，到期")
    holiday = cells(lay_out(CALENDAR, date(2024, 9, 27), date(2024, 10, 1)))[date(2024, 10, 1)]
    assert holiday == Day(date(2024, 10, 1), "last", "国庆节", "放假，到期")


def test_a_year_without_a_plan_is_marked() -> None:
    months = lay_out(CALENDAR, date(2026, 12, 21), date(2027, 1, 18))
    assert [month.certain for month in months] == [True, False]


@given(
    start=st.dates(date(2008, 5, 1), date(2028, 1, 1)),
    length=st.integers(1, 60),
    gap=st.sets(st.integers(1, 100), max_size=20),
)
def test_the_numbers_run_from_one_to_the_last_day(start: date, length: int, gap: set[int]) -> None:
    excluded = {start + timedelta(days=step) for step in gap}
    last = add(CALENDAR, start, length)
    days = cells(lay_out(CALENDAR, start, last, excluded))
    inside = [days[start + timedelta(days=step)] for step in range((last - start).days + 1)]
    numbered = [day.says for day in inside if day.says.startswith("第")]
    counted = [day for day in workdays_between(CALENDAR, start, last) if day not in excluded]
    assert numbered == [f"第{number}天" for number in range(1, len(counted) + 1)]
