"""`manage.py run_daily`: what time alone changes; run once a day, safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from disclosure.operations import expire_due
from foundation.signin import throttle
from foundation.workdays.present import today
from requests_app.operations.recomputing import recompute_open_limits


class Command(BaseCommand):
    help = "每日任务：有效期届满的文件标为失效；新日历公布后重算在办申请的期限；清除过期的登录计数和会话"

    def handle(self, **_options: Any) -> None:
        expired = expire_due(today())
        recomputed = recompute_open_limits()
        forgotten = throttle.forget_old()
        call_command("clearsessions")
        self.stdout.write(
            f"标为失效{len(expired)}件；重算期限{recomputed}件；清除过期的输错计数{forgotten}条和过期会话。"
        )
