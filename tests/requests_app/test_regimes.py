"""Which edition of the regulation, by the day of receipt."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.contracts import Refusal, Refused
from requests_app.regimes import REG2007, REG2019, regime_for


@pytest.mark.parametrize(
    ("received", "regime"),
    [
        (date(2008, 5, 1), REG2007),
        (date(2012, 9, 26), REG2007),
        (date(2019, 5, 14), REG2007),
        (date(2019, 5, 15), REG2019),
        (date(2026, 11, 22), REG2019),
    ],
)
def test_the_day_of_receipt_chooses_the_edition(received, regime):
    assert regime_for(received) is regime
    assert regime_for(received, "") is regime


def test_a_recorded_override_wins():
    assert regime_for(date(2019, 5, 14), "REG2019") is REG2019
    assert regime_for(date(2020, 1, 1), "REG2007") is REG2007


@pytest.mark.parametrize(
    ("received", "override", "refusal"),
    [
        (
            date(2008, 4, 30),
            None,
            Refusal(
                "收到申请之日2008年4月30日早于条例施行之日2008年5月1日。",
                article="《中华人民共和国政府信息公开条例》（2007年国务院令第492号）第三十八条",
                remedy="请核对收到日期。",
                field="received_on",
            ),
        ),
        (
            date(2020, 1, 1),
            "REG1999",
            Refusal("没有代码为“REG1999”的条例版本。", remedy="请选择REG2007或者REG2019。", field="regime"),
        ),
    ],
)
def test_a_day_before_the_regulation_or_an_unknown_edition_is_refused(received, override, refusal):
    with pytest.raises(Refused) as refused:
        regime_for(received, override)
    assert refused.value.refusal == refusal


def test_the_limits_are_those_of_each_edition():
    assert (REG2007.base_days, REG2007.extension_days, REG2007.correction_notice_days) == (15, 15, None)
    assert (REG2019.base_days, REG2019.extension_days, REG2019.correction_notice_days) == (20, 20, 7)
    assert REG2007.until is not None and (REG2019.since - REG2007.until).days == 1


def test_a_rule_is_cited_with_its_instrument():
    assert REG2019.cite("answer") == "《中华人民共和国政府信息公开条例》第三十三条第二款"
    assert REG2007.cite("answer").endswith("（2007年国务院令第492号）第二十四条第二款")
    assert REG2007.cite("fee").endswith("未作规定")
