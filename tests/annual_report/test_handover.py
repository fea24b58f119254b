"""Unfinished reports on the list that a colleague hands over."""

from __future__ import annotations

from annual_report import handover
from annual_report.models import Report
from annual_report.operations import write_part
from foundation.ledger.acts import Actor
from tests.annual_report.conftest import SIGNED_ON


def test_a_report_tells_how_far_it_is_written(report_2025: Report, by_writer: Actor) -> None:
    (row,) = handover.unfinished([report_2025.agency_id], SIGNED_ON)
    assert row[1:3] == ("2026年3月31日", "编写中") and row[4] == "0项"
    parts = report_2025.parts.count()
    write_part(report_2025.pk, report_2025.parts.first().code, " ", actor=by_writer)
    before, after = row[3], handover.unfinished([report_2025.agency_id], SIGNED_ON)[0][3]
    assert before.endswith(f"/{parts}部分") and int(after[0]) == int(before[0]) - 1


def test_what_is_public_is_not_handed_over(report_2025: Report) -> None:
    Report.objects.filter(pk=report_2025.pk).update(stage="published")
    assert handover.unfinished([report_2025.agency_id], SIGNED_ON) == []


def test_every_column_has_a_width() -> None:
    assert all(len(one.columns) == len(one.widths) for one in handover.HANDOVER_LISTS)
