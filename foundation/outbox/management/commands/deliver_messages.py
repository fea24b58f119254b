"""`manage.py deliver_messages`: send what waits, now; safe to run at any time and twice at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from foundation.outbox.delivery import deliver


class Command(BaseCommand):
    help = "发送等待中的提醒（电子邮件、短信）；失败的按间隔重试，多次失败的转入电话催办单"

    def handle(self, **_options: Any) -> None:
        done = deliver()
        self.stdout.write(f"发出提醒{done.sent}条；失败、稍后重试{done.failed}条；不再重试{done.dead}条。")
