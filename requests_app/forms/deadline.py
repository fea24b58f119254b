"""The calculator's fields: the day of receipt, what happened since, and a limit from the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from foundation.contracts import Refused
from foundation.ledger.forms import SpokenForm
from foundation.workdays.calendar import LAST_YEAR
from foundation.workdays.deadlines import DEADLINES, Unit
from foundation.workdays.wording import full_date
from requests_app.clock import Fact
from requests_app.deadline_address import DOUBLED, KIND, RECEIVED, Asked
from requests_app.deadline_events import EVENT_KINDS, EventKind, Question
from requests_app.regimes import REG2007

EARLIEST, LATEST = REG2007.since, date(LAST_YEAR - 10, 12, 31)
"""Before there was a regulation nothing is counted; after, room is left for everything that may be added."""
MOST_WORKDAYS = 250
SHOWN = 20
"""So much of what is no date is repeated in its error."""


class DayField(forms.DateField):
    """A date as people write it: 2026-09-18, 2026/9/18, 2026.9.18, 2026年9月18日, 20260918."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or not str(value).strip():
            return None
        numbers = re.fullmatch(
            r"\s*(\d{4})(?:[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?|(\d\d)(\d\d))\s*", str(value)
        )
        try:
            year, month, day = (int(part) for part in numbers.groups() if part) if numbers else (0, 0, 0)
            return self._within(date(year, month, day))
        except ValueError as error:
            shown = "".join(filter(str.isprintable, str(value)))[:SHOWN]
            raise forms.ValidationError(
                f"“{shown}”不是日期，请像这样写：2026-09-18。", code="invalid"
            ) from error

    def _within(self, day: date) -> date:
        if not EARLIEST <= day <= LATEST:
            span = f"{full_date(EARLIEST)}到{full_date(LATEST)}"
            raise forms.ValidationError(
                f"{full_date(day)}太早或者太晚，只能算{span}之间的，请核对年份。", code="out_of_range"
            )
        return day


def field_of(question: Question) -> forms.Field:
    if not question.counts_days:
        return DayField(label=question.label, help_text=question.hint, required=question.required)
    message = f"请填1到{MOST_WORKDAYS}之间的整数。"
    return forms.IntegerField(
        label=question.label,
        help_text=question.hint,
        required=question.required,
        min_value=1,
        max_value=MOST_WORKDAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), message),
    )


class ReceiptForm(SpokenForm):
    received_on = DayField(
        label="收到申请之日", help_text="行政机关收到申请的那一天。当日不计，从下一个工作日数起。"
    )


class EventForm(SpokenForm):
    """The dates of one 环节; `fact` is what they say, once they are valid."""

    fact: Fact

    def __init__(self, place: int, answers: Mapping[str, str], *, judged: bool) -> None:
        self.kind: EventKind = EVENT_KINDS[answers[KIND]]
        self.place, prefix = place, f"e{place}"
        named = {f"{prefix}-{name}": value for name, value in answers.items()}
        super().__init__(named if judged else None, prefix=prefix, initial={} if judged else dict(answers))
        self.fields.update({question.name: field_of(question) for question in self.kind.questions})

    @property
    def lead(self) -> str:
        """What tells its fields from those of the others, in the error summary."""
        return f"环节{self.place}，"

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.fact = self.kind.makes(**answers)
            except Refused as refused:
                add_refusal(self, refused)
        return answers


def add_refusal(form: forms.Form, refused: Refused) -> None:
    field = refused.refusal.field
    form.add_error(field if field in form.fields else None, str(refused.refusal))


class Questions:
    """The calculator's forms as one: what includes/error_summary.html asks of a form, asked of all.

    While the address is being edited nothing is judged and every field shows what was typed.
    """

    def __init__(self, asked: Asked, *, judged: bool) -> None:
        given = {RECEIVED: asked.received_on}
        self.asked = asked
        self.receipt = ReceiptForm(given) if judged else ReceiptForm(initial=given)
        self.events = [EventForm(place, event, judged=judged) for place, event in enumerate(asked.events, 1)]

    @property
    def parts(self) -> list[forms.Form]:
        return [self.receipt, *self.events]

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (field for form in self.parts for field in form)

    def non_field_errors(self) -> list[str]:
        return [*self.asked.refusals, *(str(one) for form in self.parts for one in form.non_field_errors())]

    @property
    def errors(self) -> list[str]:
        """One entry for each thing to be mended."""
        faulty = [field.html_name for field in self if field.errors]
        return [*self.non_field_errors(), *faulty]

    def facts(self) -> list[Fact]:
        """Call when there are no errors."""
        return [event.fact for event in self.events]


# --- the other limits -----------------------------------------------------------------------------------


class LimitForm(SpokenForm):
    """A limit of the table and the day it starts from. What counts in hours has no last day to ask for."""

    limit = forms.ChoiceField(
        label="哪一种期限",
        choices=[
            ("", "请选择"),
            *(
                (row.code, f"{row.wording}（{row.starts}起{row.period}）")
                for row in DEADLINES.values()
                if row.unit != Unit.HOUR
            ),
        ],
        error_messages={"invalid_choice": "没有这种期限，请从列表中选择。"},
    )
    start = DayField(
        label="从哪一天起算", help_text="当日不计，从第二天数起。年度报告填报告年度里的任何一天。"
    )

    def __init__(self, query: Mapping[str, Sequence[str]], *, judged: bool) -> None:
        given = {name: query[name] for name in self.base_fields if query.get(name)}
        last = {name: values[-1] for name, values in given.items()}
        self.doubled = any(len(values) > 1 for values in given.values())
        begun = any(name in query for name in self.base_fields)
        super().__init__(last if judged and begun else None, initial=last)

    def clean(self) -> dict[str, Any]:
        if self.doubled:
            self.add_error(None, DOUBLED)
        return super().clean() or self.cleaned_data
