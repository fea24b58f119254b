"""Forms of the one correction: what is asked for, its delivery, what came back, or nothing."""

from __future__ import annotations

from typing import Any

from django import forms

from foundation.ledger.forms import StepForm
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import procedure_guards
from requests_app.facts import CorrectionPoint, PartFacts
from requests_app.forms.parts import FIELDS, MISSING
from requests_app.forms.serving import ProofForm
from requests_app.forms.steps import RecordingForm, limit_sentence
from requests_app.forms.uploads import UploadField
from requests_app.models import RequestPart
from requests_app.operations import limits
from requests_app.operations.correcting import LONGEST
from requests_app.operations.limits import Pending

POINTS = 5
EXAMPLES = (
    ("申请的信息名称、文号或者特征不明确，无法查找", "山亭区2025年城区集中供热管网改造工程的招标文件"),
    ("没有写明获取信息的方式", "邮寄纸质文件"),
)


class AskCorrectionForm(RecordingForm):
    """Up to five things at once: it can be asked only once."""

    workdays = forms.IntegerField(
        label="补正期限（工作日）",
        min_value=1,
        max_value=LONGEST,
        initial=15,
        help_text="自申请人收到告知书之日起算，应当合理，一般为15个工作日。",
    )
    evidence = UploadField(label="凭证扫描件", help_text="补录时上传。严禁上传涉密和工作秘密内容。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "告知补正的日期"
        for number in range(1, POINTS + 1):
            self._add_point(number)
        self.order_fields([*self.points, "workdays", "effective_on", "evidence", "recording"])

    @property
    def points(self) -> list[str]:
        return [f"{name}_{number}" for number in range(1, POINTS + 1) for name in ("problem", "example")]

    def _add_point(self, number: int) -> None:
        problem, example = EXAMPLES[min(number, len(EXAMPLES)) - 1]
        self.fields[f"problem_{number}"] = forms.CharField(
            label=f"第{number}项：哪里不明确",
            required=number == 1,
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=f"指明确切的地方，例如：{problem}。不要写申请人的个人信息。" if number <= 2 else "",
        )
        self.fields[f"example_{number}"] = forms.CharField(
            label=f"第{number}项：怎样补正的例子",
            required=False,
            max_length=300,
            help_text=f"例如：{example}。" if number <= 2 else "",
        )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        points = []
        for number in range(1, POINTS + 1):
            problem, example = facts.pop(f"problem_{number}", ""), facts.pop(f"example_{number}", "")
            if example and not problem:
                self.add_error(f"problem_{number}", "写了例子，没有写哪里不明确。")
            if problem:
                points.append(CorrectionPoint(problem, example))
        return {**facts, "points": tuple(points)}

    def preview(self) -> list[str]:
        on, workdays = self.cleaned_data["effective_on"], self.cleaned_data["workdays"]
        pending = Pending("correction_asked", on, {"workdays": workdays})
        clock = limits.clock_of(self.case, pending=pending)
        late = [flag.sentence for flag in clock.flags] if clock else []
        limit = procedure_guards.correction_notice_limit(self.case)
        return [
            f"制作《政府信息公开申请补正告知书》，列明{len(self.cleaned_data['points'])}项。",
            "只能告知一次；收到补正以前不计算答复期限，收到之后重新计算。",
            *([f"告知补正的最后一天：{full_date(limit)}。"] if limit else []),
            *late,
        ]


class DeliveredForm(ProofForm):
    evidence = UploadField(label="送达回证或签收凭证扫描件")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "申请人收到的日期"
        self.fields["effective_on"].help_text = "补正期限自申请人收到之日的次日起算，邮寄的填签收日期。"

    def preview(self) -> list[str]:
        workdays = self.case.correction.workdays
        limit = limits.correction_limit(published_calendar(), self.cleaned_data["effective_on"], workdays)
        return [f"申请人最迟在{full_date(limit)}补正（{workdays}个工作日）。"]


class CorrectedForm(StepForm):
    """What is asked for as it reads now, part by part."""

    evidence = UploadField(label="补正材料扫描件", help_text="严禁上传涉密和工作秘密内容。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "收到补正之日"
        self.parts = list(self.case.parts.all())
        for part in self.parts:
            self._add_part(part)
        self.fields["evidence"] = self.fields.pop("evidence")

    def _add_part(self, part: RequestPart) -> None:
        lead = f"第{part.position}项 " if len(self.parts) > 1 else ""
        labels = {"wanted_name": "信息的名称", "document_number": "文号", "features": "其他特征性描述"}
        for name in FIELDS:
            stored = RequestPart._meta.get_field(name)
            self.fields[f"{name}_{part.position}"] = forms.CharField(
                label=f"{lead}{labels[name]}",
                required=False,
                max_length=stored.max_length,  # type: ignore[union-attr]
                initial=getattr(part, name),
                widget=forms.Textarea(attrs={"rows": 3}) if name == "features" else forms.TextInput,
            )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        parts = tuple(self._part(part.position, facts) for part in self.parts)
        for part, given in zip(self.parts, parts, strict=True):
            if not given.summary:
                self.add_error(f"wanted_name_{part.position}", MISSING)
        kept = {"effective_on": facts.get("effective_on"), "evidence": facts.get("evidence")}
        return {**kept, "parts": parts}

    def _part(self, position: int, facts: dict[str, Any]) -> PartFacts:
        return PartFacts(**{name: facts.get(f"{name}_{position}", "").strip() for name in FIELDS})

    def preview(self) -> list[str]:
        pending = Pending("corrected", self.cleaned_data["effective_on"])
        return limit_sentence(limits.clock_of(self.case, pending=pending), "答复期限重新计算：")


class GiveUpForm(StepForm):
    finding = forms.CharField(
        label="查明情况",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="印在告知书上：何时告知补正、何时送达、期限到哪一天。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        correction = getattr(self.case, "correction", None)  # the page says at every stage why it may not be
        if correction and correction.delivered_on and correction.limit_on:
            self.fields["finding"].initial = (
                f"本机关于{full_date(correction.asked_on)}告知补正，告知书于{full_date(correction.delivered_on)}送达，"
                f"补正期限到{full_date(correction.limit_on)}为止，期限内没有收到补正。"
            )

    def preview(self) -> list[str]:
        return [
            "各项申请事项定为“逾期不补正，不再处理”，年度报告计入“其他处理 1.申请人无正当理由逾期不补正”。",
            "还要签发并送达《不再处理（视为放弃）告知书》，送达后办结。",
        ]
