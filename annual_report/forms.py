"""Forms of the steps on a report and of its editing pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from annual_report.figures import Figure, FigureValue
from annual_report.models import SigningRoute
from annual_report.obstacles import before_use
from annual_report.spoken import STYLES
from foundation.agencies.models import Agency
from foundation.ledger.forms import SpokenForm, StepForm


class _SigningForm(StepForm):
    """What every way of signing asks: the date, and from the second edition on what was corrected."""

    note = forms.CharField(
        label="更正说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="只在更正已签发的报告时填写，会印在报告末尾。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "签发日期"
        if not self.case.editions.exists():
            del self.fields["note"]
        else:
            reopened = self.case.events.filter(kind="reopened").latest("seq")
            self.fields["note"].initial = reopened.data["reason"]

    def preview(self) -> list[str]:
        number = self.case.editions.count() + 1
        return [
            f"生成《{self.case}》第{number}版，内容和数据从此固定，不能再改。",
            "以后如需改动，只能更正并生成新的一版，本版保留。",
            *filter(None, [before_use(self.case.agency.enabled_on, self.case.year)]),
        ]


class SignForm(_SigningForm):
    """Signing in the system."""


class RecordSignatureForm(_SigningForm):
    """Recording a signature on paper or under a delegation."""

    route = forms.ChoiceField(
        label="签发方式",
        choices=[(route.value, route.label) for route in (SigningRoute.PAPER, SigningRoute.DELEGATION)],
    )
    signer = forms.CharField(label="签发人", max_length=60)
    authority = forms.CharField(
        label="授权依据", required=False, max_length=200, help_text="授权代签时填写授权书名称和日期。"
    )
    scan = forms.FileField(
        label="签字页扫描件", required=False, help_text="纸质签发须上传。严禁上传涉密文件。"
    )


class PublishForm(StepForm):
    """Publishing the signed edition."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "公布日期"

    def preview(self) -> list[str]:
        address = f"/reports/{self.case.agency.code}/{self.case.year}/"
        return [f"《{self.case}》将在{address}公布，任何人可以阅读和下载。"]


class ReopenForm(StepForm):
    """Beginning a correction."""

    reason = forms.CharField(label="更正原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def preview(self) -> list[str]:
        return ["报告回到编写阶段；已签发的版本保留，已公布的继续公开，直到新的一版公布。"]


class CompileForm(SpokenForm):
    """Beginning a report."""

    agency = forms.ModelChoiceField(label="机关", queryset=Agency.objects.none(), empty_label="请选择")
    year = forms.IntegerField(label="报告年度", min_value=2008, max_value=2100)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class PartForm(SpokenForm):
    """The text of one part."""

    text = forms.CharField(
        label="正文",
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 100}),
        help_text="每行一个自然段。数据用“{{ 代码 }}”引用，系统会填上数字和单位。",
    )


class FigureForm(SpokenForm):
    """A figure entered by a person."""

    value = forms.DecimalField(
        label="填报数", required=False, max_digits=20, decimal_places=6, help_text="没有发生请填0。"
    )
    not_applicable = forms.BooleanField(label="不适用（印作“/”）", required=False)
    source = forms.CharField(label="数据来源", max_length=200, help_text="台账、文件或者提供数据的单位。")
    reason = forms.CharField(
        label="调整理由", required=False, max_length=200, help_text="与系统统计数不同时必须填写。"
    )

    def __init__(self, *args: Any, figure: Figure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = f"填报数（{figure.unit}）" if figure.unit else "填报数"


class StyleForm(SpokenForm):
    """How a figure is spoken in sentences."""

    style = forms.ChoiceField(
        label="正文里的表述", choices=[(style.code, style.wording) for style in STYLES.values()]
    )

    def __init__(self, *args: Any, value: FigureValue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["style"].choices = [  # type: ignore[attr-defined]
            (style.code, f"{replace(value, style=style).in_text()}（{style.wording}）")
            for style in STYLES.values()
        ]
