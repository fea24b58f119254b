"""The form that lets a paper series go on here."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.agencies.access import agencies_of
from foundation.agencies.capabilities import MANAGE
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.forms import SpokenForm
from foundation.workdays.present import today
from requests_app.models import Series
from requests_app.operations.numbering import EARLIEST


class SeriesStartForm(SpokenForm):
    agency = forms.ModelChoiceField(label="机关", queryset=Agency.objects.none(), empty_label="请选择")
    series = forms.ChoiceField(label="序列", choices=Series.choices, widget=forms.RadioSelect)
    year = forms.IntegerField(label="年度", min_value=EARLIEST)
    last_used = forms.IntegerField(
        label="纸质已用到第几号", min_value=1, help_text="下一件从它的后一号编起；已经编出的号不能改回。"
    )
    reason = forms.CharField(
        label="依据", max_length=200, help_text="例如：2026年纸质登记簿最后一页。不要写申请人的个人信息。"
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = agencies_of(user, MANAGE.code).filter(closed_on=None)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = kept.order_by("position", "code")
        self.initial = {"year": today().year, "series": Series.REQUEST, **self.initial}

    def add_refusal(self, refused: Refused) -> None:
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))
