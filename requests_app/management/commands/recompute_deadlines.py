"""`manage.py recompute_deadlines`: every open request to the calendar in force, now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from requests_app.operations.recomputing import BATCH, Recomputed, recompute_open_limits, stale_requests


class Command(BaseCommand):
    help = (
        "新的工作日历发布后，重算在办申请的答复期限。随时可以中断，再运行时接着算；"
        "可以同时运行几个，不会重复。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=BATCH, help=f"每个事务多少件，默认{BATCH}")

    def handle(self, *, batch: int, **_options: Any) -> None:
        self.total = stale_requests()
        done = recompute_open_limits(batch=batch, progress=self.show)
        left = f"还有{done.remaining}件正被他人办理，请稍后再运行。" if done.remaining else "全部重算完毕。"
        self.stdout.write(f"重算{done.cases}件，其中{done.changed}件的日期有变化；{left}")

    def show(self, done: Recomputed) -> None:
        """Progress goes to stderr, so that what the command says can be kept."""
        self.stderr.write(f"已重算{done.cases}/{self.total}件，{done.changed}件有变化", self.style.NOTICE)
