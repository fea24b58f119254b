"""Accounts, waiting names and the sign-in log in the workbench."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from foundation.agencies.access import capabilities_of
from foundation.agencies.capabilities import ACCOUNTS
from foundation.agencies.models import User
from foundation.contracts import Refused
from foundation.signin import operations, second_factor, sessions
from foundation.signin.forms import TemporaryPasswordForm
from foundation.signin.models import Lock, SignInRecord
from foundation.signin.waits import wait_after
from foundation.workdays.present import moment


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Name and way in of an account. It is opened by 到岗 and closed by 离岗, on the person's own page."""

    list_display = ["username", "name", "is_active", "last_login"]
    list_filter = ["is_active"]
    readonly_fields = ["last_login", "is_active", "last_day"]
    search_fields = ["username", "name"]
    ordering = ["username"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("人员", {"fields": ["name", "email"]}),
        # Nobody becomes a superuser here: that is a command of whoever runs the server.
        ("账号", {"fields": ["is_active", "last_day", "last_login"]}),
    ]
    filter_horizontal = []
    change_form_template = "admin/agencies/user/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # an account is closed, so that the ledger's actors stay known

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Who could set a superuser's password would be one; so it is with every account above one's own."""
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or _may_keep(request, obj)

    # --- a temporary password -----------------------------------------------------------------------------

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """In place of the stock page, which would let the keeper go on knowing the password."""
        person = self.get_object(request, id)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person is None:
            raise Http404
        if person.pk == _person(request).pk:
            return redirect("admin:password_change")
        form = TemporaryPasswordForm(request.POST or None, user=person)
        if request.method == "POST" and form.is_valid():
            password = form.cleaned_data["new_password1"]
            operations.set_temporary_password(person, password, request, by=_person(request))
            messages.success(request, f"{person.name}的临时密码已设置，首次登录时须改成自己的密码。")
            return redirect("admin:agencies_user_change", person.pk)
        return self._page(request, "temporary_password", f"重设密码：{person.name}", person=person, form=form)

    # --- the second factor --------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/factor/", site(self.factor_view), name="agencies_user_factor"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        extra = {"may_keep_accounts": may_keep_accounts(request), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    def factor_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the person has besides the password; a new card, an end to a lost phone's app."""
        if not may_keep_accounts(request):
            raise PermissionDenied
        person = self.get_queryset(request).filter(pk=pk).first()
        if person is None:
            raise Http404
        refusal = ""
        if request.method == "POST":
            try:
                return self._act_on_factor(request, person)
            except Refused as refused:
                refusal = str(refused.refusal)
        return self._page(
            request,
            "factor",
            f"第二重验证：{person.name}",
            person=person,
            ways=second_factor.ways(person),
            required=second_factor.required(person),
            open_sessions=sessions.open_of(person),
            refusal=refusal,
        )

    def _act_on_factor(self, request: HttpRequest, person: User) -> HttpResponse:
        if "remove" in request.POST:
            operations.remove_app(person, request, by=_person(request))
            messages.success(request, f"{person.name}的验证器已停用，下次登录时重新绑定。")
            return redirect("admin:agencies_user_factor", person.pk)
        issued = operations.issue_card(person, request, by=_person(request))
        response = self._page(request, "card", "一次性口令卡", person=person, issued=issued)
        add_never_cache_headers(response)
        return response

    def _page(self, request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, f"signin/{template}.html", frame)


class ReadOnly(admin.ModelAdmin):
    """Rows that come from the sign-in and from nowhere else."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Lock)
class LockAdmin(ReadOnly):
    """Who waits after wrong tries, and an end to it for those who stand at the keeper's desk."""

    list_display = ["who", "lifting", "until", "address", "failures"]
    list_display_links = None
    fields = ("who", "address", "failures", "until")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return Lock.objects.in_force(moment())

    def get_urls(self) -> list[Any]:
        site = self.admin_site.admin_view
        return [path("<int:pk>/lift/", site(self.lift_view), name="signin_lock_lift"), *super().get_urls()]

    def lift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may_keep_accounts(request):
            raise PermissionDenied
        lock = self.get_queryset(request).filter(pk=pk).first()
        if lock is None:
            messages.info(request, "这一锁定已经过去，可以重新登录了。")
            return redirect("admin:signin_lock_changelist")
        refusal = ""
        if request.method == "POST":
            try:
                operations.lift(pk, request, by=_person(request))
                messages.success(request, f"已解除：{self.who(lock)}。")
                return redirect("admin:signin_lock_changelist")
            except Refused as refused:
                refusal = str(refused.refusal)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "解除登录锁定",
            "lock": lock,
            "who": self.who(lock),
            "until": self.until(lock),
            "refusal": refusal,
        }
        return TemplateResponse(request, "signin/lift.html", context)

    @admin.display(description="账号")
    def who(self, lock: Lock) -> str:
        return "不存在的用户名" if lock.username.startswith("?") else lock.username

    @admin.display(description="地址", ordering="ip_address")
    def address(self, lock: Lock) -> str | None:
        return lock.ip_address

    @admin.display(description="连续输错", ordering="failures_since_start")
    def failures(self, lock: Lock) -> str:
        return f"{lock.failures_since_start}次"

    @admin.display(description="可再试的时间")
    def until(self, lock: Lock) -> str:
        until = lock.attempt_time + wait_after(lock.failures_since_start)
        return date_format(localtime(until), "DATETIME_FORMAT")

    @admin.display(description="办理")
    def lifting(self, lock: Lock) -> str:
        return format_html('<a href="{}">解除</a>', reverse("admin:signin_lock_lift", args=[lock.pk]))


@admin.register(SignInRecord)
class SignInRecordAdmin(ReadOnly):
    list_display = ["at", "kind", "whose", "by", "address", "detail"]
    list_filter = ["kind", "at"]
    list_select_related = ["user", "by"]
    search_fields = ["user__username", "user__name", "address", "unknown_name"]
    list_per_page = 50

    @admin.display(description="账号", ordering="user")
    def whose(self, record: SignInRecord) -> str:
        if record.user is not None:
            return str(record.user)
        return f"不存在的用户名 {record.unknown_name}" if record.unknown_name else "—"


def _may_keep(request: HttpRequest, account: Any) -> bool:
    """Asked a dozen times for one page, answered once; the row lives as long as the request."""
    if not hasattr(account, "_may_be_kept"):
        account._may_be_kept = operations.may_keep(_person(request), account)
    return bool(account._may_be_kept)


def may_keep_accounts(request: HttpRequest) -> bool:
    person = _person(request)
    return person.is_superuser or ACCOUNTS.code in capabilities_of(person)


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
