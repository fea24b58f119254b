"""The counter in the workbench: one page to register a request, one receipt to print."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from foundation.agencies.access import agencies_of
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.acts import Actor, actor_at
from requests_app import holders
from requests_app.capabilities import REGISTER
from requests_app.forms.applicants import NATURAL
from requests_app.forms.counter import WHO, RegisterForm
from requests_app.models import InformationRequest
from requests_app.operations import intake
from requests_app.tracking import standing

TEMPLATES = "admin/requests_app/informationrequest"


def may_register(request: HttpRequest) -> bool:
    return bool(agencies_of(request.user, REGISTER.code).exists())


def register(request: HttpRequest, page: admin.ModelAdmin) -> HttpResponse:
    """Register a request on paper; what is missing on it is left empty."""
    if not may_register(request):
        raise PermissionDenied
    who = request.POST.get("who") or request.GET.get("who") or NATURAL
    who = who if who in dict(WHO) else NATURAL
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    like = _like(request, page)
    form = RegisterForm(*posted, user=request.user, who=who, like=like)
    if form.asks_for_fields():
        form = RegisterForm(user=request.user, who=who, like=like, data=request.POST)
        form.forget_errors()
    elif posted and form.is_valid() and "look" not in request.POST:
        response = _perform(request, form)
        if response is not None:
            return response
    looked = "look" in request.POST and form.is_valid()
    context = {
        **_frame(page, request, "登记申请"),
        "form": form,
        "who": who,
        "like": like,
        "doors": WHO,
        "preview": form.preview() if looked else None,
    }
    return TemplateResponse(request, f"{TEMPLATES}/register.html", context)


def _like(request: HttpRequest, page: admin.ModelAdmin) -> InformationRequest | None:
    """The grouped request whose words are to be copied, if the clerk may see it."""
    pk = request.POST.get("like") or request.GET.get("like") or ""
    if not pk.isdecimal():
        return None
    found: InformationRequest | None = page.get_queryset(request).filter(pk=pk, group__isnull=False).first()
    return found


def _perform(request: HttpRequest, form: RegisterForm) -> HttpResponse | None:
    facts = form.cleaned_data
    try:
        filed = intake.register(
            form.filing(),
            actor=_actor(request, facts["respondent"]),
            arrived_on=facts["arrived_on"],
            received_on=facts["receipt"].on,
            received_basis=facts["receipt"].basis,
            means=facts["means"],
            guide=facts["guide"],
            evidence=facts["evidence"],
        )
    except Refused as refused:
        form.add_refusal(refused)
        return None
    return to_receipt(filed)


def to_receipt(filed: intake.Filed) -> HttpResponse:
    """To the page that shows number and query code this once."""
    response = redirect("admin:requests_app_informationrequest_receipt", filed.request.pk)
    holders.remember_receipt(response, filed.request, filed.query_code)
    return response


def _actor(request: HttpRequest, respondent: Agency) -> Actor:
    """The signed-in person, for the desk they belong to that serves this respondent."""
    return actor_at(request.user, [respondent], REGISTER.code)


def receipt(request: HttpRequest, page: admin.ModelAdmin, pk: int) -> HttpResponse:
    """登记回执, printed for the applicant; the query code is shown this once."""
    given = holders.receipt(request)
    case = page.get_queryset(request).select_related("respondent").filter(pk=pk).first()
    if case is None:
        raise Http404
    if given is None or given.pk != pk:
        return redirect("admin:requests_app_informationrequest_change", pk)
    context = {
        **_frame(page, request, "政府信息公开申请登记回执"),
        "case": case,
        "query_code": given.query_code,
        "standing": standing(case),
    }
    return TemplateResponse(request, f"{TEMPLATES}/receipt.html", context)


def _frame(page: admin.ModelAdmin, request: HttpRequest, title: str) -> dict[str, Any]:
    return {
        **page.admin_site.each_context(request),
        "opts": InformationRequest._meta,
        "title": title,
        "media": page.media,
    }
