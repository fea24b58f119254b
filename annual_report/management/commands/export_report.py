"""`manage.py export_report --agency shanting --year 2012 --format docx --output report.docx`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annual_report.exports import FORMATS, Version, file_of, newest_version
from annual_report.models import Report
from foundation.agencies.models import Agency


class Command(BaseCommand):
    help = "把一份年度报告导出为文件；还没有签发的报告会标明是草稿。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, help="机构代码，例如 shanting")
        parser.add_argument("--year", required=True, type=int, help="报告年度，例如 2012")
        parser.add_argument("--format", required=True, help="、".join(FORMATS))
        parser.add_argument("--output", required=True, type=Path, help="写到哪个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        file_format: str = options["format"]
        if file_format not in FORMATS:
            raise CommandError(f"不能导出“{file_format}”格式，可选：{'、'.join(FORMATS)}。")
        version = newest_version(self._report(options["agency"], options["year"]))
        write_atomically(options["output"], file_of(version, file_format))
        self.stdout.write(f"已导出：{options['output']}（{self._standing(version)}）")

    def _report(self, code: str, year: int) -> Report:
        agency = Agency.objects.filter(code=code).first()
        if agency is None:
            raise CommandError(f"没有机构代码为“{code}”的机构，请核对 --agency。")
        report: Report | None = (
            Report.objects.select_related("agency").filter(agency=agency, year=year).first()
        )
        if report is None:
            years = Report.objects.filter(agency=agency).order_by("year").values_list("year", flat=True)
            known = f"已有：{'、'.join(map(str, years))}。" if years else "它还没有任何年度报告。"
            raise CommandError(f"{agency.name}没有{year}年度报告。{known}")
        return report

    def _standing(self, version: Version) -> str:
        number = version.standing.number
        return f"第{number}版" if number else version.standing.marking


def write_atomically(target: Path, content: bytes) -> None:
    """The file is there whole or not at all, even if the machine stops in the middle."""
    folder = target.parent
    if not folder.is_dir():
        raise CommandError(f"文件夹“{folder}”不存在，请先建立。")
    if target.is_dir():
        raise CommandError(f"“{target}”是文件夹，请写明文件名。")
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{target.name}.")
    except OSError as error:
        raise CommandError(f"不能写入文件夹“{folder}”：{error.strerror}。") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
