"""What is said while the plan of a year is awaited: to those who keep the calendar and to all others."""

from __future__ import annotations

from datetime import date

from foundation.workdays.awaited import AwaitedPlan, awaited_plan
from foundation.workdays.committed import committed_calendar


def test_the_next_years_plan_is_awaited_from_november() -> None:
    calendar = committed_calendar()
    assert awaited_plan(calendar, date(2026, 10, 31)) is None
    assert awaited_plan(calendar, date(2026, 11, 1)) == AwaitedPlan(2027)


def test_it_says_which_year_what_it_means_and_what_to_do() -> None:
    plan = AwaitedPlan(2027)
    assert plan.sentence == "工作日历还没有2027年的放假安排，涉及2027年的期限都是暂定的。"
    assert plan.meaning == (
        "暂定的期限先按周一至周五估算，印成“预计×月×日，以国务院放假安排为准”，可能比真正的期限早，也可能晚；"
        "提醒因此提前。"
    )
    assert plan.for_keepers == "国务院办公厅通知公布后，请在后台“工作日历”中录入并发布。"
    assert plan.for_others == (
        "国务院办公厅通知公布后，请提醒系统管理员录入并发布；发布后在办申请的期限会重算，改变了的要告知申请人。"
    )
