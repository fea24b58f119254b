"""What a colleague looks for: words and numbers, or a person's exact name."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.forms import SpokenForm


class WordsForm(SpokenForm):
    """Its words stand in the address, so nobody's name belongs here."""

    q = forms.CharField(
        label="编号、文号或者内容",
        max_length=100,
        help_text="例如：shanting-2026-0012、答复文号，或者“供热 改造”。不要在这里填写姓名。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NameForm(SpokenForm):
    """Posted, and kept nowhere. With several posts one says through which one searches."""

    name = forms.CharField(
        label="姓名或者单位名称",
        max_length=100,
        help_text="须与登记的完全一致；申请人、共同申请人、代理人都查。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    post = forms.ModelChoiceField(
        label="以哪个单位的身份", queryset=Agency.objects.none(), empty_label="请选择"
    )

    def __init__(self, *args: Any, posts: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = posts
        field = cast(forms.ModelChoiceField, self.fields["post"])
        field.queryset = Agency.objects.filter(pk__in=[one.pk for one in posts])
        if len(posts) == 1:
            del self.fields["post"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        return {"post": self.posts[0], **facts} if len(self.posts) == 1 else facts

    def add_refusal(self, refused: Refused) -> None:
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))
