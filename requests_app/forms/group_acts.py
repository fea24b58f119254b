"""The form of one step for many requests: the step's own form, and for each request what is its own."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.module_loading import import_string

from foundation.contracts import Step
from requests_app import document_numbers, group_run
from requests_app.group_run import Member, Task
from requests_app.models import InformationRequest


class OwnForm(forms.Form):
    """The tick, the sequence number that was shown, and the fields that differ for this request."""

    chosen = forms.BooleanField(label="办理", required=False, initial=True)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, case: InformationRequest, own: dict[str, forms.Field]):
        super().__init__(data, prefix=f"case-{case.pk}")
        self.case = case
        self.own = tuple(own)
        self.fields.update(deepcopy(own))
        self.fields["seen"].initial = case.last_seq
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}：{case.number}"

    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.own]

    def clean_document_number(self) -> str:
        return document_numbers.tidy(str(self.cleaned_data["document_number"]))

    def task(self) -> Task:
        own = {name: self.cleaned_data[name] for name in self.own}
        return Task(self.case, self.cleaned_data["seen"], own)


class GroupActForm:
    """`common` is what is the same for all, `lines` what belongs to each."""

    def __init__(self, step: Step, members: Sequence[Member], user: Any, data: Any = None, files: Any = None):
        possible = [member.case for member in members if member.refusal is None]
        posted = () if data is None else (data, files)
        self.common: Any = import_string(step.form)(*posted, case=possible[0], user=user)
        own = {
            name: self.common.fields.pop(name)
            for name in group_run.OWN_FIELDS.get(step.code, ())
            if name in self.common.fields
        }
        for name in group_run.LEFT_OUT.get(step.code, ()):
            del self.common.fields[name]
        self.lines = [OwnForm(data, case=case, own=own) for case in possible]

    def is_valid(self) -> bool:
        """Everything that is wrong is shown at once."""
        common, lines = self.common.is_valid(), [line.is_valid() for line in self.lines]
        if common and all(lines) and not self.tasks():
            self.common.add_error(None, "没有选择要办理的申请。请至少勾选一件。")
        return bool(common and all(lines) and self.tasks())

    def tasks(self) -> list[Task]:
        return [line.task() for line in self.lines if line.cleaned_data.get("chosen")]
