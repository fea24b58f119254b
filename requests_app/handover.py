"""The open requests, letters and disputes of a desk, for the list that a colleague hands over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from foundation.contracts import HandoverList
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import short_date
from requests_app.capabilities import HANDLE, LETTERS, READ, REGISTER, REVIEW, SERVE, SIGN
from requests_app.limit_wording import sentence
from requests_app.models import (
    AssistanceLetter,
    InformationRequest,
    LetterStage,
    Notice,
    Rectification,
    RectificationStage,
    RemedyCase,
    Stage,
)
from requests_app.notice_kinds import NOTICE_KINDS
from requests_app.rectification_steps import OPEN as RECTIFICATION_OPEN

WORKERS = tuple(one.code for one in (REGISTER, HANDLE, REVIEW, SIGN, SERVE))


def open_requests(agency_ids: Sequence[int], on: date) -> list[tuple[str, ...]]:
    """By their limit: what is asked, how far the answer is drafted, and which notices the applicant got."""
    mine = Q(respondent__in=agency_ids) | Q(handler__in=agency_ids)
    cases = InformationRequest.objects.filter(mine).open().by_limit()
    calendar = published_calendar()
    return [
        (
            f"{case.number}\n{case.title}",
            sentence(case, on, calendar),
            Stage(case.stage).label,
            _draft(case),
            _told(case, on),
        )
        for case in cases.prefetch_related("parts", "notices__services")
    ]


def _draft(case: InformationRequest) -> str:
    parts = list(case.parts.all())
    return f"已拟{sum(part.decided for part in parts)}/{len(parts)}项"


def _told(case: InformationRequest, on: date) -> str:
    """延期答复告知书11月3日（11月4日送达）; nobody's name stands here."""
    return "；".join(_notice(notice, on) for notice in case.notices.all()) or "还没有发出文书"


def _notice(notice: Notice, on: date) -> str:
    kind = NOTICE_KINDS.get(notice.kind)
    served = [short_date(one.served_on, beside=on) for one in notice.services.all()]
    arrived = f"（{'、'.join(served)}送达）" if served else ""
    return f"{kind.title if kind else '原台账答复'}{short_date(notice.made_on, beside=on)}{arrived}"


def open_letters(agency_ids: Sequence[int], on: date) -> list[tuple[str, ...]]:
    """Those we owe an answer and those we wait for, by the day named in them."""
    mine = Q(respondent__in=agency_ids) | Q(handler__in=agency_ids)
    letters = AssistanceLetter.objects.filter(mine).open().select_related("request")
    return [
        (
            f"{letter.get_direction_display()}\n{LetterStage(letter.stage).label}",
            letter.counterpart,
            f"{letter.subject}\n{letter.request.number}" if letter.request else letter.subject,
            letter.letter_number or letter.number,
            short_date(letter.began_on, beside=on) if letter.began_on else "还没有发出",
            short_date(letter.due_on, beside=on) if letter.due_on else "未写明",
        )
        for letter in letters.order_by("due_on", "pk")
    ]


def open_rectifications(agency_ids: Sequence[int], on: date) -> list[tuple[str, ...]]:
    """By the agency's own target; nobody's name and no word of the record stands here."""
    cases = Rectification.objects.filter(respondent__in=agency_ids, stage__in=RECTIFICATION_OPEN)
    return [
        (
            case.number,
            RectificationStage(case.stage).label,
            short_date(case.received_on, beside=on),
            short_date(case.target_on, beside=on),
        )
        for case in cases.order_by("target_on", "pk")
    ]


def open_disputes(agency_ids: Sequence[int], on: date) -> list[tuple[str, ...]]:
    cases = RemedyCase.objects.filter(respondent__in=agency_ids, concluded_on=None).select_related("request")
    return [
        (
            case.get_kind_display(),
            case.case_number,
            case.organ,
            short_date(case.filed_on, beside=on),
            case.request.number if case.request else "",
        )
        for case in cases.order_by("filed_on", "pk")
    ]


HANDOVER_LISTS = (
    HandoverList(
        "requests.open",
        "未办结的申请",
        WORKERS,
        READ.code,
        ("编号和内容", "期限", "阶段", "草稿", "已告知申请人"),
        (4, 2.4, 1.4, 1.4, 3),
        open_requests,
    ),
    HandoverList(
        "requests.letters",
        "未办结的协查函",
        (LETTERS.code,),
        READ.code,
        ("来函或去函", "对方单位", "事由", "文号（登记号）", "收函或发函", "要求回复"),
        (1.4, 2, 3, 2.2, 1.2, 1.2),
        open_letters,
    ),
    HandoverList(
        "requests.rectifications",
        "未办结的更正申请",
        WORKERS,
        READ.code,
        ("编号", "阶段", "收到", "内部目标"),
        (3, 2, 1.4, 1.4),
        open_rectifications,
    ),
    HandoverList(
        "requests.disputes",
        "未审结的复议和诉讼",
        (LETTERS.code,),
        READ.code,
        ("类别", "案号", "复议机关（法院）", "收到通知", "所涉申请"),
        (1.5, 2.5, 2.5, 1.2, 2.2),
        open_disputes,
    ),
)
