"""After a new calendar was published: the limits of open requests are computed anew, batch by batch.

Closed requests keep their limit and the calendar it was counted by. Nothing happened to the case, so there
is no event; the index follows what the ledger and the calendar in force say.
"""

from __future__ import annotations

from django.db import transaction

from foundation.workdays.queries import published_calendar
from requests_app.models import InformationRequest
from requests_app.operations import limits

BATCH = 200


def recompute_open_limits(batch: int = BATCH) -> int:
    """Bring every open request to the calendar in force; safe to stop and to run again. Returns how many."""
    done = 0
    while changed := _recompute_batch(batch):
        done += changed
    return done


@transaction.atomic
def _recompute_batch(batch: int) -> int:
    calendar = published_calendar()
    stale = InformationRequest.objects.open().filter(received_on__isnull=False)
    stale = stale.exclude(calendar_version=calendar.version).select_for_update(of=("self",)).order_by("pk")
    cases = list(stale[:batch])
    for case in cases:
        limits.set_index(case)
        case.save(update_fields=limits.INDEX)
    return len(cases)
