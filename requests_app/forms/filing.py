"""The public's form: who asks, of whom, for what, and how to get it. Never a question about the purpose."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict

from foundation.agencies.models import Agency, AgencyKind
from foundation.contracts import Refused
from foundation.workdays.present import today
from requests_app.facts import Filing
from requests_app.forms.applicants import CONTACT, WAYS, ApplicantMixin
from requests_app.forms.joining import JoiningMixin, add_paper_fields, agent_papers
from requests_app.forms.parts import PartsMixin
from requests_app.forms.uploads import UploadField
from requests_app.models import Channel

FASTEST_SECONDS = 2
"""Nobody reads and fills the form in less; programs do."""
SALT = "requests.filing"


def agency_choices() -> list[Any]:
    """Agencies one may ask, grouped as people look for them (code, name)."""
    agencies = Agency.objects.may_be_asked(today()).order_by("position", "code")
    grouped = groupby(agencies, key=lambda agency: GROUPS[AgencyKind(agency.kind)])
    return [
        ("", "请选择"),
        *((group, [(one.code, one.name) for one in members]) for group, members in grouped),
    ]


GROUPS = {
    AgencyKind.GOVERNMENT: "区政府和办公室",
    AgencyKind.OFFICE: "区政府和办公室",
    AgencyKind.DEPARTMENT: "区直部门",
    AgencyKind.SUBDISTRICT: "镇街",
    AgencyKind.TOWN: "镇街",
}


class FilingForm(PartsMixin, JoiningMixin, ApplicantMixin, forms.Form):
    """One page of fields for a person or for an organisation; the page before it asks which."""

    respondent = forms.ChoiceField(
        label="向哪个机关申请",
        help_text="选择制作或保存该信息的机关；不确定时选区人民政府办公室咨询后再填。",
        error_messages={"required": "请选择向哪个机关申请。", "invalid_choice": "请从列表中选择机关。"},
    )
    started = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(label="请不要填写这一栏", required=False)

    def __init__(self, *args: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["respondent"]).choices = agency_choices()
        self.add_part_fields()
        self.add_applicant_fields(who)
        self.add_joining_fields()
        self.initial.setdefault("started", signing.dumps(time.time(), salt=SALT))

    def clean_respondent(self) -> Agency:
        return Agency.objects.get(code=self.cleaned_data["respondent"])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("这一栏是防止程序自动提交用的，请清空后再提交。")
        return ""

    def refuse_haste(self) -> bool:
        """Whether this was sent faster than a person can; then the form says so and loses nothing."""
        begun = self._begun()
        if time.time() - begun >= FASTEST_SECONDS:
            return False
        self.add_error(None, "提交得太快了，请等几秒再点一次提交；填写的内容都在。")
        return True

    def _begun(self) -> float:
        """When the form was first shown; without a valid mark it counts from now, with a new mark."""
        try:
            return float(signing.loads(self.data.get("started", ""), salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            begun = time.time()
            marked = QueryDict(mutable=True)
            marked.update(self.data)
            marked["started"] = signing.dumps(begun, salt=SALT)
            self.data = marked
            return begun

    def add_refusal(self, refused: Refused) -> None:
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))

    def filing(self, papers: dict[str, Any]) -> Filing:
        """The request as typed, with the papers of the check page."""
        facts = self.cleaned_data
        return Filing(
            respondent=facts["respondent"],
            channel=Channel.ONLINE,
            applicant=facts["applicant"],
            parts=facts["parts"],
            provision_forms=tuple(facts["provision_forms"]),
            provision_routes=tuple(facts["provision_routes"]),
            accepts_other_form=facts["accepts_other_form"],
            identity_image=papers["identity_image"],
            joined=facts["joined"],
            election=papers.get("election"),
            agent=self.agent_or_none(),
            agent_papers=agent_papers(papers),
        )

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in the order of the page."""
        return [
            ("一、向哪个机关申请", [self["respondent"]]),
            ("二、需要什么信息", [field for part in self.part_fields() for field in part]),
            ("三、申请人", self.identity_fields()),
            ("四、联系方式", [self[name] for name in CONTACT]),
            ("五、希望怎样提供", [self[name] for name in WAYS]),
            *self.joining_sections(),
        ]

    def answers(self) -> list[tuple[str, str, str]]:
        """What was answered, for the check page: label, answer in words, and where to change it (here)."""
        return [
            (str(field.label), _in_words(field), "") for field in self._visible() if field.name != "website"
        ]

    def _visible(self) -> Iterator[forms.BoundField]:
        return (field for field in self if not field.is_hidden)


def _in_words(field: forms.BoundField) -> str:
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return "是" if value not in (False, "", None, "False") else "否"
    choices = dict(_flat(getattr(field.field, "choices", ())))
    values = value if isinstance(value, list) else [value or ""]
    return "、".join(choices.get(str(one), str(one)) for one in values)


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    for key, wording in choices:
        if isinstance(wording, list):
            yield from _flat(wording)
        else:
            yield str(key), str(wording)


class PapersForm(forms.Form):
    """The papers, on the check page, so that no error in another field can lose them."""

    identity_image = UploadField(
        label="证件图片",
        help_text="可以不传。只传有照片和号码的一面，建议加“仅用于政府信息公开申请”水印；PDF、JPG或PNG，加密保存。",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, form: FilingForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        joined = form.shown_joined() > 0
        add_paper_fields(self, agent=form.shows_agent(), joined=joined, needed=True)


class TrackForm(forms.Form):
    """The two secrets that open a request."""

    number = forms.CharField(
        label="申请编号",
        max_length=50,
        help_text="例如：shanting-2026-0012，印在回执上。",
        error_messages={"required": "请填写申请编号。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    query_code = forms.CharField(
        label="查询码",
        max_length=12,
        help_text="8位字母和数字，印在回执上，不分大小写。",
        error_messages={"required": "请填写查询码。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
