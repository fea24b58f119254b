"""The table of printed papers: who may print which, of what; the links of the case page and the one view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from foundation.agencies.access import capabilities_at
from foundation.documents.blocks import Document
from foundation.documents.writers import CONTENT_TYPES, write
from foundation.files.downloads import as_download
from requests_app import guards, service_guards
from requests_app.capabilities import HANDLE, READ, REVIEW, SIGN
from requests_app.models import InformationRequest, Notice
from requests_app.notice_kinds import title_of
from requests_app.printed import envelope, record, registration, secrecy, service_return
from requests_app.sign_off_sheet import FORMATS

ROUTE = "admin:requests_app_informationrequest_paper"


@dataclass(frozen=True)
class Paper:
    """A printed sheet: `holders` are the capabilities of which one is needed at a desk of the case.

    Either `of_case` or `of_notice` makes it; the latter is printed for each paper the applicant gets.
    """

    code: str
    title: str
    holders: frozenset[str]
    of_case: Callable[[InformationRequest], Document] | None = None
    of_notice: Callable[[InformationRequest, Notice], Document] | None = None
    offered: Callable[[InformationRequest], bool] = lambda case: True


SEES_THE_APPLICANT = frozenset({HANDLE.code})
PREPARES = frozenset({HANDLE.code, REVIEW.code, SIGN.code})


def _opens(case: InformationRequest) -> bool:
    return guards.all_parts_decided(case) is None and guards.opens_something(case)


PAPERS: Mapping[str, Paper] = {
    paper.code: paper
    for paper in (
        Paper("registration", registration.TITLE, SEES_THE_APPLICANT, of_case=registration.sheet),
        Paper("secrecy", secrecy.TITLE, PREPARES, of_case=secrecy.sheet, offered=_opens),
        Paper("record", record.TITLE, frozenset({READ.code}), of_case=record.sheet),
        Paper("service-return", service_return.TITLE, SEES_THE_APPLICANT, of_notice=service_return.sheet),
        Paper("envelope", envelope.TITLE, SEES_THE_APPLICANT, of_notice=envelope.sheet),
    )
}


@dataclass(frozen=True)
class Link:
    label: str
    files: tuple[tuple[str, str], ...]


def links(user: Any, case: InformationRequest) -> list[Link]:
    """What the reader may print of the case, and of each paper that goes to the applicant."""
    held = capabilities_at(user, case.desks())
    found = []
    for paper in PAPERS.values():
        if paper.holders.isdisjoint(held) or not paper.offered(case):
            continue
        if paper.of_case is not None:
            found.append(Link(paper.title, _files(case, paper)))
        found += [
            Link(f"{paper.title}：{title_of(one.kind)}{one.document_number}", _files(case, paper, one))
            for one in (service_guards.sent_to_applicant(case) if paper.of_notice else ())
        ]
    return found


def _files(
    case: InformationRequest, paper: Paper, notice: Notice | None = None
) -> tuple[tuple[str, str], ...]:
    chosen = f"?notice={notice.pk}" if notice else ""
    return tuple(
        (name.upper(), f"{reverse(ROUTE, args=[case.pk, paper.code, name])}{chosen}") for name in FORMATS
    )


def download(
    request: HttpRequest, case: InformationRequest | None, code: str, file_format: str
) -> HttpResponse:
    """The paper, made for this answer and stored nowhere. Raises Http404 for whoever may not print it."""
    paper, wanted = PAPERS.get(code), FORMATS.get(file_format)
    if case is None or paper is None or wanted is None:
        raise Http404
    if paper.holders.isdisjoint(capabilities_at(request.user, case.desks())) or not paper.offered(case):
        raise Http404
    made = _made(paper, case, request.GET.get("notice", ""))
    response = HttpResponse(write(made, wanted), content_type=CONTENT_TYPES[wanted])
    add_never_cache_headers(response)
    return as_download(response, f"{paper.title}-{case.number}.{wanted}")


def _made(paper: Paper, case: InformationRequest, notice: str) -> Document:
    if paper.of_case is not None:
        return paper.of_case(case)
    assert paper.of_notice is not None  # noqa: S101 - a paper is of one or the other
    chosen = [one for one in service_guards.sent_to_applicant(case) if str(one.pk) == notice]
    if not chosen:
        raise Http404
    return paper.of_notice(case, chosen[0])
