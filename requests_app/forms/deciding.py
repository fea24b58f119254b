"""The form that decides every part: reply type, ground and texts, each part with its own fields."""

from __future__ import annotations

from typing import Any

from django import forms

from foundation.contracts import Refused
from foundation.ledger.forms import StepForm
from requests_app import outcomes, report_rows, search_wording
from requests_app.facts import PartAnswer
from requests_app.models import RequestPart
from requests_app.outcomes import GROUNDS, REPLY_TYPES
from requests_app.regimes import REGIMES
from requests_app.triage import Walk, walk

TEXTS = ("search_note", "finding", "reasons", "direction")
LENGTHS = {"search_note": 1000, "finding": 2000, "reasons": 2000, "direction": 300}
LABELS = {
    "search_note": (
        "检索情况",
        "检索了哪些系统、用了哪些词、由谁检索；答复没有该信息时必填；已“登记检索”的自动带入，可以修改。",
    ),
    "finding": ("查明情况", "印在告知书上。"),
    "reasons": ("说明理由", "印在告知书上；不予公开、无法提供和不予处理的必填。"),
    "direction": ("获取途径或指引", "印在告知书上：可以打开的网址、确切的地点，或者负责机关及其联系方式。"),
}
ROW_GROUPS = {
    "o": "予以公开",
    "p": "部分公开",
    "d": "不予公开",
    "u": "无法提供",
    "n": "不予处理",
}


def reply_choices(regime: str) -> list[Any]:
    """The reply types the request's regulation knows, under the headings of the yearly report."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for reply in REPLY_TYPES.values():
        if outcomes.applies(reply.code, regime):
            heading = "其他处理" if reply.row in ("o1", "o2", "o3") else ROW_GROUPS[reply.row[0]]
            groups.setdefault(heading, []).append((reply.code, reply.wording))
    return [("", "请选择"), *groups.items()]


def ground_choices(regime: str) -> list[tuple[str, str]]:
    known = [ground for ground in GROUNDS.values() if regime in ground.articles and ground.code != "X8"]
    return [("", "不适用"), *((ground.code, ground.wording) for ground in known)]


class DecideForm(StepForm):
    """`answers` of the clean data holds the PartAnswers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "拟定日期"
        self.parts = list(self.case.parts.prefetch_related("searches"))
        self.walked = {part.position: self._walked(part) for part in self.parts}
        for part in self.parts:
            self._add_part(part)

    def _add_part(self, part: RequestPart) -> None:
        several = len(self.parts) > 1
        lead = f"第{part.position}项 " if several else ""
        later = "还没有想好的，可以先不选，其余几项先存。" if several else ""
        self.fields[f"reply_type_{part.position}"] = forms.ChoiceField(
            label=f"{lead}答复类型",
            choices=reply_choices(self.case.regime),
            initial=self.walked[part.position].reply_type or part.reply_type,
            required=not several or part.decided,
            help_text=f"申请内容：{part.wanted}{later and f'。{later}'}",
        )
        self.fields[f"ground_{part.position}"] = forms.ChoiceField(
            label=f"{lead}不予公开的理由",
            choices=ground_choices(self.case.regime),
            initial=self.walked[part.position].ground or part.ground,
            required=False,
            help_text="只有部分公开要选；不予公开的理由随答复类型确定。",
        )
        self.fields[f"triage_{part.position}"] = forms.CharField(
            required=False,
            max_length=120,
            widget=forms.HiddenInput,
            initial=self.walked[part.position].path or part.triage,
        )
        for name in TEXTS:
            label, help_text = LABELS[name]
            self.fields[f"{name}_{part.position}"] = forms.CharField(
                label=f"{lead}{label}",
                max_length=LENGTHS[name],
                initial=getattr(part, name) or self._proposed(part, name),
                required=False,
                help_text=help_text,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self._add_offline_check(part, lead)

    def _add_offline_check(self, part: RequestPart, lead: str) -> None:
        self.fields[f"checked_by_{part.position}"] = forms.CharField(
            label=f"{lead}线下核对人",
            max_length=50,
            initial=part.checked_by,
            required=False,
            help_text="只有理由是国家秘密的填：谁核对了定密依据。涉密件和涉密内容不得录入本系统。",
        )
        self.fields[f"checked_on_{part.position}"] = forms.DateField(
            label=f"{lead}线下核对日期",
            initial=part.checked_on,
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )

    def _walked(self, part: RequestPart) -> Walk:
        """What was chosen step by step for this part, when the address says so."""
        mine = self.initial.get("position") == str(part.position)
        try:
            return walk(self.initial.get("path", "") if mine else "")
        except Refused:
            return walk("")

    def _proposed(self, part: RequestPart, name: str) -> str:
        """The searches on record, for whoever drafts the answer to edit."""
        return search_wording.summary(part.searches.all(), LENGTHS[name]) if name == "search_note" else ""

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        drafted = (self._answer(part.position, facts) for part in self.parts)
        answers = tuple(answer for answer in drafted if answer.reply_type)
        if not answers and not self.errors:
            self.add_error("reply_type_1", "请至少为一项选择答复类型。")
        for answer in answers:
            refusal = outcomes.incomplete(answer, REGIMES[self.case.regime])
            if refusal is not None:
                self.add_error(f"{refusal.field}_{answer.position}", str(refusal))
        return {"effective_on": facts.get("effective_on"), "answers": answers}

    def _answer(self, position: int, facts: dict[str, Any]) -> PartAnswer:
        reply_type, ground = facts.get(f"reply_type_{position}", ""), facts.get(f"ground_{position}", "")
        reply = REPLY_TYPES.get(reply_type)
        return PartAnswer(
            position=position,
            reply_type=reply_type,
            ground=ground if reply and reply.needs_ground else "",
            checked_by=facts.get(f"checked_by_{position}", "").strip(),
            checked_on=facts.get(f"checked_on_{position}"),
            triage=facts.get(f"triage_{position}", ""),
            **{name: facts.get(f"{name}_{position}", "").strip() for name in TEXTS},
        )

    def preview(self) -> list[str]:
        types = [answer.reply_type for answer in self.cleaned_data["answers"]]
        if len(types) < len(self.parts):
            return [f"先存{len(types)}项，其余各项拟定以后才能签发。"]
        lines = report_rows.sentences(types)
        duties = [REPLY_TYPES[code].duty for code in dict.fromkeys(types) if REPLY_TYPES[code].duty]
        return [*lines, *(f"审核时会看：{duty}" for duty in duties)]
