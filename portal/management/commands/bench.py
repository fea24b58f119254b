"""`manage.py bench recompute --size 100000`: how fast, on invented rows in a database of its own."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "测量速度：在自己新建、用完即删的数据库里，用演示数据测量"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["recompute"], help="recompute：新日历发布后重算在办申请的期限")
        parser.add_argument("--size", type=int, default=100_000, help="多少件在办申请，默认100000")
        parser.add_argument("--seed", type=int, default=2026, help="随机数种子，默认2026")
        parser.add_argument("--batch", type=int, default=0, help="每个事务多少件，默认与产品相同")
        parser.add_argument("--output", type=Path, help="把结果写成JSON文件")

    def handle(self, *, size: int, seed: int, batch: int, output: Path | None, **_options: Any) -> None:
        from benchmarks.database import BenchmarkRefused, own_database
        from benchmarks.recompute import BATCH, measure

        try:
            with own_database():
                figures = measure(size, seed=seed, batch=batch or BATCH, say=self.stderr.write)
        except BenchmarkRefused as refused:
            raise CommandError(str(refused)) from refused
        measured = asdict(figures)
        for name, value in measured.items():
            shown = f"{value:.2f}" if isinstance(value, float) else value
            self.stdout.write(f"{name:<24} {shown}")
        if output is not None:
            output.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
