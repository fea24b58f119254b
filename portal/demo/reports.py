"""The yearly reports: 2012 signed and published as the seed tells it, this year's as a draft."""

from __future__ import annotations

from datetime import date

from annual_report import operations
from annual_report.demonstration import STYLES_2012, parts_of_2012
from annual_report.models import Report
from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from foundation.workdays.present import today

ACTOR = Actor(origin="import")
SOURCE = "演示数据"
SIGNED, PUBLISHED = date(2013, 3, 20), date(2013, 3, 22)


def build(units: dict[str, Agency]) -> None:
    rebuild_2012(units["shanting"])
    draft_this_year(units["shanting"])


def rebuild_2012(district: Agency) -> Report:
    report = operations.compile_report(district, 2012, actor=ACTOR, format_code="outline-2008")
    for code, text in parts_of_2012().items():
        operations.write_part(report.pk, code, text, actor=ACTOR)
    for code, style in STYLES_2012.items():
        operations.speak_as(report.pk, code, style, actor=ACTOR)
    operations.record_signature(report.pk, actor=ACTOR, effective_on=SIGNED, signer="演示签发人")
    operations.publish(report.pk, actor=ACTOR, effective_on=PUBLISHED)
    return report


def draft_this_year(district: Agency) -> Report:
    return operations.compile_report(district, today().year, actor=ACTOR)
