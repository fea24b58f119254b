"""A dated file and its answer: the documented examples, strict reading, refusals with field and article."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.contracts import Refused
from foundation.workdays.committed import committed_calendar
from requests_app.clock_flags import Flag
from requests_app.clock_rules import Rules
from requests_app.deadline_answer import answer
from requests_app.deadline_case import SHAPES, Entry, read_case

ROOT = Path(__file__).resolve().parents[2]
DOCS = (ROOT / "docs/deadline.md").read_text(encoding="utf-8")
BLOCKS = [json.loads(block) for block in re.findall(r"```json\n(.*?)\n```", DOCS, re.DOTALL)]
EXAMPLES = list(zip(BLOCKS[::2], BLOCKS[1::2], strict=True))
TODAY = date(2026, 11, 23)


def ask(given: object, today: date = TODAY) -> dict[str, Any]:
    return answer(read_case(given, today), committed_calendar())


def case(*events: dict[str, Any], received: str = "2025-03-03", **more: Any) -> dict[str, Any]:
    return {"received_on": received, "events": list(events), **more}


def event(kind: object, **keys: Any) -> dict[str, Any]:
    return {"kind": kind, **keys}


def refusal(given: object) -> Any:
    with pytest.raises(Refused) as refused:
        ask(given)
    return refused.value.refusal


# --- the documents ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "told"), EXAMPLES, ids=lambda value: value.get("status", ""))
def test_the_documented_examples(given: dict[str, Any], told: dict[str, Any]) -> None:
    result = ask(given)
    assert {key: result[key] for key in told} == told


def test_every_kind_has_a_documented_example_and_one_shows_every_key() -> None:
    shown = {event["kind"] for given, _ in EXAMPLES for event in given["events"]}
    assert shown == SHAPES.keys()
    assert EXAMPLES[0][1].keys() == ask(EXAMPLES[0][0]).keys()


# --- lawful and unlawful ------------------------------------------------------------------------------------

CORRECTION = event("correction", notified_on="2025-03-05", corrected_on="2025-03-10")
UNLAWFUL = [
    (
        [CORRECTION, event("correction", notified_on="2025-03-12")],
        "events[1].notified_on",
        "second_correction",
        "第三十条",
    ),
    (
        [event("correction", notified_on="2025-03-05"), event("correction", notified_on="2025-03-06")],
        "events[1].notified_on",
        "second_correction",
        "第三十条",
    ),
    (
        [event("extension", decided_on="2025-03-10", workdays=21)],
        "events[0].workdays",
        "extension_too_long",
        "第三十三条",
    ),
    (
        [event("extension", decided_on="2025-04-01", workdays=5)],
        "events[0].decided_on",
        "late_extension",
        "第三十三条",
    ),
    (
        [{"kind": "extension", "decided_on": f"2025-03-{day}", "workdays": 5} for day in (10, 11)],
        "events[1].decided_on",
        "second_extension",
        "第三十三条",
    ),
    (
        [event("extension", decided_on="2025-02-28", workdays=5)],
        "events[0].decided_on",
        "before_receipt",
        "第三十三条",
    ),
    (
        [event("third_party", sent_on="2025-03-10", delivered_on="2025-03-09")],
        "events[0].delivered_on",
        "impossible",
        "第三十二条",
    ),
    (
        [event("correction", notified_on="2025-03-05", corrected_on="2025-03-04")],
        "events[0].corrected_on",
        "impossible",
        "第三十条",
    ),
    ([event("a_walk")], "events[0].kind", "unknown_kind", "第三十三条"),
    (
        [event("extension", decided_on="2025-03-10", workdays=0)],
        "events[0].workdays",
        "impossible",
        "第三十三条",
    ),
    ([event("fee", notified_on="2025-04-01")], "events[0].notified_on", "late_fee", "第四十二条"),
    (
        [event("deferral", decided_on="2025-03-10", until="2025-03-31")],
        "events[0].until",
        "deferral_not_later",
        "第三十五条",
    ),
    (
        [event("served", on="2025-03-14"), event("extension", decided_on="2025-03-17", workdays=3)],
        "events[1].decided_on",
        "after_end",
        "第三十三条",
    ),
    (
        [event("served", on="2025-03-14"), event("served", on="2025-03-17")],
        "events[1].on",
        "after_end",
        "第三十三条",
    ),
]


@pytest.mark.parametrize(("events", "field", "code", "article"), UNLAWFUL)
def test_an_unlawful_act_is_refused_and_may_be_recorded_without_effect(
    events: list[dict[str, Any]], field: str, code: str, article: str
) -> None:
    refused = refusal(case(*events, as_of="2025-06-02"))
    assert refused.field == field
    assert article in refused.article
    assert refused.sentence.endswith("。") and refused.remedy.endswith("。")
    index = int(field[len("events[") : field.index("]")])
    without = [one for place, one in enumerate(events) if place != index]
    lawful = ask(case(*without, as_of="2025-06-02"))
    for kept in (
        case(*events, as_of="2025-06-02", record=True),
        case(*(one | {"record": True} for one in events), as_of="2025-06-02"),
    ):
        result = ask(kept)
        assert [(flag["code"], flag["field"], flag["unlawful"]) for flag in result["flags"]] == [
            (code, field, True)
        ]
        assert result["due_on"] == lawful["due_on"]
        assert result["excluded_workdays"] == lawful["excluded_workdays"]
        assert any(result["flags"][0]["sentence"] in line for line in result["explanation"])


@pytest.mark.parametrize(
    ("events", "code", "due"),
    [
        (
            [event("third_party", sent_on="2025-04-01", delivered_on="2025-04-01")],
            "late_consultation",
            "2025-03-31",
        ),
        (
            [event("correction", notified_on="2025-03-13", corrected_on="2025-03-20")],
            "late_correction_notice",
            "2025-04-18",
        ),
        ([event("correction", notified_on="2025-04-01")], "late_correction", "2025-03-31"),
        (
            [event("correction", notified_on="2025-03-05", limit_on="2025-03-19", corrected_on="2025-03-20")],
            "corrected_after_limit",
            "2025-04-18",
        ),
        (
            [
                event("correction", notified_on="2025-03-05", corrected_on="2025-03-20"),
                event("withdrawal", on="2025-03-18"),
            ],
            "restart_after_end",
            None,
        ),
    ],
)
def test_what_is_only_late_is_flagged_and_told(
    events: list[dict[str, Any]], code: str, due: str | None
) -> None:
    result = ask(case(*events, as_of="2025-06-02"))
    assert [(flag["code"], flag["unlawful"]) for flag in result["flags"]] == [(code, False)]
    assert result["due_on"] == due


def test_after_a_late_notice_both_dates_are_shown() -> None:
    late = event("correction", notified_on="2025-03-13", corrected_on="2025-03-20")
    result = ask(case(late, as_of="2025-03-21"))
    assert (result["due_on"], result["internal_due_on"]) == ("2025-04-18", "2025-03-31")


def test_a_refusal_says_how_to_record_what_really_happened() -> None:
    late = refusal(case(event("extension", decided_on="2025-04-01", workdays=5)))
    assert late.remedy == '不能这样办；确实已经发生的，写上"record": true如实记录。'


def test_what_fits_no_rule_is_kept_as_a_note() -> None:
    read = read_case(case(event("a_walk", record=True)), TODAY)
    sentence = "events[0]的kind“a_walk”不是已知的环节，不影响答复期限。"
    article = "《中华人民共和国政府信息公开条例》第三十三条第二款"
    note = Flag("unknown_kind", sentence, article, unlawful=True, index=0, field="kind")
    assert read.entries == (Entry(0, True, None, note),)
    assert f"{sentence}（{article}）" in ask(case(event("a_walk", record=True)))["explanation"]


def test_a_recorded_event_keeps_its_place_when_others_are_only_noted() -> None:
    events = [
        event("a_walk", record=True),
        event("extension", decided_on="2025-04-02", workdays=5),
    ]
    assert refusal(case(*events, as_of="2025-06-02")).field == "events[1].decided_on"


# --- open letters -------------------------------------------------------------------------------------------


def test_an_open_letter_is_taken_to_stay_unanswered() -> None:
    letter = event("third_party", sent_on="2025-03-10", delivered_on="2025-03-12")
    result = ask(case(letter, as_of="2025-03-20"))
    assert (result["due_on"], result["due_on_if_answered_today"]) == ("2025-04-24", "2025-04-11")
    assert result["explanation"][-1] == "如果当天收到意见，答复期限是2025年4月11日。"
    later = ask(case(letter, as_of="2025-04-03"))
    assert later["due_on"] == later["due_on_if_answered_today"] == "2025-04-24"


def test_a_window_that_has_not_begun_gives_no_date_and_says_why() -> None:
    result = ask(case(event("co_maker", sent_on="2025-03-10"), as_of="2025-03-20"))
    assert result["due_on"] is None and result["waiting_for"] == "delivery"
    assert result["status"] == "waiting"
    assert "尚未送达" in result["explanation"][-2]
    assert result["due_on_if_answered_today"] == "2025-04-11"


def test_an_answer_on_the_day_of_delivery_counts_for_that_day() -> None:
    letter = event("third_party", sent_on="2025-03-10", delivered_on="2025-03-12")
    assert ask(case(letter, as_of="2025-03-12"))["due_on_if_answered_today"] == "2025-04-02"


def test_silence_of_another_agency_is_capped_by_the_rules() -> None:
    asked = case(event("other_agency", sent_on="2025-03-10"), as_of="2025-05-06")
    assert len(ask(asked)["excluded_workdays"]) == 15
    rules = Rules(other_agency_cap=5)
    result = answer(read_case(asked, TODAY), committed_calendar(), rules)
    assert (result["due_on"], len(result["excluded_workdays"])) == ("2025-04-08", 5)


def test_what_an_answer_today_would_change_is_told_by_the_same_rules() -> None:
    letter = event("third_party", sent_on="2025-03-10", delivered_on="2025-03-12")
    read = read_case(case(letter, as_of="2025-03-20"), TODAY)
    result = answer(read, committed_calendar(), Rules(exclusion_ends="window"))
    assert result["due_on_if_answered_today"] == result["due_on"] == "2025-04-24"


def test_the_edition_the_file_names_is_the_one_it_is_counted_by() -> None:
    result = ask(case(regime="REG2007", as_of="2025-03-04"))
    assert (result["regime"], result["due_on"]) == ("REG2007", "2025-03-24")
    assert result["due_on_if_answered_today"] == result["due_on"]


def test_a_fee_that_is_awaited_has_its_last_day() -> None:
    fee = event("fee", notified_on="2024-06-20", delivered_on="2024-06-21")
    assert ask(case(fee, received="2024-06-03", as_of="2024-06-24"))["payment_due_on"] == "2024-07-19"


# --- read on a day ------------------------------------------------------------------------------------------


def test_who_stays_silent_to_the_end_may_be_taken_to_have_given_up() -> None:
    correction = event("correction", notified_on="2025-03-05", limit_on="2025-03-26")
    assert not ask(case(correction, as_of="2025-03-26"))["explanation"][-1].startswith("申请人没有按期")
    told = ask(case(correction, as_of="2025-03-27"))["explanation"][-1]
    assert told.startswith("申请人没有按期补正") and "送达凭证" in told
    fee = event("fee", notified_on="2025-03-05", delivered_on="2025-03-06")
    assert ask(case(fee, as_of="2025-04-03"))["explanation"][-1].startswith("截至")
    assert ask(case(fee, as_of="2025-04-04"))["explanation"][-1].startswith("申请人没有按期缴费")


def test_limits_somebody_set_may_lie_ahead() -> None:
    correction = event("correction", notified_on="2025-03-05", limit_on="2025-03-26")
    assert ask(case(correction, as_of="2025-03-05"))["status"] == "waiting"
    deferral = event("deferral", decided_on="2025-03-05", until="2025-05-30")
    assert ask(case(deferral, as_of="2025-03-05"))["due_on"] == "2025-05-30"


def test_without_a_day_it_is_read_today_or_on_its_own_last_day() -> None:
    assert ask(case())["as_of"] == "2026-11-23"
    planned = case(event("fee", notified_on="2026-12-07", paid_on="2026-12-09"), received="2026-12-03")
    assert ask(planned)["as_of"] == "2026-12-09"
    assert ask({"received_on": "2026-12-03", "events": None, "regime": None, "record": None})["due_on"] == (
        "2026-12-31"
    )


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], "running"),
        ([event("served", on="2025-03-20")], "answered"),
        ([event("withdrawal", on="2025-03-20")], "withdrawn"),
        ([event("correction", notified_on="2025-03-05")], "waiting"),
        ([event("fee", notified_on="2025-03-05")], "waiting"),
    ],
)
def test_the_status_on_a_day(events: list[dict[str, Any]], status: str) -> None:
    assert ask(case(*events, as_of="2025-03-28"))["status"] == status


def test_the_status_around_the_limit() -> None:
    assert ask(case(as_of="2025-03-31"))["status"] == "due_today"
    assert ask(case(as_of="2025-04-01"))["status"] == "overdue"
    late = ask(case(event("served", on="2025-04-02"), as_of="2025-05-05"))
    assert (late["status"], late["overdue_workdays"]) == ("answered_late", 2)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["2025-03-03", *SHAPES]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "received_on",
                    "events",
                    "kind",
                    "on",
                    "sent_on",
                    "decided_on",
                    "workdays",
                    "as_of",
                    "record",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_answered_or_refused(given_: object) -> None:
    try:
        assert ask(given_)["explanation"]
    except Refused as refused:
        assert refused.refusal.sentence  # noqa: PT017 - both ways are right
