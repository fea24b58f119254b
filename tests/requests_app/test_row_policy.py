"""Counting conventions of a district: read from one line, refused where nobody knows them."""

from __future__ import annotations

from typing import Any

import pytest

from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app import report_rows
from requests_app.facts import PartAnswer
from requests_app.models import InformationRequest
from requests_app.row_policy import RowPolicy, read_row_policy
from tests.requests_app.conftest import decide, sign


def test_nothing_said_is_the_default() -> None:
    assert read_row_policy("") == RowPolicy(rows={})


def test_every_convention_can_be_said() -> None:
    policy = read_row_policy(" open_with_unavailable=part, priority=ondu ,G2=u1,G1=part")
    assert policy.open_with_unavailable == "part"
    assert policy.priority == ("o", "n", "d", "u")
    assert dict(policy.rows) == {"G2": "u1", "G1": "part"}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("open_with_unavailable=u1", "open_with_unavailable"),
        ("priority=du", "priority"),
        ("priority=dunx", "priority"),
        ("Z9=u1", "Z9"),
        ("G2=u9", "G2"),
        ("G2", "G2"),
    ],
)
def test_what_nobody_knows_is_refused_with_what_would_do(text: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        read_row_policy(text)
    assert refused.value.refusal.field == field and refused.value.refusal.remedy


def test_the_way_of_counting_reaches_the_case_that_is_signed(
    case: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    settings.GONGKAI_REPORT_ROWS = read_row_policy("G2=u1")
    decide(case, by_clerk, PartAnswer(1, "G2", direction="虚构市档案馆，电话0000000。"))
    assert sign(case, by_clerk).report_row == "u1"


def test_the_sentences_say_row_notice_and_review() -> None:
    said = report_rows.sentences(["A2", "C4"])
    assert said[0].startswith("年度报告计入“（二）部分公开") and "区分处理" in said[0]
    assert said[1].startswith("签发后制作《") and "部分公开" in said[1]
    assert "保密审查" in said[2]
    assert report_rows.sentences(["F3"])[1] == "不需要制作告知书，可以直接办结。"
