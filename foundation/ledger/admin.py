"""The daily seals in the workbench: read only, without their lines."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from foundation.ledger.models import Seal
from foundation.ledger.verification import ledger_name
from foundation.workdays.wording import full_date


@admin.register(Seal)
class SealAdmin(admin.ModelAdmin):
    list_display = ["number", "ledger", "days", "count", "sha256"]
    list_per_page = 50
    fields = ["number", "ledger", "table", "days", "part", "count", "previous", "sha256", "sealed_at", "form"]
    readonly_fields = ["ledger", "days"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("rows")

    @admin.display(description="台账")
    def ledger(self, seal: Seal) -> str:
        return ledger_name(seal.table)

    @admin.display(description="记录日期")
    def days(self, seal: Seal) -> str:
        if seal.since == seal.day:
            return full_date(seal.day)
        return f"{full_date(seal.since) if seal.since else '最早'}至{full_date(seal.day)}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # run_daily seals; nobody else

    def has_change_permission(self, request: HttpRequest, obj: Seal | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Seal | None = None) -> bool:
        return False
