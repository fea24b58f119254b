"""The check run: what will be made, what is refused and why, where our clock says otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from requests_app.models import Applicant, InformationRequest
from requests_app.operations.register_books import check_of
from requests_app.register_book.checking import Check, series_of
from tests.requests_app.register_book.conftest import BAD, brought_in, put_in


@pytest.fixture
def found(unit: Agency, by_clerk: Actor) -> Check:
    return check_of(put_in(unit, by_clerk))


def test_every_row_of_the_sample_says_what_becomes_of_it(found: Check) -> None:
    assert [(line.row, line.number, line.outcome) for line in found.lines] == [
        (5, "2026-001", "已答复"),
        (6, "2026-002", "已答复"),
        (7, "2026-003", "已答复"),
        (8, "2026-004", "已答复"),
        (9, "2026-005", "已答复"),
        (10, "2026-006", "已撤回"),
        (11, "2026-007", "办理中"),
        (12, "2026-008", "待补正"),
        (13, "2026-009", "办理中"),
        (14, "2026-010", "已签发待送达"),
    ]
    assert dict(found.outcomes) == {"已答复": 5, "已撤回": 1, "办理中": 2, "待补正": 1, "已签发待送达": 1}
    assert not InformationRequest.objects.exists() and not Applicant.objects.exists()


def test_it_says_where_our_clock_disagrees(found: Check) -> None:
    """The limits were counted with `manage.py deadline`."""
    flags = {line.row: list(line.flags) for line in found.flagged}
    assert flags == {
        7: [
            "答复期限：原台账是2026年3月5日，按条例算是2026年3月6日；照原台账保留。",
            "答复超期：2026年3月10日送达，晚于2026年3月6日，超过2个工作日。",
        ],
        8: ["答复期限：原台账是2026年4月29日，按条例算是2026年4月28日；照原台账保留。"],
        11: ["在办，已经超过答复期限（2026年6月30日），导入后列在“今天要办”的最前面。"],
        13: ["答复期限：原台账是2026年10月13日，按条例算是2026年10月10日；在办的按本系统计算。"],
    }


REASONS = {
    5: ("收到申请之日", "只有两位"),
    6: ("收到申请之日", "没有写到哪一日"),
    7: ("收到申请之日", "这一天不存在"),
    8: ("收到申请之日", "是空白"),
    9: ("收到申请之日", "写的是“/”"),
    10: ("收到申请之日", "“0”不是日期"),
    11: ("收到申请之日", "晚于今天"),
    12: ("申请人姓名（名称）", "是空白"),
    13: ("申请渠道", "“/”在各栏对照里定为不导入"),
    14: ("申请人类别", "“（空白）”在各栏对照里定为不导入"),
    15: ("申请内容", "是空白"),
    16: ("答复书落款日期", "早于收到申请之日"),
    17: ("答复书落款日期", "有送达日期"),
    18: ("延期（工作日）", "没有延期的工作日数"),
    19: ("告知补正之日", "没有告知补正之日"),
    20: ("答复文号", "不是完整的文号"),
    22: ("答复文号", "文号与第21行相同"),
    23: ("原编号", "编号与第21行相同"),
    24: ("补正期限（工作日）", "没有补正期限"),
    25: ("延期（工作日）", "不是天数"),
    26: ("原编号", "是空白"),
    27: ("答复类型", "“已办”在各栏对照里定为不导入"),
}


def test_each_bad_row_is_refused_with_column_and_reason(unit: Agency, by_clerk: Actor) -> None:
    found = check_of(put_in(unit, by_clerk, BAD))
    said = {line.row: [(one.column, one.reason) for one in line.problems] for line in found.refused}
    assert sorted(said) == sorted(REASONS) and [line.row for line in found.new] == [21]
    for row, (column, reason) in REASONS.items():
        assert any(one == column and reason in why for one, why in said[row]), (row, said[row])


def test_what_is_here_already_is_known_and_its_papers_are_taken(unit: Agency, by_clerk: Actor) -> None:
    brought_in(unit, by_clerk)
    again = check_of(put_in(unit, by_clerk))
    assert not again.new and not again.refused
    assert [line.known for line in again.known][:2] == ["shanting-2026-0001", "shanting-2026-0002"]
    case = InformationRequest.objects.get(external_number="2026-001")
    case.external_number = "别的编号"
    case.save()
    line = check_of(put_in(unit, by_clerk)).lines[0]
    assert line.problems[0].reason.startswith("这个文号已经用在另一件上")


def test_a_known_number_with_another_day_is_not_the_same_request(unit: Agency, by_clerk: Actor) -> None:
    brought_in(unit, by_clerk)
    InformationRequest.objects.filter(external_number="2026-009").update(
        registered_on=date(2026, 9, 1), received_on=date(2026, 9, 1)
    )
    line = check_of(put_in(unit, by_clerk)).lines[8]
    assert "已经登记为shanting-2026-0009，但收到之日是2026-09-01" in line.problems[0].reason


def test_our_own_number_is_known_too(unit: Agency, by_clerk: Actor) -> None:
    brought_in(unit, by_clerk)
    case = InformationRequest.objects.get(external_number="2026-009")
    InformationRequest.objects.filter(pk=case.pk).update(number="2026-009", external_number="")
    assert check_of(put_in(unit, by_clerk)).lines[8].known == "2026-009"


def test_the_largest_numbers_of_this_year_are_noted(unit: Agency, found: Check) -> None:
    assert series_of(found.lines, unit) == [["document", 2026, 9], ["request", 2026, 10]]
    unit.document_code = ""
    assert series_of(found.lines, unit) == [["request", 2026, 10]]
