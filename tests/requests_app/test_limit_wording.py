"""Limits in one sentence for lists."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.workdays.queries import published_calendar
from requests_app.limit_wording import letter_sentence, post_by
from requests_app.models import AssistanceLetter, InformationRequest

DUE = date(2026, 9, 24)
"""The day before the mid-autumn holidays."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due_on", "answered_on", "today", "says"),
    [
        (DUE, None, date(2026, 9, 23), "还剩1个工作日（到9月24日）"),
        (DUE, None, DUE, "今天到期（9月24日）"),
        (DUE, None, date(2026, 9, 29), "已超过期限2个工作日（9月24日到期）"),
        (None, None, DUE, "函上没有写明期限"),
        (DUE, DUE, date(2026, 10, 9), "9月24日回复"),
        (DUE, date(2026, 9, 28), date(2026, 10, 9), "9月28日回复，晚了1个工作日"),
        (None, date(2026, 9, 28), date(2026, 10, 9), "9月28日回复"),
    ],
)
def test_a_letter_says_how_long_it_still_waits_or_how_late_it_was(
    due_on: date | None, answered_on: date | None, today: date, says: str
) -> None:
    letter = AssistanceLetter(due_on=due_on, answered_on=answered_on)
    assert letter_sentence(letter, today, published_calendar()) == says


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "says"), [("draft", "还没有发出"), ("given_up", "不再等待"), ("void", "作废")]
)
def test_a_letter_that_waits_for_nothing_says_so(stage: str, says: str) -> None:
    letter = AssistanceLetter(stage=stage, due_on=DUE)
    assert letter_sentence(letter, DUE, published_calendar()) == says


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "due_on", "provisional", "routes", "says"),
    [
        ("handling", DUE, False, ["post"], "2026年9月24日17时前"),
        ("signed", date(2026, 10, 7), False, [], "2026年9月30日17时前"),
        ("signed", DUE, True, ["post", "online"], "预计2026年9月24日17时前"),
        ("signed", DUE, False, ["online"], ""),
        ("handling", None, False, ["post"], ""),
        ("closed", DUE, False, ["post"], ""),
    ],
)
def test_what_goes_by_post_has_a_last_day_to_post_it(
    stage: str, due_on: date | None, provisional: bool, routes: list[str], says: str
) -> None:
    case = InformationRequest(stage=stage, due_on=due_on, provisional=provisional, provision_routes=routes)
    assert post_by(case, published_calendar()) == says
