"""The applicant's fields: those of a person, those of an organisation, and how to be reached."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from stdnum import exceptions
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from requests_app.facts import ApplicantFacts
from requests_app.models import ApplicantKind, IdentityKind, ProvisionForm, ProvisionRoute

NATURAL, ORGANISATION = "natural", "organisation"
ORGANISATIONS = [(kind.value, kind.label) for kind in ApplicantKind if kind != ApplicantKind.NATURAL]
RESIDENT_NUMBER = re.compile(r"\d{17}[\dX]|\d{15}")

CONTACT = ("phone", "address", "postcode", "email", "fax")
WAYS = ("provision_forms", "provision_routes", "accepts_other_form")

Choices = forms.CheckboxSelectMultiple


def text(
    label: str, length: int, help_text: str = "", *, required: bool = False, **attrs: str
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": f"请填写{label}。"},
    )


class ApplicantMixin(forms.Form):
    """Call `add_applicant_fields(who)`; `applicant` of the clean data holds the ApplicantFacts."""

    who = NATURAL
    identity_required = True

    def add_applicant_fields(self, who: str) -> None:
        self.who = who
        fields = self._natural_fields() if who == NATURAL else self._organisation_fields()
        self.fields.update({**fields, **self._contact_fields(), **self._provision_fields()})

    def _natural_fields(self) -> dict[str, forms.Field]:
        needed = self.identity_required
        return {
            "name": text("姓名", 50, "与证件一致。", required=True, autocomplete="name"),
            "identity_kind": forms.ChoiceField(
                label="证件名称", choices=IdentityKind.choices, initial=IdentityKind.RESIDENT, required=needed
            ),
            "identity_number": text(
                "证件号码", 30, "只用于核对申请人身份（条例第29条），加密保存，不公开。", required=needed
            ),
        }

    def _organisation_fields(self) -> dict[str, forms.Field]:
        needed = self.identity_required
        return {
            "kind": forms.ChoiceField(
                label="单位类别",
                choices=ORGANISATIONS,
                widget=forms.RadioSelect,
                error_messages={"required": "请选择单位类别，年度报告按类别统计。"},
            ),
            "name": text(
                "单位名称", 100, "与营业执照或登记证书一致。", required=True, autocomplete="organization"
            ),
            "identity_number": text("统一社会信用代码", 18, "18位。", required=needed),
            "legal_representative": text("法定代表人或负责人", 50),
            "contact_name": text("联系人", 50, "办理中我们与谁联系。", required=True, autocomplete="name"),
        }

    def _contact_fields(self) -> dict[str, forms.Field]:
        return {
            "phone": text(
                "联系电话", 40, "手机或带区号的固定电话。", required=True, autocomplete="tel", inputmode="tel"
            ),
            "address": text("联系地址", 200, "选择邮寄时必填。", autocomplete="street-address"),
            "postcode": text("邮政编码", 6, autocomplete="postal-code", inputmode="numeric"),
            "email": forms.EmailField(
                label="电子邮箱",
                required=False,
                help_text="选择电子邮件时必填。",
                widget=forms.EmailInput(attrs={"autocomplete": "email"}),
                error_messages={"invalid": "电子邮箱的格式不对，例如：name@example.com。"},
            ),
            "fax": text("传真号码", 40, "选择传真时必填。"),
        }

    def _provision_fields(self) -> dict[str, forms.Field]:
        return {
            "provision_forms": forms.MultipleChoiceField(
                label="希望提供的形式",
                choices=ProvisionForm.choices,
                widget=Choices,
                error_messages={"required": "请至少选择一种提供形式。"},
            ),
            "provision_routes": forms.MultipleChoiceField(
                label="希望获取的途径",
                choices=ProvisionRoute.choices,
                widget=Choices,
                help_text="选择“网上查询下载”，凭编号和查询码在本网站下载答复。",
                error_messages={"required": "请至少选择一种获取途径。"},
            ),
            "accepts_other_form": forms.BooleanField(
                label="无法按上面的形式提供时，接受其他形式", required=False, initial=True
            ),
        }

    def identity_fields(self) -> list[forms.BoundField]:
        """The fields that say who asks, of a person or of an organisation."""
        persons = ("kind", "name", "identity_kind", "identity_number", "legal_representative", "contact_name")
        return [self[name] for name in persons if name in self.fields]

    def clean_identity_number(self) -> str:
        number = "".join(self.cleaned_data["identity_number"].split()).upper()
        if not number:
            return ""
        if self.who == ORGANISATION:
            if not uscc.is_valid(number):
                raise forms.ValidationError("统一社会信用代码应当是18位，请对照营业执照核对。")
        elif self.cleaned_data.get("identity_kind") == IdentityKind.RESIDENT:
            refuse_resident_number(number)
        return number

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if len(re.sub(r"\D", "", phone)) < 7:
            raise forms.ValidationError("联系电话至少7位数字，固定电话请加区号，例如：0632-8811111。")
        return str(phone)

    def clean_postcode(self) -> str:
        postcode = str(self.cleaned_data["postcode"]).strip()
        if postcode and not re.fullmatch(r"\d{6}", postcode):
            raise forms.ValidationError("邮政编码是6位数字。")
        return postcode

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        for route, field, wording in (
            (ProvisionRoute.POST, "address", "联系地址"),
            (ProvisionRoute.EMAIL, "email", "电子邮箱"),
            (ProvisionRoute.FAX, "fax", "传真号码"),
        ):
            if (
                route in facts.get("provision_routes", ())
                and not facts.get(field)
                and field not in self.errors
            ):
                self.add_error(field, f"您选择了“{route.label}”，请填写{wording}。")
        facts["applicant"] = self._applicant(facts)
        return facts

    def _applicant(self, facts: dict[str, Any]) -> ApplicantFacts:
        personal = (
            "identity_kind",
            "identity_number",
            "legal_representative",
            "contact_name",
            "phone",
            "address",
            "postcode",
            "email",
            "fax",
        )
        kind = ApplicantKind.NATURAL if self.who == NATURAL else facts.get("kind", "")
        known = {name: str(facts.get(name) or "") for name in personal}
        return ApplicantFacts(kind=str(kind), name=str(facts.get("name") or "").strip(), **known)


def refuse_resident_number(number: str) -> None:
    """Raises ValidationError for a resident number (居民身份证号码) whose form or check digit is wrong."""
    if not RESIDENT_NUMBER.fullmatch(number):
        raise forms.ValidationError("居民身份证号码应当是18位，最后一位可以是X，请核对。")
    try:
        if len(number) == 18:
            mod_11_2.validate(number)
    except exceptions.ValidationError as error:
        raise forms.ValidationError("居民身份证号码的最后一位与前面的数字不符，请核对有没有写错。") from error
