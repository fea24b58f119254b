"""The staff's workbench: the stock admin, opening on the *today* page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse

from foundation.contracts import ELSEWHERE, FIRST, UNITS, WorkItem, WorkList, composed
from foundation.ledger import audit_pages
from foundation.signin import account_views, entry_views
from foundation.workdays import arithmetic
from foundation.workdays.awaited import awaited_plan
from foundation.workdays.calendar import Calendar
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.urgency import AFTER_REST, SOON, VERY_SOON, rest_ahead, urgency
from foundation.workdays.wording import short_date

GROUPS = {
    FIRST: "先办：还没有确认收到的申请",
    "overdue": "已超过期限",
    "today": "今天到期",
    "very_soon": f"{VERY_SOON}个工作日内到期",
    "rest": "放假前要办",
    "soon": f"{SOON}个工作日内到期",
    "waiting": "等我办理",
    ELSEWHERE: f"我承办、正等别人办理，{SOON}个工作日内到期",
    UNITS: "所属各单位",
}

# The everyday work first, then what it rests on; apps not named here follow by name.
APP_ORDER = (
    "requests_app",
    "disclosure",
    "annual_report",
    "staff",
    "outbox",
    "agencies",
    "signin",
    "workdays",
    "ledger",
)


@dataclass(frozen=True)
class Entry:
    """A work item with the list it came from and how its date stands to today, in words."""

    item: WorkItem
    source: str
    due: str
    place: str = ""

    @property
    def rings_on(self) -> date | None:
        return self.item.rings_on or self.item.due_on


@dataclass(frozen=True)
class Group:
    """Entries that are equally urgent."""

    code: str
    wording: str
    entries: Sequence[Entry]


def due_words(calendar: Calendar, due_on: date | None, day: date) -> str:
    """还剩3个工作日（到10月30日）; days beyond the announced holidays are marked 暂定."""
    if due_on is None:
        return ""
    named = short_date(due_on, beside=day)
    if due_on < day:
        late = arithmetic.count(calendar, due_on, day)
        return f"已超过{late}个工作日（{named}到期）" if late else f"{named}到期，已超过"
    if due_on == day:
        return "今天到期"
    mark = "，暂定" if arithmetic.is_provisional(calendar, day, due_on) else ""
    return f"还剩{arithmetic.count(calendar, day, due_on)}个工作日（到{named}{mark}）"


def app_place(label: str) -> int:
    return APP_ORDER.index(label) if label in APP_ORDER else len(APP_ORDER)


def entries_of(work_lists: Iterable[WorkList], user: Any, day: date) -> list[Entry]:
    """Everything there is to do, by due date, what has none last.

    What several lists hold with the same next step (late, and waiting for a signature) stands once.
    """
    calendar = published_calendar()
    found: dict[tuple[str, str], Entry] = {}
    for work_list in work_lists:
        for item in work_list.items(user, day):
            entry = Entry(item, work_list.wording, due_words(calendar, item.due_on, day), work_list.place)
            found.setdefault((item.url, item.next_step), entry)
    return sorted(found.values(), key=lambda entry: entry.item.due_on or date.max)


def groups(calendar: Calendar, entries: Iterable[Entry], day: date) -> list[Group]:
    """The entries by urgency, in their order; no group is empty."""
    sorted_in: dict[str, list[Entry]] = {code: [] for code in GROUPS}
    for entry in entries:
        sorted_in[entry.place or urgency(calendar, entry.rings_on, day)].append(entry)
    return [Group(code, _heading(code, calendar, day), found) for code, found in sorted_in.items() if found]


def _heading(code: str, calendar: Calendar, day: date) -> str:
    """The holiday is named with its days."""
    rest = rest_ahead(calendar, day) if code == "rest" else None
    return f"{rest.words}前要办：节后{AFTER_REST}个工作日内到期" if rest else GROUPS[code]


def _audit_entry() -> dict[str, Any]:
    """The page over all ledgers in the list of functions; it belongs to no single model."""
    url = reverse("admin:ledger_audit")
    entry = {"name": audit_pages.TITLE, "object_name": "Audit", "admin_url": url, "add_url": None}
    return {**entry, "perms": {"view": True}, "view_only": True}


class GongkaiAdminSite(AdminSite):
    """Django's admin in our words; its index tells what is due, why, and the next step."""

    site_title = "政府信息公开工作台"
    site_header = "政府信息公开工作台"
    index_title = "今天要办的事"
    empty_value_display = "—"
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return entry_views.sign_in(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return entry_views.sign_out(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return account_views.change_password(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for app in apps:
            if app["app_label"] == "ledger":
                app["models"].insert(0, _audit_entry())
        return sorted(apps, key=lambda app: app_place(app["app_label"]))

    def get_urls(self) -> list[Any]:
        wrap = self.admin_view
        return [
            path("ledger/audit/", wrap(audit_pages.listing), name="ledger_audit"),
            path(
                "ledger/audit/export/<slug:file_format>/",
                wrap(audit_pages.export),
                name="ledger_audit_export",
            ),
            *super().get_urls(),
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        day, calendar = today(), published_calendar()
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "subtitle": None,
            "app_list": self.get_app_list(request),
            "today": day,
            "awaited": awaited_plan(calendar, day),
            "groups": groups(calendar, entries_of(composed().work_lists, request.user, day), day),
            **(extra_context or {}),
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context)
