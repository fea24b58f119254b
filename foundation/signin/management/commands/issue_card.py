"""`manage.py issue_card NAME`: a card of one-time codes for somebody whom no keeper can help."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.agencies.models import User
from foundation.signin import operations


class Command(BaseCommand):
    help = "给一个账号签发口令卡，打印在屏幕上（只显示这一次）；第一个管理人员不能用手机，或者都进不去时用"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="用户名")

    def handle(self, *, username: str, **_options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有用户名为{username}的账号，请核对。")
        issued = operations.issue_card(user, None, by=None)
        self.stdout.write(f"{user}的口令卡，以前的卡作废。每个口令用一次：")
        for number, code in issued.codes:
            self.stdout.write(f"{number:>3}  {code}")
