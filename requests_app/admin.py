"""Requests in the workbench: the list by limit, the case page with its steps, letters and disputes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, DateField, F, IntegerField, Value, When, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.cache import add_never_cache_headers

from foundation.contracts import Step
from foundation.ledger.models import Event
from foundation.ledger.steps_admin import OfferedStep, StepAdmin
from foundation.signin import confirmation
from foundation.workdays import arithmetic
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.urgency import SOON
from requests_app import (
    admin_books,
    admin_disputes,
    admin_groups,
    admin_letters,
    admin_rectifications,
    admin_searches,
    charges,
    counter_views,
    event_details,
    feed_views,
    find_views,
    history,
    note_views,
    number_views,
    recomputed_views,
    sign_off_sheet,
    similar,
    step_order,
    triage_views,
    unsigned,
)
from requests_app.capabilities import LETTERS
from requests_app.case_page import CasePage, brief
from requests_app.limit_wording import sentence
from requests_app.models import InformationRequest, Stage
from requests_app.operations.recomputing import may_recompute, stale_requests
from requests_app.printed import papers
from requests_app.queries import OPEN
from requests_app.register_book import export_views
from requests_app.register_book import views as register_book_views
from requests_app.steps import ASK_FEE, DECIDE, ONE_WITHDRAWS, ONLY_WHERE_POSSIBLE, REVEAL, SPLIT, STEPS

__all__ = [
    "RequestAdmin",
    "admin_books",
    "admin_disputes",
    "admin_groups",
    "admin_letters",
    "admin_rectifications",
    "admin_searches",
]

OPEN_FIRST = Case(When(OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
LIMIT_WHILE_OPEN = Case(When(OPEN, then=F("due_on")), output_field=DateField())


class LimitFilter(admin.SimpleListFilter):
    """What a clerk asks of the list in the morning."""

    title = "期限"
    parameter_name = "limit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("open", "未办结"),
            ("overdue", "已超过期限"),
            ("soon", f"{SOON}个工作日内到期"),
            ("waiting", "待确认、待联系"),
            ("unconfirmed", "待确认"),
            ("unreached", "待联系"),
            ("provisional", "期限暂定"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        day = today()
        if self.value() == "open":
            return queryset.open()
        if self.value() == "overdue":
            return queryset.overdue(day)
        if self.value() == "soon":
            return queryset.due_soon(day, arithmetic.add(published_calendar(), day, SOON))
        if self.value() == "waiting":
            return queryset.unconfirmed() | queryset.unreached()
        if self.value() == "provisional":
            return queryset.open().filter(provisional=True)
        if self.value() == "unreached":
            return queryset.unreached()
        return queryset.unconfirmed() if self.value() == "unconfirmed" else queryset


class LimitsOfTheList(ChangeList):
    """The list with the limit of every row in words: one calendar is read for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        calendar = published_calendar()
        for case in self.result_list:
            case.limit_in_words = sentence(case, today(), calendar)


class StageFilter(admin.SimpleListFilter):
    title = "阶段"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stage.value, stage.label) for stage in Stage]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(stage=self.value()) if self.value() in Stage.values else queryset


@admin.register(InformationRequest)
class RequestAdmin(StepAdmin):
    steps = STEPS
    event_wordings = history.WORDINGS
    change_form_template = "admin/requests_app/informationrequest/change_form.html"
    change_list_template = "admin/requests_app/informationrequest/change_list.html"
    list_display = [
        "number",
        "title",
        "respondent_name",
        "stage_name",
        "limit",
        "channel",
        "registered_on",
        "elsewhere",
    ]
    list_filter = [LimitFilter, StageFilter, "channel", ("respondent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["respondent", "handler"]
    search_fields = ["number", "title", "external_number", "source_system"]
    # What is open by its limit, unconfirmed before everything; then what was closed last.
    ordering = [
        OPEN_FIRST,
        LIMIT_WHILE_OPEN.asc(nulls_first=True),
        F("closed_on").desc(nulls_last=True),
        "-pk",
    ]
    list_per_page = 50
    fields = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related("respondent", "handler", "applicant__key", "group")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LimitsOfTheList

    def get_urls(self) -> list[Any]:
        site = self.admin_site.admin_view
        return [
            path("register/", site(self._register), name=f"{self._route}_register"),
            path("find/", site(self._find), name=f"{self._route}_find"),
            path("book/", site(self._book), name=f"{self._route}_book"),
            path("book/<int:pk>/", site(self._book_file), name=f"{self._route}_book_file"),
            path("book/<int:pk>/refused/", site(self._book_refused), name=f"{self._route}_book_refused"),
            path("book/export/", site(self._book_export), name=f"{self._route}_book_export"),
            path("book/template/", site(self._template), name=f"{self._route}_book_template"),
            path(
                "book/template/<int:pk>/",
                site(self._template_columns),
                name=f"{self._route}_book_template_columns",
            ),
            path("numbers/", site(self._numbers), name=f"{self._route}_numbers"),
            path("calendar/", site(self._calendar), name=f"{self._route}_calendar"),
            path("<int:pk>/receipt/", site(self._receipt), name=f"{self._route}_receipt"),
            path("<int:pk>/sheet/<slug:file_format>/", site(self._sheet), name=f"{self._route}_sheet"),
            path(
                "<int:pk>/paper/<slug:paper>/<slug:file_format>/",
                site(self._paper),
                name=f"{self._route}_paper",
            ),
            path("<int:pk>/note/", site(self._note), name=f"{self._route}_note"),
            path("<int:pk>/triage/<int:position>/", site(self._triage), name=f"{self._route}_triage"),
            path("recompute/", site(self._recompute), name=f"{self._route}_recompute"),
            path("recomputed/", site(self._recomputed), name=f"{self._route}_recomputed"),
            path("recomputed/xlsx/", site(self._recomputed_file), name=f"{self._route}_recomputed_file"),
            *super().get_urls(),
        ]

    def _register(self, request: HttpRequest) -> Any:
        return counter_views.register(request, self)

    def _receipt(self, request: HttpRequest, pk: int) -> Any:
        return counter_views.receipt(request, self, pk)

    def _find(self, request: HttpRequest) -> Any:
        return find_views.find(request, self)

    def _note(self, request: HttpRequest, pk: int) -> Any:
        return note_views.write(request, self, pk)

    def _triage(self, request: HttpRequest, pk: int, position: int) -> Any:
        return triage_views.ask(request, self, pk, position)

    def _sheet(self, request: HttpRequest, pk: int, file_format: str) -> Any:
        case = self.get_queryset(request).filter(pk=pk).prefetch_related("parts", "events").first()
        return sign_off_sheet.download(request, case, file_format)

    def _paper(self, request: HttpRequest, pk: int, paper: str, file_format: str) -> Any:
        related = ("parts", "events__actor", "events__acting_agency", "events__corrects", "notices")
        case = self.get_queryset(request).filter(pk=pk).prefetch_related(*related).first()
        return papers.download(request, case, paper, file_format)

    def _book(self, request: HttpRequest) -> Any:
        return register_book_views.book(request, self)

    def _book_file(self, request: HttpRequest, pk: int) -> Any:
        return register_book_views.file(request, self, pk)

    def _book_refused(self, request: HttpRequest, pk: int) -> Any:
        return register_book_views.refused_rows(request, self, pk)

    def _book_export(self, request: HttpRequest) -> Any:
        return export_views.export(request, self)

    def _template(self, request: HttpRequest) -> Any:
        return export_views.upload(request, self)

    def _template_columns(self, request: HttpRequest, pk: int) -> Any:
        return export_views.columns(request, self, pk)

    def _numbers(self, request: HttpRequest) -> Any:
        return number_views.numbers(request, self)

    def _calendar(self, request: HttpRequest) -> Any:
        return feed_views.mine(request, self)

    def _recompute(self, request: HttpRequest) -> Any:
        return recomputed_views.recompute(request, self)

    def _recomputed(self, request: HttpRequest) -> Any:
        return recomputed_views.recomputed(request, self)

    def _recomputed_file(self, request: HttpRequest) -> Any:
        return recomputed_views.recomputed_file(request, self)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        stale = stale_requests()
        extra = {
            "may_register": counter_views.may_register(request),
            "stale": stale,
            "may_recompute": bool(stale) and may_recompute(request.user),
            **(extra_context or {}),
        }
        return super().changelist_view(request, extra)

    def case_context(self, request: HttpRequest, case: InformationRequest) -> dict[str, Any]:
        related = (
            "parts__searches",
            "events",
            "consultations__override",
            "applicant__joined",
            "applicant__agents",
            "notices__services__mail_return",
        )
        prefetch_related_objects([case], *related)
        page = CasePage(case, request.user)
        own: dict[str, Any] = {"page": page, "clock": page.clock_box(), "waits_for": page.waits_for()}
        own |= {"unsigned": unsigned.alarm(case, today()), "sheet": sign_off_sheet.links(request.user, case)}
        own |= {"notes": note_views.notes(case), "may_note": page.may_see_applicant}
        own["papers"] = papers.links(request.user, case)
        own["assistance"] = admin_letters.serving(case)
        own["may_write_letters"] = LETTERS.code in self._held(request, case)
        own["reference"] = similar.reference(case, request.user, today())
        context = {**super().case_context(request, case), **own}
        return {**context, "step_sections": step_order.sections(case, context["steps"])}

    def offered(self, request: HttpRequest, case: InformationRequest) -> list[OfferedStep]:
        """A number is looked at beside the applicant; rare acts are offered only where they are possible."""
        return [one for one in super().offered(request, case) if self._belongs_in_the_list(one, case)]

    def _belongs_in_the_list(self, offered: OfferedStep, case: InformationRequest) -> bool:
        if offered.step is ASK_FEE:
            return charges.policy().charges
        if offered.step is ONE_WITHDRAWS:
            return bool(case.applicant.joined.all())
        if offered.step.code in ONLY_WHERE_POSSIBLE:
            return offered.refusal is None
        return offered.step is not REVEAL

    def brief(self, case: InformationRequest) -> list[tuple[str, str]]:
        """Above all for the signature: what is asked, what is answered, until when."""
        return brief(case)

    def proposed(self, request: HttpRequest, step: Step) -> dict[str, Any]:
        """The answer somebody was led to step by step."""
        if step is not DECIDE:
            return {}
        return {"initial": {name: request.GET.get(name, "") for name in ("position", "path")}}

    def step_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        """A walk-up at an open screen does not get to see an identity number."""
        if code == REVEAL.code and not confirmation.is_recent(request):
            self.asked_for(request, pk, code)  # nobody confirms for what is not theirs to see
            return confirmation.ask(request)
        return super().step_view(request, pk, code)

    def performed(self, request: HttpRequest, case: Any, step: Step, outcome: Any) -> HttpResponse:
        """The number stands in this one answer: no message, no session, no address, no cache holds it."""
        if step is SPLIT:
            return counter_views.to_receipt(outcome)
        if step is not REVEAL:
            return super().performed(request, case, step, outcome)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": step.wording,
            "case": case,
            "revealed": outcome,
        }
        response = TemplateResponse(request, "admin/requests_app/informationrequest/identity.html", context)
        add_never_cache_headers(response)
        return response

    def event_detail(self, event: Event) -> str:
        pieces = (
            event_details.corrects(event),
            event_details.detail(event),
            event_details.superseded(event),
            super().event_detail(event),
        )
        return "；".join(piece for piece in pieces if piece)

    @admin.display(description="被申请机关", ordering="respondent__position")
    def respondent_name(self, case: InformationRequest) -> str:
        return case.respondent.short_name

    @admin.display(description="外部编号", ordering="external_number")
    def elsewhere(self, case: InformationRequest) -> str:
        return " ".join(filter(None, (case.source_system, case.external_number)))

    @admin.display(description="阶段", ordering="stage")
    def stage_name(self, case: InformationRequest) -> str:
        return Stage(case.stage).label

    @admin.display(description="答复期限", ordering="due_on")
    def limit(self, case: Any) -> str:
        return str(case.limit_in_words)
