"""The pages of a group of like requests: who is in it, and one step on all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from foundation.agencies.access import capabilities_at
from foundation.contracts import Step
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from requests_app import group_run, outcomes
from requests_app.capabilities import REGISTER
from requests_app.forms.group_acts import GroupActForm
from requests_app.limit_wording import sentence
from requests_app.models import InformationRequest, RequestGroup, Stage

TEMPLATES = "admin/requests_app/requestgroup"
ACT = "admin:requests_app_requestgroup_act"
SECONDS = 10
"""How long one press of the button may work; what is left stays ticked for the next."""


@dataclass(frozen=True)
class Line:
    """One member in the table of the group."""

    number: str
    title: str
    stage: str
    limit: str
    answers: str
    url: str


def case_url(case: InformationRequest) -> str:
    return reverse("admin:requests_app_informationrequest_change", args=[case.pk])


def lines(cases: list[InformationRequest]) -> list[Line]:
    calendar = published_calendar()
    return [
        Line(
            case.number,
            case.title,
            Stage(case.stage).label,
            sentence(case, today(), calendar),
            "；".join(_answer(part.reply_type) for part in case.parts.all()),
            case_url(case),
        )
        for case in cases
    ]


def _answer(code: str) -> str:
    reply = outcomes.REPLY_TYPES.get(code)
    return reply.wording if reply else "未拟定"


def overview(request: HttpRequest, group: RequestGroup) -> dict[str, Any]:
    """What the page of a group shows: its members, what can be done to all, and how to register one more."""
    cases = group_run.members(group)
    held = capabilities_at(request.user, (group.respondent, *(case.handler for case in cases)))
    stages = {case.stage for case in cases}
    offered = [one for one in group_run.STEPS if one.capability in held and stages & set(one.from_stages)]
    last = cases[-1] if cases and REGISTER.code in held else None
    return {
        "lines": lines(cases),
        "steps": [(step, reverse(ACT, args=[group.pk, step.code])) for step in offered],
        "like": last,
    }


def act(request: HttpRequest, page: admin.ModelAdmin, pk: int, code: str) -> HttpResponse:
    """Explain, preview, perform: one step on the ticked members of a group."""
    group = page.get_queryset(request).filter(pk=pk).first()
    step = next((one for one in group_run.STEPS if one.code == code), None)
    if group is None or step is None:
        raise Http404
    cases = group_run.members(group)
    desks = (group.respondent, *(case.handler for case in cases))
    if step.capability not in capabilities_at(request.user, desks):
        raise PermissionDenied
    context = {**_frame(request, page, group, step), **_act(request, group, step, cases)}
    return TemplateResponse(request, f"{TEMPLATES}/act.html", context)


def _act(
    request: HttpRequest, group: RequestGroup, step: Step, cases: list[InformationRequest]
) -> dict[str, Any]:
    members = group_run.candidates(cases, step, request.user)
    shown: dict[str, Any] = {"refused": [one for one in members if one.refusal]}
    if len(shown["refused"]) == len(members):
        return shown
    if request.method != "POST":
        return {**shown, "form": GroupActForm(step, members, request.user)}
    form = GroupActForm(step, members, request.user, request.POST, request.FILES)
    if not form.is_valid():
        return {**shown, "form": form}
    if "perform" not in request.POST:
        return {**shown, "form": form, "preview": _preview(form)}
    return _performed(request, group, step, form)


def _preview(form: GroupActForm) -> list[str]:
    return [f"共办理{len(form.tasks())}件，逐件记录、编号。", *form.common.preview()]


def _performed(request: HttpRequest, group: RequestGroup, step: Step, form: GroupActForm) -> dict[str, Any]:
    """The result line by line. While something is left or was refused, the draft stays filled in."""
    tasks = form.tasks()
    made = group_run.run(step, tasks, form.common.cleaned_data, request.user, seconds=SECONDS)
    shown = {
        "outcomes": [(one, case_url(one.case)) for one in made],
        "done": sum(one.refusal is None for one in made),
        "left": len(tasks) - len(made),
    }
    return shown if shown["done"] == len(tasks) else {**shown, **_again(request, group, step, made)}


def _again(
    request: HttpRequest, group: RequestGroup, step: Step, made: Sequence[group_run.Outcome]
) -> dict[str, Any]:
    """The same draft for the next press: what the time did not suffice for is ticked, what was refused is
    not, but may be, once the clerk has read why.
    """
    cases, rest = group_run.members(group), request.POST.copy()
    refused = {one.case.pk for one in made if one.refusal is not None}
    for one in made:
        rest.pop(f"case-{one.case.pk}-chosen", None)
    for case in cases:
        if case.pk in refused:
            rest[f"case-{case.pk}-seen"] = str(case.last_seq)
    members = group_run.candidates(cases, step, request.user)
    if all(one.refusal for one in members):
        return {}
    return {"form": GroupActForm(step, members, request.user, rest, request.FILES)}


def _frame(request: HttpRequest, page: admin.ModelAdmin, group: RequestGroup, step: Step) -> dict[str, Any]:
    return {
        **page.admin_site.each_context(request),
        "opts": RequestGroup._meta,
        "title": f"一并办理：{step.wording}",
        "media": page.media,
        "group": group,
        "step": step,
        "back_url": reverse("admin:requests_app_requestgroup_change", args=[group.pk]),
    }
