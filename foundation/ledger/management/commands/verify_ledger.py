"""`manage.py verify_ledger`: recompute the seals of the ledger; exit code 0 when all is whole, 1 when not."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from foundation.ledger import verification
from foundation.ledger.models import Event
from foundation.ledger.seals import event_models, newest_seal
from foundation.ledger.verification import Finding
from foundation.workdays.wording import full_date


class Command(BaseCommand):
    help = "核对台账：逐条重算办理记录，与每日封存比较；全部完好退出码为0，有改动、缺失或插入为1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        tables = [model._meta.db_table for model in event_models()]
        parser.add_argument("--table", choices=tables, help="只核对这一个台账")
        parser.add_argument(
            "--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="只核对到这一天的封存"
        )
        parser.add_argument("--expect", metavar="哈希", help="以前打印或公布过的封存哈希：它应当还在封存链里")

    @transaction.atomic
    def handle(self, *, table: str | None, until: date | None, expect: str | None, **_options: Any) -> None:
        models = [model for model in event_models() if table in (None, model._meta.db_table)]
        findings = list(self._findings(models, until, expect))
        for finding in findings:
            self.stdout.write(finding.sentence)
        if findings:
            raise CommandError(f"台账有{len(findings)}处问题，见上。请保留现场，与备份比对，并报告负责人。")
        newest = newest_seal()
        if newest is None:
            self.stdout.write("还没有封存：请先运行 manage.py run_daily。")
            return
        self.stdout.write(f"台账完好。最新封存：第{newest.number}号，哈希 {newest.sha256}")

    def _findings(
        self, models: list[type[Event]], until: date | None, expect: str | None
    ) -> Iterator[Finding]:
        if expect and not verification.is_sealed_hash(expect):
            yield Finding("unknown", f"封存链里没有哈希{expect}：封存被整体改写过，或者哈希抄错了。")
        if broken := verification.first_broken_seal():
            yield broken
        for model in models:
            yield from self._of_table(model, until)

    def _of_table(self, model: type[Event], until: date | None) -> Iterator[Finding]:
        name = verification.ledger_name(model._meta.db_table)
        if broken := verification.first_broken_row(model, until, self._progress(name)):
            yield broken
        if gap := verification.first_gap(model):
            yield gap
        sealed = verification.extent(model, until)
        up_to = f"封存到{full_date(sealed.day)}" if sealed.day else "还没有封存"
        self.stderr.write(f"“{name}”：{sealed.rows}条已核对，{up_to}。", self.style.NOTICE)

    def _progress(self, name: str) -> verification.Progress:
        """One moving line in a terminal, nothing where the output is kept."""

        def show(done: int, total: int) -> None:
            if self.stderr.isatty():
                self.stderr.write(f"\r“{name}”：{done}/{total}", ending="")
                if done == total:
                    self.stderr.write("\r\033[K", ending="")

        return show
