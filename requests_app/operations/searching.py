"""Looking for requests by a person's name: lawful for whoever handles them, and written down each time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from foundation.agencies.models import Agency, User
from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from foundation.workdays.present import now, today
from requests_app import personal, steps
from requests_app.finding import by_name_hash
from requests_app.models import InformationRequest, NameSearches, NameSearchEvent
from requests_app.queries import InformationRequestQuerySet

SEARCHED = "name_searched"
MINUTES = 30
"""As long as what was found may be looked at again without a new search."""


@transaction.atomic
def search_by_name(name: str, *, user: User, post: Agency) -> NameSearchEvent:
    """Look for this exact name among the requests the user handles through their post at `post`.

    Who, when, where and how many is an event that auditors read; of the name only its keyed hash is kept
    (个人信息保护法第51条、第54条). Raises Refused.
    """
    if not "".join(name.split()):
        raise Refused(Refusal("请填写要查找的姓名或者名称。", field="name"))
    hashed = personal.name_hash(name)
    kept, _ = NameSearches.objects.get_or_create(agency=post)
    begun = acts.begin(
        NameSearches.objects, kept.pk, step=steps.SEARCH_BY_NAME, actor=Actor(user, post), on=today()
    )
    found = by_name_hash(InformationRequest.objects.handled_from(user, post), hashed)
    event = acts.record(begun, SEARCHED, data={"found": found.count(), "name_hash": hashed})
    assert isinstance(event, NameSearchEvent)  # noqa: S101 - the events of this subject are no others
    return event


def search_of(pk: int, user: Any) -> NameSearchEvent | None:
    """A search the user made lately themselves; what it found is theirs to read, and nobody else's."""
    since = now() - timedelta(minutes=MINUTES)
    mine = NameSearchEvent.objects.filter(pk=pk, actor=user, recorded_at__gte=since)
    return mine.select_related("subject__agency").first()


def found_by(event: NameSearchEvent, user: Any) -> InformationRequestQuerySet:
    """What the search finds now, among what the user still handles."""
    handled = InformationRequest.objects.handled_from(user, event.subject.agency)
    return by_name_hash(handled, str(event.data["name_hash"]))
