"""Who may read a 交接清单: the two whose work it is, and whoever may read all the work of these desks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from foundation.contracts import FileOwner
from foundation.staff.handover_list import may_read_all
from foundation.staff.models import StaffEvent
from foundation.staff.operations.handing_over import LIST_FILE


def may_read(request: HttpRequest, stored: Any) -> bool:
    """The administrator of the accounts moves the work, but the cases are not theirs to read."""
    if not request.user.is_authenticated:
        return False
    events = StaffEvent.objects.filter(data__files__contains=[str(stored.pk)]).select_related("subject")
    handed = list(events)
    concerned = {event.subject.user_id for event in handed}
    return request.user.pk in concerned or any(
        may_read_all(request.user, event.data["desks"]) for event in handed
    )


FILE_OWNERS = (FileOwner(LIST_FILE, may_read),)
