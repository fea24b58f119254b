"""One form for each step on a request; what it cleans are the operation's arguments."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms

from foundation.agencies.models import Agency
from foundation.ledger.forms import StepForm
from foundation.workdays.present import today
from foundation.workdays.wording import full_date
from requests_app import (
    delegations,
    document_numbers,
    guards,
    history,
    report_rows,
    service_rules,
    who_asks,
)
from requests_app.clock import Clock, printed_limit
from requests_app.forms.serving import MailNumberField, RouteField, days_that_count, refuse_stray_number
from requests_app.forms.uploads import UploadField
from requests_app.models import Manner
from requests_app.operations import limits
from requests_app.operations.limits import Pending
from requests_app.operations.revealing import APPLICANT, RevealReason, who_can_be_shown
from requests_app.regimes import REGIMES

Text = forms.Textarea(attrs={"rows": 3})


def limit_sentence(clock: Clock | None, lead: str) -> list[str]:
    """What the limit will be, for a preview."""
    return [f"{lead}{printed_limit(clock)}。"] if clock is not None else []


class RecordingForm(StepForm):
    """A form that can also record what was done outside the system, lawful or not."""

    recording = forms.BooleanField(
        label="补录：这件事当时已经办了，现在录入",
        required=False,
        help_text="只在录入已经发生的事实时勾选。不合规定的会如实记下，期限不因此变宽。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recording"] = self.fields.pop("recording")  # the exception stands last


class AssignForm(StepForm):
    handler = forms.ModelChoiceField(label="承办单位", queryset=Agency.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["handler"]).queryset = Agency.objects.alive_on(today())

    def preview(self) -> list[str]:
        return [
            f"改由{self.cleaned_data['handler'].name}承办。",
            f"被申请机关仍是{self.case.respondent.name}，答复期限不变。",
        ]


class ExtendForm(RecordingForm):
    workdays = forms.IntegerField(label="延长的工作日数", min_value=1, initial=20)
    approver_name = forms.CharField(label="批准人", max_length=50, help_text="政府信息公开工作机构负责人。")
    reason = forms.CharField(
        label="延期理由",
        max_length=200,
        widget=Text,
        help_text="印在延期答复告知书上，例如：需要向多个单位检索。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = REGIMES[self.case.regime].extension_days
        self.fields["workdays"].help_text = f"最多{most}个工作日，只能延长一次。"
        self.fields["effective_on"].label = "告知申请人的日期"

    def preview(self) -> list[str]:
        facts = {"workdays": self.cleaned_data["workdays"]}
        clock = limits.clock_of(
            self.case, pending=Pending("extended", self.cleaned_data["effective_on"], facts)
        )
        before = full_date(self.case.due_on) if self.case.due_on else ""
        late = [flag.sentence for flag in clock.flags] if clock else []
        return [f"原答复期限：{before}。", *limit_sentence(clock, "延长后的答复期限："), *late]


class ReviewForm(StepForm):
    conclusion = forms.ChoiceField(
        label="审查结论",
        choices=[(guards.MAY_OPEN, "可以公开"), (guards.MAY_NOT_OPEN, "不宜公开")],
        widget=forms.RadioSelect,
    )
    reviewer_name = forms.CharField(label="审查人", max_length=50)
    evidence = UploadField(label="保密审查表扫描件", help_text="严禁上传涉密和工作秘密内容。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer_name"].initial = self.user.name


SCAN_MISSING = (
    "还缺签了字的审签单（或者授权书和签字页）扫描件：打印审签单，负责人签字后扫描或拍照上传。"
    "确实一时拿不到的，勾选“补录”先登记，办理过程里会写明没有扫描件。"
)


class SignForm(RecordingForm):
    on_paper: tuple[str, ...] = (Manner.PAPER,)
    """The manners whose signature stands on a paper outside the system."""

    manner = forms.ChoiceField(
        label="签发方式", choices=Manner.choices, widget=forms.RadioSelect, initial=Manner.SYSTEM
    )
    signer_name = forms.CharField(
        label="签发人", max_length=50, help_text="纸质签发的，填审签单上签字的负责人；负责人不需要账号。"
    )
    basis = forms.CharField(
        label="授权依据", max_length=200, required=False, help_text="代签时必填：授权书的名称和日期。"
    )
    document_number = forms.CharField(
        label="文号",
        max_length=60,
        required=False,
        help_text="留空由系统编号；已由办公系统编号的，照原样填写。",
    )
    evidence = UploadField(
        label="签了字的审签单扫描件",
        help_text="在系统外签发的必须上传；一时拿不到的，勾选“补录”先登记。严禁上传涉密和工作秘密内容。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer_name"].initial = self.user.name
        self.fields["effective_on"].label = "签发日期"
        self.fields["effective_on"].help_text = "印在告知书上的成文日期；纸质签发的填审签单上的日期。"
        given = "、".join(delegations.words(one) for one in delegations.on_record(self.case))
        if given:
            self.fields["basis"].help_text = f"代签时必填：授权书的名称和日期。登记在案的授权：{given}。"
        code = self.case.respondent.document_code
        self.fields["document_number"].widget.attrs["placeholder"] = f"{code}〔{today().year}〕12号"

    def preview(self) -> list[str]:
        reviewed = guards.reviewed_where_opened(self.case) is None
        types = (part.reply_type for part in self.case.parts.all())
        return report_rows.sentences(types, reviewed=reviewed)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("manner") in self.on_paper and not facts.get("evidence") and not facts.get("recording"):
            self.add_error("evidence", SCAN_MISSING)
        return facts

    def clean_document_number(self) -> str:
        typed = str(self.cleaned_data["document_number"])
        return document_numbers.tidy(typed)


class SignOffScanForm(StepForm):
    evidence = UploadField(
        label="签了字的审签单扫描件",
        required=True,
        help_text="审签单、授权书和签字页的扫描件或者照片，加密保存。严禁上传涉密和工作秘密内容。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "存入日期"
        self.fields["effective_on"].help_text = "一般就是今天；不改变签发日期。"


class PaperSignatureForm(SignForm):
    """By the clerk: the name and the day are those on the paper."""

    on_paper = (Manner.PAPER, Manner.DELEGATION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        manner = cast(forms.ChoiceField, self.fields["manner"])
        manner.choices = [(one.value, one.label) for one in Manner if one != Manner.SYSTEM]
        manner.initial = Manner.PAPER
        self.fields["signer_name"].initial = ""


class ServeForm(RecordingForm):
    route = RouteField()
    mail_number = MailNumberField()
    evidence_note = forms.CharField(
        label="送达凭证",
        max_length=200,
        required=False,
        help_text="签收情况等；只存于本件，不进入记录。",
    )
    evidence = UploadField(label="送达回证或交邮凭证扫描件")
    served_file = UploadField(
        label="盖章扫描件（送达文本）", help_text="申请人在网上查询时下载的就是这一份。"
    )

    provided_file = UploadField(
        label="提供的政府信息（文件）", help_text="予以公开的内容，申请人可凭编号和查询码下载。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom = who_asks.served_to(self.case.applicant)
        self.fields["route"].help_text = "".join((whom, service_rules.NO_WAY))
        self.fields["effective_on"].label = "送达日期"
        self.fields["effective_on"].help_text = days_that_count()

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        refuse_stray_number(self)
        upload = facts.pop("provided_file", None)
        return {**facts, "provided": (upload,) if upload else ()}


class EndForm(StepForm):
    evidence = UploadField(label="并案等材料的扫描件")


class RevealForm(StepForm):
    """Happens now, so there is no date to fill in; a reason to choose holds nobody's data."""

    whose = forms.ChoiceField(label="看谁的", widget=forms.RadioSelect, initial=APPLICANT)
    reason = forms.ChoiceField(label="为什么要看", choices=RevealReason.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["effective_on"]
        people = who_can_be_shown(self.case.applicant)
        cast(forms.ChoiceField, self.fields["whose"]).choices = people
        if len(people) == 1:
            del self.fields["whose"]

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or self.cleaned_data), "effective_on": today()}

    def preview(self) -> list[str]:
        reason = RevealReason(self.cleaned_data["reason"]).label
        return [f"显示一次完整的证件号码，记入办理过程：{self.user.name}，{reason}。"]


class CorrectForm(StepForm):
    event_seq = forms.TypedChoiceField(label="更正哪一条记录", coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="更正理由和凭证", max_length=200, help_text="例如：邮件签收单上的日期。不要写申请人的个人信息。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["event_seq"]).choices = [
            (event.seq, f"{history.WORDINGS[event.kind]}：{full_date(event.effective_on)}")
            for event in history.correctable(self.case)
        ]
        self.fields["effective_on"].label = "实际日期"
        self.fields["effective_on"].help_text = "这件事实际发生的日期。"

    def preview(self) -> list[str]:
        on: date = self.cleaned_data["effective_on"]
        old = next(
            event for event in history.correctable(self.case) if event.seq == self.cleaned_data["event_seq"]
        )
        pending = Pending(old.kind, on, old.data)
        clock = limits.clock_of(self.case, pending=pending, without=old.pk)
        changed = (
            f"“{history.WORDINGS[old.kind]}”的日期由{full_date(old.effective_on)}更正为{full_date(on)}。"
        )
        return [changed, *limit_sentence(clock, "答复期限：")]


class VoidForm(StepForm):
    reason = forms.CharField(
        label="作废原因",
        max_length=200,
        help_text="例如：与shanting-2026-0011重复登记。不要写申请人的个人信息。",
    )

    def preview(self) -> list[str]:
        return [f"{self.case.number}作废：编号保留，不再使用，不计入任何统计。"]
