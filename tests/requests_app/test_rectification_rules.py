"""What may be decided about a record that is said to be wrong, and what the notice then says."""

from __future__ import annotations

from datetime import date

import pytest

from requests_app.models import RectificationOutcome
from requests_app.rectification_rules import (
    DATES,
    OUTCOMES,
    WORDINGS,
    Decided,
    incomplete,
    next_step,
    notice_lines,
)

DAY = date(2026, 9, 18)


@pytest.mark.parametrize(
    ("decided", "field"),
    [
        (Decided("", "核对了登记表"), "outcome"),
        (Decided("corrected", " "), "reasons"),
        (Decided("transferred", "不归本机关登记"), "other_agency"),
        (Decided("elsewhere", "不归本机关登记", " "), "other_agency"),
        (Decided("corrected", "核对了登记表", "枣庄市房管局"), "other_agency"),
    ],
)
def test_what_the_notice_would_lack_is_refused(decided: Decided, field: str) -> None:
    refusal = incomplete(decided)
    assert refusal is not None and refusal.field == field and refusal.article == "条例第41条"


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_said_with_its_article(outcome: str) -> None:
    agency = "枣庄市房管局（电话0632-0000000）" if OUTCOMES[outcome].names_agency else ""
    decided = Decided(outcome, "核对了登记表。", agency, "三月一日", "一月三日")
    assert incomplete(decided) is None
    found, said = notice_lines(decided)
    assert found == "经审核，核对了登记表。" and "第四十一条" in said
    assert agency in said
    assert ("三月一日" in said and "一月三日" in said) == (outcome == "corrected")


def test_outcomes_and_columns_are_the_same() -> None:
    assert set(OUTCOMES) == set(RectificationOutcome.values)
    assert DATES.keys() <= WORDINGS.keys()


@pytest.mark.parametrize(
    ("stage", "due", "step"),
    [
        ("received", None, "审核，作出处理决定"),
        ("asked", DAY, ""),
        ("asked", None, ""),
        ("asked", date(2026, 9, 17), "没有补充证据，按现有材料作出决定"),
        ("decided", None, "送达更正告知书"),
        ("closed", None, ""),
    ],
)
def test_there_is_one_next_step_or_none(stage: str, due: date | None, step: str) -> None:
    assert next_step(stage, due, DAY) == step
