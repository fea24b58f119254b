"""The request lines of the staff's *today* page; each names one next step and goes when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from foundation.contracts import WorkItem, WorkList
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import changed_limits, history
from requests_app.clock import consultation_limit
from requests_app.clock_facts import Consultation as Letter
from requests_app.guards import answered_by_a_notice
from requests_app.limit_wording import RECOMPUTING, sentence
from requests_app.models import (
    Consultation,
    ConsultedKind,
    ExcessReasons,
    InformationRequest,
    NotReached,
    PublicationSuggestion,
    Stage,
    SuggestionOutcome,
)
from requests_app.operations.limits import is_stale
from requests_app.operations.recomputing import may_recompute, stale_requests
from requests_app.queries import InformationRequestQuerySet
from requests_app.receipt_rules import LETTER_AFTER
from requests_app.regimes import REGIMES
from requests_app.steps import OVERRIDE_TOLD, REVIEW_SUGGESTION, TELL_LIMIT

SOON = 7
"""Working days before the limit from which a request stands on the page."""

ON_ITS_WAY = 3
"""Working days after which a letter should have come."""

NEXT_STEP = {
    Stage.UNCONFIRMED: "与申请人确认收到",
    Stage.UNREACHED: "再次联系申请人",
    Stage.HANDLING: "拟定答复",
    Stage.CORRECTING: "等待申请人补正",
    Stage.SIGNED: "送达答复",
}


def _mine(user: Any) -> InformationRequestQuerySet:
    visible: InformationRequestQuerySet = InformationRequest.objects.visible_to(user)
    return visible.select_related("respondent").prefetch_related("parts")


def unreached(user: Any, today: date) -> list[WorkItem]:
    """Whom nobody has reached yet, longest waiting first; after two attempts a letter is to be sent."""
    waiting = _mine(user).unreached().prefetch_related("events").order_by("pk")
    return [_unreached(case) for case in waiting]


def _unreached(case: InformationRequest) -> WorkItem:
    tried = history.attempts(case)
    posted = any(
        event.data["result"] in (NotReached.LETTER_SENT, NotReached.LETTER_RETURNED) for event in tried
    )
    letter = len(tried) >= LETTER_AFTER and not posted
    return WorkItem(
        title=f"{case.number} {case.title}",
        url=reverse("admin:requests_app_informationrequest_change", args=[case.pk]),
        next_step="邮寄确认函" if letter else NEXT_STEP[Stage.UNREACHED],
        note=f"{case.respondent.short_name}，已联系{len(tried)}次，最近一次{full_date(tried[-1].effective_on)}",
    )


def unconfirmed(user: Any, today: date) -> list[WorkItem]:
    return _items(_mine(user).unconfirmed().order_by("pk"), today)


def overdue(user: Any, today: date) -> list[WorkItem]:
    return _items(_mine(user).overdue(today).by_limit(), today)


def due_soon(user: Any, today: date) -> list[WorkItem]:
    """By the alarm's day: while the limit is an estimate, alarms ring two working days earlier."""
    last = arithmetic.add(published_calendar(), today, SOON)
    due = _mine(user).open().filter(due_on__gte=today, alarm_on__lte=last)
    return _items(due.by_limit(), today)


def waiting_for_signature(user: Any, today: date) -> list[WorkItem]:
    """Drafted in all parts; opened ones only once the secrecy review is in."""
    waiting = InformationRequest.objects.waiting_for_signature_of(user).select_related("respondent")
    ready = waiting.prefetch_related("parts", "consultations__override").by_limit()
    return _items((case for case in ready if _ready(case, today)), today, lambda _: "签发答复")


def _ready(case: InformationRequest, today: date) -> bool:
    return answered_by_a_notice(case, today) is None


def corrections(user: Any, today: date) -> list[WorkItem]:
    """Sent back for correction: the notice is not known to have come, or the applicant's period is over."""
    waiting = _mine(user).filter(stage=Stage.CORRECTING).select_related("correction")
    unknown_or_over = Q(correction__limit_on__isnull=True) | Q(correction__limit_on__lt=today)
    cases = waiting.filter(unknown_or_over).order_by("correction__limit_on", "pk")
    return [
        WorkItem(
            title=f"{case.number} {case.title}",
            url=reverse("admin:requests_app_informationrequest_change", args=[case.pk]),
            next_step="登记送达" if case.correction.limit_on is None else "逾期不补正，不再处理",
            note=_correction_note(case),
        )
        for case in cases
    ]


def consultations(user: Any, today: date) -> list[WorkItem]:
    """Letters not known to have come, or whose party let its period pass, while nothing is decided."""
    asked = Consultation.objects.unanswered().filter(
        request__in=InformationRequest.objects.visible_to(user).filter(stage=Stage.HANDLING)
    )
    calendar = published_calendar()
    items = _untold(user)
    for letter in asked.select_related("request__respondent").prefetch_related("request__parts"):
        step = _letter_step(letter, today, calendar)
        if step and not any(part.decided for part in letter.request.parts.all()):
            items.append(_letter_item(letter, step))
    return items


def _untold(user: Any) -> list[WorkItem]:
    """Third parties that are overridden and do not know it; the applicant waits for them."""
    over = (Stage.WITHDRAWN, Stage.VOID)
    visible = InformationRequest.objects.visible_to(user).exclude(stage__in=over)
    letters = Consultation.objects.filter(
        override__isnull=False, override__told_on__isnull=True, request__in=visible
    )
    untold = letters.order_by("override__decided_on", "pk").select_related("request__respondent")
    return [_letter_item(letter, OVERRIDE_TOLD.wording) for letter in untold]


def _letter_step(letter: Consultation, today: date, calendar: Calendar) -> str:
    """The next step with a letter nobody answered; empty while there is nothing to do but wait."""
    fact = Letter(letter.kind, letter.sent_on, letter.delivered_on)
    limit = consultation_limit(fact, REGIMES[letter.request.regime], calendar)
    if limit is not None:
        decided = "视为同意公开" if letter.kind == ConsultedKind.CO_MAKER else "自行决定"
        return f"答复期已过，{decided}" if today > limit else ""
    if letter.reply_by is not None and today > letter.reply_by:
        return "催复，或者自行决定"
    waited = arithmetic.count(calendar, letter.sent_on, today)
    undelivered = letter.delivered_on is None and letter.kind != ConsultedKind.OTHER_AGENCY
    return "登记送达" if undelivered and waited >= ON_ITS_WAY else ""


def _letter_item(letter: Consultation, step: str) -> WorkItem:
    case = letter.request
    return WorkItem(
        title=f"{case.number} {case.title}",
        url=reverse("admin:requests_app_informationrequest_change", args=[case.pk]),
        next_step=step,
        note=f"{case.respondent.short_name}，征求意见：{letter.whom}",
    )


def reasons(user: Any, today: date) -> list[WorkItem]:
    """Excessive requests: the notice is not known to have come, nothing came in time, or reasons came."""
    undecided = InformationRequest.objects.visible_to(user).filter(stage=Stage.HANDLING)
    asked = ExcessReasons.objects.filter(request__in=undecided).exclude(request__events__kind="deferred")
    items = []
    for one in asked.select_related("request__respondent").prefetch_related("request__parts").order_by("pk"):
        step = _reasons_step(one, today)
        if step and not any(part.decided for part in one.request.parts.all()):
            items.append(
                WorkItem(
                    title=f"{one.request.number} {one.request.title}",
                    url=reverse("admin:requests_app_informationrequest_change", args=[one.request_id]),
                    next_step=step,
                    note=one.request.respondent.short_name,
                )
            )
    return items


def _reasons_step(asked: ExcessReasons, today: date) -> str:
    if asked.given_on is not None:
        return "判断申请人说明的理由是否合理"
    if asked.delivered_on is None:
        waited = arithmetic.count(published_calendar(), asked.asked_on, today)
        return "登记说明理由告知书送达" if waited >= ON_ITS_WAY else ""
    limit = arithmetic.add(published_calendar(), asked.delivered_on, asked.workdays)
    return "逾期没有说明理由，判断是否不予处理" if today > limit else ""


def suggestions(user: Any, today: date) -> list[WorkItem]:
    """To be reviewed, or accepted and not yet published (条例第44条)."""
    mine = InformationRequest.objects.visible_to(user).filter(stage=Stage.CLOSED)
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


def _correction_note(case: InformationRequest) -> str:
    unit, limit = case.respondent.short_name, case.correction.limit_on
    if limit is None:
        return f"{unit}，补正告知书还没有送达记录"
    return f"{unit}，补正期限{full_date(limit)}已过"


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


def _next_step(case: InformationRequest) -> str:
    if case.stage == Stage.HANDLING and all(part.decided for part in case.parts.all()):
        return "保密审查、签发"
    return NEXT_STEP[Stage(case.stage)]


def _items(
    cases: Iterable[InformationRequest],
    today: date,
    next_step: Callable[[InformationRequest], str] = _next_step,
) -> list[WorkItem]:
    calendar = published_calendar()
    return [
        WorkItem(
            title=f"{case.number} {case.title}",
            url=reverse("admin:requests_app_informationrequest_change", args=[case.pk]),
            next_step=next_step(case),
            due_on=case.due_on,
            note=_note(case, today, calendar),
        )
        for case in cases
    ]


def _note(case: InformationRequest, today: date, calendar: Calendar) -> str:
    """The page itself says how long a limit still runs; only what has none needs words."""
    unit = case.respondent.short_name
    if case.due_on is None:
        return f"{unit}，{sentence(case, today, calendar)}"
    return f"{unit}，期限{RECOMPUTING}" if is_stale(case, calendar) else unit


WORK_LISTS = (
    WorkList("requests.unreached", "待联系的申请人", unreached),
    WorkList("requests.unconfirmed", "待确认收到的申请", unconfirmed),
    WorkList("requests.overdue", "已超过答复期限", overdue),
    WorkList("requests.due_soon", f"{SOON}个工作日内到期", due_soon),
    WorkList("requests.corrections", "补正待跟进", corrections),
    WorkList("requests.consultations", "征求意见待跟进", consultations),
    WorkList("requests.reasons", "说明理由待跟进", reasons),
    WorkList("requests.signature", "等待签发", waiting_for_signature),
    WorkList("requests.suggestions", "转为主动公开", suggestions),
    WorkList("requests.recompute", "重算答复期限", limits_to_recompute),
    WorkList("requests.limits_to_tell", "告知新的期限", limits_to_tell),
)
