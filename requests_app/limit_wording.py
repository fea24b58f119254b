"""The limit of a request in one sentence for lists, read from its index."""

from __future__ import annotations

from datetime import date

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import short_date
from requests_app.models import InformationRequest, Stage


def sentence(case: InformationRequest, today: date, calendar: Calendar) -> str:
    """还剩3个工作日（到10月30日）, or what else there is to say today. The case page says why."""
    if case.stage == Stage.VOID:
        return "已作废"
    if case.closed_on is not None:
        return _closed(case, case.closed_on, today)
    if case.stage == Stage.UNCONFIRMED:
        return "待确认，确认后起算"
    if case.stage == Stage.CORRECTING and case.due_on is None:
        return "待补正，期限暂停计算"
    if case.due_on is None:
        return "期限暂停计算"
    return _running(case.due_on, today, calendar, "预计" if case.provisional else "")


def _closed(case: InformationRequest, closed_on: date, today: date) -> str:
    late = case.due_on is not None and closed_on > case.due_on
    return f"{short_date(closed_on, today)}办结{'，超过期限' if late else ''}"


def _running(due: date, today: date, calendar: Calendar, estimate: str) -> str:
    day = short_date(due, today)
    if today > due:
        days = arithmetic.count(calendar, due, today)
        return f"{estimate}已超过期限{days}个工作日（{day}到期）"
    if today == due:
        return f"{estimate}今天到期（{day}）"
    return f"还剩{arithmetic.count(calendar, today, due)}个工作日（{estimate}到{day}）"
