"""What is to be done with a letter between agencies, and which dates cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.workdays.queries import published_calendar
from requests_app.letter_rules import DATES, WORDINGS, Position, disorder, next_step

SENT = date(2026, 9, 14)
"""A Monday."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("letter", "today", "step"),
    [
        (Position("received"), SENT, "回复来函"),
        (Position("draft"), SENT, "发出协查函"),
        (Position("sent", SENT), date(2026, 9, 16), ""),
        (Position("sent", SENT), date(2026, 9, 17), "登记对方收到"),
        (Position("sent", SENT, delivered_on=date(2026, 9, 15)), date(2026, 9, 17), ""),
        (Position("sent", SENT, due_on=date(2026, 9, 17)), date(2026, 9, 17), "登记对方收到"),
        (
            Position("sent", SENT, date(2026, 9, 15), date(2026, 9, 17)),
            date(2026, 9, 18),
            "催复，或者不再等待",
        ),
        (Position("answered", SENT), date(2026, 9, 30), ""),
        (Position("void"), date(2026, 9, 30), ""),
    ],
)
def test_a_letter_has_one_next_step_or_none(letter: Position, today: date, step: str) -> None:
    assert next_step(letter, today, published_calendar()) == step


@pytest.mark.parametrize("field", ["due_on", "delivered_on", "answered_on"])
def test_nothing_lies_before_the_letter_came_or_went(field: str) -> None:
    early = date(2026, 9, 13)
    refusal = disorder(began_on=SENT, began_field="received_on", **{field: early})  # type: ignore[arg-type]
    assert refusal is not None and refusal.field == field and "收函日期（2026年9月14日）" in str(refusal)
    sent = disorder(began_on=SENT, began_field="sent_on", **{field: early})  # type: ignore[arg-type]
    assert sent is not None and "发函日期" in str(sent)
    assert disorder(began_on=SENT, began_field="sent_on", **{field: SENT}) is None  # type: ignore[arg-type]
    assert disorder(began_on=None, began_field="sent_on", **{field: early}) is None  # type: ignore[arg-type]


def test_every_event_with_a_date_has_words() -> None:
    assert DATES.keys() <= WORDINGS.keys()
