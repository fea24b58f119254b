"""Groups of like requests in the workbench: read-only rows with the acts that can be done to all members."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import path

from requests_app import group_views
from requests_app.models import RequestGroup
from requests_app.queries import OPEN_MEMBERS


@admin.register(RequestGroup)
class RequestGroupAdmin(admin.ModelAdmin):
    change_form_template = "admin/requests_app/requestgroup/change_form.html"
    list_display = ["label", "respondent", "size", "still_open", "opened_on"]
    list_select_related = ["respondent"]
    search_fields = ["label"]
    fields = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        counted = {"size": Count("members"), "still_open": Count("members", filter=OPEN_MEMBERS)}
        return rows.visible_to(request.user).annotate(**counted)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a group begins when a request joins it

    def has_change_permission(self, request: HttpRequest, obj: RequestGroup | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RequestGroup | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self._act)
        return [
            path("<int:pk>/act/<slug:code>/", view, name="requests_app_requestgroup_act"),
            *super().get_urls(),
        ]

    def _act(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        return group_views.act(request, self, pk, code)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        group = self.get_object(request, object_id)
        extra = group_views.overview(request, group) if group is not None else {}
        return super().change_view(
            request, object_id, form_url, {**extra, "group": group, **(extra_context or {})}
        )

    @admin.display(description="件数", ordering="size")
    def size(self, group: Any) -> int:
        return int(group.size)

    @admin.display(description="未办结", ordering="still_open")
    def still_open(self, group: Any) -> int:
        return int(group.still_open)
