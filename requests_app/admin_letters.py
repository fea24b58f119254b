"""Letters between agencies (协查函) in the workbench: two ways to begin one, and its page with its steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from foundation.agencies.access import agencies_of, may
from foundation.contracts import Refused
from foundation.ledger.acts import actor_at
from foundation.ledger.models import Event
from foundation.ledger.steps_admin import OfferedStep, StepAdmin
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import letter_rules
from requests_app.capabilities import LETTERS
from requests_app.forms.letters import BeginningForm, DraftLetterForm, ReceiveLetterForm
from requests_app.letter_steps import DRAFT_LETTER, LETTER_DELIVERED, LETTER_STEPS, RECEIVE_LETTER
from requests_app.limit_wording import letter_sentence
from requests_app.models import AssistanceLetter, InformationRequest, LetterStage, ToldBy
from requests_app.operations import letters

TEMPLATES = "admin/requests_app/assistanceletter"


class StageFilter(admin.SimpleListFilter):
    title = "阶段"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stage.value, stage.label) for stage in LetterStage]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(stage=self.value()) if self.value() in LetterStage.values else queryset


@admin.register(AssistanceLetter)
class AssistanceLetterAdmin(StepAdmin):
    steps = LETTER_STEPS
    event_wordings = dict(letter_rules.WORDINGS)
    change_form_template = f"{TEMPLATES}/change_form.html"
    change_list_template = f"{TEMPLATES}/change_list.html"
    list_display = ["subject", "direction", "counterpart", "respondent_name", "stage_name", "limit", "number"]
    list_filter = ["direction", StageFilter]
    list_select_related = ["respondent"]
    search_fields = ["number", "subject", "counterpart", "letter_number", "request__number"]
    list_per_page = 50
    fields = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("respondent", "handler", "request", "key")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self._draft)
        return [path("draft/", view, name=f"{self._route}_draft"), *super().get_urls()]

    # --- beginning --------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("requests_app.add_assistanceletter")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return self._begin(request, ReceiveLetterForm)

    def _draft(self, request: HttpRequest) -> HttpResponse:
        return self._begin(request, DraftLetterForm)

    def _begin(self, request: HttpRequest, form_class: type[BeginningForm]) -> HttpResponse:
        if not agencies_of(request.user, LETTERS.code).exists():
            raise PermissionDenied
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        initial = {"request_number": request.GET.get("request", "")[:50]}
        form = form_class(*posted, user=request.user, initial=initial)
        if posted and form.is_valid():
            response = self._perform_beginning(request, form)
            if response is not None:
                return response
        step = RECEIVE_LETTER if form_class is ReceiveLetterForm else DRAFT_LETTER
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": step.wording,
            "media": self.media + form.media,
            "step": step,
            "form": form,
        }
        return TemplateResponse(request, "admin/requests_app/begin.html", context)

    def _perform_beginning(self, request: HttpRequest, form: BeginningForm) -> HttpResponse | None:
        facts = form.facts()
        actor = actor_at(request.user, [facts["respondent"]], LETTERS.code)
        begin: Any = letters.register_letter if isinstance(form, ReceiveLetterForm) else letters.draft_letter
        try:
            letter = begin(actor=actor, **facts)
        except Refused as refused:
            form.add_refusal(refused)
            return None
        messages.success(request, f"已登记：{letter.number}。")
        return redirect("admin:requests_app_assistanceletter_change", letter.pk)

    # --- a letter ---------------------------------------------------------------------------------------

    def case_context(self, request: HttpRequest, case: AssistanceLetter) -> dict[str, Any]:
        return {
            **super().case_context(request, case),
            "facts": facts(case),
            "files": files(case, request.user),
        }

    def offered(self, request: HttpRequest, case: AssistanceLetter) -> list[OfferedStep]:
        """What is written down once goes when it is written down."""
        offered = super().offered(request, case)
        return [one for one in offered if one.step is not LETTER_DELIVERED or one.refusal is None]

    def event_detail(self, event: Event) -> str:
        data = event.data
        due = f"要求{full_date(date.fromisoformat(data['due_on']))}前回复" if "due_on" in data else ""
        manner = ToldBy(data["manner"]).label if "manner" in data else ""
        corrects = f"更正第{event.corrects.seq}号记录" if event.corrects else ""
        superseded = "此记录已被更正" if hasattr(event, "corrected_by") else ""
        pieces = (corrects, manner, due, data.get("reason", ""), superseded, super().event_detail(event))
        return "；".join(piece for piece in pieces if piece)

    # --- the list ---------------------------------------------------------------------------------------

    @admin.display(description="我方单位", ordering="respondent__position")
    def respondent_name(self, letter: AssistanceLetter) -> str:
        return letter.respondent.short_name

    @admin.display(description="阶段", ordering="stage")
    def stage_name(self, letter: AssistanceLetter) -> str:
        return LetterStage(letter.stage).label

    @admin.display(description="回复情况", ordering="due_on")
    def limit(self, letter: AssistanceLetter) -> str:
        return letter_sentence(letter, today(), published_calendar())


def facts(letter: AssistanceLetter) -> list[tuple[Any, ...]]:
    """The box above the letter, as rows of label and value."""
    days = (
        ("收函日期", letter.received_on),
        ("发函日期", letter.sent_on),
        ("对方收到", letter.delivered_on),
        ("要求回复", letter.due_on),
        ("回复日期", letter.answered_on),
    )
    rows: list[tuple[Any, ...]] = [
        ("登记号", letter.number),
        ("来函或去函", letter.get_direction_display()),
        ("我方单位", letter.respondent.name),
        ("承办单位", letter.handler.name if letter.handler else ""),
        ("对方单位", letter.counterpart),
        ("函的文号", letter.letter_number),
        ("阶段", LetterStage(letter.stage).label),
        *((label, full_date(on)) for label, on in days if on),
        ("回函文号", letter.answer_number),
        ("回复情况", letter.answer_note, True),
    ]
    return [row for row in rows if row[1]]


def files(letter: AssistanceLetter, user: Any) -> list[tuple[str, str]]:
    """Label and address of each file; what others wrote is for those who keep the letters."""
    kept = [(kind, file) for kind, file in (("DOCX", letter.word_file), ("PDF", letter.pdf_file)) if file]
    if any(may(user, LETTERS.code, desk) for desk in letter.desks()):
        events = letter.events.exclude(evidence=None).select_related("evidence").order_by("seq")
        kept += [(event.evidence.name, event.evidence) for event in events if event.evidence]
    return [(label, reverse("files:gate", args=[stored.pk])) for label, stored in kept]


def serving(case: InformationRequest) -> list[tuple[str, str]]:
    """The letters that serve a request, for its page: wording and address."""
    calendar = published_calendar()
    return [
        (
            f"{one.get_direction_display()}，{one}：{letter_sentence(one, today(), calendar)}",
            reverse("admin:requests_app_assistanceletter_change", args=[one.pk]),
        )
        for one in case.assistance_letters.order_by("pk")
    ]
