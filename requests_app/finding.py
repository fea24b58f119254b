"""Finding requests again: by number, by what was asked for, and by the exact name of whoever asked.

A name is never searched in clear: only its keyed hash is compared (requests_app.personal), and only by
`operations.searching`, which writes each such search down.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from foundation.search.normalise import normalise
from requests_app import document_numbers
from requests_app.models import Agent, Applicant, CoApplicant, InformationRequest, Notice, RequestPart
from requests_app.queries import InformationRequestQuerySet

OWN = ("number", "external_number", "source_system", "title")
OF_A_PART = ("wanted_name", "document_number", "features")


def by_words(requests: InformationRequestQuerySet, text: str) -> InformationRequestQuerySet:
    """Each word stands in a number (own, external, of a notice) or in what is asked for; no word, no rows."""
    words = list(dict.fromkeys(text.split()))
    if not words:
        return requests.none()
    for word in words:
        requests = requests.filter(_tells_of(word))
    return requests


def _tells_of(word: str) -> Q:
    """In any width and case; brackets of a 文号 as keyboards give them."""
    typed = {word, normalise(word), document_numbers.tidy(word)}
    parts = RequestPart.objects.filter(_contains(OF_A_PART, typed))
    notices = Notice.objects.filter(_contains(("document_number",), typed))
    others = Q(pk__in=parts.values("request")) | Q(pk__in=notices.values("request"))
    return _contains(OWN, typed) | others


def _contains(places: tuple[str, ...], typed: set[str]) -> Q:
    return reduce(or_, (Q(**{f"{place}__icontains": one}) for place in places for one in typed))


def by_name_hash(requests: InformationRequestQuerySet, name_hash: str) -> InformationRequestQuerySet:
    """Requests whose applicant, one of those who ask together, or agent has exactly this name."""
    joined = CoApplicant.objects.filter(name_hash=name_hash).values("representative")
    agents = Agent.objects.filter(name_hash=name_hash).values("applicant")
    same = Q(applicant__name_hash=name_hash)
    return requests.filter(same | Q(applicant__in=joined) | Q(applicant__in=agents))


def role_in(case: InformationRequest, name_hash: str) -> str:
    """As what the person who was searched for stands in this request."""
    applicant: Applicant = case.applicant
    held = (
        ("申请人", applicant.name_hash == name_hash),
        ("共同申请人", any(one.name_hash == name_hash for one in applicant.joined.all())),
        ("代理人", any(one.name_hash == name_hash for one in applicant.agents.all())),
    )
    return "、".join(role for role, is_it in held if is_it)
