"""What a password must not be, in our words: Django's Chinese leaves one sentence in English."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
)
from django.core.exceptions import ValidationError

SHORTEST_PART = 3
"""Parts of a name shorter than this are in many a good password by chance."""
SHORTEST_NAME = 2
"""A Chinese name is a name with two characters already."""


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少要{self.min_length}个字符。几个词连在一起最好记。"

    def get_help_text(self) -> str:
        return f"至少{self.min_length}个字符，几个词连在一起最好记。"


class NotCommon(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "这个密码太常见，容易被猜到，请另换一个。"

    def get_help_text(self) -> str:
        return "不能是常见密码。"


class NotOnlyDigits(NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "密码不能全是数字，请加上字母、汉字或符号。"

    def get_help_text(self) -> str:
        return "不能全是数字。"


class NotOnesOwnName:
    """Refuses a password that holds the account's user name, name or e-mail."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None:
            return
        mail = str(user.email or "").partition("@")[0]
        name = user.name.replace(" ", "")
        parts = [part for part in (user.username, mail) if len(part) >= SHORTEST_PART]
        parts += [name] if len(name) >= SHORTEST_NAME else []
        if any(part.casefold() in password.casefold() for part in parts):
            raise ValidationError("密码中不能含有您的用户名、姓名或邮箱名，请另换一个。", code="own_name")

    def get_help_text(self) -> str:
        return "不能含有您的用户名、姓名或邮箱名。"
