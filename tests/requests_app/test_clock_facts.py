"""Dates and kinds that no file can have are refused with the field, the reason and the remedy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from foundation.contracts import Refusal, Refused
from requests_app.clock_facts import Consultation, Correction, Deferral, Ending, Extension, Fee, Reopening

FIRST, SECOND, THIRD = date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 3)


@pytest.mark.parametrize(
    ("make", "field", "name"),
    [
        (lambda: Consultation("co_maker", SECOND, FIRST), "delivered_on", "送达日期"),
        (lambda: Consultation("co_maker", SECOND, None, FIRST), "answered_on", "答复日期"),
        (lambda: Consultation("co_maker", FIRST, SECOND, FIRST), "answered_on", "答复日期"),
        (lambda: Consultation("co_maker", SECOND, None, None, FIRST), "returned_on", "退回日期"),
        (lambda: Correction(SECOND, FIRST), "limit_on", "补正期限"),
        (lambda: Correction(SECOND, None, FIRST), "corrected_on", "收到补正之日"),
        (lambda: Fee(SECOND, FIRST), "delivered_on", "送达日期"),
        (lambda: Fee(SECOND, None, FIRST), "paid_on", "缴费日期"),
        (lambda: Fee(FIRST, SECOND, FIRST), "paid_on", "缴费日期"),
        (lambda: Deferral(SECOND, FIRST), "until", "延迟答复的日期"),
    ],
)
def test_dates_out_of_order_are_no_facts(make: Callable[[], object], field: str, name: str) -> None:
    with pytest.raises(Refused) as refused:
        make()
    assert refused.value.refusal == Refusal(
        f"{name}2025年1月1日早于前一环节的日期2025年1月2日。", remedy="请核对这两个日期。", field=field
    )


def test_everything_may_happen_on_one_day() -> None:
    Consultation("co_maker", FIRST, FIRST, FIRST)
    Consultation("co_maker", FIRST, returned_on=FIRST)
    Correction(FIRST, FIRST, FIRST)
    Fee(FIRST, FIRST, FIRST)
    Deferral(FIRST, FIRST)
    Extension(FIRST, 1)
    Reopening(FIRST, 1)


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (
            lambda: Extension(SECOND, 0),
            Refusal("延期至少为1个工作日，不能是0。", remedy="请填写工作日数。", field="workdays"),
        ),
        (
            lambda: Reopening(SECOND, -1),
            Refusal("重新答复的期限至少为1个工作日，不能是-1。", remedy="请填写工作日数。", field="workdays"),
        ),
        (
            lambda: Consultation("neighbour", SECOND),
            Refusal(
                "没有“neighbour”这种征求意见。",
                remedy="请选择third_party、co_maker、other_agency之一。",
                field="kind",
            ),
        ),
        (
            lambda: Ending("lost", SECOND),
            Refusal("没有“lost”这种办结。", remedy="请选择served、withdrawal之一。", field="kind"),
        ),
    ],
)
def test_kinds_and_numbers_nobody_knows_are_no_facts(make: Callable[[], object], refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        make()
    assert refused.value.refusal == refusal
