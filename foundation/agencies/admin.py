"""Agencies, posts and roles in the admin; agencies are opened and roles edited by the operations."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse

from foundation.agencies import operations
from foundation.agencies.access import agencies_of
from foundation.agencies.changes import role_changes
from foundation.agencies.models import Agency, Assignment, Role, StaffPost, Succession, User, YearlyReporting
from foundation.contracts import Refused, composed

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
    """A role as a list of things one may do; what the operation would refuse stands beside its field."""

    editor: User
    capabilities = forms.MultipleChoiceField(
        label="权限", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "capabilities" in self.fields:  # a reader's form has no fields at all
            field: Any = self.fields["capabilities"]
            field.choices = [(one.code, one.wording) for one in composed().capabilities]

    class Meta:
        model = Role
        fields = ["code", "name", "reach", "capabilities"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            wanted = Role(pk=self.instance.pk, reach=cleaned["reach"], capabilities=cleaned["capabilities"])
            wanted.name = cleaned["name"]
            try:
                operations.refuse_role(wanted, by=self.editor)
            except Refused as refused:
                field = refused.refusal.field
                self.add_error(field if field in self.fields else None, str(refused.refusal))
        return cleaned


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin):
    form = RoleForm
    list_display = ["name", "code", "reach"]
    change_form_template = "admin/agencies/role/change_form.html"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        return type("RoleFormOfEditor", (form,), {"editor": request.user})

    def get_readonly_fields(self, request: HttpRequest, obj: Role | None = None) -> list[str]:
        return ["code"] if obj else []  # what is delivered is found by its code

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        role = self.get_object(request, object_id)
        extra = {"changes": role_changes(role) if role else (), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    def save_model(self, request: HttpRequest, obj: Role, form: Any, change: bool) -> None:
        operations.save_role(obj, by=cast(User, request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Role | None = None) -> bool:
        return False  # past assignments name it


@admin.register(Assignment)
class AssignmentAdmin(admin.ModelAdmin):
    """All assignments in one list, to be read; a person's page gives, extends and ends them."""

    list_display = ["user", "agency", "role", "starts_on", "ends_on", "deputy_for", "exception"]
    list_filter = ["role"]
    list_select_related = ["user", "agency", "role", "deputy_for"]
    search_fields = ["user__name", "agency__name"]

    def get_queryset(self, request: HttpRequest) -> Any:
        user = cast(User, request.user)
        rows = super().get_queryset(request)
        return rows if user.is_superuser else rows.filter(agency__in=agencies_of(user).values("pk"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Assignment | None = None) -> bool:
        return False

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
