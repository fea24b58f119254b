"""Where a colleague can be reached; what was changed is on record, the number itself is not."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.ledger import acts
from foundation.ledger.acts import Actor
from foundation.staff import steps
from foundation.staff.models import StaffMember
from foundation.staff.operations.assigning import MEMBERS


@transaction.atomic
def note_contact(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, email: str = "", phone: str = ""
) -> StaffMember:
    """Note address and number for reminders; empty ones are taken away. Raises Refused."""
    begun = acts.begin(MEMBERS, pk, step=steps.CONTACT, actor=actor, on=effective_on, seen=seen)
    user = begun.case.user
    user.email, user.phone = email.strip(), phone.strip()
    user.save(update_fields=["email", "phone"])
    acts.record(begun, "contact_noted")
    return begun.case
