"""Forms of service (送达): how a paper was brought, a letter that came back, its evidence."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.ledger.forms import StepForm
from foundation.workdays.wording import full_date
from requests_app import service_guards, service_rules, who_asks
from requests_app.forms.uploads import UploadField
from requests_app.models import Notice, ReturnReason, Service, ServiceRoute
from requests_app.notice_kinds import title_of

EVIDENCE = "送达回证、交邮凭证或者退回批条，加密保存。严禁上传涉密和工作秘密内容。"


class RouteField(forms.ChoiceField):
    """How a paper was brought; what is no service is said where it is chosen."""

    def __init__(self) -> None:
        super().__init__(
            label="送达方式",
            choices=ServiceRoute.choices,
            widget=forms.RadioSelect,
            help_text=service_rules.NO_WAY,
        )


class MailNumberField(forms.CharField):
    """挂号信或者EMS的号码; tidied, and refused where it is none of the post."""

    def __init__(self) -> None:
        super().__init__(
            label="邮件号",
            max_length=30,
            required=False,
            help_text="邮寄的填挂号信或者EMS的13位号码；只存于本件，不进入记录。",
        )

    def clean(self, value: Any) -> str:
        number = service_rules.tidy_mail_number(super().clean(value))
        refusal = service_rules.mail_number_refused(number, service_rules.POST)
        if refusal is not None:
            raise forms.ValidationError(str(refusal))
        return number


class ProofForm(StepForm):
    """A service with what proves it."""

    route = RouteField()
    mail_number = MailNumberField()
    evidence_note = forms.CharField(
        label="送达凭证", max_length=200, required=False, help_text="签收情况等；只存于本件，不进入记录。"
    )
    evidence = UploadField(label="送达回证或交邮凭证扫描件", help_text=EVIDENCE)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        refuse_stray_number(self)
        return facts


def refuse_stray_number(form: forms.Form) -> None:
    """A number beside a way that is not the post is a slip of one of the two."""
    facts = form.cleaned_data
    if facts.get("mail_number") and facts.get("route"):
        refusal = service_rules.mail_number_refused(facts["mail_number"], facts["route"])
        if refusal is not None:
            form.add_error("mail_number", str(refusal))


class ServeNoticeForm(ProofForm):
    notice = forms.TypedChoiceField(label="哪一份文书", coerce=int, widget=forms.RadioSelect)
    recording = forms.BooleanField(
        label="补录：这件事当时已经办了，现在录入",
        required=False,
        help_text="只在录入已经发生的事实时勾选。不合规定的会如实记下。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "送达日期"
        self.fields["effective_on"].help_text = days_that_count()
        whom = who_asks.served_to(self.case.applicant)
        self.fields["route"].help_text = "".join((whom, service_rules.NO_WAY))
        offer(self, "notice", [(one.pk, paper(one)) for one in self.waiting()])
        self.order_fields(["notice", "route", "effective_on", "mail_number"])

    def waiting(self) -> list[Notice]:
        return service_guards.unserved(self.case)


class ServeAgainForm(ServeNoticeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "重新送达的日期"

    def waiting(self) -> list[Notice]:
        return service_guards.to_serve_again(self.case)


class MailReturnedForm(StepForm):
    service = forms.TypedChoiceField(label="退回的是哪一件", coerce=int, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="退回原因", choices=ReturnReason.choices, widget=forms.RadioSelect, help_text="按退回批条选择。"
    )
    evidence = UploadField(label="退回的信封和批条扫描件", help_text=EVIDENCE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "退回日期"
        self.fields["effective_on"].help_text = "本机关收到退件的日期。"
        offer(self, "service", [(one.pk, sent(one)) for one in service_guards.posted(self.case)])
        self.order_fields(["service", "reason", "effective_on"])

    def preview(self) -> list[str]:
        if self.cleaned_data["reason"] == ReturnReason.WRONG_ADDRESS:
            stands = "寄往错误地址的不是向申请人送达：是答复的，重新送达之日才是送达日期和办结日期。"
        else:
            stands = "按申请人填写的地址交邮就是送达（国办公开办函〔2016〕235号），答复的办结日期不变。"
        return [stands, "还要用其他方式重新送达：电话联系领取、另寄、委托送达等。"]


class LeaveReturnedForm(StepForm):
    notice = forms.TypedChoiceField(label="哪一份文书", coerce=int, widget=forms.RadioSelect)
    left_note = forms.CharField(
        label="试过哪些方式",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="电话、另寄、委托、上门的日期和结果；只存于本件，不进入记录。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "notice", [(one.pk, paper(one)) for one in service_guards.to_serve_again(self.case)])
        self.order_fields(["notice", "left_note"])

    def preview(self) -> list[str]:
        return ["退回的原件存档，申请人随时可以领取；今天的清单上不再提醒。"]


class ServiceEvidenceForm(StepForm):
    service = forms.TypedChoiceField(label="哪一次送达", coerce=int, widget=forms.RadioSelect)
    mail_number = MailNumberField()
    evidence = UploadField(label="送达回证或交邮凭证扫描件", help_text=EVIDENCE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "存入日期"
        self.fields["effective_on"].help_text = "一般就是今天；不改变送达日期。"
        offer(self, "service", [(one.pk, sent(one)) for one in service_guards.unproven(self.case)])
        self.order_fields(["service", "mail_number", "evidence"])


def offer(form: forms.Form, name: str, choices: list[tuple[int, str]]) -> None:
    """Fill a choice; the only one is chosen already."""
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = choices
    if len(choices) == 1:
        field.initial = choices[0][0]


def paper(notice: Notice) -> str:
    """延期答复告知书，2026年9月21日."""
    return "，".join(filter(None, (title_of(notice.kind), notice.document_number, full_date(notice.made_on))))


def sent(service: Service) -> str:
    return f"{paper(service.notice)}：{full_date(service.served_on)}{service.get_route_display()}"


def days_that_count() -> str:
    said = "；".join(
        f"{ServiceRoute(way.code).label.partition('（')[0]}填{way.day}" for way in service_rules.WAYS.values()
    )
    return f"{said}。"
