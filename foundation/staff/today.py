"""People on the *today* page: where nobody can act, who leaves, what has just been taken over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse

from foundation.agencies.access import agencies_of, assignments_of, capabilities_of
from foundation.agencies.capabilities import ACCOUNTS
from foundation.agencies.models import Agency, Assignment
from foundation.contracts import WorkItem, WorkList, composed
from foundation.staff import duties
from foundation.staff.capabilities import WATCH
from foundation.staff.cover import Gap
from foundation.staff.models import StaffEvent
from foundation.staff.vacancies import Vacancy, cause_words, days_ahead, obliged, vacancies
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar

NAMED = 3
"""So many agencies without anybody are named, the others counted."""
FIRST_DAYS = 5
"""Working days during which what was taken over stands on the receiver's page."""


# --- where nobody can act -------------------------------------------------------------------------------


def unfilled(user: Any, today: date) -> list[WorkItem]:
    """One line for each agency that has people but lacks something; one for all that have nobody."""
    watched = _watched(user, today)
    found = [one for one in vacancies(watched, today) if one.is_vacant]
    gaps = [(agency, list(missing)) for agency, missing in groupby(found, key=lambda one: one.agency)]
    everything = len(composed().needed)
    empty = [agency for agency, missing in gaps if len(missing) == everything]
    lines = [_lacking(agency, missing, user) for agency, missing in gaps if len(missing) < everything]
    return lines + ([_empty(empty, user)] if empty else [])


def soon(user: Any, today: date) -> list[WorkItem]:
    """The day from which nobody will be there; by then somebody must be named."""
    gaps: dict[tuple[Agency, Gap], list[Vacancy]] = {}
    for one in vacancies(_watched(user, today), today):
        if not one.is_vacant:
            gaps.setdefault((one.agency, one.gap), []).append(one)
    together: dict[tuple[Gap, str], list[Agency]] = {}
    for (agency, gap), missing in gaps.items():
        together.setdefault((gap, _needs(missing)), []).append(agency)
    return [_coming(gap, needs, agencies, user, today) for (gap, needs), agencies in together.items()]


def _coming(gap: Gap, needs: str, agencies: list[Agency], user: Any, today: date) -> WorkItem:
    """One desk often serves several agencies: they are told together."""
    return WorkItem(
        title=f"{_names(agencies)}：将没有人可以{needs}",
        url=_powers(agencies[0], gap.on),
        next_step=_next_step(user, "指定代行人或者延长任职"),
        due_on=gap.on,
        note=cause_words(gap, today),
    )


def _watched(user: Any, today: date) -> Any:
    return obliged(today).filter(pk__in=agencies_of(user, WATCH.code).values("pk"))


def _lacking(agency: Agency, missing: list[Vacancy], user: Any) -> WorkItem:
    return WorkItem(
        title=f"{agency.short_name}：没有人可以{_needs(missing)}",
        url=_powers(agency),
        next_step=_next_step(user, "授予角色或者指定代管单位"),
        note=duties.ARTICLE,
    )


def _empty(agencies: list[Agency], user: Any) -> WorkItem:
    return WorkItem(
        title=f"{_names(agencies)}：没有任何人员可以办理政府信息公开工作",
        url=reverse("admin:staff_staffmember_powers") + "#vacancies",
        next_step=_next_step(user, "办理到岗或者指定代管单位"),
        note=duties.ARTICLE,
    )


def _names(agencies: list[Agency]) -> str:
    names = "、".join(agency.short_name for agency in agencies[:NAMED])
    return f"{names}等{len(agencies)}个单位" if len(agencies) > NAMED else names


def _needs(missing: Iterable[Vacancy]) -> str:
    return "、".join(one.capability.needed for one in missing)


def _next_step(user: Any, own: str) -> str:
    """Whoever keeps the accounts can mend it, the supervising department has it mended."""
    return own if ACCOUNTS.code in capabilities_of(user) else "看谁可以做什么，督促补齐"


def _powers(agency: Agency, day: date | None = None) -> str:
    on = f"&on={day.isoformat()}" if day else ""
    return f"{reverse('admin:staff_staffmember_powers')}?agency={agency.code}{on}"


# --- roles kept apart -----------------------------------------------------------------------------------


def mixed(user: Any, today: date) -> list[WorkItem]:
    ids = list(agencies_of(user, WATCH.code).values_list("pk", flat=True))
    if not ids:
        return []
    rows = duties.mixed(ids, today).select_related("user__staff_member", "agency", "role")
    people: dict[int, list[Assignment]] = {}
    for row in rows.order_by("user", "pk"):
        people.setdefault(row.user_id, []).append(row)
    return [
        WorkItem(
            title=f"{held[0].user.name}同时任{'、'.join(one.role.name for one in held)}",
            url=_member_url(held[0].user),
            next_step=_next_step(user, "结束其中一项任职"),
            note=duties.SEPARATION.wording,
        )
        for held in people.values()
    ]


def _member_url(user: Any) -> str:
    member = getattr(user, "staff_member", None)
    if member is None:
        return reverse("admin:agencies_assignment_changelist")
    return reverse("admin:staff_staffmember_change", args=[member.pk])


# --- one's own ------------------------------------------------------------------------------------------


def leaving(user: Any, today: date) -> list[WorkItem]:
    """Before one's own post or account ends: the list of what is to be handed over."""
    ends = [one.ends_on for one in assignments_of(user, today) if one.deputy_for_id is None and one.ends_on]
    last = days_ahead(today)[-1]
    near = [day for day in (*ends, user.last_day) if day is not None and day <= last]
    member = getattr(user, "staff_member", None) if near else None
    if member is None:
        return []
    url = reverse("admin:staff_staffmember_handover", args=[member.pk, "pdf"])
    return [WorkItem("您的任职即将结束，有工作要移交", url, "打印交接清单", min(near))]


def taken_over(user: Any, today: date) -> list[WorkItem]:
    """The lists of what was handed over to oneself in the last days."""
    since = arithmetic.subtract(published_calendar(), today + timedelta(days=1), FIRST_DAYS)
    events = StaffEvent.objects.filter(subject__user=user, kind="took_over", effective_on__gte=since)
    return [
        WorkItem(
            title=f"您接手了{event.data['name']}的工作：{event.data['work']}",
            url=reverse("files:gate", args=[event.data["files"][0]]),
            next_step="看交接清单",
        )
        for event in events.order_by("-pk")
    ]


WORK_LISTS = (
    WorkList("staff.unfilled", "没有人可以办理", unfilled),
    WorkList("staff.soon", "即将没有人可以办理", soon),
    WorkList("staff.mixed", "职责没有分开", mixed),
    WorkList("staff.leaving", "交接", leaving),
    WorkList("staff.taken_over", "接手", taken_over),
)
