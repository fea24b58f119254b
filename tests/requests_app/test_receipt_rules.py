"""The day of receipt by every way of coming in: the law's own items, rest days, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.contracts import Refused
from foundation.workdays.calendar import Calendar
from foundation.workdays.committed import committed_calendar
from requests_app.models import Arrival, Channel, ReceivedBasis
from requests_app.receipt_rules import (
    ARRIVALS,
    WAITING,
    Receipt,
    arrival_of,
    bases_of,
    explain,
    receipt_of,
    refuse_basis,
)

FRIDAY, SATURDAY, MONDAY = date(2026, 9, 18), date(2026, 9, 19), date(2026, 9, 21)
MAKEUP_SUNDAY = date(2026, 9, 20)


@pytest.fixture
def calendar() -> Calendar:
    return committed_calendar()


@pytest.mark.parametrize(
    ("arrival", "basis"),
    [("in_person", "submitted"), ("oral", "submitted"), ("registered", "signed_for")],
)
def test_what_came_with_its_day_is_received_on_that_day(arrival: str, basis: str) -> None:
    assert receipt_of(arrival, FRIDAY) == Receipt(FRIDAY, basis)


@pytest.mark.parametrize("arrival", ["ordinary", "fax", "email", "platform", "site"])
def test_what_needs_the_applicant_is_received_on_the_day_of_confirmation(arrival: str) -> None:
    assert receipt_of(arrival, FRIDAY) == Receipt()
    assert receipt_of(arrival, FRIDAY, confirmed_on=MONDAY) == Receipt(MONDAY, "confirmed")


@pytest.mark.parametrize("arrival", ["fax", "email", "platform"])
def test_an_announced_guide_makes_the_arrival_the_receipt(arrival: str) -> None:
    assert receipt_of(arrival, FRIDAY, guide="演示指南2026年版") == Receipt(FRIDAY, "announced")


@pytest.mark.parametrize(
    ("arrival", "facts", "field"),
    [
        ("registered", {"guide": "演示指南"}, "guide"),
        ("ordinary", {"guide": "演示指南"}, "guide"),
        ("registered", {"confirmed_on": MONDAY}, "confirmed_on"),
        ("in_person", {"confirmed_on": MONDAY}, "confirmed_on"),
        ("fax", {"guide": "演示指南", "confirmed_on": MONDAY}, "confirmed_on"),
        ("fax", {"confirmed_on": date(2026, 9, 17)}, "confirmed_on"),
    ],
)
def test_a_day_the_law_has_no_use_for_is_refused(arrival: str, facts: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as caught:
        receipt_of(arrival, FRIDAY, **facts)  # type: ignore[arg-type]
    assert (caught.value.refusal.field, caught.value.refusal.article) == (field, "条例第31条")


def test_every_way_has_a_rule_and_every_channel_a_way() -> None:
    assert set(ARRIVALS) == set(Arrival)
    assert {arrival_of(channel) for channel in Channel} <= set(Arrival)
    assert all(ARRIVALS[arrival_of(channel)].channel == channel for channel in Channel)
    assert arrival_of("post", "signed_for") == Arrival.REGISTERED
    assert arrival_of("post", "confirmed") == Arrival.ORDINARY
    assert arrival_of("fax", "signed_for") == Arrival.FAX, "nobody signs for a fax"


def test_only_post_without_a_known_way_may_be_signed_for_or_confirmed() -> None:
    assert bases_of("", "post") == (ReceivedBasis.SIGNED_FOR, ReceivedBasis.CONFIRMED)
    assert bases_of("ordinary", "post") == (ReceivedBasis.CONFIRMED,)
    refuse_basis("", "post", "signed_for")
    refuse_basis("ordinary", "post", "recorded")
    with pytest.raises(Refused, match="平常信函"):
        refuse_basis("ordinary", "post", "signed_for")
    with pytest.raises(Refused, match="传真的申请"):
        refuse_basis("", "fax", "signed_for")


def test_a_letter_signed_for_on_friday_evening_counts_from_friday(calendar: Calendar) -> None:
    why, day = explain("registered", "signed_for", FRIDAY, calendar)
    assert "门卫、收发室签收也算" in why and "第二项" in why
    assert day == "收到申请之日：2026年9月18日（周五）。当日不计，第1个工作日是2026年9月20日（周日）。"


def test_a_letter_signed_for_on_a_rest_day_is_received_that_day(calendar: Calendar) -> None:
    assert not calendar.is_workday(SATURDAY) and calendar.is_workday(MAKEUP_SUNDAY)
    _, day = explain("registered", "signed_for", SATURDAY, calendar)
    assert "2026年9月19日（周六）" in day and "休息日，收到之日不顺延" in day
    assert "第1个工作日是2026年9月20日（周日）" in day


@pytest.mark.parametrize(
    ("arrival", "basis", "says"),
    [
        ("ordinary", "confirmed", "平常信函不需要签收"),
        ("fax", "confirmed", "第三项"),
        ("site", "confirmed", "提交时系统即确认的，就是提交之日"),
        ("email", "announced", "指南"),
        ("oral", "submitted", "第一项"),
        ("", "recorded", "原台账"),
        ("", "confirmed", "第三项"),
    ],
)
def test_each_day_says_why_it_counts(arrival: str, basis: str, says: str, calendar: Calendar) -> None:
    assert says in explain(arrival, basis, FRIDAY, calendar)[0]


def test_while_nothing_is_confirmed_it_says_that_no_limit_runs(calendar: Calendar) -> None:
    assert explain("ordinary", "", None, calendar) == WAITING
