"""People in the workbench: the list, a person's page with the acts on them, and who may do what."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.module_loading import import_string

from foundation.agencies.models import Assignment
from foundation.contracts import Refused, Step
from foundation.ledger.models import Event
from foundation.ledger.steps_admin import StepAdmin
from foundation.staff import pages
from foundation.staff.forms import assignment_words
from foundation.staff.models import StaffMember, Stage
from foundation.staff.operations.joining import Joined
from foundation.staff.steps import EVENT_WORDINGS, MEMBER_STEPS
from foundation.staff.wording import detail
from foundation.workdays.present import today

KEEPS_ACCOUNTS = "agencies.change_user"
"""Opened by the capability to manage accounts; asked on every page of the workbench, so without a query."""


@admin.register(StaffMember)
class StaffMemberAdmin(StepAdmin):
    steps = MEMBER_STEPS
    event_wordings = EVENT_WORDINGS
    change_form_template = "staff/admin/member.html"
    change_list_template = "staff/admin/list.html"
    list_display = ["name", "username", "agency", "roles", "whereabouts"]
    list_filter = [("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "agency"]
    search_fields = ["user__name", "user__username"]
    ordering = ["stage", "agency__position", "agency__code", "pk"]
    list_per_page = 50
    fields = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).select_related("user", "agency", "post")
        return rows.prefetch_related("user__assignments__role", "user__assignments__agency", "absences")

    def get_urls(self) -> list[Any]:
        site = self.admin_site.admin_view
        return [
            path("powers/", site(self._powers), name=f"{self._route}_powers"),
            path("<int:pk>/first-day/", site(self._first_day), name=f"{self._route}_first_day"),
            path("<int:pk>/handover/<slug:kind>/", site(self._handover), name=f"{self._route}_handover"),
            *super().get_urls(),
        ]

    # --- the list ---------------------------------------------------------------------------------------

    @admin.display(description="姓名", ordering="user__name")
    def name(self, member: StaffMember) -> str:
        return member.user.name

    @admin.display(description="用户名", ordering="user__username")
    def username(self, member: StaffMember) -> str:
        return member.user.username

    @admin.display(description="现任角色")
    def roles(self, member: StaffMember) -> str:
        held = [one for one in member.user.assignments.all() if _in_force(one, today())]
        return "、".join(f"{one.role.name}{'（代）' if one.deputy_for_id else ''}" for one in held)

    @admin.display(description="状态", ordering="stage")
    def whereabouts(self, member: StaffMember) -> str:
        away = [one for one in member.absences.all() if one.starts_on <= today() <= one.ends_on]
        return "外出" if away and member.stage == Stage.PRESENT else str(Stage(member.stage).label)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        extra = {"may_see_powers": pages.may_see_powers(request), **(extra_context or {})}
        return super().changelist_view(request, extra)

    # --- a person ---------------------------------------------------------------------------------------

    def case_context(self, request: HttpRequest, case: StaffMember) -> dict[str, Any]:
        posts = Assignment.objects.filter(user=case.user).select_related("agency", "role", "deputy_for")
        helpers = Assignment.objects.within(today(), None).filter(deputy_for=case.user)
        return {
            **super().case_context(request, case),
            "posts": pages.grouped(posts.order_by("-starts_on", "-pk"), today()),
            "helpers": [
                f"{one.user.name}：{assignment_words(one)}" for one in helpers.select_related("deputy_for")
            ],
            "absences": case.absences.filter(ends_on__gte=today()),
            "may_print_work": pages.may_read_work(request, case),
            "may_see_powers": pages.may_see_powers(request),
        }

    def event_detail(self, event: Event) -> str:
        return "；".join(filter(None, (detail(event), super().event_detail(event))))

    def _foresee(self, request: HttpRequest, case: Any, step: Step, form: Any) -> None:
        """Beyond stage and guard: what the operation itself would refuse, tried out or looked at before."""
        super()._foresee(request, case, step, form)
        if not form.is_valid():
            return
        try:
            if hasattr(form, "foresee"):
                form.foresee()
                return
            with transaction.atomic():
                actor = self.actor(request, case, step.capability)
                import_string(step.operation)(case.pk, actor=actor, seen=None, **form.cleaned_data)
                transaction.set_rollback(True)
        except Refused as refused:
            form.add_refusal(refused)

    def performed(self, request: HttpRequest, case: Any, step: Step, outcome: Any) -> HttpResponse:
        if isinstance(outcome, Joined):
            return pages.welcome(request, self, outcome)
        return super().performed(request, case, step, outcome)

    # --- pages of their own -----------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(KEEPS_ACCOUNTS)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return pages.join(request, self)

    def _powers(self, request: HttpRequest) -> HttpResponse:
        return pages.powers(request, self)

    def _first_day(self, request: HttpRequest, pk: int) -> HttpResponse:
        return pages.first_day(request, self, self._own_or_visible(request, pk))

    def _handover(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        return pages.handover(request, self._own_or_visible(request, pk), kind)

    def _own_or_visible(self, request: HttpRequest, pk: int) -> StaffMember:
        """Everybody may look at their own lists; of others one learns only where one sees the people."""
        member: StaffMember | None = (
            StaffMember.objects.select_related("user", "agency").filter(pk=pk).first()
        )
        if member is None:
            raise Http404
        if member.user_id != request.user.pk and not self.get_queryset(request).filter(pk=pk).exists():
            raise Http404
        return member


def _in_force(assignment: Assignment, day: date) -> bool:
    return assignment.starts_on <= day and (assignment.ends_on is None or day <= assignment.ends_on)
