"""`manage.py remind`: write the reminders of a day; `--date` for one that was missed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.contracts import Refused
from foundation.workdays.present import today
from requests_app.operations.reminding import Reminded, foresee, remind


class Command(BaseCommand):
    help = (
        "写出某一天到点的期限提醒（每件、每种、每个期限只写一次，重复运行不会重发）；用 deliver_messages 发送"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", type=date.fromisoformat, help="哪一天的提醒，例如 2026-11-23；默认今天")
        parser.add_argument("--preview", action="store_true", help="只列出，不写")

    def handle(self, **options: Any) -> None:
        on = options["date"] or today()
        try:
            found = foresee(on) if options["preview"] else remind(on)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        for one in found:
            self.stdout.write(line(one))
        new = sum(one.is_new for one in found)
        self.stdout.write(f"{on:%Y-%m-%d}到点的提醒{len(found)}条，其中新的{new}条。")


def line(one: Reminded) -> str:
    mark = "新" if one.is_new else "已有"
    return f"[{mark}] {one.kind} {one.text} → {'、'.join(one.recipients) or '没有人可以办理'}"
