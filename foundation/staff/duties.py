"""What the regulation and the house rules demand of an agency's people every day, and where it is not so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from foundation.agencies import powers
from foundation.agencies.models import Agency, Assignment
from foundation.contracts import Capability, Duty
from foundation.staff.vacancies import AHEAD, obliged, vacancies

ARTICLE = "条例第4条"


def _nobody(capability: Capability) -> Callable[[Sequence[int], date], Any]:
    def violations(agency_ids: Sequence[int], on: date) -> Any:
        found = vacancies(obliged(on).filter(pk__in=list(agency_ids)), on)
        return Agency.objects.filter(
            pk__in=[one.agency.pk for one in found if one.is_vacant and one.capability == capability]
        )

    return violations


def soon_nobody(agency_ids: Sequence[int], on: date) -> Any:
    """Agencies where the only holder's post ends, or everybody is away, within the coming working days."""
    found = vacancies(obliged(on).filter(pk__in=list(agency_ids)), on)
    return Agency.objects.filter(pk__in={one.agency.pk for one in found if not one.is_vacant})


def mixed(agency_ids: Sequence[int], on: date) -> Any:
    """Assignments that one person should not hold at once, and for which nobody wrote down a reason."""
    held = Assignment.objects.in_force_on(on).filter(user__is_active=True)
    people = held.filter(agency__in=list(agency_ids)).values("user")
    rows = list(held.filter(user__in=people).select_related("user", "agency", "role"))
    found = {one.pk for mixing in powers.mixings(rows) for one in mixing.assignments}
    return Assignment.objects.filter(pk__in=found, agency__in=list(agency_ids))


SEPARATION = Duty("staff.separation", "三员分立：一人兼任了应当分开的职责", powers.BASIS, "high", mixed)
AHEAD_DUTY = Duty(
    "staff.soon_unfilled",
    f"{AHEAD}个工作日内将没有人可以办理（任职到期或者外出）",
    ARTICLE,
    "low",
    soon_nobody,
)


def duties(needed: Sequence[Capability]) -> tuple[Duty, ...]:
    """One duty for each thing an agency must be able to do, and the two of the house."""
    unfilled = (
        Duty(f"staff.unfilled.{one.code}", f"没有人可以{one.needed}", ARTICLE, "high", _nobody(one))
        for one in needed
    )
    return (*unfilled, AHEAD_DUTY, SEPARATION)
