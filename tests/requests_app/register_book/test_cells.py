"""Dates as people write them: read for certain or refused with the reason, never guessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.register_book import cells
from requests_app.register_book.cells import FIRST, LAST, BadCell

DAY = date(2012, 3, 5)
MORNING = datetime(2012, 3, 5, 9, 30)  # noqa: DTZ001 - cells of a table have no zone
DAYS = st.dates(FIRST, LAST)
FULL_WIDTH = str.maketrans("0123456789.-/", "０１２３４５６７８９．－／")


@pytest.mark.parametrize(
    "written",
    [
        "2012年3月5日",
        "2012年03月05日",
        "2012.3.5",
        "2012-03-05",
        "2012/3/5",
        "20120305",
        "２０１２年３月５日",
        " 2012 年 3 月 5 日 ",
        "2012-03-05 00:00:00",
        "2012-03-05T09:30",
        20120305,
        20120305.0,
        40973,
        40973.5,
        "40973",
        DAY,
        MORNING,
    ],
)
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    assert cells.day(written) == DAY


@given(DAYS)
def test_every_way_of_writing_a_day_says_the_same_day(day: date) -> None:
    plain = (f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}")
    padded = (day.isoformat(), f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day:%Y年%m月%d日}")
    serial = (day - date(1899, 12, 30)).days
    for written in (*plain, *padded, serial, float(serial), day, datetime.combine(day, datetime.min.time())):
        assert cells.day(written) == day
        if isinstance(written, str):
            assert cells.day(written.translate(FULL_WIDTH)) == day


@given(st.text(max_size=12))
def test_nothing_is_read_that_does_not_bear_its_year(written: str) -> None:
    """Whatever people type is nothing, a refusal, or a day whose digits stand there."""
    try:
        found = cells.day(written)
    except BadCell as bad:
        assert str(bad).endswith("。")
        return
    digits = "".join(letter for letter in cells.text(written) if letter.isdecimal())
    assert found is None or digits.startswith(str(found.year)) or digits.isdecimal()


@given(st.one_of(st.integers(), st.floats(allow_nan=True, allow_infinity=True), st.booleans()))
def test_a_number_is_a_day_only_within_the_time_of_the_regulation(number: float) -> None:
    try:
        found = cells.day(number)
    except BadCell:
        return
    assert found is None or FIRST <= found <= LAST


@given(st.dates(date(1, 1, 1), FIRST - timedelta(days=1)))
def test_a_day_before_the_regulation_is_refused(day: date) -> None:
    with pytest.raises(BadCell, match="2008年5月1日"):
        cells.day(day)


@pytest.mark.parametrize("nothing", [None, "", "  ", "/", "／", "—", "-", "无"])
def test_blank_and_struck_out_cells_name_no_day(nothing: object) -> None:
    assert cells.day(nothing) is None
    assert cells.count(nothing) is None


def test_blank_slash_and_zero_are_three_things() -> None:
    assert [cells.is_slash(cells.text(one)) for one in ("", "／", 0)] == [False, True, False]
    assert [cells.count(one) for one in ("", "／", 0)] == [None, None, 0]
    with pytest.raises(BadCell, match="“0”不是日期"):
        cells.day(0)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("12.3.5", "只有两位"),
        ("12年3月5日", "只有两位"),
        ("'12-03-05", "只有两位"),
        ("2012年3月", "没有写到哪一日"),
        ("2012.3", "没有写到哪一日"),
        ("2012-02-30", "这一天不存在"),
        ("20121301", "这一天不存在"),
        ("3月5日", "不是日期"),
        ("已答复", "不是日期"),
        ("9", "不是日期"),
        (True, "不是日期"),
        (120305, "不是日期"),
        (float("nan"), "不是日期"),
        (float("inf"), "不是日期"),
        ("2012-03-05至2012-03-09", "不是日期"),
    ],
)
def test_what_is_not_certain_is_refused_with_its_reason(written: object, reason: str) -> None:
    with pytest.raises(BadCell, match=reason):
        cells.day(written)


def test_numbers_of_days() -> None:
    assert [cells.count(one) for one in ("15", 15.0, "15个工作日", "１５天", "20工作日", 0)] == [
        15,
        15,
        15,
        15,
        20,
        0,
    ]
    for wrong in ("若干", "-5", "1.5", "十五"):
        with pytest.raises(BadCell, match="不是天数"):
            cells.count(wrong)


def test_texts_are_tidied_and_keep_what_they_say() -> None:
    assert cells.text(20.0) == "20" and cells.text(1.5) == "1.5"
    assert cells.text(" ａ１　\r\n b \x00") == "a1\nb"
    assert cells.text(MORNING.replace(hour=0, minute=0)) == "2012-03-05"
    assert cells.as_written("（演示数据）\u3000") == "（演示数据）"
    assert cells.text(MORNING) == "2012-03-05 09:30:00"
