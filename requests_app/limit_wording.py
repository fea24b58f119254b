"""The limit of a request in one sentence for lists, read from its index; and how a new calendar moved it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import full_date, short_date
from requests_app import service_rules
from requests_app.models import AssistanceLetter, InformationRequest, LetterStage, Stage
from requests_app.operations import limits

RECOMPUTING = "重算中"
"""Another calendar, or another reading of the law, is in force than this limit was counted by."""


def sentence(case: InformationRequest, today: date, calendar: Calendar) -> str:
    """还剩3个工作日（到10月30日）, or what else there is to say today. The case page says why."""
    if case.stage == Stage.VOID:
        return "已作废"
    if case.closed_on is not None:
        return _closed(case, case.closed_on, today)
    if case.stage == Stage.UNCONFIRMED:
        return "待确认，确认后起算"
    if case.stage == Stage.UNREACHED:
        return "待联系，联系上并确认后起算"
    if case.stage == Stage.CORRECTING and case.due_on is None:
        return "待补正，期限暂停计算"
    if case.stage == Stage.PAYING and case.due_on is None:
        return "待缴费，期限暂停计算"
    if case.due_on is None:
        return "期限暂停计算"
    mark = f"（{RECOMPUTING}）" if limits.is_stale(case, calendar) else ""
    return _running(case.due_on, today, calendar, "预计" if case.provisional else "") + mark


def _closed(case: InformationRequest, closed_on: date, today: date) -> str:
    if case.stage == Stage.WITHDRAWN:
        return f"{short_date(closed_on, today)}撤回"
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


def post_by(case: InformationRequest, calendar: Calendar, beside: date | None = None) -> str:
    """最迟交邮日 of an answer that goes by post: 10月22日17时前; empty where nothing is left to be posted."""
    if case.due_on is None or case.stage not in (Stage.HANDLING, Stage.SIGNED):
        return ""
    if not service_rules.goes_by_post(case.provision_routes):
        return ""
    day = service_rules.last_posting_day(case.due_on, calendar)
    shown = short_date(day, beside) if beside else full_date(day)
    return f"{'预计' if case.provisional else ''}{shown}{service_rules.CLOSES_AT}前"


def letter_sentence(letter: AssistanceLetter, today: date, calendar: Calendar) -> str:
    """Where a letter between agencies (协查函) stands with the day by which it wants its answer."""
    due, answered = letter.due_on, letter.answered_on
    if letter.stage in (LetterStage.DRAFT, LetterStage.GIVEN_UP, LetterStage.VOID):
        return "还没有发出" if letter.stage == LetterStage.DRAFT else LetterStage(letter.stage).label
    if answered is None:
        return _running(due, today, calendar, "") if due else "函上没有写明期限"
    late = arithmetic.count(calendar, due, answered) if due and answered > due else 0
    return f"{short_date(answered, today)}回复{f'，晚了{late}个工作日' if late else ''}"


# --- what a recomputation changed -------------------------------------------------------------------------


def moved(data: Mapping[str, Any]) -> str:
    """由预计2027年1月7日改为2027年1月11日; empty when the limit itself stayed."""
    before, after = dated(data, 0), dated(data, 1)
    return f"由{before}改为{after}" if data["due_on"][0] != data["due_on"][1] else ""


def correction_moved(data: Mapping[str, Any]) -> str:
    """The applicant's own period to correct the request, where that is what moved."""
    before, after = data.get("correction_limit", (None, None))
    return f"由{_day(before)}改为{_day(after)}" if before != after else ""


def recomputation(data: Mapping[str, Any]) -> str:
    """The whole of it for staff: limit, latest limit and the calendars."""
    limit = moved(data) or (f"仍是{dated(data, 1)}" if data["due_on"][1] else "仍暂停计算")
    before, after = data["latest_on"]
    extended = f"，延期后最晚改为{_day(after)}" if before != after and after else ""
    correction = f"，补正期限{correction_moved(data)}" if correction_moved(data) else ""
    return f"答复期限{limit}{extended}{correction}（{_because(data)}）"


def _because(data: Mapping[str, Any]) -> str:
    old, new = data["calendar"]
    return f"工作日历{old} → {new}" if old != new else f"时限设置已改变，工作日历仍是{new}"


def told_of(data: Mapping[str, Any]) -> str:
    """What the applicant reads: the holidays are a reason anybody knows, the house's settings are not."""
    limit = "补正期限" if correction_moved(data) else "答复期限"
    by_calendar = data["calendar"][0] != data["calendar"][1]
    return f"{limit}{'按新的放假安排' if by_calendar else ''}重新计算"


def detail(data: Mapping[str, Any]) -> str:
    """What moved for the applicant; empty when only dates inside the house did."""
    return moved(data) or correction_moved(data)


def dated(data: Mapping[str, Any], place: int) -> str:
    """The limit before (0) or after (1)."""
    estimate = "预计" if data["provisional"][place] else ""
    day = data["due_on"][place]
    return f"{estimate}{_day(day)}" if day else "暂停计算"


def _day(text: str) -> str:
    return full_date(date.fromisoformat(text))
