"""Disputes in the workbench: entered once, then concluded; always by operations."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from foundation.agencies.access import agencies_of
from foundation.agencies.models import User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app.capabilities import LETTERS
from requests_app.models import InformationRequest, RemedyCase
from requests_app.operations import disputes


class CheckedForm(forms.ModelForm):
    """Shows what the operation would refuse at its field, before anything is saved."""

    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            if name in self.fields:  # a reader's form has no fields at all
                self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.refuse(facts)
            except Refused as refused:
                self.add_error(refused.refusal.field, str(refused.refusal))
        return facts

    def refuse(self, facts: dict[str, Any]) -> None:
        """Raises Refused; the concrete form asks its operation's own checks."""


class DisputeForm(CheckedForm):
    def refuse(self, facts: dict[str, Any]) -> None:
        disputes.refuse_dates(facts["filed_on"])
        disputes.refuse_other_respondent(facts.get("request"), facts["respondent"])


class ConclusionForm(CheckedForm):
    needed = ("result", "concluded_on")

    def refuse(self, facts: dict[str, Any]) -> None:
        disputes.refuse_dates(self.instance.filed_on, facts["concluded_on"])


class DeskAdmin(admin.ModelAdmin):
    """Rows of the user's own agencies: one set of fields to enter a row, another to finish it."""

    enter_fields: tuple[str, ...] = ()
    finish_fields: tuple[str, ...] = ()
    enter_form: type[CheckedForm] = CheckedForm
    finish_form: type[CheckedForm] = CheckedForm
    list_select_related = ["respondent"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.enter_fields, *self.finish_fields) if obj else self.enter_fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.enter_fields if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = self.finish_form if obj else self.enter_form
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "respondent":
            kwargs["queryset"] = agencies_of(request.user, LETTERS.code)
        if db_field.name == "request":
            kwargs["queryset"] = InformationRequest.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor = Actor(cast(User, request.user))
        done = self.finish(obj, form.cleaned_data, actor) if change else self.enter(form.cleaned_data, actor)
        obj.pk = done.pk

    def enter(self, facts: dict[str, Any], actor: Actor) -> Any:
        """Perform the operation that enters a row."""
        raise TypeError(f"{type(self).__name__} does not say how a row is entered")

    def finish(self, row: Any, facts: dict[str, Any], actor: Actor) -> Any:
        """Perform the operation that finishes a row."""
        raise TypeError(f"{type(self).__name__} does not say how a row is finished")


@admin.register(RemedyCase)
class RemedyCaseAdmin(DeskAdmin):
    list_display = ["case_number", "kind", "respondent", "organ", "filed_on", "result", "concluded_on"]
    list_filter = ["kind", "result"]
    search_fields = ["case_number", "request__number"]
    enter_fields = ("respondent", "kind", "organ", "case_number", "filed_on", "request")
    finish_fields = ("result", "concluded_on")
    enter_form, finish_form = DisputeForm, ConclusionForm

    def enter(self, facts: dict[str, Any], actor: Actor) -> RemedyCase:
        return disputes.open_dispute(actor=actor, **facts)

    def finish(self, row: Any, facts: dict[str, Any], actor: Actor) -> RemedyCase:
        return disputes.conclude_dispute(row.pk, actor=actor, **facts)
