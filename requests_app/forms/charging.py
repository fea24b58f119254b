"""Forms of the processing fee: how much, its delivery, the money, none in time, a mistake, money back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from foundation.contracts import Refused
from foundation.ledger.forms import StepForm
from foundation.workdays.deadlines import last_day
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import charges, fees
from requests_app.fees import ITEMS, MONTHS, PAGES, Facts
from requests_app.forms.serving import ProofForm
from requests_app.forms.steps import RecordingForm, limit_sentence
from requests_app.forms.uploads import UploadField
from requests_app.models import FeeReason, FeeTariff
from requests_app.operations import limits
from requests_app.operations.limits import Pending

COUNTS = ("earlier", "items", "pages", "public_pages")


def _number(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=fees.MOST, required=False, help_text=help_text
    )


class CountingFields(StepForm):
    """The facts a fee is worked out from; `facts` of the clean data holds them, worked out once already."""

    tariff = forms.ChoiceField(
        label="收费标准",
        choices=FeeTariff.choices,
        widget=forms.RadioSelect,
        help_text="一件只用一种标准：按件适用于各种答复，按量适用于提供纸质件、发送电子邮件、复制电子数据。",
    )
    earlier = _number("按件：自然月内此前已申请件数", "")
    items = _number(
        "按件：本件计算为几件",
        "一般为1；一份申请包含多项内容的，可以按“一事一申请”以合理的最小单位拆分计算，只用于计费，年度报告仍计1件。",
    )
    pages = _number("按量：提供的页数", "A4及以下幅面的单面为1页。")
    public_pages = _number("按量：其中已经主动公开、只告知获取途径的页数", "这些页不计费。")
    how_to_pay = forms.CharField(
        label="缴纳方式",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="印在通知书上，例如：凭缴款码在某银行网点、手机银行缴入区财政专户。",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        counts = {name: given.pop(name, None) or 0 for name in COUNTS}
        facts = Facts(given.pop("tariff", ""), **counts)
        if self.errors:
            return given
        try:
            self.charge = fees.charged(facts)
        except Refused as refused:
            self.add_refusal(refused)
        return {**given, "facts": facts}

    def worked_out(self) -> list[str]:
        return list(fees.lines(self.charge))


class AskFeeForm(RecordingForm, CountingFields):
    evidence = UploadField(label="凭证扫描件", help_text="补录时上传。严禁上传涉密和工作秘密内容。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = charges.policy()
        tariff = self.fields["tariff"]
        assert isinstance(tariff, forms.ChoiceField)  # noqa: S101 - declared above
        used = [choice for choice in FeeTariff.choices if choice[0] in policy.tariffs or not policy.charges]
        tariff.choices = used
        if len(used) == 1:
            tariff.initial = used[0][0]
        codes = [code for code, _ in used]
        self._show_counted(policy.month, codes)
        self.fields["effective_on"].label = "发出收费通知的日期"
        order = ["tariff", *COUNTS, "how_to_pay", "effective_on", "evidence", "recording"]
        self.order_fields(order)
        for code, names in ((ITEMS, COUNTS[:2]), (PAGES, COUNTS[2:])):
            for name in names if code not in codes else ():
                del self.fields[name]

    def _show_counted(self, month: str, used: list[str]) -> None:
        """What the system finds of earlier requests; two may bear one name, so it asks."""
        if ITEMS not in used or self.case.registered_on is None:
            return
        found = charges.earlier_in_month(self.case)
        self.fields["earlier"].help_text = (
            f"系统查到同一申请人本月此前向本机关申请{found}件（按{MONTHS[month]}所在的自然月）；"
            "请核对是不是同一人，按量计收的留空。"
        )

    def preview(self) -> list[str]:
        on = self.cleaned_data["effective_on"]
        clock = limits.clock_of(self.case, pending=Pending("fee_asked", on, {"notice": 0}))
        late = [flag.sentence for flag in clock.flags] if clock else []
        return [
            *self.worked_out(),
            "制作《收费通知书》；申请人自收到次日起20个工作日内缴纳，缴费之前不计算答复期限，缴费之后重新计算。",
            *late,
        ]


class FeeDeliveredForm(ProofForm):
    evidence = UploadField(label="送达回证或签收凭证扫描件")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "申请人收到的日期"
        self.fields["effective_on"].help_text = "缴费期限自申请人收到之日的次日起算，邮寄的填签收日期。"

    def preview(self) -> list[str]:
        until = last_day("D08", self.cleaned_data["effective_on"], published_calendar())
        return [f"申请人最迟在{full_date(until)}缴费（20个工作日）。"]


class FeePaidForm(RecordingForm):
    receipt_number = forms.CharField(label="财政票据号", max_length=60)
    evidence = UploadField(label="缴款凭证扫描件")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "缴费之日"
        self.fields["effective_on"].help_text = "款项缴入财政的日期，以票据为准。"
        self.order_fields(["effective_on", "receipt_number", "evidence", "recording"])

    def preview(self) -> list[str]:
        fee = self.case.fee
        facts = {"notice": fee.notice_id}
        clock = limits.clock_of(
            self.case, pending=Pending("fee_paid", self.cleaned_data["effective_on"], facts)
        )
        late = [flag.sentence for flag in clock.flags] if clock else []
        return [
            f"已缴{fees.yuan(fee.amount_fen)}。",
            *limit_sentence(clock, "答复期限重新计算："),
            *late,
        ]


class UnpaidForm(StepForm):
    finding = forms.CharField(
        label="查明情况",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="印在告知书上：何时通知缴费、数额、何时送达、期限到哪一天。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fee = charges.fee_of(self.case)  # the page says at every stage why it may not be
        until = charges.pay_by(fee) if fee is not None else None
        if fee is not None and fee.delivered_on and until:
            self.fields["finding"].initial = (
                f"本机关于{full_date(fee.asked_on)}通知缴纳信息处理费{fees.yuan(fee.amount_fen)}，"
                f"收费通知书于{full_date(fee.delivered_on)}送达，"
                f"缴费期限到{full_date(until)}为止，期限内没有缴费。"
            )

    def preview(self) -> list[str]:
        return [
            "各项申请事项定为“逾期未按收费通知缴费”，年度报告计入“其他处理”第2项。",
            "还要签发并送达《不再处理（视为放弃）告知书》，送达后办结。",
        ]


class CorrectFeeForm(CountingFields):
    evidence = UploadField(label="凭证扫描件", help_text="严禁上传涉密和工作秘密内容。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "发出新的收费通知的日期"
        fee = charges.fee_of(self.case)
        if fee is not None:
            for name in ("tariff", *COUNTS, "how_to_pay"):
                self.fields[name].initial = getattr(fee, name) or None

    def preview(self) -> list[str]:
        before = fees.yuan(self.case.fee.amount_fen)
        return [
            f"原通知数额{before}。",
            *self.worked_out(),
            "另发《收费通知书》，写明以新的为准；缴费期限从新的通知书送达次日起算，送达前的登记作废。",
        ]


class WithdrawFeeForm(StepForm):
    reason = forms.ChoiceField(label="理由", choices=FeeReason.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "撤销的日期"

    def preview(self) -> list[str]:
        clock = limits.clock_of(
            self.case, pending=Pending("fee_withdrawn", self.cleaned_data["effective_on"])
        )
        return ["不收费，请告知申请人不用缴纳。", *limit_sentence(clock, "答复期限照没有收费通知计算：")]


class RefundForm(StepForm):
    amount = forms.DecimalField(label="退付数额（元）", min_value=Decimal("0.01"), decimal_places=2)
    receipt_number = forms.CharField(label="退付凭证号", max_length=60)
    reason = forms.ChoiceField(label="理由", choices=FeeReason.choices, widget=forms.RadioSelect)
    evidence = UploadField(label="退付凭证扫描件")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "退付之日"
        fee = charges.fee_of(self.case)
        if fee is not None and fee.paid_on:
            self.fields[
                "amount"
            ].help_text = (
                f"已缴{fees.yuan(fee.amount_fen)}，财政票据号{fee.receipt_number}；可以退全部或者一部分。"
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        amount = given.pop("amount", None)
        return {**given, "amount_fen": int(amount * fees.FEN) if amount else 0}

    def preview(self) -> list[str]:
        return [f"退付{fees.yuan(self.cleaned_data['amount_fen'])}；答复期限不变。"]
