"""Notices of the State Council as they are worded, and slips of whoever pastes them."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.contracts import Refusal, Refused
from foundation.workdays.committed import committed_calendar
from foundation.workdays.plan import read_plan

NOTICE_2026 = """
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""

NOTICE_2019 = """（一）元旦：2018年12月30日至2019年1月1日放假调休，共3天，2018年12月29日（星期六）上班。
（二）春节：2月4日至10日放假调休，共7天，2月2日（星期六）、2月3日（星期日）上班。"""


def test_a_whole_notice_is_read_as_it_is_worded():
    plan, calendar = read_plan(2026, NOTICE_2026), committed_calendar()
    assert set(plan.off) == {day for day in calendar.off if day.year == 2026}
    assert set(plan.makeup) == {day for day in calendar.makeup if day.year == 2026}
    assert plan.off[date(2026, 2, 23)] == plan.makeup[date(2026, 2, 14)] == "春节"
    assert plan.off[date(2026, 4, 6)] == "清明节"


def test_the_last_days_of_the_december_before_belong_to_the_plan():
    plan = read_plan(2019, NOTICE_2019)
    assert sorted(plan.off)[:2] == [date(2018, 12, 31), date(2019, 1, 1)]
    assert sorted(plan.makeup) == [date(2018, 12, 29), date(2019, 2, 2), date(2019, 2, 3)]
    assert plan.makeup[date(2018, 12, 29)] == "元旦"


def test_days_may_be_listed_with_commas_and_last_a_month():
    assert len(read_plan(2026, "元旦：1月1日，1月2日放假").off) == 2
    assert max(read_plan(2026, "停课：1月1日至1月31日放假").off) == date(
        2026, 1, 30
    )  # the 31st is a Saturday


def test_a_day_without_a_heading_has_no_name():
    assert read_plan(2025, "1月1日放假").off == {date(2025, 1, 1): ""}


@pytest.mark.parametrize("text", ["", "春节放假", "1月3日（周六）放假"])  # a Saturday is off anyway
def test_a_text_without_days_off_is_refused_with_an_example(text):
    with pytest.raises(Refused) as refused:
        read_plan(2026, text)
    remedy = "请粘贴国务院办公厅通知中的放假安排，例如：元旦：1月1日至3日放假。"
    assert refused.value.refusal == Refusal("没有读到任何放假日期。", remedy=remedy, field="text")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("元旦：1月1日（周五）放假", "2026年1月1日是周四，与通知所写的周五不符"),
        ("元旦：1月1日放假。1月5日上班", "2026年1月5日是周一，本来就是工作日"),
        ("元旦：1月1日调休", "没有说明是放假还是上班"),
        ("元旦：2月30日放假", "“2月30日”不是有效的日期"),
        ("元旦：0月3日放假", "不是有效的日期"),
        ("国庆节：10月7日至1日放假", "“10月7日至1日”的起止日期不合理"),
        ("国庆节：1月1日至2月1日放假", "起止日期不合理"),
        ("元旦：2027年1月1日放假", "2027年1月1日不在2026年的安排之内"),
        ("元旦：2025年11月3日放假", "2025年11月3日不在2026年的安排之内"),
        ("元旦：12月30日至2027年1月2日放假", "2027年1月2日不在2026年的安排之内"),
    ],
)
def test_what_is_not_clear_is_refused_with_its_reason(text, complaint):
    with pytest.raises(Refused) as refused:
        read_plan(2026, text)
    refusal = refused.value.refusal
    assert complaint in refusal.sentence
    assert refusal.field == "text"
    assert refusal.remedy.startswith("请") and refusal.remedy.endswith("。")
