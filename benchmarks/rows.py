"""Open requests with their ledgers, invented and seeded: 演示数据 in every field that holds words."""

from __future__ import annotations

import hashlib
import uuid
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from django.db import transaction
from django.utils import timezone

from foundation.agencies.models import Agency, AgencyKind
from foundation.agencies.operations import open_agency
from foundation.privacy.models import DataKey
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar
from requests_app.clock import reckon
from requests_app.models import Applicant, Channel, InformationRequest, ReceivedBasis, RequestEvent, Stage
from requests_app.operations import limits

DEMO = "演示数据"
TODAY = date(2026, 12, 15)
"""In this play the plan of 2027 is not out yet: some limits reach into 2027, some do not."""

FIRST_RECEIPT = date(2026, 10, 19)
UNITS = 20
CHUNK = 2000
LATER = ("assigned", "consulted", "consultation_answered", "extended", "parts_decided", "secrecy_reviewed")
MOST_LATER = 4


@dataclass(frozen=True)
class Setting:
    """What the rows are drawn from."""

    chance: Random
    agencies: Sequence[Agency]
    days: Sequence[date]

    @classmethod
    def of(cls, seed: int, agencies: Sequence[Agency]) -> Setting:
        days = arithmetic.workdays_between(published_calendar(), FIRST_RECEIPT, TODAY)
        return cls(Random(seed), agencies, days)  # noqa: S311 - nothing secret is drawn


@dataclass(frozen=True)
class Invented:
    """One request and every row that belongs to it."""

    key: DataKey
    applicant: Applicant
    case: InformationRequest
    events: Sequence[RequestEvent]


def fill(size: int, seed: int) -> None:
    """Store `size` open requests with 2 to 6 events each, counted by the calendar in force."""
    setting = Setting.of(seed, units())
    for first in range(0, size, CHUNK):
        chunk = [invent(number, setting) for number in range(first, min(first + CHUNK, size))]
        with transaction.atomic():
            store(chunk)


def units() -> list[Agency]:
    return [
        open_agency(
            code=f"bench{number}",
            name=f"{DEMO}第{number}局",
            short_name=f"{DEMO}{number}",
            kind=AgencyKind.DEPARTMENT,
            opened_on=FIRST_RECEIPT,
            document_code=DEMO,
            review_organ=DEMO,
            court=DEMO,
        )
        for number in range(UNITS)
    ]


def invent(number: int, setting: Setting) -> Invented:
    chance = setting.chance
    agency, received = chance.choice(setting.agencies), chance.choice(setting.days)
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    key = DataKey(id=uuid.UUID(int=chance.getrandbits(128)), wrapped=b"demo", created_at=_at(received))
    applicant = Applicant(kind="natural", key=key, sealed=DEMO.encode(), name_hash=digest)
    case = InformationRequest(
        number=f"{agency.code}-2026-{number:06d}",
        query_code_hash=digest,
        respondent=agency,
        handler=agency,
        applicant=applicant,
        channel=chance.choice(Channel.values),
        title=f"{DEMO}：第{number}件申请",
        registered_on=received,
        received_on=received,
        received_basis=ReceivedBasis.CONFIRMED,
        stage=Stage.HANDLING,
        source_system=DEMO,
    )
    return Invented(key, applicant, case, ledger(case, received, setting))


def ledger(case: InformationRequest, received: date, setting: Setting) -> list[RequestEvent]:
    """Filed and received, then some of what may follow, in its order."""
    chance, on = setting.chance, received
    story: list[tuple[str, date, dict[str, object]]] = [("filed", received, {}), ("received", received, {})]
    chosen = chance.sample(LATER, chance.randint(0, MOST_LATER))
    for kind in sorted(chosen, key=LATER.index):
        on = chance.choice(setting.days[bisect_left(setting.days, on) :])
        story.append((kind, on, data_of(kind, chance)))
    case.last_seq = len(story)
    return [
        RequestEvent(
            subject=case, seq=seq, kind=kind, effective_on=on, recorded_at=_at(on), origin="import", data=data
        )
        for seq, (kind, on, data) in enumerate(story, start=1)
    ]


def data_of(kind: str, chance: Random) -> dict[str, object]:
    """What the clock reads of an event; every letter goes to another agency, which has no own period."""
    if kind == "extended":
        return {"workdays": chance.randint(1, 20)}
    return {"consultation": 1, "kind": "other_agency"} if kind.startswith("consult") else {}


def store(chunk: Sequence[Invented]) -> None:
    calendar = published_calendar()
    for one in chunk:
        received = one.events[0].effective_on
        limits.write_index(one.case, reckon(received, calendar, limits.facts(one.events, calendar)))
    DataKey.objects.bulk_create(one.key for one in chunk)
    Applicant.objects.bulk_create(one.applicant for one in chunk)
    InformationRequest.objects.bulk_create(one.case for one in chunk)
    RequestEvent.objects.bulk_create(event for one in chunk for event in one.events)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
