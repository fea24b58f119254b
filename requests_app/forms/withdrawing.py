"""The form of a withdrawal: how the applicant said it, and the proof."""

from __future__ import annotations

from typing import Any

from django import forms

from foundation.ledger.forms import StepForm
from foundation.workdays.wording import full_date
from requests_app import outcomes, report_rows
from requests_app.forms.uploads import UploadField
from requests_app.models import Stage, WithdrawnBy
from requests_app.operations.withdrawing import WITHDRAWN


class WithdrawForm(StepForm):
    manner = forms.ChoiceField(label="撤回的方式", choices=WithdrawnBy.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="撤回的经过",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="口头撤回的必填：何时、当面还是电话、由谁记录；书面的写明原件存放在哪里。不进入办理过程。",
    )
    evidence = UploadField(
        label="撤回申请或者记录的扫描件",
        help_text="没有扫描件的，写明撤回的经过。严禁上传涉密和工作秘密内容。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "撤回的日期"
        self.fields["effective_on"].help_text = "收到撤回申请或者申请人口头提出的日期。"

    def preview(self) -> list[str]:
        row = report_rows.row_of([WITHDRAWN]).key
        signed = "已经签发的告知书不再送达，文号保留。" if self.case.stage == Stage.SIGNED else ""
        lines = [
            f"本件在{full_date(self.cleaned_data['effective_on'])}办结，不制作告知书。",
            f"年度报告计入“{outcomes.ROW_WORDING[row]}”。",
            signed,
            "几个人共同申请、只有一人撤回的，不要在这里登记，请办理“一位共同申请人退出”。",
        ]
        return [line for line in lines if line]
