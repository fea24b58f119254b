"""Messages in the workbench: what was sent to whom, and the call list (电话催办单) that can be printed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from foundation.agencies.access import capabilities_of
from foundation.contracts import Refused
from foundation.outbox import operations
from foundation.outbox.capabilities import CALL
from foundation.outbox.models import Message
from foundation.workdays.present import today


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    list_display = ["made_on", "recipient_name", "text", "channel", "state", "attempts", "last_error"]
    list_filter = ["state", "channel"]
    list_select_related = ["recipient", "agency"]
    search_fields = ["text", "recipient__name"]
    list_per_page = 50
    fields = (
        "made_on",
        "agency",
        "recipient_name",
        "text",
        "channel",
        "state",
        "attempts",
        "last_error",
        "done_at",
        "done_by",
    )
    change_list_template = "outbox/admin/list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # messages come from what they tell of

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    @admin.display(description="收件人", ordering="recipient__name")
    def recipient_name(self, message: Message) -> str:
        return message.recipient.name

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self._calls)
        return [path("calls/", view, name="outbox_message_calls"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        extra = {"may_call": CALL.code in capabilities_of(request.user), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def _calls(self, request: HttpRequest) -> HttpResponse:
        """电话催办单: whom to call, what to say, what came of it."""
        if CALL.code not in capabilities_of(request.user):
            raise PermissionDenied
        if request.method == "POST":
            self._called(request)
            return redirect("admin:outbox_message_calls")
        waiting = Message.objects.called_by(request.user).select_related("recipient", "agency")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "电话催办单",
            "today": today(),
            "calls": waiting.order_by("agency__position", "recipient__name", "pk"),
        }
        return TemplateResponse(request, "outbox/admin/calls.html", context)

    def _called(self, request: HttpRequest) -> None:
        number = request.POST.get("message", "")
        reached = request.POST.get("result") == "reached"
        try:
            operations.called(int(number) if number.isdecimal() else 0, by=request.user, reached=reached)
        except Refused as refused:
            messages.error(request, str(refused))
            return
        said = "已登记：电话告知。" if reached else "已登记：没有接通，留在催办单上。"
        messages.success(request, said)
