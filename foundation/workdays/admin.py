"""Calendar versions in the admin: every change goes through the operations, nothing is edited in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from foundation.refusals import Refused
from foundation.workdays import operations, present
from foundation.workdays.awaited import awaited_plan
from foundation.workdays.forms import PublishForm, SetDaysForm, StartDraftForm
from foundation.workdays.models import CalendarDay, CalendarVersion
from foundation.workdays.queries import changes, new_years, published_calendar

VIEW, ADD, CHANGE, PUBLISH = (
    f"workdays.{verb}_calendarversion" for verb in ("view", "add", "change", "publish")
)


class DayInline(admin.TabularInline):
    """The days of a version, to be read."""

    model = CalendarDay
    fields = ["day", "kind", "name"]
    ordering = ["-day"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(VIEW)


@admin.register(CalendarVersion)
class CalendarVersionAdmin(admin.ModelAdmin):
    list_display = ["code", "stage", "source_document", "prepared_by", "confirmed_by", "published_at"]
    list_filter = ["stage"]
    inlines = [DayInline]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(VIEW)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the stock page only shows; the pages below change

    has_delete_permission = has_change_permission

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/days/", view(self.days_view), name="workdays_calendarversion_days"),
            path("<int:pk>/preview/", view(self.preview_view), name="workdays_calendarversion_preview"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        awaited = awaited_plan(published_calendar(), present.today())
        return super().changelist_view(request, {"awaited": awaited, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Start a draft from the calendar in force."""
        _demand(request, ADD)
        form = StartDraftForm(request.POST or None)
        by = str(request.user)
        if form.is_valid() and _performed(form, lambda: operations.start_draft(by=by, **form.cleaned_data)):
            version = CalendarVersion.objects.get(code=form.cleaned_data["code"])
            return _go("days", version.pk)
        return self._page(request, "workdays/form.html", "起草新的工作日历", form=form, button="开始起草")

    def days_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Paste the plan of one year."""
        _demand(request, CHANGE)
        version = self._version(request, pk)
        form = SetDaysForm(request.POST or None, initial={"year": max(version.confirmed_years) + 1})
        if form.is_valid() and _performed(
            form,
            lambda: operations.set_days(pk, by=str(request.user), **form.cleaned_data),
            lambda: operations.submit_for_confirmation(pk),
        ):
            messages.success(request, "放假安排已录入，请核对变化。")
            return _go("preview", pk)
        title = f"录入一年的放假安排：{version.code}"
        return self._page(
            request, "workdays/form.html", title, form=form, version=version, button="录入并查看变化"
        )

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What this version changes, and the button that publishes it."""
        _demand(request, PUBLISH if request.method == "POST" else VIEW)
        version = self._version(request, pk)
        form = PublishForm(request.POST if request.method == "POST" else None)
        by = str(request.user)
        if form.is_valid() and _performed(form, lambda: operations.publish(pk, by=by, **form.cleaned_data)):
            messages.success(
                request,
                f"工作日历{version.code}已发布，此后的期限按它计算。在办事项的期限由每日任务重算；"
                "要立即重算，请看“今天要办”。",
            )
            return _go("change", pk)
        return self._page(
            request,
            "workdays/preview.html",
            f"核对变化并发布：{version.code}",
            form=form,
            version=version,
            changes=changes(version),
            new_years=new_years(version),
            may_publish=request.user.has_perm(PUBLISH) and version.stage == CalendarVersion.Stage.PREVIEW,
            alone=version.prepared_by == by,
        )

    def _version(self, request: HttpRequest, pk: int) -> CalendarVersion:
        version = self.get_object(request, str(pk))
        if version is None:
            raise Http404("没有这个工作日历版本。")
        return version

    def _page(self, request: HttpRequest, template: str, title: str, **more: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **more}
        return TemplateResponse(request, template, context)


def _demand(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _go(page: str, pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"admin:workdays_calendarversion_{page}", args=[pk]))


def _performed(form: forms.Form, *acts: Callable[[], object]) -> bool:
    """Perform the acts in order; put a refusal where it belongs and answer whether all went through."""
    try:
        for act in acts:
            act()
    except Refused as refused:
        field = refused.refusal.field
        form.add_error(field if field in form.fields else None, str(refused))
    return not form.errors
