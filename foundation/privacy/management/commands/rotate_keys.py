"""Wrap every data key with the first master key, so that the older master keys can be put away."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from foundation.privacy.master_keys import master_keys
from foundation.privacy.vault import rewrap_all


class Command(BaseCommand):
    help = "用GONGKAI_KEYS中的第一个主密钥重新封装全部数据密钥；完成后其余主密钥可以停用。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        rewrapped = rewrap_all()
        self.stdout.write(
            f"已用主密钥“{master_keys()[0].id}”重新封装{rewrapped}个数据密钥，其余主密钥可以停用。"
        )
