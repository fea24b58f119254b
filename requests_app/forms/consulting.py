"""Forms of the letters that ask for opinions: to whom, and what became of each."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms

from foundation.contracts import Refused
from foundation.ledger.forms import StepForm
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app.clock import consultation_limit
from requests_app.clock_facts import CONSULTATIONS
from requests_app.clock_facts import Consultation as Letter
from requests_app.facts import LetterFacts
from requests_app.forms.steps import RecordingForm, limit_sentence
from requests_app.forms.uploads import UploadField
from requests_app.models import Consultation, ConsultedKind, Opinion, ToldBy
from requests_app.operations import limits
from requests_app.operations.consulting import MOST_LETTERS, late_flags, refuse_reply_by
from requests_app.operations.limits import Pending
from requests_app.regimes import REGIMES


class ConsultForm(RecordingForm):
    kind = forms.ChoiceField(label="征求对象", choices=ConsultedKind.choices, widget=forms.RadioSelect)
    addressees = forms.CharField(
        label="对方的名称",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"一行一个，各制作一份征求意见书，最多{MOST_LETTERS}个。第三方的名称加密保存。",
    )
    about = forms.CharField(
        label="征求意见的内容",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="印在征求意见书上：拟公开哪些内容。不要写申请人是谁。",
    )
    reply_by = forms.DateField(
        label="要求回复的日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="只用于其他机关：法律没有规定它们的答复期，到期没有回复的会提醒催复。",
    )
    tell_applicant = forms.BooleanField(
        label="同时制作征求意见告知书，告知申请人",
        required=False,
        initial=True,
        help_text="告诉申请人正在征求意见、期限怎样计算，不写征求谁的意见；申请人凭查询码可以下载。",
    )
    evidence = UploadField(label="凭证扫描件", help_text="补录时上传。严禁上传涉密和工作秘密内容。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "发出日期"
        self.order_fields(
            [
                "kind",
                "addressees",
                "about",
                "reply_by",
                "tell_applicant",
                "effective_on",
                "evidence",
                "recording",
            ]
        )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        names = [line.strip() for line in facts.pop("addressees", "").splitlines() if line.strip()]
        self.kinds = facts.pop("kind", "")
        too_long = [name for name in names if len(name) > 100]
        if too_long:
            self.add_error("addressees", "每个名称最多100个字，请一行写一个。")
        until, on = facts.pop("reply_by", None), facts.get("effective_on")
        if until and on and self.kinds:
            self._check_reply_by(until, on)
        letters = tuple(LetterFacts(self.kinds, name, until) for name in dict.fromkeys(names))
        return {**facts, "letters": letters}

    def _check_reply_by(self, until: date, on: date) -> None:
        try:
            refuse_reply_by(self.kinds, until, on)
        except Refused as refused:
            self.add_error("reply_by", str(refused.refusal))

    def preview(self) -> list[str]:
        letters, on = self.cleaned_data["letters"], self.cleaned_data["effective_on"]
        kind = CONSULTATIONS[self.kinds]
        days = REGIMES[self.case.regime].consultation_days.get(kind.code)
        period = f"对方自收到之日起有{days}个工作日" if days else "对方没有法定的答复期"
        told = ["制作《征求意见告知书》一份给申请人，不写征求谁的意见。"]
        return [
            f"制作《{kind.letter}》{len(letters)}份，不写明申请人是谁。",
            *(told if self.cleaned_data["tell_applicant"] else []),
            f"{period}；不答复的，{kind.silence}。",
            "从发出的次日到收到意见之日，不计算在答复期限内；几份同时征求的，重叠的日子只扣一次。",
            *late_flags(self.case, self.kinds, on),
        ]


class LetterForm(StepForm):
    """A form on one of the letters still without an answer."""

    letter = forms.TypedChoiceField(label="哪一份", coerce=int, widget=forms.RadioSelect)
    evidence = UploadField(label="凭证扫描件", help_text="严禁上传涉密和工作秘密内容。")
    undelivered_only = False
    kinds: tuple[str, ...] = tuple(ConsultedKind.values)
    event = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_letters = self.case.consultations.unanswered().filter(kind__in=self.kinds)
        if self.undelivered_only:
            open_letters = open_letters.filter(delivered_on__isnull=True)
        self.letters = {letter.position: letter for letter in open_letters}
        field = cast(forms.ChoiceField, self.fields["letter"])
        field.choices = [(position, _label(letter)) for position, letter in self.letters.items()]
        if len(self.letters) == 1:
            field.initial = next(iter(self.letters))
        self.order_fields(["letter", *(name for name in self.fields if name not in ("letter", "evidence"))])

    @property
    def chosen(self) -> Consultation:
        return self.letters[self.cleaned_data["letter"]]

    def preview(self) -> list[str]:
        pending = Pending(self.event, self.cleaned_data["effective_on"], {"consultation": self.chosen.pk})
        return limit_sentence(limits.clock_of(self.case, pending=pending), "答复期限：")


def _label(letter: Consultation) -> str:
    delivered = f"，{full_date(letter.delivered_on)}送达" if letter.delivered_on else "，尚未登记送达"
    return f"{letter.whom}：{full_date(letter.sent_on)}发出{delivered}"


class DeliveredForm(LetterForm):
    undelivered_only = True
    event = "consultation_delivered"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "对方收到的日期"

    def preview(self) -> list[str]:
        on = self.cleaned_data["effective_on"]
        letter = Letter(self.chosen.kind, self.chosen.sent_on, max(on, self.chosen.sent_on))
        limit = consultation_limit(letter, REGIMES[self.case.regime], published_calendar())
        until = [f"对方的答复期到{full_date(limit)}为止。"] if limit else []
        return [*until, *super().preview()] if on >= self.chosen.sent_on else []


class AnsweredForm(LetterForm):
    event = "consultation_answered"
    opinion = forms.ChoiceField(label="对方的意见", choices=Opinion.choices, widget=forms.RadioSelect)
    opinion_note = forms.CharField(
        label="意见摘要",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="说明的理由。不要写个人信息，原件另附扫描件。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "收到意见之日"

    def preview(self) -> list[str]:
        earliest = self.chosen.delivered_on or self.chosen.sent_on
        return super().preview() if self.cleaned_data["effective_on"] >= earliest else []


class ReturnedForm(LetterForm):
    undelivered_only = True
    event = "consultation_returned"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "信函退回之日"

    def preview(self) -> list[str]:
        return super().preview() if self.cleaned_data["effective_on"] >= self.chosen.sent_on else []


class RemindForm(LetterForm):
    kinds = (ConsultedKind.OTHER_AGENCY,)
    manner = forms.ChoiceField(
        label="催复的方式", choices=ToldBy.choices, widget=forms.RadioSelect, initial=ToldBy.PHONE
    )
    reply_by = forms.DateField(
        label="再给到哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="到期仍没有回复的，会再次提醒；也可以不等，自行决定。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "催复的日期"
        del self.fields["evidence"]

    def preview(self) -> list[str]:
        until = full_date(self.cleaned_data["reply_by"])
        return [f"记下已向{self.chosen.whom}催复，要求在{until}前回复；答复期限不变。"]
