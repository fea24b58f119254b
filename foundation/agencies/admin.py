"""Agencies, posts and roles in the admin; agencies are opened and posts given by the operations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from foundation.agencies import operations
from foundation.agencies.models import Agency, Assignment, Role, StaffPost, Succession, YearlyReporting
from foundation.contracts import composed

admin.site.unregister(Group)  # roles take the place of Django's groups


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "kind", "managed_by", "accepts_requests", "enabled_on", "closed_on"]
    list_filter = ["kind", "accepts_requests"]
    search_fields = ["name", "short_name", "code"]
    list_select_related = ["managed_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Agency | None = None) -> list[str]:
        # A node never moves or is renamed across a reform: the reform closes it and opens a successor.
        return ["code", "parent", "kind", "opened_on", "closed_on"] if obj else ["closed_on"]

    def save_model(self, request: HttpRequest, obj: Agency, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.pk = operations.open_agency(**form.cleaned_data).pk

    def has_delete_permission(self, request: HttpRequest, obj: Agency | None = None) -> bool:
        return False


class RoleForm(forms.ModelForm):
    capabilities = forms.MultipleChoiceField(
        label="权限", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["capabilities"]
        field.choices = [(one.code, one.wording) for one in composed().capabilities]

    class Meta:
        model = Role
        fields = ["code", "name", "reach", "capabilities"]


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin):
    form = RoleForm
    list_display = ["name", "code", "reach"]


class AssignmentForm(forms.ModelForm):
    class Meta:
        model = Assignment
        fields = ["user", "agency", "role", "starts_on", "ends_on", "deputy_for", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = (cleaned.get("deputy_for"), cleaned.get("ends_on"), cleaned.get("reason", ""))
        if refusal := operations.bare_deputy(*named):
            self.add_error(refusal.field, str(refusal))
        return cleaned


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    list_display = ["user", "agency", "role", "starts_on", "ends_on", "deputy_for"]
    list_filter = ["role"]
    list_select_related = ["user", "agency", "role", "deputy_for"]
    search_fields = ["user__name", "agency__name"]
    form = AssignmentForm

    def has_delete_permission(self, request: HttpRequest, obj: Assignment | None = None) -> bool:
        return False  # an assignment is ended, so that past acts stay explained


@admin.register(StaffPost)
class StaffPostAdmin(admin.ModelAdmin):
    list_display = ["name", "agency", "full_time", "starts_on", "ends_on"]
    list_filter = ["full_time"]
    list_select_related = ["agency"]


@admin.register(Succession)
class SuccessionAdmin(admin.ModelAdmin):
    list_display = ["predecessor", "successor", "on", "reason"]
    list_select_related = ["predecessor", "successor"]


@admin.register(YearlyReporting)
class YearlyReportingAdmin(admin.ModelAdmin):
    list_display = ["agency", "year", "reports_to", "in_rollup", "reason"]
    list_select_related = ["agency"]
