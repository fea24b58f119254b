"""The table of deadlines: every row is cited and usable, and the worked examples come out."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from foundation.refusals import Refused
from foundation.workdays.calendar import UnknownDay
from foundation.workdays.committed import committed_calendar
from foundation.workdays.deadlines import DEADLINES, Unit, last_day, last_moment

CALENDAR = committed_calendar()
SHANGHAI = ZoneInfo("Asia/Shanghai")


def day(text: str) -> date:
    return date.fromisoformat(text)


EXAMPLES = """
D01 2024-09-27 2024-10-30
D01-2007 2012-09-26 2012-10-23
D02 2024-04-09 2024-05-09
D02-2007 2012-10-23 2012-11-13
D03 2024-09-27 2024-10-12
D03b 2024-04-28 2024-05-21
D04 2025-03-12 2025-04-02
D05 2024-04-29 2024-05-22
D06 2012-09-26 2012-10-30
D06 2024-01-26 2024-02-28
D06 2025-01-20 2025-02-21
D06 2026-09-18 2026-10-22
D08 2024-06-21 2024-07-19
D09 2024-07-10 2024-08-07
D10 1990-01-01 1991-01-31
D10 2025-06-30 2026-01-31
D11 2025-06-30 2026-03-31
D11-2007 2012-01-01 2013-03-31
D12 2025-08-05 2025-10-09
D13 2025-08-05 2026-02-05
D13 2024-12-06 2025-06-06
D13 2024-08-31 2025-02-28
D14 2025-09-18 2025-10-09
D15 2024-04-09 2024-10-09
D15b 2025-08-05 2025-10-09
D16 2024-02-29 2025-02-28
D17 2024-09-29 2024-10-14
D17 2025-09-25 2025-10-11
D17 2026-02-13 2026-03-02
D18 2024-09-27 2024-10-30
D19 2024-04-30 2024-05-08
D21 2024-04-30 2024-05-08
D22 2026-09-04 2026-10-08
D24 2024-09-29 2024-10-14
D25 2026-09-04 2026-10-08
D26 2024-09-27 2024-10-30
D28a 2024-04-30 2024-05-08
D28b 2024-09-29 2024-10-14
D29 2025-08-05 2025-10-09
D29-longer 2026-09-04 2026-10-08
D29-simple 2026-09-04 2026-10-08
D30 2024-09-27 2024-10-30
D31 2025-09-26 2025-10-16
D31-simple 2025-09-26 2025-10-10
D32 2025-09-18 2025-10-09
D33 2025-06-03 2025-07-01
"""


@pytest.mark.parametrize("row", EXAMPLES.split("\n")[1:-1])
def test_the_worked_examples(row: str) -> None:
    code, start, last = row.split()
    assert last_day(code, day(start), CALENDAR) == day(last)


def test_every_row_has_a_worked_example() -> None:
    hours = {code for code, row in DEADLINES.items() if row.unit is Unit.HOUR}
    assert {row.split()[0] for row in EXAMPLES.split("\n")[1:-1]} == DEADLINES.keys() - hours
    assert {code: DEADLINES[code].length for code in hours} == {"D20a": 5, "D20b": 24, "D20c": 48}


def test_every_row_says_how_long_from_what_and_under_which_article() -> None:
    for code, row in DEADLINES.items():
        assert row.code == code
        assert row.wording and row.starts and row.period
        assert row.article.startswith(("《", "国办发", "国发"))
        assert (row.length > 0) != (row.unit is Unit.FIXED)
        assert (row.month > 0) == (row.day > 0) == (row.unit is Unit.FIXED)


def test_a_row_can_be_read_out() -> None:
    assert DEADLINES["D01"].period == "20个工作日"
    assert DEADLINES["D13"].period == "6个月"
    assert DEADLINES["D22"].period == "不少于30日"
    assert DEADLINES["D10"].period == "次年1月31日前"


def test_working_days_and_fixed_days_do_not_roll() -> None:
    rolling = {code for code, row in DEADLINES.items() if row.rolls}
    assert {"D12", "D13", "D14", "D15", "D32"} <= rolling
    assert not {"D01", "D06", "D10", "D11", "D20a"} & rolling


def test_the_report_day_stays_on_a_holiday() -> None:
    assert last_day("D10", day("2024-12-31"), CALENDAR) == day("2025-01-31")  # Spring Festival
    assert last_day("D11", day("2023-12-31"), CALENDAR) == day("2024-03-31")  # a Sunday


def test_hours_run_through_the_night_and_the_holidays() -> None:
    assert last_moment("D20a", datetime(2026, 10, 1, 22, 30, tzinfo=SHANGHAI)) == datetime(
        2026, 10, 2, 3, 30, tzinfo=SHANGHAI
    )
    with pytest.raises(Refused) as refused:
        last_day("D20c", day("2026-10-01"), CALENDAR)
    refusal = refused.value.refusal
    assert refusal.sentence == "“其他政务舆情回应”按小时计算，只有日期算不出来。"
    assert (refusal.article, refusal.remedy) == ("国办发〔2016〕61号", "请填写时刻。")
    with pytest.raises(ValueError, match="D01"):
        last_moment("D01", datetime(2026, 10, 1, tzinfo=SHANGHAI))


@pytest.mark.parametrize("start", [date(1989, 12, 31), date(2100, 1, 1), date.max])
@pytest.mark.parametrize("code", ["D01", "D12", "D13", "D10"])
def test_a_date_nobody_can_mean_has_no_deadline(code: str, start: date) -> None:
    with pytest.raises(UnknownDay, match=f"^{start} is outside 1990–2100$"):
        last_day(code, start, CALENDAR)
