"""The counter's form: a request that came on paper, by fax or by e-mail, with its legal date."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from foundation.agencies.access import agencies_of
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.forms import SpokenForm
from foundation.workdays.present import today
from requests_app.capabilities import REGISTER
from requests_app.facts import Filing
from requests_app.forms.applicants import CONTACT, NATURAL, ORGANISATION, WAYS, ApplicantMixin, text
from requests_app.forms.parts import PartsMixin
from requests_app.forms.uploads import UploadField
from requests_app.models import Channel, ReceivedBasis

BY_HAND = [(channel.value, channel.label) for channel in Channel if channel != Channel.ONLINE]
BASES = [("", "尚未确认收到")] + [
    (basis.value, basis.label) for basis in ReceivedBasis if basis != ReceivedBasis.RECORDED
]


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


class RegisterForm(PartsMixin, ApplicantMixin, SpokenForm):
    """What is missing on the paper is left empty: asking for it is a later step, not a bar to registering."""

    identity_required = False

    respondent = forms.ModelChoiceField(
        label="被申请机关", queryset=Agency.objects.none(), empty_label="请选择"
    )
    channel = forms.ChoiceField(label="申请渠道", choices=BY_HAND, widget=forms.RadioSelect)
    arrived_on = date_field("申请到达之日", "当面递交、邮件签收、收到传真或邮件的日期，不是录入的日期。")
    received_basis = forms.ChoiceField(
        label="收到日期的依据",
        choices=BASES,
        required=False,
        help_text="平常信函、传真和电子邮件以与申请人确认之日为收到之日（条例第31条）；还没有确认的先留空。",
    )
    received_on = date_field("收到申请之日", "答复期限自次日起算；还没有确认的先留空。", required=False)

    def __init__(self, *args: Any, user: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        asked = agencies_of(user, REGISTER.code) & Agency.objects.may_be_asked(today())
        cast(forms.ModelChoiceField, self.fields["respondent"]).queryset = asked
        self.add_part_fields()
        self.add_applicant_fields(who)
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
        if bool(facts.get("received_on")) != bool(facts.get("received_basis")):
            missing = "received_on" if facts.get("received_basis") else "received_basis"
            if missing not in self.errors:
                self.add_error(missing, "收到日期和它的依据要么都填，要么都留空。")
        if bool(facts.get("external_number")) != bool(facts.get("source_system")):
            self.add_error("source_system", "外部编号和来源系统要一起填写。")
        return facts

    def add_refusal(self, refused: Refused) -> None:
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))

    def filing(self) -> Filing:
        facts = self.cleaned_data
        return Filing(
            respondent=facts["respondent"],
            channel=facts["channel"],
            applicant=facts["applicant"],
            parts=facts["parts"],
            provision_forms=tuple(facts["provision_forms"]),
            provision_routes=tuple(facts["provision_routes"]),
            accepts_other_form=facts["accepts_other_form"],
            identity_image=facts["identity_image"],
            source_system=facts["source_system"],
            external_number=facts["external_number"],
        )

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in the order of the page."""
        receipt = ("respondent", "channel", "arrived_on", "received_basis", "received_on")
        others = ("external_number", "source_system", "identity_image")
        return [
            ("收到", [self[name] for name in receipt]),
            ("申请内容", [field for part in self.part_fields() for field in part]),
            ("申请人", self.identity_fields()),
            ("联系方式", [self[name] for name in CONTACT]),
            ("提供方式", [self[name] for name in WAYS]),
            ("其他", [self[name] for name in others]),
        ]


WHO = ((NATURAL, "自然人"), (ORGANISATION, "法人或其他组织"))
