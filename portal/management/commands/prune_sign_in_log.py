"""`manage.py prune_sign_in_log --before DAY`: shortens the sign-in log; for the database's owner only."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from foundation.signin import records
from foundation.signin.models import RecordKind, SignInRecord
from foundation.signin.retention import may_go_before
from foundation.workdays.present import moment
from portal import environment
from portal.management.commands.prepare_database import connected_to


class Command(BaseCommand):
    help = "清理较早的登录日志（至少保留六个月，网络安全法第21条）；需要 MIGRATE_DATABASE_URL"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--before", type=day, required=True, metavar="YYYY-MM-DD")

    def handle(self, *, before: date, **_options: Any) -> None:
        latest = may_go_before(timezone.localdate(moment()))
        if before > latest:
            raise CommandError(f"登录日志至少保留六个月：现在最多清理到{latest:%Y-%m-%d}以前。")
        owner = environment.secret("MIGRATE_DATABASE_URL", default="")
        if not owner:
            raise CommandError("请设置 MIGRATE_DATABASE_URL：登录日志只有数据库结构的所有者可以清理。")
        with connected_to(owner):
            number = prune(before)
        self.stdout.write(f"已清理{before:%Y-%m-%d}以前的登录日志{number}条。")


@transaction.atomic
def prune(before: date) -> int:
    """Delete what is older and write down that it was done. Only the owner may let the triggers rest."""
    table = connection.ops.quote_name(SignInRecord._meta.db_table)
    first = timezone.make_aware(datetime.combine(before, time()))
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only_rows")
        number = int(SignInRecord.objects.filter(at__lt=first).delete()[0])
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only_rows")
    records.write(RecordKind.PRUNED, detail=f"{before:%Y-%m-%d}以前{number}条")
    return number


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"应为 2026-11-22 这样的日期，而不是 {text}") from error
