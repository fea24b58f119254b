"""System checks: an installation must not guard personal data with a key that everybody knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured

from foundation.privacy.master_keys import DEMO_SECRET, master_keys

HINT = "GONGKAI_KEYS=编号:Base64，其中Base64是32个随机字节，例如 openssl rand -base64 32 的输出。"


def check_master_keys(**_kwargs: Any) -> list[Error]:
    try:
        keys = master_keys()
    except ImproperlyConfigured as error:
        return [Error(f"主密钥设置有误：{error}", hint=HINT, id="privacy.E001")]
    if settings.MODE == "production" and any(key.secret == DEMO_SECRET for key in keys):
        return [
            Error(
                "正式环境不得使用演示主密钥：它是公开的，个人信息等于没有加密。", hint=HINT, id="privacy.E002"
            )
        ]
    return []
