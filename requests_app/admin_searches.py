"""Who searched by name, as auditors open it from 办理记录: read-only, the newest on the page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from foundation.agencies.access import capabilities_of
from foundation.ledger.capabilities import AUDIT
from foundation.ledger.models import Event
from foundation.ledger.steps_admin import StepAdmin
from requests_app.models import NameSearches
from requests_app.trail import NAME_SEARCHES

NEWEST = 200
"""On the page of one agency; all of them stand in 办理记录."""


@admin.register(NameSearches)
class NameSearchesAdmin(StepAdmin):
    change_form_template = "admin/requests_app/namesearches/change_form.html"
    event_wordings = dict(NAME_SEARCHES.kinds)
    list_display = ["agency", "last_seq"]
    list_select_related = ["agency"]
    fields = ()

    def has_view_permission(self, request: HttpRequest, obj: NameSearches | None = None) -> bool:
        return AUDIT.code in capabilities_of(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[Any]:
        return super(StepAdmin, self).get_urls()  # nothing can be done here, so there is no page of steps

    def told(self, case: NameSearches) -> Any:
        return reversed(super().told(case).order_by("-seq")[:NEWEST])

    def event_detail(self, event: Event) -> str:
        return f"找到{event.data['found']}件"
