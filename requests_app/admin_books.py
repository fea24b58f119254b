"""What was read into the registers and taken out of them, as auditors open it from 办理记录: read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from foundation.agencies.access import capabilities_of
from foundation.ledger.capabilities import AUDIT
from foundation.ledger.models import Event
from foundation.ledger.steps_admin import StepAdmin
from requests_app.models import RegisterBook
from requests_app.trail import BOOK_WORDINGS

NEWEST = 200


@admin.register(RegisterBook)
class RegisterBookAdmin(StepAdmin):
    change_form_template = "admin/requests_app/registerbook/change_form.html"
    event_wordings = dict(BOOK_WORDINGS)
    list_display = ["agency", "last_seq"]
    list_select_related = ["agency"]
    fields = ()

    def has_view_permission(self, request: HttpRequest, obj: RegisterBook | None = None) -> bool:
        return AUDIT.code in capabilities_of(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[Any]:
        return super(StepAdmin, self).get_urls()  # nothing can be done here, so there is no page of steps

    def told(self, case: RegisterBook) -> Any:
        return reversed(super().told(case).order_by("-seq")[:NEWEST])

    def event_detail(self, event: Event) -> str:
        return detail(event)


def detail(event: Event) -> str:
    """The numbers of an event in words."""
    data = event.data
    if event.kind == "book_imported":
        listed = f"导入{data['made']}件，原已登记{data['known']}件，未导入{data['refused']}行"
        return f"{listed}，与时限算法不一致{data['flagged']}件（第{data['upload']}号文件）"
    if event.kind == "book_exported":
        names = "带申请人信息" if data["personal"] else "不带申请人信息"
        return f"{data['since']}至{data['until']}收到的{data['rows']}件，{names}"
    if event.kind == "book_template_kept":
        return f"第{data['template']}号样表"
    rows = f"{data['rows']}行，" if "rows" in data else ""
    return f"{rows}第{data['upload']}号文件"
