"""The form of one search; it can be filled in as often as something was searched."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.contracts import Refused
from foundation.ledger.forms import StepForm
from requests_app.forms.uploads import UploadField
from requests_app.models import SearchPlace, SearchResult
from requests_app.operations.search_log import refuse_unclear


class SearchForm(StepForm):
    position = forms.TypedChoiceField(label="为哪一项检索", coerce=int, widget=forms.RadioSelect)
    place = forms.ChoiceField(label="检索范围", choices=[("", "请选择"), *SearchPlace.choices])
    place_name = forms.CharField(
        label="系统、卷宗或者科室的名称",
        max_length=100,
        help_text="例如：区政府办公文系统、2012年文书档案目录。",
    )
    terms = forms.CharField(
        label="检索词或者查找的方法",
        max_length=200,
        help_text="例如：占地、补偿、协议；逐卷翻阅。不要写申请人的姓名。",
    )
    span = forms.CharField(
        label="时间范围", max_length=60, required=False, help_text="例如：1985年至1990年；没有限定的不填。"
    )
    result = forms.ChoiceField(label="结果", choices=SearchResult.choices, widget=forms.RadioSelect)
    found = forms.CharField(
        label="找到的内容", max_length=300, required=False, help_text="找到了的必填：名称、文号、所在位置。"
    )
    searcher_name = forms.CharField(label="检索人", max_length=50)
    evidence = UploadField(label="检索截图或者档案室证明", help_text="严禁上传涉密和工作秘密内容。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        positions = cast(forms.ChoiceField, self.fields["position"])
        positions.choices = [
            (part.position, f"第{part.position}项 {part.wanted}") for part in self.case.parts.all()
        ]
        if len(positions.choices) == 1:
            positions.initial = positions.choices[0][0]
        self.fields["effective_on"].label = "检索日期"
        self.fields["searcher_name"].initial = self.user.name
        first = ["position", "place", "place_name", "terms", "span", "result", "found"]
        self.order_fields([*first, "searcher_name", "effective_on", "evidence"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if {"place", "result", "found"} <= facts.keys():
            try:
                refuse_unclear(facts["place"], facts["result"], facts["found"])
            except Refused as refused:
                self.add_refusal(refused)
        return facts
