"""Forms of the group a request is kept in."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.ledger.forms import StepForm
from requests_app.models import RequestGroup

RECENT = 50
"""Groups offered; older ones are hardly joined any more."""


class JoinGroupForm(StepForm):
    group = forms.TypedChoiceField(label="已有的同类申请", coerce=int, required=False, empty_value=None)
    label = forms.CharField(
        label="新建一个，名称",
        max_length=80,
        required=False,
        help_text="没有合适的才填，例如：某村征地补偿方案。不要写申请人。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = RequestGroup.objects.filter(respondent=self.case.respondent)[:RECENT]
        cast(forms.ChoiceField, self.fields["group"]).choices = [
            ("", "不在其中"),
            *((group.pk, group.label) for group in known),
        ]
        self.order_fields(["group", "label", "effective_on"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if bool(facts.get("group")) == bool(facts.get("label", "").strip()) and "group" not in self.errors:
            self.add_error("label", "请选择一个已有的，或者写名称新建，两者取其一。")
        return facts

    def preview(self) -> list[str]:
        return ["编号、收到日期、期限不变；仍是单独一件，各自答复、送达、计数。"]


class LeaveGroupForm(StepForm):
    def preview(self) -> list[str]:
        return [f"从“{self.case.group}”移出，其他不变。"]
