"""Forms of letters between agencies (协查函): two that begin one, and one for each step."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms

from foundation.agencies.access import agencies_of
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.forms import SpokenForm, StepForm
from foundation.workdays.present import today
from foundation.workdays.wording import full_date
from requests_app import document_numbers, letter_guards, letter_rules
from requests_app.capabilities import LETTERS
from requests_app.forms.uploads import UploadField
from requests_app.models import InformationRequest, ToldBy

NO_SECRETS = "加密保存。严禁上传涉密和工作秘密内容。"
NAMELESS = "不要写申请人是谁。"


def day(**changes: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **changes)


class BeginningForm(SpokenForm):
    """What both ways of beginning ask for; `user` is whoever begins it."""

    respondent = forms.ModelChoiceField(
        label="我方单位", queryset=Agency.objects.none(), empty_label="请选择"
    )
    counterpart = forms.CharField(label="对方单位", max_length=100)
    subject = forms.CharField(label="事由", max_length=200, help_text=NAMELESS)
    request_number = forms.CharField(
        label="所涉申请的编号",
        max_length=50,
        required=False,
        help_text="为办理某一件申请而来往的，填它的编号；没有的留空。",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        mine = agencies_of(user, LETTERS.code).order_by("position", "code")
        field = cast(forms.ModelChoiceField, self.fields["respondent"])
        field.queryset = mine
        units = list(mine[:2])
        if len(units) == 1:
            field.initial = units[0]

    def clean_request_number(self) -> str:
        number = str(self.cleaned_data["request_number"]).strip()
        self.served = InformationRequest.objects.visible_to(self.user).filter(number=number).first()
        if number and self.served is None:
            raise forms.ValidationError(
                f"您的单位没有编号为“{number}”的申请。请核对编号；没有所涉申请的留空。"
            )
        return number

    def facts(self) -> dict[str, Any]:
        """The operation's arguments."""
        facts = dict(self.cleaned_data)
        del facts["request_number"]
        return {**facts, "request": self.served}

    def add_refusal(self, refused: Refused) -> None:
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))


class ReceiveLetterForm(BeginningForm):
    letter_number = forms.CharField(label="来函文号", max_length=60, required=False)
    received_on = day(label="收函日期", help_text="实际收到的日期，不是录入的日期。")
    due_on = day(label="要求回复日期", required=False, help_text="来函没有写明的留空。")
    evidence = UploadField(label="来函扫描件", help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["respondent"].label = "收函单位"
        self.fields["counterpart"].label = "来函单位"
        self.fields["received_on"].initial = today
        self.order_fields(["respondent", "counterpart", "letter_number", "subject", "received_on", "due_on"])


class DraftLetterForm(BeginningForm):
    content = forms.CharField(
        label="函的正文",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"印在函上：请对方协助什么。{NAMELESS}发出前还可以修改。",
    )
    due_on = day(label="要求回复日期", required=False, help_text="到期没有回复的会提醒催复。")
    effective_on = day(label="拟稿日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["respondent"].label = "发函单位"
        self.fields["counterpart"].label = "收函单位（对方）"
        self.fields["effective_on"].initial = today
        self.order_fields(["respondent", "counterpart", "subject", "content", "due_on"])


class SendForm(StepForm):
    content = forms.CharField(
        label="函的正文",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"印在函上。{NAMELESS}",
    )
    due_on = day(label="要求回复日期", required=False, help_text="印在函上；到期没有回复的会提醒催复。")
    document_number = forms.CharField(
        label="文号",
        max_length=60,
        required=False,
        help_text="留空由系统编号；已由办公系统编号的，照原样填写。",
    )
    evidence = UploadField(label="审签单扫描件", help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "发函日期"
        self.fields["effective_on"].help_text = "印在函上的成文日期。"
        self.fields["content"].initial = self.case.content
        self.fields["due_on"].initial = self.case.due_on
        code = self.case.respondent.document_code
        self.fields["document_number"].widget.attrs["placeholder"] = f"{code}〔{today().year}〕12号"
        self.order_fields(["content", "due_on", "effective_on", "document_number", "evidence"])

    def clean_document_number(self) -> str:
        return document_numbers.tidy(str(self.cleaned_data["document_number"]))

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        on = facts.get("effective_on")
        refusal = letter_rules.disorder(began_on=on, began_field="sent_on", due_on=facts.get("due_on"))
        if refusal is not None:
            self.add_error("due_on", str(refusal))
        return facts

    def preview(self) -> list[str]:
        due = self.cleaned_data["due_on"]
        lines = [
            f"向{self.case.counterpart}发出协查函，生成DOCX和PDF。",
            f"到{full_date(due)}没有回复的，提醒催复。" if due else "没有定回复日期，不会提醒催复。",
        ]
        if self.case.request is not None:
            lines.append(
                f"所涉申请{self.case.request.number}的答复期限照常计算；"
                "需要征求其他机关意见的，在那一件里办理“征求意见”（条例第33条）。"
            )
        return lines


class DeliveredForm(StepForm):
    evidence = UploadField(label="签收凭证扫描件", help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "对方收到的日期"


class RemindForm(StepForm):
    manner = forms.ChoiceField(
        label="催复的方式", choices=ToldBy.choices, widget=forms.RadioSelect, initial=ToldBy.PHONE
    )
    due_on = day(label="另定的回复日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "催复的日期"

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        due, on = facts.get("due_on"), facts.get("effective_on")
        if due and on and due < on:
            self.add_error("due_on", "另定的回复日期不能早于催复之日。请核对日期。")
        return facts

    def preview(self) -> list[str]:
        return [f"请{self.case.counterpart}在{full_date(self.cleaned_data['due_on'])}前回复。"]


class AssignForm(StepForm):
    handler = forms.ModelChoiceField(label="承办单位", queryset=Agency.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["handler"]).queryset = Agency.objects.alive_on(today())

    def preview(self) -> list[str]:
        return [
            f"改由{self.cleaned_data['handler'].name}承办，那里的经办人看得到本件。",
            f"收函单位仍是{self.case.respondent.name}，要求回复的日期不变。",
        ]


class AnswerForm(StepForm):
    answer_number = forms.CharField(label="回函文号", max_length=60, required=False)
    answer_note = forms.CharField(
        label="回复情况", max_length=300, required=False, help_text=f"例如：书面回复，附材料三份。{NAMELESS}"
    )
    evidence = UploadField(label="回函扫描件", help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "回复日期"


class AnswerCameForm(AnswerForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "收到回函的日期"


class ReasonForm(StepForm):
    reason = forms.CharField(label="原因", max_length=200, help_text="不要写申请人的个人信息。")


class GiveUpForm(ReasonForm):
    def preview(self) -> list[str]:
        return [f"不再等待{self.case.counterpart}的回复，本件办结；以后回复的，仍可登记“收到回函”。"]


class VoidForm(ReasonForm):
    def preview(self) -> list[str]:
        return [f"{self.case.number}作废：登记号保留，不再使用，不计入任何统计。"]


class CorrectForm(StepForm):
    event_seq = forms.TypedChoiceField(label="更正哪一条记录", coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="更正理由和凭证", max_length=200, help_text="例如：收文登记簿上的日期。不要写申请人的个人信息。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.events = {event.seq: event for event in letter_guards.correctable(self.case)}
        cast(forms.ChoiceField, self.fields["event_seq"]).choices = [
            (seq, f"{letter_rules.WORDINGS[event.kind]}：{full_date(event.effective_on)}")
            for seq, event in self.events.items()
        ]
        self.fields["effective_on"].label = "实际日期"
        self.fields["effective_on"].help_text = "这件事实际发生的日期。"

    def preview(self) -> list[str]:
        on: date = self.cleaned_data["effective_on"]
        old = self.events[self.cleaned_data["event_seq"]]
        wording = letter_rules.WORDINGS[old.kind]
        return [f"“{wording}”的日期由{full_date(old.effective_on)}更正为{full_date(on)}。"]
