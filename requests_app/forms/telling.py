"""The form of telling the applicant a limit that a new calendar moved."""

from __future__ import annotations

from typing import Any

from django import forms

from foundation.ledger.forms import StepForm
from foundation.workdays.wording import full_date
from requests_app import history
from requests_app.clock import printed_limit
from requests_app.models import ToldBy
from requests_app.operations import limits


class TellLimitForm(StepForm):
    manner = forms.ChoiceField(
        label="告知的方式", choices=ToldBy.choices, widget=forms.RadioSelect, initial=ToldBy.PHONE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "告知的日期"
        self.fields["effective_on"].help_text = "打电话、发短信或者交邮的日期。"
        self.fields["manner"].help_text = self._sentence()

    def _sentence(self) -> str:
        """What to read out or write, so that every applicant hears the same."""
        clock = limits.clock_of(self.case)
        told = history.told_limit(self.case.due_on, list(self.case.events.all()))
        if clock is None or told is None:
            return ""
        return (
            f"可以这样告知：“您申请编号{self.case.number}的答复期限，原来告知的是{full_date(told)}；"
            f"国务院放假安排公布后重新计算，现在是{printed_limit(clock)}。”"
        )

    def preview(self) -> list[str]:
        manner = ToldBy(self.cleaned_data["manner"]).label
        return [f"记下{full_date(self.cleaned_data['effective_on'])}已用{manner}告知，本件不再列入待告知。"]
