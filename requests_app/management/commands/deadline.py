"""`manage.py deadline --case FILE|-`: the limit of a request from its dated facts, with its reasons."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from foundation.workdays.calendar import Calendar
from foundation.workdays.committed import committed_calendar
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from requests_app import deadline_command


class Command(BaseCommand):
    help = deadline_command.HELP
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        deadline_command.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        calendar = self._calendar()
        code = deadline_command.run(
            options["case"], calendar, today(), settings.GONGKAI_CLOCK, self.stdout, self.stderr
        )
        if code:
            sys.exit(code)

    def _calendar(self) -> Calendar:
        """The one staff published; without a prepared database the one that comes with the product."""
        try:
            return published_calendar()
        except DatabaseError:
            self.stderr.write("没有可用的数据库，按随产品提供的工作日历计算。")
            return committed_calendar()
