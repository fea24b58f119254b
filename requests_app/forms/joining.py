"""Those who ask together with the applicant and who acts for them: more fields by buttons without script."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from stdnum.cn import uscc

from foundation.ledger.forms import StepForm
from requests_app import personal
from requests_app.facts import AgentFacts, AgentPapers, ApplicantFacts
from requests_app.forms.applicants import refuse_resident_number, text
from requests_app.forms.uploads import UploadField
from requests_app.models import AgentKind, AgentScope, ApplicantKind, IdentityKind, MandateEnd
from requests_app.operations.joining import REPRESENTATIVE

MOST_JOINED = 20
BUTTONS = ("more", "join", "agent", "no_agent")
"""Presses that ask for other fields, and judge nothing yet."""
JOINED = ("kind", "name", "identity_kind", "identity_number", "phone")
AGENT = (
    "kind",
    "name",
    "identity_kind",
    "identity_number",
    "phone",
    "address",
    "firm",
    "licence_number",
    "scope",
)
PAPERS = ("mandate", "agent_identity", "firm_letter")


def tidy_identity(number: str) -> str:
    return "".join(number.split()).upper()


class AgentMixin(forms.Form):
    """`add_agent_fields()`; afterwards `agent_facts()` of valid data."""

    def add_agent_fields(self) -> None:
        self.fields["agent_kind"] = forms.ChoiceField(
            label="代理人类型", choices=AgentKind.choices, widget=forms.RadioSelect
        )
        self.fields["agent_name"] = text("代理人姓名", 50, required=True)
        self.fields["agent_identity_kind"] = forms.ChoiceField(
            label="代理人证件名称",
            choices=IdentityKind.choices,
            initial=IdentityKind.RESIDENT,
            required=False,
        )
        self.fields["agent_identity_number"] = text("代理人证件号码", 30, "加密保存，不公开。律师可以不填。")
        self.fields["agent_phone"] = text("代理人电话", 40, required=True, inputmode="tel")
        self.fields["agent_address"] = text("代理人地址", 200, "委托代收文书的填写。")
        self.fields["agent_firm"] = text("律师事务所（法律服务所）", 100, "律师、法律服务工作者必填。")
        self.fields["agent_licence_number"] = text("执业证号", 30, "律师、法律服务工作者必填。")
        self.fields["agent_scope"] = forms.MultipleChoiceField(
            label="委托权限",
            choices=AgentScope.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text="照委托书勾选；没有写明代收的，答复送给申请人本人。",
            error_messages={"required": "请照委托书选择委托权限。"},
        )

    def clean_agent(self) -> None:
        facts = self.cleaned_data
        if facts.get("agent_kind") in (AgentKind.LAWYER, AgentKind.LEGAL_WORKER):
            for name, wording in (("agent_firm", "所在的事务所"), ("agent_licence_number", "执业证号")):
                if not facts.get(name):
                    self.add_error(name, f"代理人是律师、法律服务工作者的，请填写{wording}。")
        number = tidy_identity(facts.get("agent_identity_number", ""))
        facts["agent_identity_number"] = number
        if number and facts.get("agent_identity_kind") == IdentityKind.RESIDENT:
            try:
                refuse_resident_number(number)
            except forms.ValidationError as error:
                self.add_error("agent_identity_number", error)

    def agent_facts(self) -> AgentFacts:
        facts = {name: self.cleaned_data[f"agent_{name}"] for name in AGENT}
        return AgentFacts(**{**facts, "scope": tuple(facts["scope"])})


class JoiningMixin(AgentMixin):
    """`joined_count` and `with_agent` say which groups are shown; `joined` and `agent` hold the facts."""

    joined_count = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST_JOINED
    )
    with_agent = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def add_joining_fields(self) -> None:
        for number in range(1, self.shown_joined() + 1):
            self._add_joined(number)
        if self.shows_agent():
            self.add_agent_fields()

    def _add_joined(self, number: int) -> None:
        who = f"第{number + 1}位申请人"
        self.fields[f"joined_kind_{number}"] = forms.ChoiceField(
            label=f"{who}类型", choices=ApplicantKind.choices, required=False
        )
        self.fields[f"joined_name_{number}"] = text(f"{who}姓名或者名称", 100)
        self.fields[f"joined_identity_kind_{number}"] = forms.ChoiceField(
            label=f"{who}证件名称", choices=IdentityKind.choices, required=False
        )
        self.fields[f"joined_identity_number_{number}"] = text(
            f"{who}证件号码", 30, "单位填统一社会信用代码。加密保存，不公开。"
        )
        self.fields[f"joined_phone_{number}"] = text(f"{who}联系电话", 40, inputmode="tel")

    def shown_joined(self) -> int:
        try:
            shown = int(self.data.get("joined_count") or 0)
        except ValueError:
            shown = 0
        return max(0, min(MOST_JOINED, shown + ("join" in self.data)))

    def shows_agent(self) -> bool:
        if "agent" in self.data or "no_agent" in self.data:
            return "agent" in self.data
        return self.data.get("with_agent") in ("1", "on", "True")

    def asks_for_fields(self) -> bool:
        return any(button in self.data for button in BUTTONS)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        numbers = range(1, self.shown_joined() + 1)
        facts["joined"] = tuple(filter(None, (self._joined(number) for number in numbers)))
        if self.shows_agent():
            self.clean_agent()
        return facts

    def _joined(self, number: int) -> ApplicantFacts | None:
        """One who joins; a group left empty joins nobody."""
        typed = {name: str(self.cleaned_data.get(f"joined_{name}_{number}") or "").strip() for name in JOINED}
        typed["identity_number"] = tidy_identity(typed["identity_number"])
        if not (typed["name"] or typed["identity_number"] or typed["phone"]):
            return None
        if not typed["name"]:
            self.add_error(f"joined_name_{number}", f"请填写第{number + 1}位申请人的姓名或者名称。")
        natural = typed["kind"] == ApplicantKind.NATURAL
        if not natural:
            typed["identity_kind"] = ""
        self._check_number(f"joined_identity_number_{number}", typed, natural)
        return ApplicantFacts(**typed)

    def _check_number(self, field: str, typed: dict[str, str], natural: bool) -> None:
        number = typed["identity_number"]
        if not number:
            if getattr(self, "identity_required", False):
                self.add_error(field, "请填写证件号码；共同申请的每一位都要提供身份证明（条例第29条）。")
        elif natural and typed["identity_kind"] == IdentityKind.RESIDENT:
            try:
                refuse_resident_number(number)
            except forms.ValidationError as error:
                self.add_error(field, error)
        elif not natural and not uscc.is_valid(number):
            self.add_error(field, "统一社会信用代码应当是18位，请对照营业执照核对。")

    def joined_fields(self) -> list[forms.BoundField]:
        numbers = range(1, self.shown_joined() + 1)
        return [self[f"joined_{name}_{number}"] for number in numbers for name in JOINED]

    def agent_fields(self) -> list[forms.BoundField]:
        return [self[f"agent_{name}"] for name in AGENT] if self.shows_agent() else []

    def joining_sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Only what was asked for by a button."""
        together = "共同申请人（第1位就是上面的申请人，由大家推选为代表，文书送给代表）"
        groups = ((together, self.joined_fields()), ("代理人", self.agent_fields()))
        return [(title, fields) for title, fields in groups if fields]

    def agent_or_none(self) -> AgentFacts | None:
        return self.agent_facts() if self.shows_agent() else None

    def may_join(self) -> bool:
        return self.shown_joined() < MOST_JOINED


def add_paper_fields(form: forms.Form, *, agent: bool, joined: bool, needed: bool) -> None:
    """Uploads that belong to an agent and to several applicants."""
    if agent:
        form.fields["mandate"] = UploadField(
            label="委托书", required=needed, help_text="申请人签名或者盖章，写明委托事项和权限。加密保存。"
        )
        form.fields["agent_identity"] = UploadField(
            label="代理人身份证明或者执业证", help_text="律师传执业证。加密保存。"
        )
        form.fields["firm_letter"] = UploadField(label="律所函", help_text="代理人是律师的上传。加密保存。")
    if joined:
        form.fields["election"] = UploadField(
            label="推选书", help_text="共同申请人签名推选第1位为代表，文书送给代表。加密保存。"
        )


def agent_papers(facts: dict[str, Any]) -> AgentPapers:
    mandate, identity, letter = (facts.get(name) for name in PAPERS)
    return AgentPapers(mandate, identity, letter)


# --- steps ------------------------------------------------------------------------------------------------


class OneWithdrawsForm(StepForm):
    """Names stand on the page for whoever handles the case; what is posted and recorded is the position."""

    who = forms.TypedChoiceField(label="哪一位退出", coerce=int, widget=forms.RadioSelect)
    successor = forms.TypedChoiceField(
        label="接替的代表",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="退出的是推选的代表时必选；其余申请人推选，以后的文书送给新的代表。",
    )
    agent_stays = forms.BooleanField(
        label="委托书写明代理全体申请人，代表退出后代理人继续代理",
        required=False,
        help_text="只在退出的是推选的代表、本件有代理人时勾选；不勾选的，代理随委托人退出而终止（民法典第173条）。",
    )
    evidence = UploadField(label="退出申请的材料扫描件", help_text="本人签名的书面材料，加密保存。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        applicant = self.case.applicant
        if applicant.agent is None:
            del self.fields["agent_stays"]
        others = [(one.position, personal.read_joined(one).name) for one in personal.staying(applicant)]
        everybody = [(REPRESENTATIVE, f"{personal.read(applicant).name}（推选的代表）"), *others]
        cast(forms.ChoiceField, self.fields["who"]).choices = everybody if others else []
        cast(forms.ChoiceField, self.fields["successor"]).choices = [("", "不用更换代表"), *others]
        self.fields["effective_on"].label = "提出退出的日期"
        self.order_fields(["who", "successor", "agent_stays", "effective_on", "evidence"])


class EndAgentForm(StepForm):
    reason = forms.ChoiceField(label="终止的原因", choices=MandateEnd.choices, widget=forms.RadioSelect)
    evidence = UploadField(
        label="解除委托的材料扫描件", help_text="申请人取消委托、代理人辞去委托的书面材料等，加密保存。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agent = self.case.applicant.agent
        name = personal.read_agent(agent).name if agent else ""
        self.fields["effective_on"].label = "代理终止之日"
        self.fields["effective_on"].help_text = f"代理人{name}不再代理的日期。"


class NameAgentForm(AgentMixin, StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_agent_fields()
        add_paper_fields(self, agent=True, joined=False, needed=True)
        self.fields["effective_on"] = self.fields.pop("effective_on")  # stands last
        self.fields["effective_on"].label = "提交委托书的日期"

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        self.clean_agent()
        if self.errors:
            return facts
        return {
            "agent": self.agent_facts(),
            "papers_of_agent": agent_papers(facts),
            "effective_on": facts["effective_on"],
        }
