"""The counter's form: a request that came on paper, by fax or by e-mail, with its legal date."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.agencies.access import agencies_of
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.forms import SpokenForm
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from requests_app.capabilities import REGISTER
from requests_app.clock import printed_limit, reckon
from requests_app.facts import Filing
from requests_app.forms.applicants import CONTACT, NATURAL, ORGANISATION, WAYS, ApplicantMixin, text
from requests_app.forms.arriving import GUIDE
from requests_app.forms.joining import PAPERS, JoiningMixin, add_paper_fields, agent_papers
from requests_app.forms.parts import FIELDS, PartsMixin
from requests_app.forms.uploads import UploadField
from requests_app.models import Arrival, Contact, InformationRequest
from requests_app.operations import limits
from requests_app.receipt_rules import ARRIVALS, Receipt, explain, receipt_of

WAYS_IN = [
    (arrival.value, f"{arrival.label}：{rule.says}")
    for arrival, rule in ARRIVALS.items()
    if arrival != Arrival.SITE
]
"""Each way says beside itself which day counts, so that nobody has to know the article."""


def date_field(label: str, help_text: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": f"{label}不是有效的日期，例如：2026-09-18。",
        },
    )


class RegisterForm(PartsMixin, JoiningMixin, ApplicantMixin, SpokenForm):
    """What is missing on the paper is left empty: asking for it is a later step, not a bar to registering."""

    identity_required = False

    respondent = forms.ModelChoiceField(
        label="被申请机关", queryset=Agency.objects.none(), empty_label="请选择"
    )
    arrival = forms.ChoiceField(
        label="怎样到达的",
        choices=WAYS_IN,
        widget=forms.RadioSelect,
        help_text="写在后面的是哪天算收到（条例第31条）。",
    )
    arrived_on = date_field(
        "申请到达之日",
        "当面提交、邮件签收、收到信函传真邮件的日期，不是录入的日期；周五下班后门卫签收的，就填周五。",
    )
    confirmed_on = date_field(
        "与申请人确认之日",
        "平常信函、传真、电子邮件和转来的申请填写；还没有联系上的先留空，转为待确认，答复期限不起算。",
        required=False,
    )
    means = forms.ChoiceField(
        label="怎样确认的", choices=[("", "没有确认"), *Contact.choices], required=False
    )
    guide = text("指南的名称和公布日期", 100, f"公布的指南写明这个渠道到达之日就是收到之日的才填。{GUIDE}")
    read_back = forms.BooleanField(
        label="已读给申请人听，无误，由其在登记回执上签字",
        required=False,
        help_text="口头申请的必选（条例第29条）。",
    )
    evidence = UploadField(
        label="到达凭证扫描件",
        help_text="信封（邮戳）、签收单、传真记录、邮件正文等，加密保存；也可以登记以后补存。严禁上传涉密和工作秘密内容。",
    )

    def __init__(
        self, *args: Any, user: Any, who: str, like: InformationRequest | None = None, **kwargs: Any
    ) -> None:
        """`like`: a request of the same content, whose words stand in the empty form already."""
        super().__init__(*args, **{"initial": copied(like) if like else {}, **kwargs})
        self.user, self.like = user, like
        self.given_parts = like.parts.count() if like else 1
        asked = agencies_of(user, REGISTER.code) & Agency.objects.may_be_asked(today())
        cast(forms.ModelChoiceField, self.fields["respondent"]).queryset = asked
        self.add_part_fields()
        self.add_applicant_fields(who)
        self.add_joining_fields()
        joined = self.shown_joined() > 0
        add_paper_fields(self, agent=self.shows_agent(), joined=joined, needed=False)
        for name in ("phone", "provision_forms", "provision_routes", "contact_name"):
            if name in self.fields:
                self.fields[name].required = False
        self.fields["external_number"] = text("外部编号", 60, "由其他平台转来的，填写那里的编号。")
        self.fields["source_system"] = text("来源系统", 40, "例如：省政府信息公开平台。")
        self.fields["identity_image"] = UploadField(label="证件图片", help_text="加密保存。")

    def clean_phone(self) -> str:
        return super().clean_phone() if self.cleaned_data["phone"].strip() else ""

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        facts["receipt"] = self._receipt(facts)
        if bool(facts.get("external_number")) != bool(facts.get("source_system")):
            self.add_error("source_system", "外部编号和来源系统要一起填写。")
        if facts.get("arrival") == Arrival.PLATFORM and not facts.get("external_number"):
            self.add_error("external_number", "其他平台转来的，请填写那里的编号和平台名称，避免重复登记。")
        if facts.get("arrival") == Arrival.ORAL and not facts.get("read_back"):
            self.add_error(
                "read_back", "代为填写的申请要读给申请人听并由其签字（条例第29条），请办好后勾选。"
            )
        return facts

    def _receipt(self, facts: dict[str, Any]) -> Receipt:
        """The day of receipt the typed facts amount to; none when they amount to none."""
        arrival, arrived_on, confirmed_on = map(facts.get, ("arrival", "arrived_on", "confirmed_on"))
        if not arrival or arrived_on is None or "confirmed_on" in self.errors:
            return Receipt()
        if bool(confirmed_on) != bool(facts.get("means")) and ARRIVALS[Arrival(arrival)].to_be_confirmed:
            missing = "means" if confirmed_on else "confirmed_on"
            self.add_error(missing, "确认的日期和方式要么都填，要么都留空。")
        try:
            guide = facts.get("guide", "")
            return receipt_of(arrival, arrived_on, confirmed_on=confirmed_on, guide=guide)
        except Refused as refused:
            self.add_refusal(refused)
            return Receipt()

    def preview(self) -> list[str]:
        """Which day counts, why, and until when to answer; called with valid data only."""
        receipt: Receipt = self.cleaned_data["receipt"]
        calendar = published_calendar()
        arrival = self.cleaned_data["arrival"]
        why = explain(arrival, receipt.basis, receipt.on, calendar)
        if receipt.on is None:
            return [*why]
        clock = reckon(receipt.on, calendar, rules=limits.rules_in_force())
        return [*why, f"答复期限：{printed_limit(clock)}。"]

    def add_refusal(self, refused: Refused) -> None:
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))

    def filing(self) -> Filing:
        facts = self.cleaned_data
        return Filing(
            respondent=facts["respondent"],
            channel=ARRIVALS[Arrival(facts["arrival"])].channel,
            arrival=facts["arrival"],
            applicant=facts["applicant"],
            parts=facts["parts"],
            provision_forms=tuple(facts["provision_forms"]),
            provision_routes=tuple(facts["provision_routes"]),
            accepts_other_form=facts["accepts_other_form"],
            identity_image=facts["identity_image"],
            joined=facts["joined"],
            election=facts.get("election"),
            agent=self.agent_or_none(),
            agent_papers=agent_papers(facts),
            source_system=facts["source_system"],
            external_number=facts["external_number"],
            group=self.like.group if self.like else None,
        )

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in the order of the page."""
        receipt = (
            "respondent",
            "arrival",
            "arrived_on",
            "confirmed_on",
            "means",
            "guide",
            "read_back",
            "evidence",
        )
        papers = [self[name] for name in (*PAPERS, "election") if name in self.fields]
        others = ("external_number", "source_system", "identity_image")
        return [
            ("收到", [self[name] for name in receipt]),
            ("申请内容", [field for part in self.part_fields() for field in part]),
            ("申请人", self.identity_fields()),
            ("联系方式", [self[name] for name in CONTACT]),
            ("提供方式", [self[name] for name in WAYS]),
            ("其他", [self[name] for name in others]),
            *self.joining_sections(),
            *([("代理人和共同申请人的材料", papers)] if papers else []),
        ]


def copied(like: InformationRequest) -> dict[str, Any]:
    """What like requests have in common: whom they ask for what, and how it is wanted; never who asks."""
    words = {f"{name}_{part.position}": getattr(part, name) for part in like.parts.all() for name in FIELDS}
    return {
        "respondent": like.respondent_id,
        "arrival": like.arrival,
        "arrived_on": like.registered_on,
        "provision_forms": like.provision_forms,
        "provision_routes": like.provision_routes,
        "accepts_other_form": like.accepts_other_form,
        **words,
    }


WHO = ((NATURAL, "自然人"), (ORGANISATION, "法人或其他组织"))
