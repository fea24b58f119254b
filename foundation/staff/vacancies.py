"""Where nobody can do what every agency must be able to do (条例第4条), today and in the days to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foundation.agencies.access import covers
from foundation.agencies.models import Agency, Assignment
from foundation.contracts import Capability, composed
from foundation.staff.cover import Away, Cause, Gap, Hold, first_gap
from foundation.staff.models import Absence
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import short_date

AHEAD = 10
"""Working days before an end or an absence from which it is told."""


@dataclass(frozen=True)
class Vacancy:
    """An agency where nobody can do something from a day on."""

    agency: Agency
    capability: Capability
    gap: Gap

    @property
    def is_vacant(self) -> bool:
        return self.gap.cause is Cause.VACANT


def obliged(on: date) -> Any:
    """Agencies that need somebody for everything: they take requests and use the system by now."""
    return Agency.objects.may_be_asked(on).filter(enabled_on__lte=on)


def vacancies(agencies: Iterable[Agency], on: date) -> list[Vacancy]:
    """Every gap of these agencies from today through the next working days, agency by agency."""
    return list(_gaps(agencies, on))


def _gaps(agencies: Iterable[Agency], on: date) -> Iterable[Vacancy]:
    agencies = list(agencies)
    if not agencies:
        return  # most people oversee nobody
    days = days_ahead(on)
    holding = list(Assignment.objects.within(days[0], days[-1]).filter(user__is_active=True))
    away = [
        Away(one.member.user_id, one.starts_on, one.ends_on)
        for one in Absence.objects.within(days[0], days[-1]).select_related("member")
    ]
    for agency in agencies:
        here = [one for one in holding if covers(one, agency)]
        for capability in composed().needed:
            able = [Hold(one.user_id, one.starts_on, one.ends_on) for one in here if _gives(one, capability)]
            if gap := first_gap(able, away, days):
                yield Vacancy(agency, capability, gap)


def days_ahead(on: date) -> list[date]:
    """Today, and the working days after it."""
    calendar = published_calendar()
    return [on, *arithmetic.workdays_between(calendar, on, arithmetic.add(calendar, on, AHEAD))]


def _gives(assignment: Assignment, capability: Capability) -> bool:
    return capability.code in assignment.role.capabilities


# --- if somebody went -----------------------------------------------------------------------------------


def lost_without(going: Sequence[Assignment], last_day: date, after: date) -> list[tuple[Agency, Capability]]:
    """What nobody could do any more the day `after` these assignments have run out on `last_day`."""
    ids = {one.pk for one in going}
    holding = [one for one in Assignment.objects.within(after, after) if one.user.is_active]
    lost = []
    for agency in obliged(last_day):
        mine = [one for one in going if covers(one, agency)]
        staying = [one for one in holding if one.pk not in ids and covers(one, agency)]
        for capability in composed().needed:
            had = any(_gives(one, capability) for one in mine)
            if had and not any(_gives(one, capability) for one in staying):
                lost.append((agency, capability))
    return lost


# --- in words -------------------------------------------------------------------------------------------


def lost_sentence(lost: Iterable[tuple[Agency, Capability]]) -> str:
    """山亭区财政局没有人可以签发答复、送达答复；……; empty if nothing is lost."""
    by_agency: dict[str, list[str]] = {}
    for agency, capability in lost:
        by_agency.setdefault(agency.short_name, []).append(capability.needed)
    return "；".join(f"{name}没有人可以{'、'.join(needs)}" for name, needs in by_agency.items())


def cause_words(gap: Gap, today: date) -> str:
    day = short_date(gap.on, beside=today)
    return {Cause.VACANT: "", Cause.ENDS: f"{day}起任职到期", Cause.AWAY: f"{day}起外出"}[gap.cause]
