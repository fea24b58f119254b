"""Which acts the clock allows on a day, and until when."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.workdays.committed import committed_calendar
from requests_app.clock import Consultation, Correction, Ending, Extension, Fact, Fee, reckon
from requests_app.clock_steps import NextStep, next_steps

CALENDAR = committed_calendar()
CODES = [
    "correction",
    "third_party",
    "co_maker",
    "other_agency",
    "extension",
    "deferral",
    "fee",
    "uncorrected",
    "unpaid",
    "served",
    "withdrawal",
]


def day(text: str) -> date:
    return date.fromisoformat(text)


def steps(received: str, on: str, *facts: Fact) -> dict[str, NextStep]:
    found = next_steps(reckon(day(received), CALENDAR, facts), day(on))
    assert [step.code for step in found] == CODES
    for step in found:
        assert bool(step.reason) != step.allowed
        assert step.article or step.code == "withdrawal"
    return {step.code: step for step in found}


def allowed(found: dict[str, NextStep]) -> set[str]:
    return {code for code, step in found.items() if step.allowed}


def test_on_the_first_days_everything_is_open() -> None:
    found = steps("2025-03-03", "2025-03-04")
    assert allowed(found) == set(CODES) - {"uncorrected", "unpaid"}
    assert found["correction"].latest_on == day("2025-03-12")
    assert {found[code].latest_on for code in ("third_party", "extension", "fee", "served")} == {
        day("2025-03-31")
    }


def test_a_correction_may_be_asked_for_through_its_seventh_working_day() -> None:
    assert steps("2025-03-03", "2025-03-12")["correction"].allowed
    late = steps("2025-03-03", "2025-03-13")["correction"]
    assert (late.allowed, late.latest_on, late.reason) == (
        False,
        day("2025-03-12"),
        "期限2025年3月12日已过",
    )


def test_after_the_limit_only_answering_and_withdrawing_are_left() -> None:
    assert steps("2025-03-03", "2025-03-31")["extension"].allowed
    assert allowed(steps("2025-03-03", "2025-04-01")) == {"served", "withdrawal"}


def test_once_is_once() -> None:
    extended = steps("2025-03-03", "2025-03-14", Extension(day("2025-03-13"), 5))
    assert extended["extension"].reason == "答复期限只能延长一次，重新计算或者另定后也不再延长"
    assert extended["extension"].latest_on is None
    corrected = Correction(day("2025-03-05"), None, day("2025-03-10"))
    assert "一次性告知" in steps("2025-03-03", "2025-03-11", corrected)["correction"].reason


def test_while_a_correction_is_awaited_nothing_else_begins() -> None:
    waiting = Correction(day("2025-03-05"), day("2025-03-26"))
    before = steps("2025-03-03", "2025-03-26", waiting)
    assert allowed(before) == {"served", "withdrawal"}
    assert before["extension"].reason == "答复期限已停止计算"
    assert before["uncorrected"].reason == "期限到2025年3月26日为止，还没有过"
    assert allowed(steps("2025-03-03", "2025-03-27", waiting)) == {"uncorrected", "served", "withdrawal"}
    open_ended = steps("2025-03-03", "2025-09-01", Correction(day("2025-03-05")))
    assert open_ended["uncorrected"].reason == "告知补正时没有确定期限"


def test_an_unpaid_fee_lets_the_request_rest_after_its_window() -> None:
    fee = Fee(day("2024-06-20"), day("2024-06-21"))
    assert allowed(steps("2024-06-03", "2024-06-24", fee)) == {"served", "withdrawal"}
    assert steps("2024-06-03", "2024-07-19", fee)["unpaid"].reason == "期限到2024年7月19日为止，还没有过"
    assert steps("2024-06-03", "2024-07-20", fee)["unpaid"].allowed
    never_came = steps("2024-06-03", "2024-12-20", Fee(day("2024-06-20")))
    assert never_came["unpaid"].reason == "缴费期限没有起算：收费通知没有送达记录"


def test_while_a_letter_is_on_its_way_no_date_bounds_anything() -> None:
    found = steps("2025-03-03", "2025-06-01", Consultation("third_party", day("2025-03-10")))
    assert found["extension"].allowed and found["extension"].latest_on is None


def test_a_request_that_is_over_allows_nothing() -> None:
    found = steps("2025-03-03", "2025-03-20", Ending("served", day("2025-03-14")))
    assert allowed(found) == set()
    assert found["served"].reason == found["extension"].reason == "本件已经办结"
    assert found["uncorrected"].reason == "没有在等待补正"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("co_maker", "2007年《条例》没有扣除这段时间的规定"),
        ("deferral", "2007年《条例》没有这一规定"),
        ("fee", "2007年《条例》没有信息处理费"),
    ],
)
def test_the_old_edition_knows_fewer_acts(code: str, reason: str) -> None:
    found = steps("2012-09-26", "2012-10-08")
    assert found[code].reason == reason
    assert {"correction", "third_party", "extension"} <= allowed(found)
    assert found["correction"].latest_on == day("2012-10-23")


def test_the_old_edition_bounds_a_correction_by_nothing_while_nothing_runs() -> None:
    found = steps("2012-09-26", "2012-10-10", Correction(day("2012-10-08")))
    assert (found["correction"].allowed, found["correction"].latest_on) == (False, None)


def test_before_2021_there_was_no_fee() -> None:
    assert steps("2020-12-01", "2020-12-07")["fee"].reason == "信息处理费从2021年1月1日起才有"
    assert steps("2020-12-30", "2021-01-01")["fee"].allowed
