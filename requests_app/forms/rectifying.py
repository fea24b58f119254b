"""Forms of requests to correct a record about oneself (更正申请，条例第41条)."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms

from foundation.agencies.access import agencies_of
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.forms import SpokenForm, StepForm
from foundation.workdays import arithmetic
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import document_numbers, personal, rectification_guards
from requests_app import rectification_rules as rules
from requests_app.capabilities import REGISTER
from requests_app.facts import RecordFacts
from requests_app.forms.applicants import CONTACT, ApplicantMixin, text
from requests_app.forms.counter import date_field
from requests_app.forms.uploads import UploadField
from requests_app.models import InformationRequest, ServiceRoute, ToldBy

NO_SECRETS = "加密保存。严禁上传涉密和工作秘密内容。"


def words(label: str, length: int, help_text: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RegisterForm(ApplicantMixin, SpokenForm):
    """At the counter or from the post; what is missing is left empty, but for what is to be corrected."""

    identity_required = False

    respondent = forms.ModelChoiceField(
        label="被申请机关", queryset=Agency.objects.none(), empty_label="请选择"
    )
    received_on = date_field("收到日期", "当面提交、邮件签收的日期，不是录入的日期。")
    record = words("哪项记录", 500, "与申请人自身相关的哪项政府信息记录、在哪里，加密保存。")
    wrong = words("记录现在怎样写", 500, "照原样抄写，予以更正的印在告知书上。", required=False)
    right = words("应当改为什么", 500, "照申请人的要求填写，予以更正的印在告知书上。")
    evidence = UploadField(label="证据材料", help_text=f"证明记录不准确的材料（条例第41条）。{NO_SECRETS}")
    unproven = forms.BooleanField(
        label="申请人没有提供证据", required=False, help_text="登记以后可以要求补充证据。"
    )
    request_number = forms.CharField(
        label="所涉申请的编号",
        max_length=50,
        required=False,
        help_text="记录是由某一件政府信息公开申请提供的，或者本件由它转来的，填它的编号。",
    )

    def __init__(self, *args: Any, user: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.who = user, who
        asked = agencies_of(user, REGISTER.code) & Agency.objects.may_be_asked(today())
        cast(forms.ModelChoiceField, self.fields["respondent"]).queryset = asked
        self.fields["received_on"].initial = today
        people = self._natural_fields() if who == "natural" else self._organisation_fields()
        self.fields.update({**people, **self._contact_fields()})
        for name in ("phone", "contact_name"):
            if name in self.fields:
                self.fields[name].required = False

    def clean_phone(self) -> str:
        return super().clean_phone() if self.cleaned_data["phone"].strip() else ""

    def clean_request_number(self) -> str:
        number = str(self.cleaned_data["request_number"]).strip()
        self.origin = InformationRequest.objects.visible_to(self.user).filter(number=number).first()
        if number and self.origin is None:
            raise forms.ValidationError(
                f"您的单位没有编号为“{number}”的申请。请核对编号；没有所涉申请的留空。"
            )
        return number

    def facts(self) -> dict[str, Any]:
        """The operation's arguments."""
        clean = self.cleaned_data
        return {
            "respondent": clean["respondent"],
            "applicant": clean["applicant"],
            "facts": RecordFacts(clean["record"], clean["wrong"], clean["right"]),
            "received_on": clean["received_on"],
            "evidence": clean["evidence"],
            "unproven": clean["unproven"],
            "request": self.origin,
        }

    def add_refusal(self, refused: Refused) -> None:
        named = refused.refusal.field
        field = "received_on" if named == "effective_on" else named
        self.add_error(field if field in self.fields else None, str(refused.refusal))

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in the order of the page."""
        groups = (
            ("收到", ("respondent", "received_on", "request_number")),
            ("要求更正的记录", ("record", "wrong", "right", "evidence", "unproven")),
        )
        return [
            *((title, [self[name] for name in names]) for title, names in groups),
            ("申请人", self.identity_fields()),
            ("联系方式", [self[name] for name in CONTACT]),
        ]


class AskEvidenceForm(StepForm):
    missing = words("还缺什么证据", 500, "告诉申请人的话，加密保存。")
    manner = forms.ChoiceField(
        label="告知的方式", choices=ToldBy.choices, widget=forms.RadioSelect, initial=ToldBy.PHONE
    )
    workdays = forms.IntegerField(
        label="等几个工作日",
        min_value=1,
        max_value=60,
        initial=rules.EVIDENCE_WORKDAYS,
        help_text="条例没有规定，按材料的难易定。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "告知的日期"

    def preview(self) -> list[str]:
        on, days = self.cleaned_data["effective_on"], self.cleaned_data["workdays"]
        until = arithmetic.add(published_calendar(), on, days)
        return [f"等到{full_date(until)}；到期没有补充的，按现有材料作出决定。"]


class EvidenceForm(StepForm):
    evidence = UploadField(label="补充的证据", required=True, help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "收到的日期"


class DecideForm(StepForm):
    outcome = forms.ChoiceField(
        label="处理结果",
        choices=[(one.code, one.wording) for one in rules.OUTCOMES.values()],
        widget=forms.RadioSelect,
    )
    reasons = words("审核情况", 1000, "印在告知书上：核对了哪些材料、结论是什么。加密保存。")
    other_agency = text(
        "有权更正的机关", 200, "印在告知书上：名称和联系方式。只用于转送和告知向其他机关提出。"
    )
    approver_name = forms.CharField(label="批准人", max_length=50, help_text="审签单上签字的负责人。")
    document_number = forms.CharField(
        label="文号",
        max_length=60,
        required=False,
        help_text="留空由系统编号；已由办公系统编号的，照原样填写。",
    )
    evidence = UploadField(label="审签单、转送函扫描件", help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "决定日期"
        self.fields["effective_on"].help_text = "印在告知书上的成文日期。"
        facts = personal.read_record(self.case.applicant, bytes(self.case.sealed))
        self.fields["outcome"].help_text = (
            f"要求把“{facts.wrong or facts.record}”更正为“{facts.right}”"
            f"（{'附有证据' if self.case.proven else '没有提供证据'}）。"
        )
        self.order_fields(["outcome", "reasons", "other_agency", "approver_name", "effective_on"])

    def clean_document_number(self) -> str:
        return document_numbers.tidy(str(self.cleaned_data["document_number"]))

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("outcome") and facts.get("reasons"):
            decided = rules.Decided(facts["outcome"], facts["reasons"], facts.get("other_agency", ""))
            refusal = rules.incomplete(decided)
            if refusal is not None:
                self.add_error(refusal.field, str(refusal))
        return facts


class ServeForm(StepForm):
    route = forms.ChoiceField(label="送达方式", choices=ServiceRoute.choices, widget=forms.RadioSelect)
    evidence_note = text("送达凭证", 200, "邮件号、签收情况等；只存于本件，不进入记录。")
    evidence = UploadField(label="送达回证或交邮凭证扫描件", help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "送达日期"
        self.fields["effective_on"].help_text = "当面送达填签收日期，邮寄填交邮日期。"


class WithdrawForm(StepForm):
    evidence = UploadField(label="撤回申请扫描件", help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "撤回的日期"


class VoidForm(StepForm):
    reason = forms.CharField(label="作废原因", max_length=200, help_text="不要写申请人的个人信息。")

    def preview(self) -> list[str]:
        return [f"{self.case.number}作废：编号保留，不再使用。"]


class CorrectForm(StepForm):
    event_seq = forms.TypedChoiceField(label="更正哪一条记录", coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(label="更正理由和凭证", max_length=200, help_text="不要写申请人的个人信息。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.events = {event.seq: event for event in rectification_guards.correctable(self.case)}
        cast(forms.ChoiceField, self.fields["event_seq"]).choices = [
            (seq, f"{rules.WORDINGS[event.kind]}：{full_date(event.effective_on)}")
            for seq, event in self.events.items()
        ]
        self.fields["effective_on"].label = "实际日期"
        self.fields["effective_on"].help_text = "这件事实际发生的日期。"

    def preview(self) -> list[str]:
        on: date = self.cleaned_data["effective_on"]
        old = self.events[self.cleaned_data["event_seq"]]
        wording = rules.WORDINGS[old.kind]
        return [f"“{wording}”的日期由{full_date(old.effective_on)}更正为{full_date(on)}。"]
