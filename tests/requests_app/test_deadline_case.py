"""A dated file is read strictly: what is not clear is refused with its place, its article and a remedy."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foundation.contracts import Refusal, Refused
from requests_app.clock_facts import Reopening
from requests_app.deadline_case import read_case

TODAY = date(2026, 11, 23)


def case(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"received_on": "2025-03-03", "events": list(events), **more}


def event(kind: object, **keys: Any) -> dict[str, Any]:
    return {"kind": kind, **keys}


def refusal(given: object) -> Refusal:
    with pytest.raises(Refused) as refused:
        read_case(given, TODAY)
    return refused.value.refusal


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ([], ""),
        (None, ""),
        ("2025-03-03", ""),
        ({}, "received_on"),
        ({"received_on": None}, "received_on"),
        ({"received_on": 20250303}, "received_on"),
        ({"received_on": "2025-3-3"}, "received_on"),
        ({"received_on": "20250303"}, "received_on"),
        ({"received_on": "2025-W10-1"}, "received_on"),
        ({"received_on": "2025-02-30"}, "received_on"),
        ({"received_on": "2025-03-03\n"}, "received_on"),
        ({"received_on": "２０２５-03-03"}, "received_on"),
        ({"received_on": "9999-12-31"}, "received_on"),
        ({"received_on": "2007-03-03"}, "received_on"),
        (case(as_of="2025-03-02"), "received_on"),
        (case(regime="REG2030"), "regime"),
        (case(regime=2019), "regime"),
        (case(regime=""), "regime"),
        (case(record="yes"), "record"),
        (case(as_of=""), "as_of"),
        (case(as_of=0), "as_of"),
        (case(purpose="study"), "purpose"),
        ({"received_on": "2025-03-03", "events": {}}, "events"),
        ({"received_on": "2025-03-03", "events": 0}, "events"),
        ({"received_on": "2025-03-03", "events": [event("served", on="2025-03-04")] * 101}, "events"),
        ({"received_on": "2025-03-03", "events": ["served"]}, "events[0]"),
        (case({}), "events[0].kind"),
        (case(event(["served"])), "events[0].kind"),
        (case(event("served")), "events[0].on"),
        (case(event("served", on=None)), "events[0].on"),
        (case(event("served", on="2025-03-04", by="post")), "events[0].by"),
        (case(event("served", on="2025-03-04", record=1)), "events[0].record"),
        (case(event("served", on="tomorrow")), "events[0].on"),
        (case(event("extension", decided_on="2025-03-04", workdays=5.0)), "events[0].workdays"),
        (case(event("extension", decided_on="2025-03-04", workdays=True)), "events[0].workdays"),
        (case(event("extension", decided_on="2025-03-04", workdays="5")), "events[0].workdays"),
        (case(event("extension", decided_on="2025-03-04", workdays=10**9)), "events[0].workdays"),
        (case(event("extension", decided_on="2025-03-04")), "events[0].workdays"),
        (case(event("served", on="2025-03-06"), as_of="2025-03-05"), "events[0].on"),
        (
            case(
                event("fee", notified_on="2025-03-04", paid_on="2025-03-06"),
                event("third_party", sent_on="2025-03-04"),
                as_of="2025-03-05",
            ),
            "events[0].paid_on",
        ),
    ],
)
def test_what_is_not_clear_is_refused_with_its_place(given: object, field: str) -> None:
    refused = refusal(given)
    assert refused.field == field
    assert refused.sentence.endswith("。") and refused.remedy.endswith("。") and refused.article


ANSWER = "《中华人民共和国政府信息公开条例》第三十三条第二款"
KINDS = (
    "correction、third_party、co_maker、other_agency、extension、deferral、fee、withdrawal、served、reopened"
)


@pytest.mark.parametrize(
    ("given", "sentence", "article", "remedy"),
    [
        (
            [],
            "文件的内容应当是一个JSON对象。",
            ANSWER,
            '请写成{"received_on": …, "events": […]}。',
        ),
        (
            {"received_on": "2025-3-3"},
            "received_on不是有效的日期：'2025-3-3'。",
            "《中华人民共和国政府信息公开条例》第三十一条",
            "请写成2025-04-07这样的日期。",
        ),
        (
            case(as_of=["2025-03-03"] * 4),
            "as_of不是有效的日期：['2025-03-03', '2025-03-03', '2025-03-03…。",
            ANSWER,
            "请写成2025-04-07这样的日期。",
        ),
        (
            case(as_of="tomorrow" * 4 + "tomorro"),
            f"as_of不是有效的日期：'{'tomorrow' * 4}tomorro…。",
            ANSWER,
            "请写成2025-04-07这样的日期。",
        ),
        (
            case(as_of="at 40 characters it is not cut.......!"),
            "as_of不是有效的日期：'at 40 characters it is not cut.......!'。",
            ANSWER,
            "请写成2025-04-07这样的日期。",
        ),
        (
            {"received_on": "2025-03-03", "events": {}},
            "events应当是列表，最多100个环节。",
            ANSWER,
            "请核对events。",
        ),
        (
            {"received_on": "2025-03-03", "events": ["served"]},
            "events[0]应当是一个JSON对象。",
            ANSWER,
            "请写明kind和日期。",
        ),
        (case(record="yes"), "record应当是true或者false，不能是'yes'。", ANSWER, "请改正。"),
        (case(regime=2019), "regime应当是文字或者null，不能是2019。", ANSWER, "请改正。"),
        (
            case(purpose="study"),
            "没有“purpose”这一项。",
            ANSWER,
            "可用的有received_on、regime、events、as_of、record。",
        ),
        (case({}), "events[0]没有写明kind。", ANSWER, f"可用的有{KINDS}。"),
        (
            case(event("a_walk")),
            "events[0]的kind“a_walk”不是已知的环节，不影响答复期限。",
            ANSWER,
            f"可用的有{KINDS}。",
        ),
        (
            case(event("fee")),
            "没有填写events[0].notified_on。",
            "《中华人民共和国政府信息公开条例》第四十二条",
            "请补上这一项。",
        ),
        (
            case(event("extension", decided_on="2025-03-04", workdays=5.5)),
            "events[0].workdays应当是整数个工作日，不能是5.5。",
            ANSWER,
            "请改正天数。",
        ),
        (
            case(event("served", on="2025-03-06"), as_of="2025-03-05"),
            "events[0].on的日期2025年3月6日晚于查询日2025年3月5日。",
            ANSWER,
            "还没有发生的不要填写；或者改正as_of。",
        ),
    ],
)
def test_a_refusal_shows_what_was_given_and_what_to_do(
    given: object, sentence: str, article: str, remedy: str
) -> None:
    refused = refusal(given)
    assert (refused.sentence, refused.article, refused.remedy) == (sentence, article, remedy)


def test_the_largest_and_the_farthest_that_can_be_meant() -> None:
    many = [event("third_party", sent_on="2025-03-04", delivered_on="2025-03-04")] * 100
    assert read_case(case(*many, as_of="2099-12-31"), TODAY).as_of == date(2099, 12, 31)
    assert refusal(case(as_of="2100-01-01")).field == "as_of"
    order = event("reopened", ordered_on="1990-01-01", workdays=1000)
    assert read_case(case(order), TODAY).entries[0].fact == Reopening(date(1990, 1, 1), 1000)
