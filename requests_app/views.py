"""The public's pages: file a request without an account, get a receipt, see how it stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.contracts import Refused
from foundation.ledger.acts import PUBLIC, Actor
from requests_app import holder_views, holders, query_codes
from requests_app.forms.applicants import NATURAL, ORGANISATION
from requests_app.forms.filing import FilingForm, PapersForm, TrackForm
from requests_app.models import InformationRequest
from requests_app.operations import intake
from requests_app.tracking import standing

STEPS = ("填写申请", "核对并提交", "取得回执")
WHO = {NATURAL: "个人（自然人）", ORGANISATION: "单位（法人或其他组织）"}
PREFILL = {"agency": "respondent", "wanted": "wanted_name_1"}
"""Parameters other pages may fill the form with: which agency, which information."""


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "requests_app/landing.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Who asks → the form → check the answers and submit. Every POST carries everything typed."""
    if request.method != "POST":
        return _blank(request)
    form = FilingForm(request.POST, who=_who(request.POST.get("who")))
    if form.asks_for_fields():
        form.forget_errors()
        return _fill(request, form)
    if not form.is_valid() or "edit" in request.POST:
        return _fill(request, form)
    if "submit" not in request.POST:
        return _check(request, form, PapersForm(form=form))
    return _submit(request, form)


def _who(given: str | None) -> str:
    return given if given in WHO else NATURAL


def _blank(request: HttpRequest) -> HttpResponse:
    given = {name: request.GET.get(name, "")[:200] for name in PREFILL}
    if request.GET.get("who") not in WHO:
        doors = [
            (wording, f"{reverse('requests:new')}?{urlencode({'who': who, **_kept(given)})}", who)
            for who, wording in WHO.items()
        ]
        return render(request, "requests_app/who.html", {"doors": doors, "steps": STEPS, "now": 1})
    initial = {PREFILL[name]: value for name, value in _kept(given).items()}
    return _fill(request, FilingForm(who=_who(request.GET.get("who")), initial=initial))


def _kept(given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value}


def _fill(request: HttpRequest, form: FilingForm) -> HttpResponse:
    context = {"form": form, "steps": STEPS, "now": 1, "who_wording": WHO[form.who]}
    return render(request, "requests_app/new.html", context)


def _check(request: HttpRequest, form: FilingForm, papers: PapersForm) -> HttpResponse:
    context = {"form": form, "papers": papers, "steps": STEPS, "now": 2, "who_wording": WHO[form.who]}
    return render(request, "requests_app/check.html", context)


def _submit(request: HttpRequest, form: FilingForm) -> HttpResponse:
    papers = PapersForm(request.POST, request.FILES, form=form)
    if form.refuse_haste() or not papers.is_valid():
        return _check(request, form, papers)
    try:
        filed = intake.file(form.filing(papers.cleaned_data), actor=Actor(origin=PUBLIC))
    except Refused as refused:
        form.add_refusal(refused)
        return _fill(request, form)
    response = redirect("requests:receipt")
    holders.remember_receipt(response, filed.request, filed.query_code)
    holders.remember_holder(response, filed.request)
    return response


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt, as long as this browser may show it; afterwards number and code open the same facts."""
    given = holders.receipt(request)
    if given is None:
        return redirect("requests:track")
    case = InformationRequest.objects.select_related("respondent").get(pk=given.pk)
    context = {"case": case, "query_code": given.query_code, "standing": standing(case)}
    return render(request, "requests_app/receipt.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Where a request stands, for whoever shows number and query code."""
    if request.method == "POST":
        return _open(request)
    pk = holders.held(request)
    told = ("respondent", "correction", "excess", "fee", "suggestion__item")
    case = InformationRequest.objects.select_related(*told).filter(pk=pk).first() if pk else None
    if case is None:
        form = TrackForm(initial={"number": request.GET.get("number", "")[:50]})
        return render(request, "requests_app/track.html", {"form": form})
    context = {"case": case, "standing": standing(case), "acts": holder_views.offered(case)}
    return render(request, "requests_app/status.html", context)


def _open(request: HttpRequest) -> HttpResponse:
    form = TrackForm(request.POST)
    if form.is_valid():
        facts: dict[str, Any] = form.cleaned_data
        case = query_codes.find(facts["number"], facts["query_code"])
        if case is not None:
            response = redirect("requests:track")
            holders.remember_holder(response, case)
            return response
        # One answer for a wrong number and a wrong code: neither secret is confirmed by itself.
        form.add_error(None, "申请编号或查询码不对，请对照回执核对；查询码丢失的，请与收到申请的机关联系。")
    return render(request, "requests_app/track.html", {"form": form})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget this browser's number and code, on a shared computer or to look at another request."""
    response = redirect("requests:track")
    holders.forget(response)
    return response
