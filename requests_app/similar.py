"""What was answered before to similar questions, and what is published already (办理参考).

So the same question gets the same answer, and nobody searches for what stands on the site. Only the wanted
information is compared; nothing of an applicant is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from foundation.search.alike import Alike, alike
from foundation.search.likeness import Description, most_alike
from foundation.workdays.wording import full_date
from requests_app.models import InformationRequest, RequestPart, Stage
from requests_app.outcomes import GROUNDS, REPLY_TYPES

YEARS = 3
MOST = 5
NEWEST = 500
"""Parts that are compared, the latest: more than most districts answer in three years, some 50 ms of work."""
SHOWN = 80
COMPARED = ("pk", "wanted_name", "document_number", "features")


@dataclass(frozen=True)
class Precedent:
    """How a similar part was answered; `reasons` as they stood in that answer."""

    number: str
    url: str
    closed_on: str
    wanted: str
    answer: str
    reasons: str


@dataclass(frozen=True)
class Reference:
    """Nothing similar in either: false, and no box on the page."""

    precedents: list[Precedent]
    published: list[Alike]

    def __bool__(self) -> bool:
        return bool(self.precedents or self.published)


def reference(case: InformationRequest, reader: Any, on: date) -> Reference:
    """For cases that are still to be answered; what is over needs none."""
    if not case.is_open:
        return Reference([], [])
    return Reference(precedents(case, reader, on), published(case))


def precedents(case: InformationRequest, reader: Any, on: date) -> list[Precedent]:
    """Parts of requests to the same respondent closed in the last three years that the reader may read.

    Two queries, whatever their number.
    """
    since = on - timedelta(days=365 * YEARS + 1)
    closed = InformationRequest.objects.visible_to(reader).filter(
        respondent=case.respondent_id, stage=Stage.CLOSED, closed_on__gte=since
    )
    answered = RequestPart.objects.filter(request__in=closed.exclude(pk=case.pk)).exclude(reply_type="")
    compared = list(answered.order_by("-request__closed_on", "-pk").values_list(*COMPARED)[:NEWEST])
    others = [_description(*facts) for _, *facts in compared]
    likest = [compared[place][0] for place in most_alike(wanted(case), others, MOST)] if compared else []
    kept = RequestPart.objects.select_related("request").in_bulk(likest) if likest else {}
    return [_precedent(kept[pk]) for pk in likest]


def published(case: InformationRequest) -> list[Alike]:
    """Published records that may be what is wanted: reply type A1, with their permanent address."""
    return alike(wanted(case), MOST)


def wanted(case: InformationRequest) -> list[Description]:
    parts = case.parts.all()
    return [_description(part.wanted_name, part.document_number, part.features) for part in parts]


def _description(wanted_name: str, document_number: str, features: str) -> Description:
    return Description(wanted_name or features, document_number)


def _precedent(part: RequestPart) -> Precedent:
    case, ground = part.request, GROUNDS.get(part.ground)
    reply = REPLY_TYPES[part.reply_type].wording
    return Precedent(
        number=case.number,
        url=reverse("admin:requests_app_informationrequest_change", args=[case.pk]),
        closed_on=full_date(case.closed_on) if case.closed_on else "",
        wanted=part.wanted[:SHOWN],
        answer=f"{reply}（{ground.wording}）" if ground else reply,
        reasons=part.reasons,
    )
