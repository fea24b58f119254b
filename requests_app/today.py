"""The request lines of the staff's *today* page; each has one owner and one next step, and goes when done."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from foundation.contracts import ELSEWHERE, FIRST, UNITS, WorkItem, WorkList
from foundation.workdays.wording import full_date
from requests_app import changed_limits, open_work, supervision
from requests_app.models import (
    InformationRequest,
    PublicationSuggestion,
    Stage,
    SuggestionOutcome,
)
from requests_app.operations.recomputing import may_recompute, stale_requests
from requests_app.steps import REVIEW_SUGGESTION, TELL_LIMIT


def unreached(user: Any, today: date) -> list[WorkItem]:
    """Whom nobody has reached yet, longest waiting first; after two attempts a letter is to be sent."""
    return open_work.of_kind(user, today, "unreached")


def unconfirmed(user: Any, today: date) -> list[WorkItem]:
    return open_work.of_kind(user, today, "unconfirmed")


overdue, due_soon = open_work.overdue, open_work.due_soon


elsewhere = open_work.elsewhere


def new(user: Any, today: date) -> list[WorkItem]:
    """Received, and nobody has begun with it."""
    return open_work.of_kind(user, today, "new")


def waiting_for_signature(user: Any, today: date) -> list[WorkItem]:
    """Drafted in all parts; opened ones only once the secrecy review is in."""
    return open_work.of_kind(user, today, "signature")


def waiting_for_review(user: Any, today: date) -> list[WorkItem]:
    return open_work.of_kind(user, today, "review")


def to_serve(user: Any, today: date) -> list[WorkItem]:
    return open_work.of_kind(user, today, "serve")


def corrections(user: Any, today: date) -> list[WorkItem]:
    return open_work.of_kind(user, today, "correction")


def consultations(user: Any, today: date) -> list[WorkItem]:
    """Letters not known to have come, or whose party let its period pass, while nothing is decided."""
    return open_work.waiting(user, today, "consultation")


def reasons(user: Any, today: date) -> list[WorkItem]:
    """Excessive requests: the notice is not known to have come, nothing came in time, or reasons came."""
    return open_work.waiting(user, today, "reasons")


def payments(user: Any, today: date) -> list[WorkItem]:
    """Fee notices not known to have come, and windows to pay that are over."""
    return open_work.of_kind(user, today, "fee")


def returned(user: Any, today: date) -> list[WorkItem]:
    """Letters that came back: the paper is to be brought anew, also where the request is closed."""
    return open_work.waiting(user, today, "returned")


def suggestions(user: Any, today: date) -> list[WorkItem]:
    """To be reviewed, or accepted and not yet published (条例第44条)."""
    mine = InformationRequest.objects.handled_by(user).filter(stage=Stage.CLOSED)
    made = PublicationSuggestion.objects.filter(request__in=mine, item__isnull=True)
    waiting = made.exclude(outcome=SuggestionOutcome.DECLINE).select_related("request__respondent")
    return [
        WorkItem(
            title=f"{one.request.number} {one.request.title}",
            url=reverse("admin:requests_app_informationrequest_change", args=[one.request_id]),
            next_step="发布并登记索引号" if one.outcome else REVIEW_SUGGESTION.wording,
            note=f"{one.request.respondent.short_name}，{full_date(one.made_on)}提出",
        )
        for one in waiting.order_by("made_on", "pk")
    ]


def limits_to_recompute(user: Any, today: date) -> list[WorkItem]:
    """Goes when the last open limit follows the calendar in force."""
    stale = stale_requests() if may_recompute(user) else 0
    if not stale:
        return []
    return [
        WorkItem(
            title=f"{stale}件在办申请的答复期限还没有按现行工作日历重算",
            url=reverse("admin:requests_app_informationrequest_recompute"),
            next_step="现在重算",
        )
    ]


def limits_to_tell(user: Any, today: date) -> list[WorkItem]:
    """One line for each calendar that moved printed dates; it goes when the last applicant was told."""
    mine = InformationRequest.objects.handled_by(user)
    waiting = changed_limits.still_to_tell(changed_limits.printed_dates_moved(mine))
    counted = Counter(waiting.values_list("data__calendar__1", flat=True))
    page = reverse("admin:requests_app_informationrequest_recomputed")
    return [
        WorkItem(
            title=f"工作日历{code}改变了{count}件申请已经告知的答复期限",
            url=f"{page}?{urlencode({'version': code})}",
            next_step=TELL_LIMIT.wording,
        )
        for code, count in sorted(counted.items())
    ]


WORK_LISTS = (
    WorkList("requests.unreached", "待联系的申请人", unreached, place=FIRST),
    WorkList("requests.unconfirmed", "待确认收到的申请", unconfirmed, place=FIRST),
    WorkList("requests.overdue", "答复申请", overdue),
    WorkList("requests.due_soon", "答复申请", due_soon),
    WorkList("requests.new", "新收到的申请", new),
    WorkList("requests.signature", "等待签发", waiting_for_signature),
    WorkList("requests.review", "等待保密审查", waiting_for_review),
    WorkList("requests.serve", "等待送达", to_serve),
    WorkList("requests.returned", "邮件退回，重新送达", returned),
    WorkList("requests.corrections", "补正待跟进", corrections),
    WorkList("requests.consultations", "征求意见待跟进", consultations),
    WorkList("requests.reasons", "说明理由待跟进", reasons),
    WorkList("requests.fees", "信息处理费待跟进", payments),
    WorkList("requests.suggestions", "转为主动公开", suggestions),
    WorkList("requests.recompute", "重算答复期限", limits_to_recompute),
    WorkList("requests.limits_to_tell", "告知新的期限", limits_to_tell),
    WorkList("requests.elsewhere", "等别人办理", elsewhere, place=ELSEWHERE),
    WorkList("requests.units", "各单位", supervision.units, place=UNITS),
)
