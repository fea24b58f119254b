"""The one admin view of all steps: explain, preview, perform; and the case page around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.module_loading import import_string

from foundation.agencies.access import capabilities_at
from foundation.contracts import Refusal, Refused, Step
from foundation.ledger.acts import (
    Actor,
    actor_at,
    acts_for_another,
    refuse_future,
    refuse_stage,
    refuse_stale,
)
from foundation.ledger.models import Case, Event
from foundation.workdays.present import today


@dataclass(frozen=True)
class TimelineEntry:
    """One event in words."""

    effective_on: date
    recorded_at: datetime
    wording: str
    actor_name: str
    backfilled: bool
    detail: str


@dataclass(frozen=True)
class OfferedStep:
    """A step of the case's stage with the reason why it may not be taken now, if there is one."""

    step: Step
    refusal: Refusal | None
    url: str


class StepAdmin(admin.ModelAdmin):
    """An admin of a case-like model: read-only facts, its timeline, and its lawful steps as buttons.

    The concrete class sets `steps` and `event_wordings` and may override `event_detail`. Rows come
    from `visible_to(user)` of the model's query set.
    """

    steps: Sequence[Step] = ()
    event_wordings: dict[str, str] = {}
    change_form_template = "admin/case_change_form.html"

    # --- what may be seen -------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a case begins with an operation, never with an empty row

    def has_change_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        return False  # facts change through steps only

    def has_delete_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        return False

    # --- the case page ----------------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        case = self.get_object(request, object_id)
        extra = self.case_context(request, case) if case is not None else {}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def case_context(self, request: HttpRequest, case: Any) -> dict[str, Any]:
        return {"case": case, "timeline": self.timeline(case), "steps": self.offered(request, case)}

    def timeline(self, case: Any) -> list[TimelineEntry]:
        return [
            TimelineEntry(
                effective_on=event.effective_on,
                recorded_at=event.recorded_at,
                wording=self.event_wordings.get(event.kind, event.kind),
                actor_name=self.actor_name(event),
                backfilled=event.backfilled,
                detail=self.event_detail(event),
            )
            for event in self.told(case)
        ]

    def told(self, case: Any) -> Any:
        """The events of the timeline, in order."""
        told = case.events.select_related("actor", "acting_agency", "corrects", "corrected_by")
        return told.order_by("seq")

    def actor_name(self, event: Event) -> str:
        if event.actor is None:
            return {"public": "申请人", "import": "导入", "command": "系统"}.get(event.origin, "系统")
        agency = event.acting_agency
        if agency is None:
            return event.actor.name
        manages = acts_for_another(agency, event.subject.desks())  # type: ignore[attr-defined]
        return f"{event.actor.name}（{f'由{agency.short_name}代录' if manages else agency.short_name}）"

    def event_detail(self, event: Event) -> str:
        return str(event.data.get("unlawful", ""))

    def offered(self, request: HttpRequest, case: Any) -> list[OfferedStep]:
        held = self._held(request, case)
        return [
            OfferedStep(step, step.guard(case, today()), self.step_url(case, step))
            for step in self.steps
            if case.stage in step.from_stages and step.capability in held
        ]

    def _held(self, request: HttpRequest, case: Any) -> frozenset[str]:
        return capabilities_at(request.user, case.desks())

    def step_url(self, case: Any, step: Step) -> str:
        return reverse(f"admin:{self._route}_step", args=[case.pk, step.code])

    @property
    def _route(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    # --- the step view ----------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.step_view)
        return [path("<int:pk>/step/<slug:code>/", view, name=f"{self._route}_step"), *super().get_urls()]

    def asked_for(self, request: HttpRequest, pk: int, code: str) -> tuple[Any, Step]:
        """The case and the step, for those who may take it.

        Raises Http404 for a case one may not know exists, PermissionDenied for a step that is not one's own.
        """
        case = self.get_queryset(request).filter(pk=pk).first()
        # What begins a case is not a step of one that is there.
        step = next((one for one in self.steps if one.code == code and one.from_stages), None)
        if case is None or step is None:
            raise Http404
        if step.capability not in self._held(request, case):
            raise PermissionDenied
        return case, step

    def step_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        case, step = self.asked_for(request, pk, code)
        form_class = import_string(step.form)
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = form_class(*posted, case=case, user=request.user, **self.proposed(request, step))
        if posted and form.is_valid():
            self._foresee(request, case, step, form)
        if posted and form.is_valid() and "perform" in request.POST:
            response = self._perform(request, case, step, form)
            if response is not None:
                return response
        previewed = bool(posted) and form.is_valid()
        return self._step_page(request, case, step, form, form.preview() if previewed else None)

    def brief(self, case: Any) -> list[tuple[str, str]]:
        """What whoever takes a step must know of the case, without going back to its page."""
        return []

    def proposed(self, request: HttpRequest, step: Step) -> dict[str, Any]:
        """Keyword arguments with what the form begins with; none of it counts before somebody confirms it."""
        return {}

    def _foresee(self, request: HttpRequest, case: Any, step: Step, form: Any) -> None:
        """What the operation would refuse is said before people confirm, not after."""
        on = form.cleaned_data.get("effective_on") or today()
        try:
            refuse_stale(case, self._seen(request) if "seen" in request.POST else None)
            refuse_future(on)
            refuse_stage(case, step)
            refusal = step.guard(case, on)
            if refusal is not None and not form.cleaned_data.get("recording"):
                raise Refused(refusal)
        except Refused as refused:
            form.add_refusal(refused)

    def _seen(self, request: HttpRequest) -> int:
        posted = request.POST.get("seen", "")
        return int(posted) if posted.isdecimal() else -1

    def _perform(self, request: HttpRequest, case: Any, step: Step, form: Any) -> HttpResponse | None:
        try:
            outcome = import_string(step.operation)(
                case.pk,
                actor=self.actor(request, case, step.capability),
                seen=self._seen(request),
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_refusal(refused)
            return None
        return self.performed(request, case, step, outcome)

    def performed(self, request: HttpRequest, case: Any, step: Step, outcome: Any) -> HttpResponse:
        """What is shown once the step is taken; `outcome` is what its operation answered."""
        messages.success(request, f"已办理：{step.wording}。")
        return redirect(reverse(f"admin:{self._route}_change", args=[case.pk]))

    def actor(self, request: HttpRequest, case: Any, capability: str | None = None) -> Actor:
        """The signed-in person, for the agency whose post lets them act here."""
        return actor_at(request.user, case.desks(), capability)

    def _step_page(
        self, request: HttpRequest, case: Any, step: Step, form: Any, preview: list[str] | None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": step.wording,
            "case": case,
            "step": step,
            "form": form,
            "media": self.media + form.media,
            "preview": preview,
            "refusal": self._refusal(case, step, form),
            "brief": self.brief(case),
            "news": self._news(request, case),
            # The news stand on the page, so whoever submits again has seen them.
            "seen": case.last_seq,
            "back_url": reverse(f"admin:{self._route}_change", args=[case.pk]),
        }
        return TemplateResponse(request, "admin/step.html", context)

    def _refusal(self, case: Any, step: Step, form: Any) -> Refusal | None:
        """Why the step cannot be taken today, unless an error of the form says it already."""
        try:
            refuse_stage(case, step)
            refusal = step.guard(case, today())
        except Refused as refused:
            refusal = refused.refusal
        said = {str(error) for errors in form.errors.values() for error in errors}
        return None if str(refusal) in said else refusal

    def _news(self, request: HttpRequest, case: Any) -> list[TimelineEntry]:
        """What happened since the page was opened that is now submitted."""
        seen = self._seen(request)
        return self.timeline(case)[seen:] if 0 <= seen < case.last_seq else []
