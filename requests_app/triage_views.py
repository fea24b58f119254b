"""七步法 as pages: one question on each, the choices made so far above it, everything in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from foundation.agencies.access import may
from foundation.contracts import Refused, Step
from requests_app import outcomes, report_rows, triage
from requests_app.case_boxes import TRIAGE
from requests_app.models import InformationRequest, RequestPart, Stage
from requests_app.steps import DECIDE, STEPS
from requests_app.triage import Walk, walk
from requests_app.triage_questions import Choice, Ending, Question

TEMPLATE = "admin/requests_app/informationrequest/triage.html"
STEP = "admin:requests_app_informationrequest_step"


@dataclass(frozen=True)
class Door:
    """One choice as a link."""

    wording: str
    help: str
    article: str
    url: str


@dataclass(frozen=True)
class Made:
    """A choice already made, with the way back to before it."""

    step: str
    wording: str
    back_url: str


@dataclass(frozen=True)
class Advice:
    """What the choices lead to."""

    title: str
    lines: tuple[str, ...]
    button: str
    url: str


def ask(request: HttpRequest, page: admin.ModelAdmin, pk: int, position: int) -> HttpResponse:
    """The next question about one part, or where the choices lead. Nothing is stored here."""
    case = page.get_queryset(request).filter(pk=pk, stage=Stage.HANDLING).first()
    part = case.parts.filter(position=position).first() if case is not None else None
    if case is None or part is None:
        raise Http404
    if not any(may(request.user, DECIDE.capability, desk) for desk in case.desks()):
        raise PermissionDenied
    return TemplateResponse(request, TEMPLATE, {**_frame(request, page, case), **_walked(request, part)})


def _frame(request: HttpRequest, page: admin.ModelAdmin, case: InformationRequest) -> dict[str, Any]:
    return {
        **page.admin_site.each_context(request),
        "opts": InformationRequest._meta,
        "title": "逐步判断怎样答复",
        "media": page.media,
        "case": case,
        "back_url": reverse("admin:requests_app_informationrequest_change", args=[case.pk]),
    }


def _walked(request: HttpRequest, part: RequestPart) -> dict[str, Any]:
    walked, refusal = _followed(part, request.GET.get("path", ""))
    offered = _offered(part, walked.question) if walked.question else ()
    return {
        "part": part,
        "refusal": refusal,
        "made": _made(part, walked),
        "question": walked.question,
        "doors": [_door(part, walked, one) for one in offered],
        "advice": _advice(part, walked, walked.ending) if walked.ending else None,
    }


def _followed(part: RequestPart, path: str) -> tuple[Walk, str]:
    """The walk of the address, or the first question and why: what was never offered cannot be chosen."""
    try:
        walked = walk(path)
    except Refused as refused:
        return walk(""), str(refused.refusal)
    if all(choice in _offered(part, question) for question, choice in walked.made):
        return walked, ""
    return walk(""), "本件不能这样选择。请从第一步重新选择。"


def _offered(part: RequestPart, question: Question) -> tuple[Choice, ...]:
    corrected = hasattr(part.request, "correction")
    return triage.offered(question, corrected=corrected, regime=part.request.regime)


def address(part: RequestPart, path: str = "") -> str:
    asked = f"?{urlencode({'path': path})}" if path else ""
    return reverse(TRIAGE, args=[part.request_id, part.position]) + asked


def _made(part: RequestPart, walked: Walk) -> list[Made]:
    codes = walked.path.split(".")
    return [
        Made(question.step, choice.wording, address(part, ".".join(codes[:place])))
        for place, (question, choice) in enumerate(walked.made)
    ]


def _door(part: RequestPart, walked: Walk, choice: Choice) -> Door:
    path = ".".join(filter(None, (walked.path, choice.code)))
    return Door(choice.wording, choice.help, choice.article, address(part, path))


def _advice(part: RequestPart, walked: Walk, ending: Ending) -> Advice:
    if walked.reply_type:
        return _answer(part, walked, ending.advice)
    step = next((one for one in STEPS if one.code == ending.step), None)
    if step is None:
        url = reverse("admin:requests_app_rectification_add")
        return Advice("不按公开申请答复", (ending.advice,), "登记更正申请", url)
    url = reverse(STEP, args=[part.request_id, step.code])
    return Advice(f"先办理：{step.wording}", _lines(ending.advice, step), step.wording, url)


def _lines(advice: str, step: Step) -> tuple[str, ...]:
    return tuple(filter(None, (advice, step.article and f"依据：{step.article}。", "办完再回来接着判断。")))


def _consequences(part: RequestPart, reply: str) -> list[str]:
    """Row and notice belong to the whole request, so one of several parts does not settle them."""
    if part.request.parts.count() > 1:
        return ["本件有几项申请内容：计入年度报告哪一行、制作哪种告知书，各项都拟定以后显示。"]
    return report_rows.sentences([reply])


def _answer(part: RequestPart, walked: Walk, advice: str) -> Advice:
    reply, ground = walked.reply_type, outcomes.GROUNDS.get(walked.ground)
    cited = outcomes.citation(reply, walked.ground, part.request.regime)
    lines = (
        f"理由：{ground.wording}。" if ground else "",
        f"依据：{cited}。" if cited else "",
        advice,
        outcomes.REPLY_TYPES[reply].duty,
        *_consequences(part, reply),
    )
    draft = {"position": part.position, "path": walked.path}
    url = f"{reverse(STEP, args=[part.request_id, DECIDE.code])}?{urlencode(draft)}"
    unique = tuple(dict.fromkeys(line for line in lines if line))
    return Advice(f"答复：{outcomes.REPLY_TYPES[reply].wording}", unique, "按此拟定答复", url)
