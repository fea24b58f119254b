"""Being away and coming back: nobody's powers change, others see who acts meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from foundation.staff import steps
from foundation.staff.models import Absence
from foundation.staff.operations.assigning import MEMBERS


@transaction.atomic
def note_absence(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    starts_on: date,
    ends_on: date,
    note: str = "",
) -> Absence:
    """Note the days on which a person is away. Raises Refused."""
    begun = acts.begin(MEMBERS, pk, step=steps.ABSENT, actor=actor, on=effective_on, seen=seen)
    if ends_on < starts_on:
        raise Refused(Refusal("外出的最后一天不能早于第一天。", remedy="请核对日期。", field="ends_on"))
    if begun.case.absences.within(starts_on, ends_on).exists():
        raise Refused(
            Refusal(
                "这几天里已经登记过此人外出。",
                remedy="请改日期；提前回来的，先办“登记返岗”。",
                field="starts_on",
            )
        )
    away: Absence = begun.case.absences.create(starts_on=starts_on, ends_on=ends_on, note=note.strip())
    facts = {"from": starts_on.isoformat(), "until": ends_on.isoformat(), "note": away.note}
    acts.record(begun, "absent", data=facts)
    return away


@transaction.atomic
def note_return(pk: int, *, actor: Actor, seen: int | None, effective_on: date) -> None:
    """The person is here from this day on: what was noted beyond it falls away; the ledger keeps it."""
    begun = acts.begin(MEMBERS, pk, step=steps.BACK, actor=actor, on=effective_on, seen=seen)
    noted = begun.case.absences.filter(ends_on__gte=effective_on)
    noted.filter(starts_on__gte=effective_on).delete()
    for away in noted.filter(starts_on__lt=effective_on):
        away.ends_on = effective_on - timedelta(days=1)
        away.save(update_fields=["ends_on"])
    acts.record(begun, "back")
