"""A case not signed although its limit is near: who may sign, who is away, and the lawful ways out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foundation.staff.holders import Holder, staffing
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date, short_date
from requests_app.capabilities import SIGN
from requests_app.clock_steps import NextStep, next_steps
from requests_app.models import InformationRequest, Stage
from requests_app.operations import limits
from requests_app.steps import EXTEND, RECORD_SIGNATURE

AHEAD = 2
"""Working days before the alarm's day from which a missing signature is told with its ways out."""


@dataclass(frozen=True)
class Unsigned:
    """`signers` in words; `ways` are the lawful ways out, each a sentence; `short` stands in a list."""

    lead: str
    signers: str
    ways: tuple[str, ...]
    short: str


def is_near(calendar: Calendar, alarm_on: date | None, day: date) -> bool:
    """Two working days before the alarm's day, and after it."""
    return alarm_on is not None and alarm_on <= arithmetic.add(calendar, day, AHEAD)


def alarm(case: InformationRequest, day: date) -> Unsigned | None:
    """None while there is time, and once it is signed."""
    if case.stage != Stage.HANDLING or not is_near(published_calendar(), case.alarm_on, day):
        return None
    able = staffing(day).able(SIGN.code, case.desks())
    extension = _extension(case, day)
    return Unsigned(
        lead=_lead(case, day),
        signers=_signers(able),
        ways=(_extension_sentence(extension), PAPER, _delegation(able)),
        short="；".join(filter(None, (_away(able), _extension_short(extension)))),
    )


PAPER = (
    f"打印答复审签单，请负责人在纸上签字，再办理“{RECORD_SIGNATURE.wording}”并上传扫描件；负责人不需要账号。"
)


def _lead(case: InformationRequest, day: date) -> str:
    left = arithmetic.count(published_calendar(), day, case.due_on) if case.due_on else 0
    if case.due_on is not None and case.due_on < day:
        return f"还没有签发，答复期限{short_date(case.due_on, beside=day)}已过；逾期也应当尽快答复。"
    return f"还没有签发，离答复期限只剩{left}个工作日。" if left else "还没有签发，今天是答复期限的最后一天。"


def _signers(able: Sequence[Holder]) -> str:
    if not able:
        return "没有人可以签发答复，请联系安全管理员"
    return "、".join(holder.words for holder in able)


def _away(able: Sequence[Holder]) -> str:
    """Told in a list only when nobody who may sign is there."""
    if not able:
        return "没有人可以签发答复"
    back = [holder.away_until for holder in able if holder.away_until is not None]
    return f"能签发的人都外出，最早{short_date(min(back))}以后返回" if len(back) == len(able) else ""


def _extension(case: InformationRequest, day: date) -> NextStep | None:
    clock = limits.clock_of(case)
    steps = next_steps(clock, day) if clock else ()
    return next((step for step in steps if step.code == "extension"), None)


def _extension_sentence(step: NextStep | None) -> str:
    if step is None or not step.allowed:
        return f"不能再延期：{step.reason if step else '还没有收到申请'}。"
    until = f"，最迟{full_date(step.latest_on)}告知申请人" if step.latest_on else ""
    return f"{EXTEND.wording}{until}（{step.article}）。"


def _extension_short(step: NextStep | None) -> str:
    if step is None or not step.allowed or step.latest_on is None:
        return ""
    return f"还可以延期（最迟{short_date(step.latest_on)}告知）"


def _delegation(able: Sequence[Holder]) -> str:
    """Who signs for somebody else by a delegation that is on record for that day."""
    deputies = [holder for holder in able if holder.assignment.deputy_for is not None and not holder.is_away]
    if not deputies:
        return "按书面授权代签：现在没有登记在有效期内的授权，可以请安全管理员指定代行人。"
    named = "、".join(
        f"{holder.words}{f'，依据：{holder.assignment.reason}' if holder.assignment.reason else ''}"
        for holder in deputies
    )
    return f"按书面授权代签：{named}。"
