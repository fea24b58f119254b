"""`manage.py run_daily`: what time alone changes; run once a day, safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from disclosure.operations import expire_due
from foundation.ledger.seals import newest_seal, seal_complete_days
from foundation.signin import throttle
from foundation.workdays.awaited import awaited_plan
from foundation.workdays.present import now, today
from foundation.workdays.queries import published_calendar
from portal.rate_limits import forget_old_counts
from requests_app.operations.recomputing import recompute_open_limits
from requests_app.operations.register_books import destroy_expired


class Command(BaseCommand):
    help = (
        "每日任务：有效期届满的文件标为失效；新日历公布后重算在办申请的期限；"
        "写出并发送到点的提醒；清除过期的计数、会话和原台账文件；封存台账"
    )

    def handle(self, **_options: Any) -> None:
        expired = expire_due(today())
        done = recompute_open_limits()
        forgotten = throttle.forget_old()
        call_command("clearsessions")
        self.stdout.write(
            f"标为失效{len(expired)}件；重算期限{done.cases}件，其中{done.changed}件有变化；"
            f"清除过期的输错计数{forgotten}条和过期会话。"
        )
        forget_old_counts(now())
        call_command("remind", stdout=self.stdout)
        call_command("deliver_messages", stdout=self.stdout)
        if destroyed := destroy_expired():
            self.stdout.write(f"到期销毁原台账文件{destroyed}个。")
        self._seal()
        awaited = awaited_plan(published_calendar(), today())
        if awaited is not None:
            self.stdout.write(f"提醒：{awaited.sentence}{awaited.for_keepers}")

    def _seal(self) -> None:
        """The newest hash stands in the output, so that the operator's log keeps it outside the database."""
        sealing = seal_complete_days()
        if sealing.hindered:
            self.stderr.write("有写入尚未结束，台账这次没有封存，下次运行会补上。")
        newest = newest_seal()
        if newest is not None:
            self.stdout.write(
                f"台账新增封存{sealing.added}号；最新为第{newest.number}号，哈希 {newest.sha256}"
            )
