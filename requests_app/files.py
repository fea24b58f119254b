"""Who may read the files of a request: the desk's staff, and the applicant what was served."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from foundation.agencies.access import may
from foundation.contracts import FileOwner
from requests_app import holders
from requests_app.capabilities import HANDLE, LETTERS, READ
from requests_app.models import AssistanceLetter, InformationRequest, Notice, Rectification, Stage
from requests_app.notice_kinds import NOT_FOR_APPLICANTS
from requests_app.operations import letters, rectifying, revealing
from requests_app.operations.papers import EVIDENCE_FILE, NOTICE_FILE
from requests_app.personal import IDENTITY_FILE


def _case_of(stored: Any) -> InformationRequest | None:
    """Files of a case are owned by the case's key."""
    cases = InformationRequest.objects.select_related("respondent", "handler")
    case: InformationRequest | None = cases.filter(applicant__key=stored.owner_id).first()
    return case


def _staff(request: HttpRequest, case: InformationRequest, capability: str) -> bool:
    return any(may(request.user, capability, desk) for desk in case.desks())


def may_read_notice(request: HttpRequest, stored: Any) -> bool:
    case = _case_of(stored)
    if case is None:
        return False
    return _staff(request, case, READ.code) or (holders.held(request) == case.pk and was_given(case, stored))


def was_given(case: InformationRequest, stored: Any) -> bool:
    """Whether the file is one the applicant has got: the served answer, or a notice on the way to it."""
    mine = Q(word_file=stored) | Q(pdf_file=stored) | Q(served_file=stored) | Q(provided__file=stored)
    given = Q(decision__isnull=True) | Q(request__stage=Stage.CLOSED)
    papers = Notice.objects.filter(mine & given, request=case).exclude(kind__in=NOT_FOR_APPLICANTS)
    return bool(papers.exists())


def may_read_evidence(request: HttpRequest, stored: Any) -> bool:
    """Scans are for those who handle the case."""
    case = _case_of(stored)
    return case is not None and _staff(request, case, HANDLE.code)


def may_read_identity(request: HttpRequest, stored: Any) -> bool:
    """The picture shows the number: it is open to whoever has just had it shown, which the ledger knows."""
    case = _case_of(stored)
    if case is None or not _staff(request, case, HANDLE.code):
        return False
    return revealing.was_shown_lately(case, request.user)


def may_read_letter(request: HttpRequest, stored: Any) -> bool:
    """Our own letter (协查函), for who reads the case."""
    return _of_a_letter(request, stored, READ.code)


def may_read_letter_evidence(request: HttpRequest, stored: Any) -> bool:
    """What the other side wrote may name people: it is for those who keep the letters."""
    return _of_a_letter(request, stored, LETTERS.code)


def _of_a_letter(request: HttpRequest, stored: Any, capability: str) -> bool:
    letter = AssistanceLetter.objects.filter(key=stored.owner_id).first()
    return letter is not None and any(may(request.user, capability, desk) for desk in letter.desks())


def may_read_rectification(request: HttpRequest, stored: Any) -> bool:
    """The notice (更正告知书), for who reads the case."""
    return _of_a_rectification(request, stored, READ.code)


def may_read_rectification_evidence(request: HttpRequest, stored: Any) -> bool:
    return _of_a_rectification(request, stored, HANDLE.code)


def _of_a_rectification(request: HttpRequest, stored: Any, capability: str) -> bool:
    case = Rectification.objects.filter(applicant__key=stored.owner_id).first()
    return case is not None and any(may(request.user, capability, desk) for desk in case.desks())


FILE_OWNERS = (
    FileOwner(NOTICE_FILE, may_read_notice),
    FileOwner(EVIDENCE_FILE, may_read_evidence),
    FileOwner(IDENTITY_FILE, may_read_identity),
    FileOwner(rectifying.NOTICE_FILE, may_read_rectification),
    FileOwner(rectifying.EVIDENCE_FILE, may_read_rectification_evidence),
    FileOwner(letters.PAPER_FILE, may_read_letter),
    FileOwner(letters.EVIDENCE_FILE, may_read_letter_evidence),
)
