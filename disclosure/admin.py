"""The workbench of proactive disclosure. Every change goes through an operation."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from disclosure import guards, limits, operations
from disclosure.capabilities import DRAFT, PUBLISH, REVIEW, TALLY
from disclosure.choices import UNPUBLISHED, Publicity, Stage
from disclosure.forms import CreateForm, TallyForm
from disclosure.models import Category, ChannelTally, Item, SecrecyReview
from disclosure.public import page_url
from disclosure.steps import EVENT_WORDINGS, ITEM_STEPS
from foundation.agencies.access import capabilities_of
from foundation.agencies.models import User
from foundation.contracts import Refused
from foundation.ledger.acts import actor_at
from foundation.ledger.models import Event
from foundation.ledger.steps_admin import StepAdmin
from foundation.staff.holders import waiting_for
from foundation.workdays.calendar import Calendar
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar


def _staff(request: HttpRequest) -> User:
    """Whoever is signed in; the admin site lets nobody else in."""
    return cast(User, request.user)


class StageFilter(admin.SimpleListFilter):
    """Stages in words; the column itself holds codes."""

    title = "阶段"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, str(wording)) for code, wording in Stage.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Item]) -> QuerySet[Item]:
        return queryset.filter(stage=self.value()) if self.value() else queryset


@admin.register(Item)
class ItemAdmin(StepAdmin):
    steps = ITEM_STEPS
    event_wordings = EVENT_WORDINGS
    change_form_template = "disclosure/admin/item.html"
    list_display = [
        "title",
        "agency",
        "stage_wording",
        "genre",
        "formed_on",
        "limit",
        "public_since",
        "validity",
    ]
    list_filter = [StageFilter, "genre", "validity", "historical"]
    search_fields = ["title", "document_number", "index_number"]
    list_select_related = ["agency"]
    list_per_page = 50
    fieldsets = [
        (None, {"fields": ["title", "agency", "joint_agencies", "category", "genre", "document_number"]}),
        (
            "日期和效力",
            {"fields": ["formed_on", "effective_from", "effective_to", "validity", "repealed_on"]},
        ),
        ("公开", {"fields": ["publicity", "publicity_ground", "publicity_reason", "channels", "page"]}),
        ("内容", {"fields": ["summary", "body", "files", "interprets", "successor"]}),
        ("原发布", {"fields": ["first_published_on", "original_url", "historical"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["page", "body", "files"]

    # --- what is shown ----------------------------------------------------------------------------------

    @admin.display(description="阶段", ordering="stage")
    def stage_wording(self, item: Item) -> str:
        return str(Stage(item.stage).label)

    @admin.display(description="公开期限", ordering="formed_on")
    def limit(self, item: Any) -> date | None:
        return item.shown_limit.on if item.shown_limit else None

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        calendar = published_calendar()  # read once, not for every row
        for item in changelist.result_list:
            item.shown_limit = self._limit(item, calendar)
        return changelist

    def _limit(self, item: Item, calendar: Calendar) -> limits.Limit | None:
        if item.stage not in UNPUBLISHED or item.publicity != Publicity.PROACTIVE:
            return None
        return limits.limit_on(calendar, item.formed_on, today())

    @admin.display(description="公开页面")
    def page(self, item: Item) -> str | SafeString:
        if item.stage not in (Stage.PUBLISHED, Stage.WITHDRAWN):
            return "尚未公开"
        return format_html('<a href="{}">{}</a>', page_url(item.index_number or ""), item.index_number)

    @admin.display(description="正文")
    def body(self, item: Item) -> SafeString:
        return format_html('<div class="prose">{}</div>', mark_safe(item.body_html))  # noqa: S308 - cleaned

    @admin.display(description="附件")
    def files(self, item: Item) -> SafeString:
        attachments = item.attachments.select_related("file")
        links = ((reverse("files:gate", args=[one.file_id]), one.title) for one in attachments)
        return format_html_join("、", '<a href="{}">{}</a>', links)

    def case_context(self, request: HttpRequest, case: Item) -> dict[str, Any]:
        waiting = case.stage in UNPUBLISHED
        return {
            **super().case_context(request, case),
            "limit": self._limit(case, published_calendar()),
            "warnings": guards.warnings(case) if waiting else [],
            "waits_for": self._waits_for(case),
        }

    def _waits_for(self, case: Item) -> tuple[str, str] | None:
        """Whom an item waits for that cannot go on without one person's word."""
        waits = {Stage.REVIEW: ("等待审核", REVIEW), Stage.CLEARED: ("等待签发和发布", PUBLISH)}
        if case.stage not in waits:
            return None
        wording, capability = waits[Stage(case.stage)]
        return wording, waiting_for(capability, [case.agency], today())

    def event_detail(self, event: Event) -> str:
        if review := event.data.get("review"):
            return self._review(SecrecyReview.objects.get(pk=review))
        if late := event.data.get("workdays_late"):
            return f"超过公开期限{late}个工作日"
        words = [event.data.get(name) for name in ("reason", "note", "basis")]
        return "；".join([word for word in words if word]) or super().event_detail(event)

    def _review(self, review: SecrecyReview) -> str:
        basis = f"，{review.basis}" if review.basis else ""
        return f"审查人：{review.reviewer}；意见：{review.get_result_display()}{basis}"

    # --- the first page of an item ----------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return DRAFT.code in capabilities_of(_staff(request))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CreateForm(request.POST or None, user=request.user)
        if form.is_valid():
            actor = actor_at(request.user, [form.cleaned_data["agency"]], DRAFT.code)
            try:
                item = operations.create_draft(actor=actor, **form.cleaned_data)
                return redirect(reverse("admin:disclosure_item_change", args=[item.pk]))
            except Refused as refused:
                form.add_refusal(refused)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "起草信息",
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "disclosure/admin/create.html", context)

    def step_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        response = super().step_view(request, pk, code)
        if isinstance(response, TemplateResponse):
            response.template_name = "disclosure/admin/step.html"  # the same page under the secrecy banner
        return response


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["label", "code", "parent", "article", "position", "in_use"]
    list_filter = ["in_use"]
    search_fields = ["label", "code"]
    list_select_related = ["parent"]
    list_per_page = 200
    fields = ["code", "parent", "label", "article", "position", "in_use"]

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> list[str]:
        return ["code", "parent"] if obj else []  # both are part of public addresses

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        if change:
            operations.revise_category(
                obj.pk, label=obj.label, article=obj.article, position=obj.position, in_use=obj.in_use
            )
        else:
            obj.pk = operations.add_category(**form.cleaned_data).pk

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return False


@admin.register(ChannelTally)
class ChannelTallyAdmin(admin.ModelAdmin):
    form = TallyForm
    list_display = ["agency", "year", "month", "channel", "count", "source", "recorded_by"]
    list_filter = ["year", "channel"]
    list_select_related = ["agency", "recorded_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChannelTally]:
        return super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)

        class FormOfUser(form):  # type: ignore[misc,valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, user=request.user, **kwargs)

        return FormOfUser

    def get_readonly_fields(self, request: HttpRequest, obj: ChannelTally | None = None) -> list[str]:
        return ["agency", "year", "month", "channel"] if obj else []

    def save_model(self, request: HttpRequest, obj: ChannelTally, form: Any, change: bool) -> None:
        saved = operations.record_tally(
            actor=actor_at(request.user, [obj.agency], TALLY.code),
            agency=obj.agency,
            year=obj.year,
            month=obj.month,
            channel=obj.channel,
            count=obj.count,
            source=obj.source,
            note=obj.note,
        )
        obj.pk = saved.pk

    def has_delete_permission(self, request: HttpRequest, obj: ChannelTally | None = None) -> bool:
        return False
