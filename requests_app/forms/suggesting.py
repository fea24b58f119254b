"""Forms of turning an answer into proactive publication."""

from __future__ import annotations

from typing import Any

from django import forms

from foundation.ledger.forms import StepForm
from requests_app.forms.steps import Text
from requests_app.forms.uploads import UploadField
from requests_app.models import RequestPart, SuggestedBy, SuggestionOutcome
from requests_app.operations.suggesting import published


class SuggestForm(StepForm):
    made_by = forms.ChoiceField(label="由谁提出", choices=SuggestedBy.choices, widget=forms.RadioSelect)
    evidence = UploadField(label="建议的扫描件", help_text="严禁上传涉密和工作秘密内容。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "提出之日"
        others = RequestPart.objects.asked_by_others(self.case)
        self.fields["made_by"].help_text = (
            f"另有{others}件申请要求公开同样名称或者文号的信息，并且得到公开。"
            if others
            else "没有其他申请得到过同样名称或者文号的信息。"
        )
        self.order_fields(["made_by", "effective_on", "evidence"])

    def preview(self) -> list[str]:
        return ["由本机关审核是否属于主动公开范围；属于的，应当及时主动公开（条例第44条）。"]


class ReviewSuggestionForm(StepForm):
    outcome = forms.ChoiceField(label="审核结果", choices=SuggestionOutcome.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label="审核理由",
        max_length=500,
        widget=Text,
        help_text="对照条例第19条至第22条；申请人查询进度时看得到。不要写个人信息。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "审核之日"

    def preview(self) -> list[str]:
        if self.cleaned_data["outcome"] == SuggestionOutcome.DECLINE:
            return ["不主动公开，申请人查询进度时看到结果和理由。"]
        return ["应当及时在“主动公开”里发布，发布后登记索引号；申请人查询进度时看到结果。"]


class PublishedForm(StepForm):
    index_number = forms.CharField(
        label="索引号", max_length=60, help_text="已经发布的那条信息的索引号，例如shanting-2026-00012。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "登记之日"

    def clean_index_number(self) -> str:
        return str(self.cleaned_data["index_number"]).strip()

    def preview(self) -> list[str]:
        item = published(self.cleaned_data["index_number"])
        return [f"登记为已主动公开：{item.title}。"] if item else []
