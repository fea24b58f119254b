"""The calculator's address: read whatever it says, written from the facts of a file."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.clock import (
    Consultation,
    Correction,
    Deferral,
    Ending,
    Extension,
    Fact,
    Fee,
    Reopening,
)
from requests_app.deadline_address import (
    DOUBLED,
    MOST_EVENTS,
    NO_SUCH_KIND,
    NOT_THERE,
    NOTHING_CHOSEN,
    TOO_MANY,
    read,
    write,
)
from requests_app.deadline_events import EVENT_KINDS, kind_of

DAY, LATER, LAST = date(2026, 9, 18), date(2026, 9, 21), date(2026, 9, 28)
FACTS: tuple[Fact, ...] = (
    Correction(DAY, limit_on=LAST, corrected_on=LATER),
    Consultation("third_party", DAY, LATER, LAST),
    Consultation("co_maker", DAY, returned_on=LAST),
    Consultation("other_agency", DAY),
    Extension(LATER, 10),
    Deferral(LATER, LAST),
    Fee(DAY, LATER, LAST),
    Reopening(DAY, 30),
)


def query(**given: str) -> dict[str, list[str]]:
    return {name.replace("__", "-"): [value] for name, value in given.items()}


def test_an_address_without_a_question_is_a_blank_page() -> None:
    asked = read({"utm_source": ["x"], "e1": ["y"], "q": ["e1-kind"]})
    assert (asked.begun, asked.events, asked.refusals, asked.received_on) == (False, (), (), "")


def test_events_stand_in_the_order_of_their_numbers() -> None:
    asked = read(query(received_on="2026-09-18", e10__kind="fee", e2__kind="extension", e2__workdays="5"))
    assert asked.events == ({"kind": "extension", "workdays": "5"}, {"kind": "fee"})
    assert asked.received_on == "2026-09-18"
    assert not asked.editing


def test_an_event_is_added_by_its_kind() -> None:
    asked = read(query(received_on="", e1__kind="fee", add="extension", more="1"))
    assert asked.events == ({"kind": "fee"}, {"kind": "extension"})
    assert asked.editing and not asked.refusals


def test_an_event_is_taken_away_by_its_place() -> None:
    asked = read(query(e1__kind="fee", e2__kind="extension", remove="1", add="deferral"))
    assert asked.events == ({"kind": "extension"},)


@pytest.mark.parametrize(
    ("given_", "refusal"),
    [
        (query(more="1"), NOTHING_CHOSEN),
        (query(add="nonsense"), NO_SUCH_KIND),
        (query(e1__kind="nonsense"), NO_SUCH_KIND),
        (query(e1__kind="\x00"), NO_SUCH_KIND),
        (query(e1__sent_on="2026-09-18"), NO_SUCH_KIND),
        (query(remove="1"), NOT_THERE),
        (query(e1__kind="fee", remove="0"), NOT_THERE),
        (query(e1__kind="fee", remove="１"), NOT_THERE),
        ({"received_on": ["2026-09-18", "2026-09-21"]}, DOUBLED),
        ({f"e{number}-kind": ["fee"] for number in range(1, MOST_EVENTS + 2)}, TOO_MANY),
        ({f"e{number}-kind": ["fee"] for number in range(1, MOST_EVENTS + 1)} | query(add="fee"), TOO_MANY),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(given_: dict[str, list[str]], refusal: str) -> None:
    asked = read(given_)
    assert asked.refusals == (refusal,)
    assert len(asked.events) <= MOST_EVENTS


@given(st.dictionaries(st.text(max_size=8) | st.from_regex(r"e\d{1,3}-[a-z_]+"), st.lists(st.text())))
def test_no_address_raises(given_: dict[str, list[str]]) -> None:
    asked = read(given_)
    assert all(event["kind"] in EVENT_KINDS for event in asked.events)


# --- written --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.wording)
def test_a_written_fact_is_read_as_the_same_questions(fact: Fact) -> None:
    asked = read(parse_qs(write(DAY, [fact])))
    (event,) = asked.events
    kind = EVENT_KINDS[event["kind"]]
    assert kind is kind_of(fact)
    answers = {
        question.name: int(event[question.name])
        if question.counts_days
        else date.fromisoformat(event[question.name])
        for question in kind.questions
        if question.name in event
    }
    assert kind.makes(**answers) == fact
    assert not asked.refusals and asked.received_on == DAY.isoformat()


def test_the_end_of_a_file_is_no_question_and_a_long_file_is_cut() -> None:
    facts = [Ending("served", LAST), *[Extension(LATER, 1)] * 20]
    asked = read(parse_qs(write(DAY, facts)))
    assert len(asked.events) == MOST_EVENTS
    assert not asked.refusals


def test_every_kind_has_its_own_words() -> None:
    assert len({kind.wording for kind in EVENT_KINDS.values()}) == len(EVENT_KINDS) == 8
    assert all(kind.questions[0].required for kind in EVENT_KINDS.values())
