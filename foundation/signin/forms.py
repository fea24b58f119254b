"""The forms of the way in and of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password

from foundation.agencies.models import User
from foundation.ledger.forms import SpokenForm

PASSWORD = {"autocomplete": "current-password"}
NEW_PASSWORD = {"autocomplete": "new-password"}


def code_field(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        max_length=20,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
    )


class SignInForm(SpokenForm):
    username = UsernameField(
        label="用户名", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="密码", max_length=128, strip=False, widget=forms.PasswordInput(attrs=PASSWORD)
    )


class CodeForm(SpokenForm):
    code = code_field("动态码或口令")


class EnrolForm(SpokenForm):
    code = code_field("验证器上的6位动态码")


class ConfirmForm(SpokenForm):
    """One of the two is enough."""

    password = forms.CharField(
        label="密码",
        max_length=128,
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs=PASSWORD),
    )
    code = code_field("动态码或口令", "不方便输入密码时，填写动态码或口令也可以。", required=False)

    def __init__(self, *args: Any, has_factor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_factor:
            del self.fields["code"]
            self.fields["password"].required = True

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not self.errors and not facts.get("password") and not facts.get("code"):
            self.add_error("password", "请填写密码或者动态码。")
        return facts


class NewPasswordForm(SpokenForm):
    """Choose an own password, twice."""

    new_password1 = forms.CharField(
        label="新密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
    )
    new_password2 = forms.CharField(
        label="再输一遍新密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
        error_messages={"required": "请把新密码再输一遍。"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new_password1"].help_text = "".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        first, second = facts.get("new_password1"), facts.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", "两次输入的新密码不一样，请重新输入。")
        elif first and second:
            self._judge(first)
        return facts

    def is_the_present_one(self, password: str) -> bool:
        """Asked by somebody who has just signed in with it; elsewhere the answer would be a way to guess."""
        return self.user.check_password(password)

    def _judge(self, password: str) -> None:
        if self.is_the_present_one(password):
            self.add_error("new_password1", "新密码不能与现在的密码相同。")
        try:
            validate_password(password, self.user)
        except forms.ValidationError as error:
            self.add_error("new_password1", error)


class TemporaryPasswordForm(NewPasswordForm):
    """By a keeper, for somebody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "临时密码"
        self.fields["new_password2"].label = "再输一遍临时密码"

    def is_the_present_one(self, password: str) -> bool:
        return False


class ChangePasswordForm(NewPasswordForm):
    """The old one first: an open screen is not enough."""

    old_password = forms.CharField(
        label="现在的密码", max_length=128, strip=False, widget=forms.PasswordInput(attrs=PASSWORD)
    )
    field_order = ("old_password", "new_password1", "new_password2")

    def is_the_present_one(self, password: str) -> bool:
        return password == self.cleaned_data.get("old_password")
