"""What applicants do themselves where progress is shown: take the request back, suggest its publication.

Only for a browser that has shown number and query code; neither stands in an address. A page first says what
the act means; once it is done the same page is its receipt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from foundation.contracts import Refusal, Refused, Step
from foundation.ledger.acts import PUBLIC, Actor, refuse_stage
from foundation.workdays.present import now, today
from requests_app import history, holders
from requests_app.models import InformationRequest, RequestEvent, SuggestedBy, WithdrawnBy
from requests_app.operations import suggesting, withdrawing
from requests_app.steps import SUGGEST_ONLINE, WITHDRAW_ONLINE

TEMPLATE = "requests_app/holder_act.html"
NOTE = "申请人凭申请编号和查询码在本网站撤回，{:%H:%M}提交。"


@dataclass(frozen=True)
class HolderAct:
    """One act: its step, the event that proves it, and what the page says before and after.

    `stage` is said to the applicant when the request is not at a stage for it.
    """

    step: Step
    event: str
    address: str
    title: str
    means: tuple[str, ...]
    button: str
    done: str
    then: str
    stage: Refusal


WITHDRAWAL = HolderAct(
    WITHDRAW_ONLINE,
    "withdrawn",
    "requests:withdraw",
    "撤回申请",
    (
        "撤回以后机关不再办理，也不会再答复；已经签发还没有送达的答复不再送达。",
        "撤回不能取消。还需要这项信息的，可以重新申请，期限重新计算。",
        "只是联系方式变了，或者想补充内容的，不用撤回，请打电话告诉机关。",
    ),
    "确认撤回这件申请",
    "您已经撤回申请",
    "机关不再办理这件申请。还需要这项信息的，可以重新申请。",
    Refusal(
        "机关确认收到以后、办结以前，才能在网上撤回。",
        remedy="请在申请进度里看办到哪一步；还没有确认收到的，请打电话告诉机关。",
    ),
)
SUGGESTION = HolderAct(
    SUGGEST_ONLINE,
    "publication_suggested",
    "requests:suggest",
    "建议转为主动公开",
    (
        "您得到的信息，如果许多人都需要，可以建议机关主动公开（条例第44条）。",
        "机关经审核认为属于主动公开范围的，应当及时主动公开；审核结果在申请进度里可以看到。",
        "建议里不会写您是谁，公开的只是信息本身。",
    ),
    "提出建议",
    "机关已经登记您的建议",
    "审核结果在申请进度里可以看到。",
    Refusal(
        "机关答复并办结以后，才能建议把得到的信息转为主动公开。",
        "条例第44条",
        "请先在申请进度里看办到哪一步。",
    ),
)


def withdraw(request: HttpRequest) -> HttpResponse:
    return _page(request, WITHDRAWAL)


def suggest(request: HttpRequest) -> HttpResponse:
    return _page(request, SUGGESTION)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def _page(request: HttpRequest, act: HolderAct) -> HttpResponse:
    pk = holders.held(request)
    cases = InformationRequest.objects.select_related("respondent", "applicant")
    case = cases.filter(pk=pk).first() if pk else None
    if case is None:
        return redirect("requests:track")
    refusal = None
    if request.method == "POST":
        refusal = _perform(request, case, act)
        if refusal is None:
            return redirect(act.address)
    done = history.last(case, act.event)
    return render(request, TEMPLATE, _context(case, act, done, refused(case, act) or refusal))


def _context(
    case: InformationRequest, act: HolderAct, done: RequestEvent | None, refusal: Refusal | None
) -> dict[str, Any]:
    return {"case": case, "act": act, "done": done, "refusal": refusal, "parts": case.parts.all()}


def refused(case: InformationRequest, act: HolderAct) -> Refusal | None:
    """Why the applicant cannot do this now; None while it is offered."""
    try:
        refuse_stage(case, act.step)
    except Refused:
        return act.stage
    return act.step.guard(case, today())


def _perform(request: HttpRequest, case: InformationRequest, act: HolderAct) -> Refusal | None:
    """The operation the clerk's step calls as well, by the public; a page that is out of date is refused."""
    seen = request.POST.get("seen", "")
    common: dict[str, Any] = {
        "actor": Actor(origin=PUBLIC),
        "seen": int(seen) if seen.isdecimal() else -1,
        "effective_on": today(),
    }
    try:
        if act is WITHDRAWAL:
            note = NOTE.format(now())
            withdrawing.withdraw(case.pk, manner=WithdrawnBy.ONLINE, note=note, **common)
        else:
            suggesting.suggest(case.pk, made_by=SuggestedBy.APPLICANT, **common)
    except Refused as why:
        return why.refusal
    return None


def offered(case: InformationRequest) -> tuple[HolderAct, ...]:
    """What the page of progress offers."""
    return tuple(act for act in (WITHDRAWAL, SUGGESTION) if refused(case, act) is None)
