"""The form that takes parts out of a request."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.ledger.forms import StepForm
from requests_app.forms.uploads import UploadField
from requests_app.models import SplitReason


class SplitForm(StepForm):
    positions = forms.TypedMultipleChoiceField(
        label="拆出哪几项",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="拆出的另成一件，留下的在本件办理；两边都至少要有一项。",
    )
    reason = forms.ChoiceField(label="理由", choices=SplitReason.choices, widget=forms.RadioSelect)
    evidence = UploadField(
        label="申请人同意或者要求的凭证", help_text="有书面材料的上传。严禁上传涉密和工作秘密内容。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["positions"]).choices = [
            (part.position, f"第{part.position}项 {part.wanted}") for part in self.case.parts.all()
        ]
        self.fields["effective_on"].label = "拆分日期"
        self.order_fields(["positions", "reason", "effective_on", "evidence"])

    def clean_positions(self) -> list[int]:
        chosen = list(self.cleaned_data["positions"])
        if len(chosen) == self.case.parts.count():
            raise forms.ValidationError("不能全部拆出，本件至少要留下一项。")
        return chosen

    def preview(self) -> list[str]:
        taken = len(self.cleaned_data["positions"])
        return [
            f"拆出{taken}项，另成一件，另给申请编号和查询码，请一并告知申请人。",
            "收到日期、期限、申请人、到达凭证与本件相同。",
            "各自答复，各有告知书和救济途径；年度报告的新收件数多计一件。为收费而分项计数的，不需要拆分。",
        ]
