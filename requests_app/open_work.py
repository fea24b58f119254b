"""The open requests of whoever works on them: each with its one next step, for those who may take it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from foundation.agencies.access import capabilities_at
from foundation.agencies.models import Agency
from foundation.contracts import WorkItem
from foundation.once import once
from foundation.staff.holders import Staffing, staffing
from foundation.workdays.calendar import Calendar
from foundation.workdays.queries import published_calendar
from foundation.workdays.urgency import last_day_shown
from requests_app import steps, unsigned
from requests_app.capabilities import HANDLE
from requests_app.limit_wording import RECOMPUTING, post_by, sentence
from requests_app.models import Consultation, InformationRequest, MailReturn
from requests_app.next_acts import Act, follow_ups, next_act
from requests_app.operations.limits import is_stale

POSTED_AFTER = ("signature", "serve")
"""Kinds of steps after which the answer goes to the post."""
LETTERS = Prefetch("consultations", Consultation.objects.select_related("override"))
RETURNS = Prefetch("mail_returns", MailReturn.objects.select_related("service__notice"))


@dataclass(frozen=True)
class Line:
    """An open case and what is to be done with it by the reader."""

    case: InformationRequest
    act: Act


def at_hand(cases: Any) -> Any:
    """The cases with all that their next step is read from: six queries for any number of them."""
    related = cases.select_related("respondent", "handler", "correction", "excess", "fee")
    return related.prefetch_related("parts", "events", LETTERS, RETURNS).by_limit()


def lines(user: Any, today: date) -> list[Line]:
    """The next steps that are the user's own, the earliest limit first."""
    return once(("open work", user.pk, today), lambda: list(_lines(user, today)))


def _lines(user: Any, today: date) -> Iterable[Line]:
    calendar = published_calendar()
    for case in _cases(user):
        act = next_act(case, today, calendar)
        if act is not None and may_take(user, case, act):
            yield Line(case, act)


def _cases(user: Any) -> list[InformationRequest]:
    return once(("open cases", user.pk), lambda: list(at_hand(InformationRequest.objects.workable_by(user))))


def may_take(user: Any, case: InformationRequest, act: Act) -> bool:
    return not capabilities_at(user, case.desks()).isdisjoint(act.capabilities)


def of_kind(user: Any, today: date, *kinds: str) -> list[WorkItem]:
    return items([line for line in lines(user, today) if line.act.kind in kinds], user, today)


def where(user: Any, today: date, wanted: Callable[[InformationRequest], bool]) -> list[WorkItem]:
    """By the limit of what is still open; what is answered has none any more."""
    found = [line for line in lines(user, today) if line.case.is_open and wanted(line.case)]
    return items(found, user, today)


def overdue(user: Any, today: date) -> list[WorkItem]:
    return where(user, today, lambda case: case.due_on is not None and case.due_on < today)


def due_soon(user: Any, today: date) -> list[WorkItem]:
    """By the alarm's day: while the limit is an estimate, alarms ring two working days earlier."""
    last = last_day_shown(published_calendar(), today)
    return where(user, today, lambda case: _rings(case, today, last))


def _rings(case: InformationRequest, today: date, last: date) -> bool:
    due, rings = case.due_on, case.alarm_on
    return due is not None and rings is not None and due >= today and rings <= last


def elsewhere(user: Any, today: date) -> list[WorkItem]:
    """What the user handles and somebody else has to act on, when its limit is near: the owner stands beside
    it, so that nothing stalls unseen.
    """
    calendar = published_calendar()
    last = last_day_shown(calendar, today)
    handled = [case for case in _cases(user) if HANDLE.code in capabilities_at(user, case.desks())]
    near = [case for case in handled if case.alarm_on is not None and case.alarm_on <= last]
    acts = ((case, next_act(case, today, calendar)) for case in near)
    return items(
        [Line(case, act) for case, act in acts if act and not may_take(user, case, act)], user, today
    )


def waiting(user: Any, today: date, kind: str) -> list[WorkItem]:
    """Letters and questions that wait, each by itself: a case may have several."""
    calendar = published_calendar()
    found = [
        Line(case, act)
        for case in _cases(user)
        for act in follow_ups(case, today, calendar)
        if act.kind == kind and may_take(user, case, act)
    ]
    return [_item(line, user, today, calendar, staffing(today), dated=False) for line in found]


def items(found: Iterable[Line], user: Any, today: date) -> list[WorkItem]:
    found = list(found)
    if not found:
        return []
    calendar, people = published_calendar(), staffing(today)
    return [_item(line, user, today, calendar, people) for line in found]


def _item(
    line: Line, user: Any, today: date, calendar: Calendar, people: Staffing, dated: bool = True
) -> WorkItem:
    case, act = line.case, line.act
    return WorkItem(
        title=f"{case.number} {case.title}",
        url=reverse("admin:requests_app_informationrequest_change", args=[case.pk]),
        next_step=wording_for(user, case, act),
        due_on=case.due_on if dated else None,
        note="，".join(filter(None, (_note(case, act, today, calendar), act.note, _alarm(case, today)))),
        owner=owner_of(case, act, people),
        rings_on=case.alarm_on if dated else None,
    )


def wording_for(user: Any, case: InformationRequest, act: Act) -> str:
    """Whoever may not sign can still have it signed on paper."""
    if act.step is steps.SIGN and steps.SIGN.capability not in capabilities_at(user, case.desks()):
        return "送签；在纸上签的，登记纸质签发"
    return act.wording


def owner_of(case: InformationRequest, act: Act, people: Staffing) -> str:
    """The one who is expected to act, at the desk that works on it."""
    desks = (case.handler, case.respondent)
    found = people.owner(act.capabilities[0], desks)
    return found.words if found else f"没有人可以{act.step.wording}"


def expected(capability: str, desks: Iterable[Agency], today: date) -> str:
    """The one who is expected to act on what is no request: a letter, a correction of a record."""
    found = staffing(today).owner(capability, desks)
    return found.words if found else "没有人可以办理"


def _note(case: InformationRequest, act: Act, today: date, calendar: Calendar) -> str:
    """The page itself says how long a limit still runs; only what has none needs words."""
    unit = case.respondent.short_name
    if case.due_on is None and not act.note:
        return f"{unit}，{sentence(case, today, calendar)}"
    if is_stale(case, calendar):
        return f"{unit}，期限{RECOMPUTING}"
    posted = post_by(case, calendar, beside=today) if act.kind in POSTED_AFTER else ""
    return f"{unit}，最迟{posted}交邮" if posted else unit


def _alarm(case: InformationRequest, today: date) -> str:
    """Not signed so near to its limit: who may sign, and what else is lawful."""
    found = unsigned.alarm(case, today)
    return found.short if found else ""
