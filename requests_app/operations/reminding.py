"""Reminding colleagues of limits: what falls due on a day is written once, with its messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from foundation.agencies.models import User
from foundation.contracts import Refusal, Refused
from foundation.outbox import operations as outbox
from foundation.staff.holders import Holder, Staffing, staffing
from foundation.workdays import arithmetic
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app.capabilities import HANDLE, SIGN, SUPERVISE
from requests_app.models import InformationRequest, Reminder
from requests_app.reminder_rules import OWNER, SIGNER, Due, reminders
from requests_app.standing import Stood, stood

SOURCE = "requests.reminder:"
"""How the outbox knows our messages; the key of the reminder follows."""
LENGTH = 300
"""What fits into a message."""


@dataclass(frozen=True)
class Reminded:
    """A reminder that falls due on the day; `is_new` when it had not been written before."""

    number: str
    kind: str
    text: str
    recipients: tuple[str, ...]
    is_new: bool


def foresee(on: date) -> list[Reminded]:
    """What the day has, without writing anything."""
    known = set(Reminder.objects.values_list("request", "kind", "due_on"))
    return [one.told(one.key not in known) for one in _falling_due(on)]


def remind(on: date) -> list[Reminded]:
    """Write what falls due on the day and was not written yet. Raises Refused for a day to come.

    Of a day that has passed only what still holds today is sent; the rest is on record as too late. On a
    day of rest nothing falls due, and what the last working day had still holds.
    """
    if on > today():
        raise Refused(
            Refusal(
                f"{full_date(on)}还没有到，不能提前写提醒。",
                remedy="只看那天会有什么提醒的，加上 --preview。",
            )
        )
    found = _falling_due(on)
    last = arithmetic.previous_workday(published_calendar(), today())
    holds = {one.key for one in (found if on == last else _falling_due(last))}
    _take_back(holds)
    return [_write(one, on, obsolete=one.key not in holds) for one in found]


def _take_back(holds: set[tuple[int, str, date]]) -> None:
    """What was done meanwhile, or is more pressing by now, need not be told any more."""
    waiting = [int(source.removeprefix(SOURCE)) for source in outbox.unfinished(SOURCE)]
    rows = Reminder.objects.filter(pk__in=waiting).values_list("pk", "request", "kind", "due_on")
    outbox.withdraw(f"{SOURCE}{pk}" for pk, *key in rows if tuple(key) not in holds)


@transaction.atomic
def _write(one: FallingDue, on: date, *, obsolete: bool) -> Reminded:
    """One reminder with its messages; whoever comes second finds it written."""
    case, due = one.case, one.due
    reminder, is_new = Reminder.objects.get_or_create(
        request=case, kind=due.kind, due_on=due.due_on, defaults={"reminded_on": on}
    )
    if is_new:
        outbox.write(
            f"{SOURCE}{reminder.pk}",
            one.users,
            agency=case.handler,
            text=one.text,
            path=reverse("admin:requests_app_informationrequest_change", args=[case.pk]),
            made_on=on,
            obsolete=obsolete,
        )
    return one.told(is_new)


# --- what falls due -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FallingDue:
    """A reminder of a case with those it goes to."""

    case: InformationRequest
    due: Due
    users: tuple[User, ...]

    @property
    def key(self) -> tuple[int, str, date]:
        return self.case.pk, self.due.kind, self.due.due_on

    @property
    def text(self) -> str:
        """Number, step and date: nothing an applicant said."""
        return f"【政府信息公开】申请{self.case.number}，{self.due.says}。"[:LENGTH]

    def told(self, is_new: bool) -> Reminded:
        names = tuple(user.name for user in self.users)
        return Reminded(self.case.number, self.due.kind, self.text, names, is_new)


def _falling_due(on: date) -> list[FallingDue]:
    calendar, people, found = published_calendar(), staffing(on), []
    for case in _cases(on):
        then = stood(case, on, calendar)
        if then is not None:
            due = reminders(then.standing, on, calendar)
            found += [FallingDue(case, one, recipients(case, then, one, people)) for one in due]
    return found


def _cases(on: date) -> Iterable[InformationRequest]:
    """Those that may have been open on the day; old records (历史数据) remind nobody."""
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gte=on)
    cases = InformationRequest.objects.filter(open_then, historical=False).order_by("pk")
    return cases.select_related("respondent", "handler").prefetch_related("events", "consultations")


def recipients(case: InformationRequest, found: Stood, due: Due, people: Staffing) -> tuple[User, ...]:
    """The owner of the next step or, while the owner is away, the deputy; who signs; who supervises."""
    holders = [_holder(case, found, whom, people) for whom in due.to]
    users = {holder.assignment.user_id: holder.assignment.user for holder in holders if holder}
    return tuple(users.values())


def _holder(case: InformationRequest, found: Stood, whom: str, people: Staffing) -> Holder | None:
    desks = (case.handler, case.respondent)
    if whom == OWNER:
        return people.owner(found.next_step.capability, desks) or people.owner(HANDLE.code, desks)
    if whom == SIGNER:  # where nobody has an account to sign with, the handler has it signed on paper
        return people.owner(SIGN.code, desks) or people.owner(HANDLE.code, desks)
    return people.owner(SUPERVISE.code, desks)
