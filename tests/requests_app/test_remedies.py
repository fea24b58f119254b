"""Which door stands open against an answer, which organ decides, and until when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.contracts import Refused
from foundation.workdays.committed import committed_calendar
from requests_app.remedies import (
    LastDays,
    Route,
    last_day_not_informed,
    last_days,
    last_days_without_answer,
    no_answer_sentence,
    remedy_block,
    review_organ,
    route_for,
    suit_after_review_on,
)

CALENDAR = committed_calendar()
NAMES = {"organ": "枣庄市人民政府", "court": "枣庄市中级人民法院"}
NOW, BEFORE = date(2024, 1, 1), date(2023, 12, 31)


@pytest.mark.parametrize(
    ("parts", "on", "route"),
    [
        (["C1"], NOW, "A"),
        (["C7", "C4"], NOW, "A"),
        (["B1"], NOW, "AB"),
        (["A2", "C5"], NOW, "AB"),
        (["B1", "C5"], NOW, "AB"),
        (["A2"], NOW, "B"),
        (["C8"], NOW, "B"),
        (["D1a", "D1b"], NOW, "B"),
        (["E1"], NOW, "B"),
        (["F1"], NOW, "B"),
        (["G1"], NOW, "B"),
        (["C1"], BEFORE, "B-old"),
        (["A2"], BEFORE, "B-old"),
        (["F3"], NOW, "none"),
        (["F3"], BEFORE, "none"),
        (["F3", "D1a"], NOW, "B"),
    ],
)
def test_the_route_follows_from_what_is_withheld_and_the_date(parts, on, route):
    assert route_for(parts, on) == route


@pytest.mark.parametrize(
    ("signer", "organ"),
    [
        ("government", "枣庄市人民政府"),
        ("office", "山亭区人民政府"),
        ("department", "山亭区人民政府"),
        ("subdistrict", "山亭区人民政府"),
        ("town", "山亭区人民政府"),
        ("vertical", "国家税务总局枣庄市税务局"),
    ],
)
def test_who_signs_decides_who_reviews(signer, organ):
    found = review_organ(
        signer,
        own_government="山亭区人民政府",
        higher_government="枣庄市人民政府",
        system="国家税务总局枣庄市税务局",
    )
    assert found == organ


def test_an_unknown_signer_has_no_review_organ():
    with pytest.raises(ValueError):
        review_organ("party", own_government="a", higher_government="b")


def test_a_refusal_offers_review_first_and_never_a_direct_suit():
    block = remedy_block(["C6"], NOW, **NAMES)
    assert block.sentences == (
        "您如果不服本告知书，可以自收到本告知书之日起60日内，先向枣庄市人民政府申请行政复议；"
        "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向枣庄市中级人民法院提起行政诉讼。",
    )
    assert "6个月" not in "".join(block.sentences)
    assert "第二十三条第一款第四项" in block.article


@pytest.mark.parametrize(("parts", "on"), [(["D1a"], NOW), (["C6"], BEFORE)])
def test_other_answers_leave_the_choice(parts, on):
    (sentence,) = remedy_block(parts, on, **NAMES).sentences
    assert "60日内向枣庄市人民政府申请行政复议，或者" in sentence
    assert "6个月内直接向枣庄市中级人民法院提起行政诉讼" in sentence


def test_a_partial_answer_names_both_doors():
    first, second = remedy_block(["B1"], NOW, **NAMES).sentences
    assert "不予公开的部分" in first and "先向" in first and "直接" not in first
    assert "其他部分" in second and "直接向" in second


def test_service_online_names_the_online_channel():
    block = remedy_block(["A2"], NOW, **NAMES, online_channel="https://xzfy.example.cn/")
    assert block.sentences[-1] == "行政复议可以通过互联网渠道申请：https://xzfy.example.cn/。"
    assert len(remedy_block(["A2"], NOW, **NAMES).sentences) == 1


def test_a_withdrawn_request_has_no_remedy_block():
    assert remedy_block(["F3"], NOW, organ="", court="").sentences == ()


@pytest.mark.parametrize(
    ("organ", "court", "field"), [("", "法院", "review_organ"), ("某政府", " ", "court")]
)
def test_a_remedy_without_organ_or_court_is_not_printed(organ, court, field):
    with pytest.raises(Refused) as refused:
        remedy_block(["A2"], NOW, organ=organ, court=court)
    assert refused.value.refusal.field == field
    with pytest.raises(Refused):
        no_answer_sentence(organ=organ, court=court)


def test_silence_can_be_taken_to_either():
    assert no_answer_sentence(**NAMES) == (
        "逾期没有答复的，您可以依法向枣庄市人民政府申请行政复议，或者向枣庄市中级人民法院提起行政诉讼。"
    )


# --- last days --------------------------------------------------------------------------------------------


def test_sixty_days_roll_over_the_national_holiday():
    served = date(2025, 8, 5)
    assert last_days(Route.REVIEW_FIRST, served, CALENDAR) == LastDays(date(2025, 10, 9), None)
    assert last_days(Route.CHOICE, served, CALENDAR) == LastDays(date(2025, 10, 9), date(2026, 2, 5))
    assert last_days(Route.BOTH, served, CALENDAR).suit_on == date(2026, 2, 5)
    assert last_days(Route.NONE, served, CALENDAR) == LastDays(None, None)


@pytest.mark.parametrize(
    ("served", "suit"),
    [
        (date(2025, 8, 5), date(2026, 2, 5)),
        (date(2024, 12, 6), date(2025, 6, 6)),
        (date(2024, 8, 31), date(2025, 2, 28)),
    ],
)
def test_six_months_to_sue(served, suit):
    assert last_days(Route.CHOICE_OLD, served, CALENDAR).suit_on == suit


def test_fifteen_days_after_the_review_decision():
    assert suit_after_review_on(date(2025, 9, 18), CALENDAR) == date(2025, 10, 9)
    assert suit_after_review_on(date(2025, 6, 2), CALENDAR) == date(2025, 6, 17)


def test_without_an_answer_the_days_run_from_the_end_of_the_limit():
    assert last_days_without_answer(date(2024, 4, 9), CALENDAR) == LastDays(
        date(2024, 6, 11), date(2024, 10, 9)
    )  # the 60th day is the Saturday of the Dragon Boat holiday


def test_who_was_not_informed_has_at_most_a_year():
    assert last_day_not_informed(date(2024, 3, 1), CALENDAR) == date(2025, 3, 3)  # the 1st is a Saturday


@given(st.dates(date(2008, 5, 1), date(2026, 1, 1)))
def test_a_last_day_is_never_a_rest_day_and_never_early(served):
    days = last_days(Route.CHOICE, served, CALENDAR)
    for day in (days.review_on, days.suit_on, suit_after_review_on(served, CALENDAR)):
        assert CALENDAR.is_workday(day)
    assert (days.review_on - served).days >= 60
    assert days.suit_on > days.review_on
