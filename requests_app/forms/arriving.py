"""Forms between arrival and receipt: confirm with the applicant, log an attempt, keep the envelope."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.ledger.forms import StepForm
from foundation.workdays.queries import published_calendar
from requests_app import personal, receipt_rules
from requests_app.forms.steps import limit_sentence
from requests_app.forms.uploads import UploadField
from requests_app.history import attempts
from requests_app.models import Arrival, Contact, NotReached, ReceivedBasis
from requests_app.operations import limits
from requests_app.operations.limits import Pending

GUIDE = "例如：山亭区政府信息公开指南（2026年3月1日公布）。"


class ReceiveForm(StepForm):
    received_basis = forms.ChoiceField(label="收到日期的依据", widget=forms.RadioSelect)
    means = forms.ChoiceField(
        label="怎样与申请人确认的",
        choices=Contact.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="依据是“与申请人确认之日”的必选。",
    )
    guide = forms.CharField(
        label="指南的名称和公布日期",
        max_length=100,
        required=False,
        help_text=f"依据是“公开指南规定之日”的必填。{GUIDE}",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bases = receipt_rules.bases_of(self.case.arrival, self.case.channel)
        field = cast(forms.ChoiceField, self.fields["received_basis"])
        field.choices = [(basis.value, basis.label) for basis in bases]
        field.initial = bases[0].value
        self.fields["effective_on"].label = "收到申请之日"
        self.fields["effective_on"].help_text = self._which_day()
        if ReceivedBasis.ANNOUNCED not in bases:
            del self.fields["guide"]
        self.order_fields(["received_basis", "means", "guide", "effective_on"])

    def _which_day(self) -> str:
        arrival = self.case.arrival or receipt_rules.arrival_of(self.case.channel)
        return f"{Arrival(arrival).label}：{receipt_rules.ARRIVALS[Arrival(arrival)].says}（条例第31条）。"

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        basis = facts.get("received_basis")
        if basis == ReceivedBasis.CONFIRMED and not facts.get("means"):
            self.add_error("means", "请选择怎样与申请人确认的，申请人日后可能问起。")
        if basis == ReceivedBasis.ANNOUNCED and not facts.get("guide"):
            self.add_error("guide", "请填写指南的名称和公布日期，没有公布过的不能按指南确定。")
        return facts

    def preview(self) -> list[str]:
        on, basis = self.cleaned_data["effective_on"], self.cleaned_data["received_basis"]
        why = receipt_rules.explain(self.case.arrival, basis, on, published_calendar())
        clock = limits.clock_of(self.case, pending=Pending("received", on))
        return [*why, *limit_sentence(clock, "答复期限：")]


class NotReachedForm(StepForm):
    """Only lists: a sentence about a person would be personal data in the ledger."""

    means = forms.ChoiceField(label="怎样联系的", choices=Contact.choices, widget=forms.RadioSelect)
    at = forms.TimeField(
        label="时间",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="几点打的电话、发的信息。",
        error_messages={"invalid": "时间写成几点几分，例如：15:20。"},
    )
    result = forms.ChoiceField(label="结果", choices=NotReached.choices, widget=forms.RadioSelect)
    make_letter = forms.BooleanField(
        label="制作确认函（DOCX和PDF），打印后当天交邮",
        required=False,
        initial=True,
        help_text="只用于结果是“确认函已寄出”的；已经用自己写的函寄出的，去掉勾选。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "联系的日期"
        tried = len(attempts(self.case))
        self.fields["means"].initial = (
            Contact.LETTER if tried >= receipt_rules.LETTER_AFTER else Contact.PHONE
        )
        if tried >= receipt_rules.LETTER_AFTER:
            self.fields[
                "means"
            ].help_text = f"已经联系{tried}次没有结果，建议按登记的地址邮寄确认函，用挂号信。"
            self.fields["result"].initial = NotReached.LETTER_SENT

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        sent = facts.get("result") == NotReached.LETTER_SENT
        if sent and facts.get("means") and facts["means"] != Contact.LETTER:
            self.add_error("means", "确认函是寄出的信函，联系方式请选“信函”。")
        return {**facts, "make_letter": bool(sent and facts.get("make_letter"))}

    def preview(self) -> list[str]:
        tried = len(attempts(self.case)) + 1
        return [
            f"记下第{tried}次联系：{self._in_words('means')}，{self._in_words('result')}。",
            "转为待联系，答复期限没有起算；联系上并确认之日才是收到之日（条例第31条）。",
            *self._letter(),
        ]

    def _letter(self) -> list[str]:
        if not self.cleaned_data["make_letter"]:
            return []
        address = personal.read(self.case.applicant).address
        missing = [] if address else ["申请人没有登记联系地址：请从信封、传真上找，找不到的不要寄。"]
        return ["制作《政府信息公开申请确认函》，在本件的“文书”里下载打印。", *missing]

    def _in_words(self, name: str) -> str:
        choices = dict(cast(forms.ChoiceField, self.fields[name]).choices)  # type: ignore[arg-type]
        return str(choices[self.cleaned_data[name]])


class ArrivalEvidenceForm(StepForm):
    evidence = UploadField(
        label="到达凭证扫描件",
        required=True,
        help_text="信封、邮件签收单、传真记录、申请人签字的代填申请表等，加密保存。严禁上传涉密和工作秘密内容。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "存入日期"
        self.fields["effective_on"].help_text = "一般就是今天；不改变收到日期。"
