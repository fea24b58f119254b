"""Which reminder of a request falls due on a working day, and whose business it is.

A house rule: seven, three and one working days before the limit, on the day itself, and after it on the
first, the second and then every fifth working day. First whoever owns the next step, on the day after that
also the supervising department (主管部门), never everybody at once. Each falls due once for a case, a kind
and a date; a moved date is another one. Of those a stopped system has missed only the last still matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import short_date
from requests_app import service_rules

OWNER, SIGNER, SUPERVISOR = "owner", "signer", "supervisor"

BEFORE = (7, 3, 1, 0)
"""Working days before the alarm's day."""
UNSIGNED_BEFORE = 2
ESCALATES_AFTER = 2
"""The working day after a limit on which the supervising department is told."""
AGAIN_AFTER = 5
"""Working days between further reminders of something late."""


@dataclass(frozen=True)
class Waiting:
    """Something outside whose period runs: `what` names it in the key, `wording` for people."""

    what: str
    wording: str
    limit_on: date


@dataclass(frozen=True)
class Standing:
    """What matters of an open request on a day. Dates that are not known are None.

    `confirm_by` is the day by which an unconfirmed request is to be confirmed; `unsigned` is true while
    nobody has signed the answer, `by_post` when it goes to the applicant by post.
    """

    step: str
    confirm_by: date | None = None
    due_on: date | None = None
    alarm_on: date | None = None
    provisional: bool = False
    unsigned: bool = False
    by_post: bool = False
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True)
class Due:
    """One reminder: its kind and date make it unique for a case; `to` are the roles it goes to."""

    kind: str
    due_on: date
    to: tuple[str, ...]
    says: str


def reminders(standing: Standing, on: date, calendar: Calendar) -> list[Due]:
    """What of this case falls due on the day: nothing on a day of rest, each kind at its latest point."""
    return list(_reminders(standing, on, calendar)) if calendar.is_workday(on) else []


def _reminders(standing: Standing, on: date, calendar: Calendar) -> Iterator[Due]:
    if standing.confirm_by is not None:
        yield from _unconfirmed(standing.confirm_by, on, calendar)
    if standing.due_on is not None and standing.alarm_on is not None:
        yield from _limit(standing, standing.due_on, standing.alarm_on, on, calendar)
    yield from _over(standing.waiting, on)


def _unconfirmed(confirm_by: date, on: date, calendar: Calendar) -> Iterator[Due]:
    """On the day itself, then like a limit that has passed."""
    said = f"还没有与申请人确认收到，最迟{short_date(confirm_by, beside=on)}确认"
    if on == confirm_by:
        yield Due("unconfirmed", confirm_by, (OWNER,), said)
    elif on > confirm_by:
        yield _late("unconfirmed", confirm_by, arithmetic.count(calendar, confirm_by, on), said)


def _limit(standing: Standing, due_on: date, alarm_on: date, on: date, calendar: Calendar) -> Iterator[Due]:
    if on > due_on:
        late = arithmetic.count(calendar, due_on, on)
        said = f"已超过答复期限{late}个工作日（{short_date(due_on, beside=on)}到期）：{standing.step}"
        yield _late("overdue", due_on, late, said)
        return
    left = arithmetic.count(calendar, on, alarm_on)
    reached = [days for days in BEFORE if left <= days]
    if reached:
        said = f"{_left(standing, due_on, on, calendar)}：{standing.step}"
        yield Due(f"before_{min(reached)}", due_on, (OWNER,), said)
    if standing.unsigned and left <= UNSIGNED_BEFORE:
        said = (
            f"还没有签发，{_left(standing, due_on, on, calendar)}：请签发，或者在纸上签、授权代签、依法延期"
        )
        yield Due("unsigned", due_on, (SIGNER,), said)


def _left(standing: Standing, due_on: date, on: date, calendar: Calendar) -> str:
    post = f"，最迟{_post_by(due_on, on, calendar)}交邮" if standing.by_post else ""
    day = f"{'预计' if standing.provisional else ''}{short_date(due_on, beside=on)}{post}"
    left = arithmetic.count(calendar, on, due_on)
    return f"离答复期限还剩{left}个工作日（到{day}）" if left else f"今天是答复期限的最后一天（{day}）"


def _post_by(due_on: date, on: date, calendar: Calendar) -> str:
    day = service_rules.last_posting_day(due_on, calendar)
    return f"{short_date(day, beside=on)}{service_rules.CLOSES_AT}前"


def _late(kind: str, due_on: date, late: int, said: str) -> Due:
    """The last point of the row 1, 2, 7, 12, … that has come; from the second on one level higher, too."""
    point = late if late < ESCALATES_AFTER else late - (late - ESCALATES_AFTER) % AGAIN_AFTER
    to = (OWNER,) if point < ESCALATES_AFTER else (OWNER, SUPERVISOR)
    return Due(f"{kind}_{point}", due_on, to, said)


def _over(waiting: Iterable[Waiting], on: date) -> Iterator[Due]:
    """From the first working day after a period that somebody outside let pass, once."""
    for one in waiting:
        if on > one.limit_on:
            said = f"{one.wording}{short_date(one.limit_on, beside=on)}已过，请决定下一步"
            yield Due(f"{one.what}_over", one.limit_on, (OWNER,), said)
