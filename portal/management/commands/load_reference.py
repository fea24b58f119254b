"""`manage.py load_reference`: what a new installation needs before its first agency, idempotent."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from disclosure.operations import load_catalogue
from foundation.agencies.operations import load_roles
from portal.delivered_roles import definitions


class Command(BaseCommand):
    help = "装入公开目录（条例第20条、第21条）和预置角色；已有的、改过的不动"

    @transaction.atomic
    def handle(self, **_options: Any) -> None:
        branches = load_catalogue()
        roles = load_roles(definitions())
        self.stdout.write(f"公开目录新增{branches}个类别；预置角色{len(roles)}个。")
