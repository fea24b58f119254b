"""编号和作废: how far each series got, where it went on from paper, and which numbers are void and why."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from foundation.agencies.access import agencies_of, agencies_of_any
from foundation.agencies.capabilities import MANAGE
from foundation.contracts import Refused
from foundation.ledger.acts import actor_at
from foundation.ledger.models import Counter, VoidNumber
from requests_app.capabilities import READ
from requests_app.forms.numbering import SeriesStartForm
from requests_app.models import AssistanceLetter, InformationRequest, Rectification, Series, SeriesStart
from requests_app.operations.numbering import start_series
from requests_app.register_book.proposing import proposals

TEMPLATE = "admin/requests_app/informationrequest/numbers.html"
WORDS = {Series.REQUEST.value: "", Series.LETTER.value: "函-", Series.RECTIFICATION.value: "更-"}
"""What stands between agency and year in the numbers of each series of cases."""
CASES = (InformationRequest, AssistanceLetter, Rectification)
MOST = 200
"""Void numbers on the page, the newest first; there are a handful in a year."""


def may_keep(user: Any) -> bool:
    return bool(agencies_of(user, MANAGE.code).exists())


def numbers(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """For readers of requests, and for whoever keeps the agencies; only the latter may start a series."""
    keeps = may_keep(request.user)
    if not (keeps or page.has_view_permission(request)):
        raise PermissionDenied
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    form = None
    if keeps:
        posted = (request.POST,) if request.method == "POST" else ()
        form = SeriesStartForm(*posted, user=request.user, initial=request.GET.dict())
        if request.method == "POST" and form.is_valid() and _perform(request, form):
            return redirect("admin:requests_app_informationrequest_numbers")
    seen = agencies_of_any(request.user, (READ.code, MANAGE.code)).values("pk")
    context = {
        **page.admin_site.each_context(request),
        "opts": InformationRequest._meta,
        "title": "编号和作废",
        "media": page.media,
        "form": form,
        "may_see_requests": page.has_view_permission(request),
        "series": _series(seen),
        "starts": SeriesStart.objects.filter(agency__in=seen).select_related("agency", "actor"),
        "voids": _voids(request, seen),
        "proposals": proposals(agencies_of(request.user, MANAGE.code)) if keeps else [],
    }
    return TemplateResponse(request, TEMPLATE, context)


def _perform(request: HttpRequest, form: SeriesStartForm) -> bool:
    facts = form.cleaned_data
    try:
        start = start_series(actor=actor_at(request.user, [facts["agency"]], MANAGE.code), **facts)
    except Refused as refused:
        form.add_refusal(refused)
        return False
    messages.success(request, f"已设置：{start}。")
    return True


def _series(seen: Any) -> list[tuple[str, str, int, int]]:
    counters = Counter.objects.filter(agency__in=seen, series__in=Series.values).select_related("agency")
    return [
        (one.agency.name, Series(one.series).label, one.year, one.last)
        for one in counters.order_by("agency__position", "agency__code", "series", "-year")
    ]


def _voids(request: HttpRequest, seen: Any) -> list[tuple[str, str, Any, str]]:
    """Number, reason, day and the page of the case, for those who may open it."""
    rows = VoidNumber.objects.filter(counter__agency__in=seen, counter__series__in=WORDS)
    found = list(rows.select_related("counter__agency").order_by("-pk")[:MOST])
    numbers = {_number(one): one for one in found}
    pages = {
        number: reverse(f"admin:requests_app_{model._meta.model_name}_change", args=[pk])
        for model in CASES
        for number, pk in model.objects.visible_to(request.user)
        .filter(number__in=numbers)
        .values_list("number", "pk")
    }
    return [(number, one.reason, one.voided_on, pages.get(number, "")) for number, one in numbers.items()]


def _number(void: VoidNumber) -> str:
    counter = void.counter
    return f"{counter.agency.code}-{WORDS[counter.series]}{counter.year}-{void.number:04d}"
