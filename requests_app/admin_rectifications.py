"""Requests to correct a record about oneself (更正申请) in the workbench: counter, page and steps."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from foundation.agencies.access import agencies_of, may
from foundation.contracts import Refused
from foundation.ledger.acts import actor_at
from foundation.ledger.models import Event
from foundation.ledger.steps_admin import StepAdmin
from foundation.workdays.wording import full_date
from requests_app import personal, rectification_rules, who_asks
from requests_app.capabilities import HANDLE, REGISTER
from requests_app.forms.applicants import NATURAL
from requests_app.forms.counter import WHO
from requests_app.forms.rectifying import RegisterForm
from requests_app.models import Rectification, RectificationOutcome, RectificationStage, ToldBy
from requests_app.operations import rectifying
from requests_app.rectification_steps import RECTIFICATION_STEPS, REGISTER_RECTIFICATION

TEMPLATES = "admin/requests_app/rectification"


class StageFilter(admin.SimpleListFilter):
    title = "阶段"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stage.value, stage.label) for stage in RectificationStage]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        known = self.value() in RectificationStage.values
        return queryset.filter(stage=self.value()) if known else queryset


@admin.register(Rectification)
class RectificationAdmin(StepAdmin):
    steps = RECTIFICATION_STEPS
    event_wordings = dict(rectification_rules.WORDINGS)
    change_form_template = f"{TEMPLATES}/change_form.html"
    change_list_template = f"{TEMPLATES}/change_list.html"
    list_display = ["number", "respondent_name", "stage_name", "received_on", "target_on", "outcome"]
    list_filter = [StageFilter, "outcome"]
    list_select_related = ["respondent"]
    search_fields = ["number", "document_number", "request__number"]
    list_per_page = 50
    fields = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("respondent", "applicant__key", "request")

    # --- the counter ------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("requests_app.add_rectification")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not agencies_of(request.user, REGISTER.code).exists():
            raise PermissionDenied
        who = request.POST.get("who") or request.GET.get("who") or NATURAL
        who = who if who in dict(WHO) else NATURAL
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        initial = {"request_number": request.GET.get("request", "")[:50]}
        form = RegisterForm(*posted, user=request.user, who=who, initial=initial)
        if posted and form.is_valid():
            response = self._register(request, form)
            if response is not None:
                return response
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": REGISTER_RECTIFICATION.wording,
            "media": self.media + form.media,
            "step": REGISTER_RECTIFICATION,
            "form": form,
            "who": who,
            "doors": WHO,
        }
        return TemplateResponse(request, f"{TEMPLATES}/register.html", context)

    def _register(self, request: HttpRequest, form: RegisterForm) -> HttpResponse | None:
        facts = form.facts()
        try:
            case = rectifying.register(
                actor=actor_at(request.user, [facts["respondent"]], REGISTER.code), **facts
            )
        except Refused as refused:
            form.add_refusal(refused)
            return None
        messages.success(request, f"已登记：{case.number}。")
        return redirect("admin:requests_app_rectification_change", case.pk)

    # --- the case ---------------------------------------------------------------------------------------

    def case_context(self, request: HttpRequest, case: Rectification) -> dict[str, Any]:
        handles = any(may(request.user, HANDLE.code, desk) for desk in case.desks())
        return {
            **super().case_context(request, case),
            "facts": facts(case),
            "applicant": applicant(case, handles),
            "record": record(case) if handles else [],
            "handles": handles,
            "files": files(case, handles),
        }

    def event_detail(self, event: Event) -> str:
        data = event.data
        manner = ToldBy(data["manner"]).label if "manner" in data else ""
        workdays = f"给申请人{data['workdays']}个工作日" if "workdays" in data else ""
        outcome = RectificationOutcome(data["outcome"]).label if "outcome" in data else ""
        unproven = "没有提供证据" if data.get("proven") is False else ""
        corrects = f"更正第{event.corrects.seq}号记录" if event.corrects else ""
        superseded = "此记录已被更正" if hasattr(event, "corrected_by") else ""
        said = (corrects, outcome, manner, workdays, unproven, data.get("reason", ""), superseded)
        return "；".join(piece for piece in (*said, super().event_detail(event)) if piece)

    # --- the list ---------------------------------------------------------------------------------------

    @admin.display(description="被申请机关", ordering="respondent__position")
    def respondent_name(self, case: Rectification) -> str:
        return case.respondent.short_name

    @admin.display(description="阶段", ordering="stage")
    def stage_name(self, case: Rectification) -> str:
        return RectificationStage(case.stage).label


def facts(case: Rectification) -> list[tuple[str, str]]:
    days = (
        ("收到日期", case.received_on),
        ("内部办理目标（条例没有规定期限）", case.target_on),
        ("补充证据到", case.evidence_due_on),
        ("决定日期", case.decided_on),
        ("送达日期", case.served_on),
    )
    rows = [
        ("被申请机关", case.respondent.name),
        ("阶段", RectificationStage(case.stage).label),
        ("证据", "附有证据" if case.proven else "没有提供证据"),
        *((label, full_date(on)) for label, on in days if on),
        ("处理结果", case.get_outcome_display()),
        ("有权更正的机关", case.other_agency),
        ("批准人", case.approver_name),
        ("文号", case.document_number),
        ("送达方式", case.get_service_route_display()),
        ("送达凭证", case.service_note),
    ]
    return [row for row in rows if row[1]]


def applicant(case: Rectification, handles: bool) -> list[tuple[str, str]]:
    """Masked for readers; name and contact for those who handle it; a person's number masked for all."""
    person, kind = personal.read(case.applicant), case.applicant.get_kind_display()
    if not handles:
        return [("类型", kind), ("姓名或名称", personal.masked_name(person.name))]
    rows = [
        ("类型", kind),
        ("姓名或名称", person.name),
        ("联系人", person.contact_name),
        ("联系电话", person.phone),
        ("联系地址", person.address),
        ("邮政编码", person.postcode),
        ("电子邮箱", person.email),
        ("证件", who_asks.identity(person.kind, person.identity_kind, person.identity_number)),
    ]
    return [row for row in rows if row[1]]


def record(case: Rectification) -> list[tuple[str, str, bool]]:
    """What is to be corrected and what was found: for those who handle the case."""
    said = personal.read_record(case.applicant, bytes(case.sealed))
    rows = (
        ("哪项记录", said.record),
        ("记录现在怎样写", said.wrong),
        ("应当改为什么", said.right),
        ("要求补充的证据", said.asked),
        ("审核情况", said.reasons),
    )
    return [(label, text, True) for label, text in rows if text]


def files(case: Rectification, handles: bool) -> list[tuple[str, str]]:
    made = (("更正告知书DOCX", case.word_file), ("更正告知书PDF", case.pdf_file))
    kept = [(label, stored) for label, stored in made if stored]
    if handles:
        events = case.events.exclude(evidence=None).select_related("evidence").order_by("seq")
        kept += [(event.evidence.name, event.evidence) for event in events if event.evidence]
    return [(label, reverse("files:gate", args=[stored.pk])) for label, stored in kept]
