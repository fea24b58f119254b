"""What to say while the plan of a year is awaited: which year, what it means, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.workdays.calendar import Calendar, year_awaited


@dataclass(frozen=True)
class AwaitedPlan:
    """A year whose plan (放假安排) should be in the calendar by now and is not."""

    year: int

    @property
    def sentence(self) -> str:
        return f"工作日历还没有{self.year}年的放假安排，涉及{self.year}年的期限都是暂定的。"

    @property
    def meaning(self) -> str:
        """What 暂定 is, for people who handle requests."""
        return (
            "暂定的期限先按周一至周五估算，印成“预计×月×日，以国务院放假安排为准”，可能比真正的期限早，"
            "也可能晚；提醒因此提前。"
        )

    @property
    def for_keepers(self) -> str:
        return "国务院办公厅通知公布后，请在后台“工作日历”中录入并发布。"

    @property
    def for_others(self) -> str:
        return (
            "国务院办公厅通知公布后，请提醒系统管理员录入并发布；发布后在办申请的期限会重算，"
            "改变了的要告知申请人。"
        )


def awaited_plan(calendar: Calendar, today: date) -> AwaitedPlan | None:
    """From 1 November for the next year, and for the current year as long as it is missing."""
    year = year_awaited(calendar, today)
    return None if year is None else AwaitedPlan(year)
