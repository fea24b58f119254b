"""时限计算器: a page that counts lawful periods for anybody, from its address alone; nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.contracts import Refusal, Refused
from foundation.workdays.calendar import UnknownDay
from foundation.workdays.deadlines import DEADLINES
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from requests_app import deadline_address
from requests_app.clock import reckon
from requests_app.deadline_events import EVENT_KINDS
from requests_app.deadline_result import LimitResult, Result, limit_result, result
from requests_app.forms.deadline import LimitForm, Questions, add_refusal
from requests_app.operations import limits

TOO_FAR = Refusal("这些日期加起来太远，算不出期限。", remedy="请核对各个日期。", field="received_on")


@require_safe
def deadline(request: HttpRequest) -> HttpResponse:
    """The limit of an answer, and the other limits of the table."""
    query = dict(request.GET.lists())
    asked = deadline_address.read(query)
    limit_form = LimitForm(query, judged=not asked.begun)
    questions = Questions(asked, judged=asked.begun)
    answer = _answer(questions) if asked.begun else None
    if answer is None and asked.editing:
        questions = Questions(asked, judged=False)
    context: dict[str, Any] = {
        "questions": questions,
        "result": answer,
        "kinds": EVENT_KINDS.values(),
        "may_add": len(asked.events) < deadline_address.MOST_EVENTS,
        "next_place": len(asked.events) + 1,
        "limit_form": limit_form,
        "limit_result": _limit(limit_form),
        "limits": DEADLINES.values(),
    }
    return render(request, "requests_app/deadline.html", context)


def _answer(questions: Questions) -> Result | None:
    """None when there are errors, which then stand at their fields."""
    if questions.errors:
        return None
    facts = questions.facts()
    received_on = questions.receipt.cleaned_data["received_on"]
    try:
        clock = reckon(received_on, published_calendar(), facts, rules=limits.rules_in_force())
        return result(clock, facts, today())
    except Refused as refused:
        add_refusal(questions.receipt, refused)
    except UnknownDay:
        add_refusal(questions.receipt, Refused(TOO_FAR))
    return None


def _limit(form: LimitForm) -> LimitResult | None:
    if not form.is_valid():
        return None
    return limit_result(form.cleaned_data["limit"], form.cleaned_data["start"], published_calendar())
