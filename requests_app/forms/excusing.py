"""Forms of excessive requests: asked why, delivered, the reasons, and what follows from them."""

from __future__ import annotations

from typing import Any

from django import forms

from foundation.ledger.forms import StepForm
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import excess, outcomes, report_rows
from requests_app.excess import MOST_WORKDAYS, USUAL_WORKDAYS
from requests_app.forms.correcting import DeliveredForm
from requests_app.forms.steps import RecordingForm, Text, limit_sentence
from requests_app.forms.uploads import UploadField
from requests_app.models import InformationRequest
from requests_app.operations import limits
from requests_app.operations.limits import Pending

NO_SECRETS = "严禁上传涉密和工作秘密内容。"


class AskReasonsForm(RecordingForm):
    facts = forms.CharField(
        label="数量、频次怎样超过合理范围",
        max_length=500,
        widget=Text,
        help_text="印在告知书上：件数和时间。不要写申请人的个人信息。",
    )
    workdays = forms.IntegerField(
        label="说明理由的期限（工作日）",
        min_value=1,
        max_value=MOST_WORKDAYS,
        initial=USUAL_WORKDAYS,
        help_text=f"自申请人收到告知书之日起算，应当合理，一般为{USUAL_WORKDAYS}个工作日。",
    )
    evidence = UploadField(label="凭证扫描件", help_text=f"补录时上传。{NO_SECRETS}")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "要求说明理由的日期"
        month, year = InformationRequest.objects.by_same_applicant(self.case)
        counted = f"同一申请人向本机关提出的申请：本月{month}件，近一年{year}件（含本件）。"
        self.fields["facts"].help_text = f"{self.fields['facts'].help_text}{counted}"
        self.order_fields(["facts", "workdays", "effective_on", "evidence", "recording"])

    def preview(self) -> list[str]:
        return [
            f"制作《说明理由告知书》，给申请人{self.cleaned_data['workdays']}个工作日。",
            "答复期限照常计算，不因此停止。",
            "理由不合理或者逾期不说明的，可以不予处理；理由合理但来不及答复的，可以告知延迟答复。",
        ]


class ReasonsDeliveredForm(DeliveredForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].help_text = "说明理由的期限自申请人收到之日的次日起算，邮寄的填签收日期。"

    def preview(self) -> list[str]:
        workdays = self.case.excess.workdays
        limit = arithmetic.add(published_calendar(), self.cleaned_data["effective_on"], workdays)
        return [f"申请人最迟在{full_date(limit)}说明理由（{workdays}个工作日）。"]


class ReasonsGivenForm(StepForm):
    given = forms.CharField(
        label="申请人说明的理由",
        max_length=1000,
        widget=Text,
        help_text="摘录要点，不要写个人信息；原件另附扫描件。",
    )
    evidence = UploadField(label="理由说明扫描件", help_text=NO_SECRETS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "收到理由之日"
        self.order_fields(["given", "effective_on", "evidence"])

    def preview(self) -> list[str]:
        return ["理由合理的，照常办理，来不及的可以告知延迟答复；不合理的，可以不予处理。答复期限照常计算。"]


class LeaveForm(StepForm):
    finding = forms.CharField(label="查明情况", max_length=2000, widget=Text, help_text="印在告知书上。")
    reasons = forms.CharField(
        label="理由为什么不合理",
        max_length=2000,
        widget=Text,
        help_text="印在告知书上。申请人没有说明的，写明何时告知、何时送达、没有说明。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = getattr(self.case, "excess", None)
        if asked is not None:
            self.fields["finding"].initial = f"{asked.facts.strip().rstrip('。')}。{_answered(asked)}"
        self.order_fields(["finding", "reasons", "effective_on"])

    def preview(self) -> list[str]:
        row = report_rows.row_of([excess.UNREASONABLE]).key
        return [
            "各项定为“申请数量、频次明显超过合理范围且无正当理由”，签发后制作《不予处理告知书》。",
            f"年度报告计入“{outcomes.ROW_WORDING[row]}”。",
        ]


def _answered(asked: Any) -> str:
    told = f"本机关于{full_date(asked.asked_on)}要求说明理由"
    if asked.given_on:
        return f"{told}，于{full_date(asked.given_on)}收到申请人说明的理由。"
    return f"{told}，申请人逾期没有说明。"


class DeferForm(RecordingForm):
    until = forms.DateField(
        label="延迟到哪一天答复",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="合理的、能够做到的日期；告知以后就是答复期限，不再延长。",
    )
    reason = forms.CharField(
        label="为什么来不及",
        max_length=300,
        widget=Text,
        help_text="印在延迟答复告知书上，例如：所申请的信息涉及多个年度，需要逐卷检索。",
    )
    evidence = UploadField(label="凭证扫描件", help_text=f"补录时上传。{NO_SECRETS}")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "告知申请人的日期"
        self.order_fields(["until", "reason", "effective_on", "evidence", "recording"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        until, on = facts.get("until"), facts.get("effective_on")
        if until and on and until <= on:
            self.add_error("until", "延迟答复的日期应当晚于告知之日。请核对日期。")
        return facts

    def preview(self) -> list[str]:
        on, facts = self.cleaned_data["effective_on"], {"until": self.cleaned_data["until"].isoformat()}
        clock = limits.clock_of(self.case, pending=Pending("deferred", on, facts))
        flags = [flag.sentence for flag in clock.flags] if clock else []
        before = [f"原答复期限：{full_date(self.case.due_on)}。"] if self.case.due_on else []
        return [*before, *limit_sentence(clock, "延迟后的答复期限："), *flags]
