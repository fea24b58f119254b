"""What the law allows with excessive requests, and what it does not."""

from __future__ import annotations

from datetime import date

import pytest

from requests_app.excess import Reasons, may_ask, may_be_left, may_defer, not_later
from requests_app.regimes import REG2007, REG2019

ASKED, LIMIT, GIVEN, DUE = date(2026, 9, 21), date(2026, 10, 9), date(2026, 9, 28), date(2026, 10, 22)
AFTER = date(2026, 10, 10)
WAITING, ANSWERED = Reasons(ASKED, LIMIT), Reasons(ASKED, LIMIT, GIVEN)


def test_reasons_are_asked_for_once_and_since_2019() -> None:
    assert may_ask(None, REG2019) is None
    again, old = may_ask(WAITING, REG2019), may_ask(None, REG2007)
    assert again is not None and "已于2026年9月21日要求" in again.sentence
    assert old is not None and "没有要求说明理由的规定" in old.sentence


@pytest.mark.parametrize(
    ("reasons", "on", "says"),
    [
        (None, AFTER, "还没有要求申请人说明理由"),
        (Reasons(ASKED), AFTER, "没有送达记录"),
        (WAITING, LIMIT, "到2026年10月9日为止，还没有过"),
        (WAITING, AFTER, ""),
        (ANSWERED, GIVEN, ""),
        (Reasons(ASKED, given_on=GIVEN), GIVEN, ""),
    ],
)
def test_nothing_is_left_before_the_applicant_could_say_why(
    reasons: Reasons | None, on: date, says: str
) -> None:
    refusal = may_be_left(reasons, on)
    assert (says in refusal.sentence and refusal.article == "条例第35条") if refusal else not says


@pytest.mark.parametrize(
    ("reasons", "on", "deferred", "says"),
    [
        (ANSWERED, DUE, False, ""),
        (ANSWERED, date(2026, 10, 23), False, "已于2026年10月22日届满"),
        (ANSWERED, GIVEN, True, "已经另定过答复日期"),
        (WAITING, GIVEN, False, "还没有说明理由"),
        (None, GIVEN, False, "还没有说明理由"),
    ],
)
def test_a_later_day_needs_reasons_and_a_running_limit(
    reasons: Reasons | None, on: date, deferred: bool, says: str
) -> None:
    refusal = may_defer(reasons, on, due_on=DUE, deferred=deferred)
    assert (says in refusal.sentence) if refusal else not says
    assert may_defer(ANSWERED, date(2026, 12, 1), due_on=None, deferred=False) is None


def test_the_day_named_lies_behind_the_limit() -> None:
    refusal = not_later(DUE, DUE)
    assert refusal is not None and refusal.field == "until"
    assert not_later(date(2026, 10, 23), DUE) is None
    assert not_later(DUE, None) is None
