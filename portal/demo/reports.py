"""The yearly reports: 2012 signed and published as the seed tells it, this year's as a draft."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from annual_report import operations
from annual_report.demonstration import STYLES_2012, parts_of_2012
from annual_report.formats import format_of_year
from annual_report.formats.proactive_table import CHARGE, DECISIONS
from annual_report.models import Report
from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from foundation.workdays.present import today

ACTOR = Actor(origin="import")
# Kept in the departments' own systems until the registers have a room here: 填报数 with their source.
TYPED = {
    f"{DECISIONS}/licence/total": Decimal(12_846),
    f"{DECISIONS}/penalty/total": Decimal(1_032),
    f"{DECISIONS}/coercion/total": Decimal(87),
    CHARGE: Decimal("236.5"),
}
SOURCE = "各部门业务系统汇总（演示数据）"
SIGNED, PUBLISHED = date(2013, 3, 20), date(2013, 3, 22)


def build(units: dict[str, Agency]) -> None:
    rebuild_2012(units["shanting"])
    if format_of_year(today().year) is not None:
        report = operations.compile_report(units["shanting"], today().year, actor=ACTOR)
        for code, value in TYPED.items():
            if report.format.figure(code) is not None:  # the older outline has no such table
                operations.enter_figure(report.pk, code, value=value, source=SOURCE, actor=ACTOR)
        operations.compile_report(units["stczj"], today().year, actor=ACTOR)


def rebuild_2012(district: Agency) -> Report:
    report = operations.compile_report(district, 2012, actor=ACTOR, format_code="outline-2008")
    for code, text in parts_of_2012().items():
        operations.write_part(report.pk, code, text, actor=ACTOR)
    for code, style in STYLES_2012.items():
        operations.speak_as(report.pk, code, style, actor=ACTOR)
    operations.record_signature(report.pk, actor=ACTOR, effective_on=SIGNED, signer="演示签发人")
    operations.publish(report.pk, actor=ACTOR, effective_on=PUBLISHED)
    return report
