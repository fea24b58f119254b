"""`manage.py appoint_administrator`: the first administrator of an agency, who appoints all others."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from foundation.agencies import powers
from foundation.agencies.models import Agency, Role
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.staff.operations.joining import Post, join
from foundation.workdays.present import today


class Command(BaseCommand):
    help = "为还没有安全管理员的单位建立第一个账号；以后的账号在工作台办理到岗"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, help="机构代码")
        parser.add_argument("--username", required=True)
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--role", default="security", help="角色代码，默认安全管理员")

    @transaction.atomic
    def handle(self, *, agency: str, username: str, name: str, role: str, **_options: Any) -> None:
        unit = self._find(Agency, agency, "机构")
        if powers.is_kept(unit, today()):
            raise CommandError(f"{unit.name}已有人管理账号：请由其在工作台办理到岗。")
        try:
            joined = join(
                actor=Actor(origin="command"),
                effective_on=today(),
                username=username,
                name=name,
                agency=unit,
                role=self._find(Role, role, "角色"),
                post=Post.NONE,
                reason="系统启用",
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"账号 {username}，初始密码 {joined.password}（只显示这一次，首次登录后立即修改）。"
        )

    def _find(self, model: Any, code: str, what: str) -> Any:
        found = model.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"没有代码为“{code}”的{what}。")
        return found
