"""The base of every step form: the legal date, and what the step will do, in sentences."""

from __future__ import annotations

from typing import Any

from django import forms

from foundation.contracts import Refused
from foundation.workdays.present import today


class SpokenForm(forms.Form):
    """A form whose missing fields are asked for by their names."""

    def full_clean(self) -> None:
        for field in self.fields.values():
            say_what_is_missing(field)
        super().full_clean()


class StepForm(SpokenForm):
    """A form of one step on one case. Fields beyond `effective_on` become the operation's arguments."""

    effective_on = forms.DateField(
        label="发生日期",
        help_text="实际发生的日期，不是录入的日期；晚录超过1个工作日会标为补录。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, case: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.user = user
        self.fields["effective_on"].initial = today

    def preview(self) -> list[str]:
        """Sentences that say what performing the step will do; called with valid data only."""
        return []

    def add_refusal(self, refused: Refused) -> None:
        """Show a refused act beside the field it names, or above the form."""
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))


def say_what_is_missing(field: forms.Field) -> None:
    """“请填写延期理由。” instead of Django's sentence without a subject; own sentences stay."""
    if field.error_messages.get("required") != forms.Field.default_error_messages["required"]:
        return
    chosen = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField, forms.FileField))
    field.error_messages["required"] = f"请{'选择' if chosen else '填写'}{field.label}。"
