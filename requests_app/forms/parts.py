"""The things asked for: one to ten groups of fields, more by a button that needs no script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from requests_app.facts import PartFacts

MOST = 10
FIELDS = ("wanted_name", "document_number", "features")
MISSING = "请至少填写信息的名称、文号或者其他特征性描述中的一项，便于查找（条例第29条）。"


class PartsMixin(forms.Form):
    """Adds `part_count` and three fields for each part; `parts` of the clean data holds the PartFacts."""

    given_parts = 1
    """How many groups of fields an empty form begins with."""

    part_count = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST)

    def add_part_fields(self) -> None:
        for position in range(1, self.shown_parts() + 1):
            several = f"第{position}项 " if self.shown_parts() > 1 else ""
            self.fields[f"wanted_name_{position}"] = forms.CharField(
                label=f"{several}信息的名称",
                required=False,
                max_length=200,
                help_text="例如：2025年度城乡低保资金发放汇总表。",
            )
            self.fields[f"document_number_{position}"] = forms.CharField(
                label=f"{several}文号",
                required=False,
                max_length=60,
                help_text="知道文号时填写，例如：山政发〔2025〕8号。",
            )
            self.fields[f"features_{position}"] = forms.CharField(
                label=f"{several}其他特征性描述",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text="时间、地点、涉及的项目或单位等，写得越具体越容易找到。",
            )

    def shown_parts(self) -> int:
        """As many as were shown, and one more when the button was pressed."""
        try:
            shown = int(self.data.get("part_count") or self.given_parts)
        except ValueError:
            shown = self.given_parts
        return max(1, min(MOST, shown + ("more" in self.data)))

    def forget_errors(self) -> None:
        """Show the form again as typed, without judging it: another part was asked for."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def may_add_part(self) -> bool:
        return self.shown_parts() < MOST

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        parts = [self._part(position) for position in range(1, self.shown_parts() + 1)]
        facts["parts"] = tuple(part for part in parts if part.summary)
        if not facts["parts"]:
            self.add_error("wanted_name_1", MISSING)
        return facts

    def _part(self, position: int) -> PartFacts:
        return PartFacts(**{name: self.cleaned_data.get(f"{name}_{position}", "") for name in FIELDS})

    def part_fields(self) -> list[list[forms.BoundField]]:
        """The fields part by part, for the template."""
        return [
            [self[f"{name}_{position}"] for name in FIELDS] for position in range(1, self.shown_parts() + 1)
        ]
