"""What auditors may narrow the list by; every choice lies within their own agencies."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.agencies.models import User
from foundation.ledger import audit
from foundation.ledger.audit import MARKS, PROGRAMS, PUBLIC, Wanted


class AuditForm(forms.Form):
    """The filter bar. Nothing chosen means everything."""

    since = forms.DateField(label="记录日期从", required=False)
    until = forms.DateField(label="到", required=False)
    actor = forms.ChoiceField(label="经办人", required=False)
    unit = forms.ChoiceField(label="经办单位", required=False)
    kind = forms.ChoiceField(label="台账和事项", required=False)
    mark = forms.ChoiceField(
        label="标记",
        required=False,
        choices=[("", "不限"), *((code, mark[0]) for code, mark in MARKS.items())],
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.fields[name].error_messages["invalid"] = "日期应当写成2026-09-18这样。"
        offered = {"actor": _actors(agencies), "unit": _units(agencies), "kind": _kinds()}
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices
        for name in (*offered, "mark"):
            self.fields[name].error_messages["invalid_choice"] = "没有“%(value)s”这一项，请重新选择。"

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        since, until = facts.get("since"), facts.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期早于开始日期，请对调。")
        return facts

    def wanted(self) -> Wanted:
        """Called with valid data only."""
        facts = dict(self.cleaned_data)
        ledger, _, kind = facts.pop("kind").partition(":")
        return Wanted(**facts, ledger=ledger, kind=kind)


def _actors(agencies: Any) -> list[tuple[str, str]]:
    people = User.objects.filter(assignments__agency__in=agencies).distinct().order_by("name", "username")
    named = [(str(user.pk), str(user)) for user in people]
    return [("", "所有人"), (PUBLIC, "申请人"), (PROGRAMS, "导入和系统"), *named]


def _units(agencies: Any) -> list[tuple[str, str]]:
    return [("", "所有单位"), *((str(one.pk), one.short_name) for one in agencies)]


def _kinds() -> list[Any]:
    """Every ledger whole, and each of its kinds of event."""
    groups: list[Any] = [("", "全部")]
    for trail in audit.trails():
        code = audit.code_of(trail)
        kinds = [(f"{code}:{kind}", wording) for kind, wording in trail.kinds.items()]
        groups.append((trail.wording, [(code, f"{trail.wording}（全部事项）"), *kinds]))
    return groups
