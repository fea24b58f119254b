"""Yearly reports in the workbench: the list, the case page with what is still missing, and its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path, reverse

from annual_report.admin_pages import ReportPages
from annual_report.capabilities import SIGN, WRITE
from annual_report.compilation import compile_report_content
from annual_report.deadlines import due_on
from annual_report.exports import DOWNLOADS
from annual_report.models import Report, Stage
from annual_report.obstacles import before_use
from annual_report.steps import DRAFT, STEPS
from annual_report.trail import EVENT_WORDINGS
from foundation.agencies.access import may
from foundation.agencies.models import AgencyKind
from foundation.ledger.steps_admin import StepAdmin
from foundation.staff.holders import waiting_for
from foundation.workdays.present import today
from foundation.workdays.wording import full_date


class StageFilter(admin.SimpleListFilter):
    """The list by stage, in words."""

    title = "阶段"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stage.value, str(stage.label)) for stage in Stage]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(stage=self.value()) if self.value() else queryset


@admin.register(Report)
class ReportAdmin(ReportPages, StepAdmin):
    """One report: facts, what keeps it from being signed, parts, figures, exports, steps, timeline."""

    steps = STEPS
    event_wordings = EVENT_WORDINGS
    change_form_template = "annual_report/admin/report.html"
    change_list_template = "annual_report/admin/list.html"
    list_display = ("title", "stage_shown", "due_shown")
    list_filter = ("year", StageFilter)
    list_select_related = ("agency",)
    search_fields = ("agency__name", "agency__short_name")
    fields = ("agency", "year", "format_shown", "due_shown", "basis_shown")
    readonly_fields = ("format_shown", "due_shown", "basis_shown")

    @admin.display(description="年度报告", ordering="-year")
    def title(self, report: Report) -> str:
        return str(report)

    @admin.display(description="阶段", ordering="stage")
    def stage_shown(self, report: Report) -> str:
        return report.stage_wording

    @admin.display(description="法定公布期限")
    def due_shown(self, report: Report) -> str:
        return full_date(due_on(report.year, government=report.agency.kind == AgencyKind.GOVERNMENT))

    @admin.display(description="格式")
    def format_shown(self, report: Report) -> str:
        return f"{report.format.wording}，{report.format.basis}"

    @admin.display(description="统计口径")
    def basis_shown(self, report: Report) -> str:
        return "\n".join(report.basis)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        route = "annual_report_report"
        return [
            path("compile/", wrap(self.compile_view), name=f"{route}_compile"),
            path("<int:pk>/part/<slug:code>/", wrap(self.part_view), name=f"{route}_part"),
            path("<int:pk>/figures/", wrap(self.figures_view), name=f"{route}_figures"),
            path("<int:pk>/figure/<path:code>/", wrap(self.figure_view), name=f"{route}_figure"),
            path("<int:pk>/preview/", wrap(self.preview_view), name=f"{route}_preview"),
            path("<int:pk>/export/<slug:file_format>/", wrap(self.export_view), name=f"{route}_export"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        offered = {"may_compile": self.compilable(request).exists(), **(extra_context or {})}
        return super().changelist_view(request, offered)

    def case_context(self, request: HttpRequest, case: Report) -> dict[str, Any]:
        compiled = compile_report_content(case)
        editable = case.stage == DRAFT and may(request.user, WRITE.code, case.agency)
        return {
            **super().case_context(request, case),
            "obstacles": compiled.obstacles if case.stage == DRAFT else (),
            "before_use": before_use(case.agency.enabled_on, case.year) if case.stage == DRAFT else "",
            "parts": [(part.code, part.heading or "开头部分") for part in case.format.text_parts],
            "editable": editable,
            "waits_for": self._waits_for(case) if not compiled.obstacles else None,
            "downloads": DOWNLOADS,
            "editions": case.editions.select_related("publication").defer("data"),
            "public_url": reverse("annual_report:report", args=[case.agency.code, case.year])
            if case.editions.published().exists()
            else "",
        }

    def _waits_for(self, case: Report) -> tuple[str, str] | None:
        """A report that is ready waits for one person's word."""
        if case.stage != DRAFT:
            return None
        return "等待签发", waiting_for(SIGN, [case.agency], today())

    def event_detail(self, event: Any) -> str:
        data = event.data
        if event.kind == "part_written":
            part = event.subject.format.text_part(data["part"])
            return f"{part.heading or '开头部分'}，{data['length']}字" if part else ""
        if event.kind in {"figure_entered", "figure_cleared"}:
            figure = event.subject.format.figure(data["figure"])
            named = figure.wording if figure else data["figure"]
            return f"{named}：{data['value']}（{data['source']}）" if "value" in data else named
        if event.kind in {"signed", "published"}:
            return f"第{data['edition']}版"
        return str(data.get("reason", "")) or super().event_detail(event)
