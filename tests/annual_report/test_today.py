"""Which reports a person still owes, and until when."""

from __future__ import annotations

from datetime import date

import pytest

from annual_report.deadlines import due_on
from annual_report.models import Report
from annual_report.operations import compile_report
from annual_report.today import owed
from foundation.agencies.models import Agency, User
from tests.annual_report.conftest import COMMAND, OPENED, person


@pytest.mark.parametrize(
    ("year", "government", "due"),
    [
        (2025, True, date(2026, 3, 31)),
        (2025, False, date(2026, 1, 31)),
        (2019, False, date(2020, 1, 31)),
        (2012, False, date(2013, 3, 31)),
    ],
)
def test_limits_are_fixed_days(year: int, government: bool, due: date) -> None:
    """law.md trap 7: 31 January 2026 is a Saturday, and it stays the limit."""
    assert due_on(year, government=government) == due


def test_a_report_not_begun_is_owed_by_agencies_in_use(district: Agency, writer: User) -> None:
    (item,) = owed(writer, date(2026, 1, 5))
    assert (item.title, item.due_on, item.next_step) == (
        "人民政府2025年度报告",
        date(2026, 3, 31),
        "开始编写",
    )
    assert item.url == "/admin/annual_report/report/compile/"


def test_an_agency_that_came_later_owes_nothing(district: Agency) -> None:
    user = person("clerk", Agency.objects.get(code="minzheng"), "annual_report.write")
    assert owed(user, date(2026, 1, 5)) == []
    Agency.objects.filter(code="minzheng").update(enabled_on=OPENED)
    (item,) = owed(user, date(2026, 1, 5))
    assert item.due_on == date(2026, 1, 31)


def test_a_begun_report_is_owed_until_it_is_public(report_2025: Report, writer: User) -> None:
    (item,) = owed(writer, date(2026, 1, 5))
    assert (item.next_step, item.url) == (
        "写完并签发",
        f"/admin/annual_report/report/{report_2025.pk}/change/",
    )
    Report.objects.update(stage="signed")
    assert owed(writer, date(2026, 1, 5))[0].next_step == "公布"
    Report.objects.update(stage="published")
    assert owed(writer, date(2026, 1, 5)) == []


def test_the_earliest_limit_stands_first(district: Agency) -> None:
    Agency.objects.update(enabled_on=OPENED)
    compile_report(Agency.objects.get(code="xuzhuang"), 2025, actor=COMMAND)
    user = person("chief", district, "annual_report.write", reach="subtree")
    dues = [item.due_on for item in owed(user, date(2026, 1, 5))]
    assert dues == sorted(dues)
    assert len(dues) == 4
