"""Forms of disclosing against a third party's word: what and why, and that it was told."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import document_numbers
from requests_app.forms.serving import ProofForm
from requests_app.forms.steps import RecordingForm
from requests_app.forms.uploads import UploadField
from requests_app.models import Consultation, OverrideBasis
from requests_app.procedure_guards import third_party

NO_SECRETS = "严禁上传涉密和工作秘密内容。"


class OverrideForm(RecordingForm):
    letter = forms.TypedChoiceField(label="哪一位第三方", coerce=int, widget=forms.RadioSelect)
    basis = forms.ChoiceField(label="依据", choices=OverrideBasis.choices, widget=forms.RadioSelect)
    content = forms.CharField(
        label="决定公开的内容",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="印在告知书上。不要写申请人是谁。",
    )
    reasons = forms.CharField(
        label="理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="印在告知书上：不公开会对公共利益造成什么影响，或者第三方的理由为什么不合理。",
    )
    approver_name = forms.CharField(label="批准人", max_length=50, help_text="负责人；不需要账号。")
    document_number = forms.CharField(
        label="文号",
        max_length=60,
        required=False,
        help_text="留空由系统编号；已由办公系统编号的，照原样填写。",
    )
    evidence = UploadField(label="审签单扫描件", help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "决定之日"
        field = cast(forms.ChoiceField, self.fields["letter"])
        letters = self.case.consultations.select_related("override")
        field.choices = [
            (letter.position, _said(letter)) for letter in letters if _may_be_overridden(self.case, letter)
        ]
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]
        self.order_fields(["letter", "basis", "content", "reasons", "approver_name", "effective_on"])

    def clean_document_number(self) -> str:
        return document_numbers.tidy(str(self.cleaned_data["document_number"]))

    def preview(self) -> list[str]:
        return [
            "制作《依申请公开告知书（第三方）》，写明公开的内容、理由和救济途径，不写明申请人是谁。",
            "登记第三方收到这份告知书以后，答复才能送达申请人。",
            "答复期限不因此改变。",
        ]


def _may_be_overridden(case: Any, letter: Consultation) -> bool:
    if letter.kind != "third_party":
        return False
    return third_party(case, letter, published_calendar()).may_be_overridden(today())


def _said(letter: Consultation) -> str:
    if letter.answered_on is None:
        return f"{letter.whom}：逾期没有提出意见"
    return f"{letter.whom}：{full_date(letter.answered_on)}{letter.get_opinion_display()}"


class ToldForm(ProofForm):
    letter = forms.TypedChoiceField(label="哪一份告知书", coerce=int, widget=forms.RadioSelect)
    evidence = UploadField(label="送达回证扫描件", help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "第三方收到的日期"
        waiting = self.case.consultations.filter(override__told_on__isnull=True, override__isnull=False)
        field = cast(forms.ChoiceField, self.fields["letter"])
        field.choices = [(letter.position, letter.whom) for letter in waiting]
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]
        self.order_fields(["letter", "route", "effective_on"])

    def preview(self) -> list[str]:
        return [f"第三方在{full_date(self.cleaned_data['effective_on'])}收到告知书，此后答复可以送达申请人。"]
