"""What an objection, silence and an override do to an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from requests_app.third_parties import Standing, ThirdParty, discloses, unheard, untold

LIMIT, AFTER = date(2026, 10, 20), date(2026, 10, 21)


@dataclass(frozen=True)
class Part:
    reply_type: str
    ground: str = ""


OPEN, CLOSED_FOR_THEM, UNDECIDED = Part("A2"), Part("C4", "X4"), Part("")


@pytest.mark.parametrize(
    ("party", "on", "standing"),
    [
        (ThirdParty(1), AFTER, Standing.WAITING),  # nobody knows whether the letter came
        (ThirdParty(1, limit_on=LIMIT), LIMIT, Standing.WAITING),
        (ThirdParty(1, limit_on=LIMIT), AFTER, Standing.SILENT),
        (ThirdParty(1, returned=True), AFTER, Standing.RETURNED),
        (ThirdParty(1, "objects", LIMIT), LIMIT, Standing.OBJECTS),
        (ThirdParty(1, "agrees_in_part", LIMIT), LIMIT, Standing.OBJECTS),
        (ThirdParty(1, "agrees", LIMIT), LIMIT, Standing.HEARD),
        (ThirdParty(1, "other", LIMIT), LIMIT, Standing.HEARD),
        (ThirdParty(1, "objects", LIMIT, overridden=True), LIMIT, Standing.OVERRIDDEN),
    ],
)
def test_where_a_third_party_stands(party: ThirdParty, on: date, standing: Standing) -> None:
    assert party.standing(on) is standing
    assert party.may_be_overridden(on) == (standing in (Standing.OBJECTS, Standing.SILENT))


@pytest.mark.parametrize(
    ("answers", "opened"),
    [
        ((OPEN,), True),
        ((Part("B1", "X5"),), True),
        ((OPEN, Part("C5", "X5")), True),
        ((Part("B1", "X4"),), False),
        ((OPEN, CLOSED_FOR_THEM), False),
        ((CLOSED_FOR_THEM,), False),
        ((Part("D1a"), UNDECIDED), False),
    ],
)
def test_what_is_withheld_for_a_third_party_protects_it(answers: tuple[Part, ...], opened: bool) -> None:
    assert discloses(answers) == opened


@pytest.mark.parametrize(
    ("party", "says"),
    [
        (ThirdParty(2, "objects"), "第2份征求意见书）不同意公开"),
        (ThirdParty(1), "还没有送达记录"),
        (ThirdParty(1, limit_on=AFTER), "2026年10月21日为止，还没有过"),
        (ThirdParty(1, limit_on=LIMIT), ""),
        (ThirdParty(1, returned=True), ""),
        (ThirdParty(1, "agrees"), ""),
        (ThirdParty(1, "objects", overridden=True), ""),
    ],
)
def test_an_answer_against_a_third_party_is_refused_and_silence_leaves_it_to_the_agency(
    party: ThirdParty, says: str
) -> None:
    refusal = unheard([party], [OPEN], AFTER)
    assert (says in refusal.sentence and refusal.article == "条例第32条") if refusal else not says
    assert unheard([party], [CLOSED_FOR_THEM], AFTER) is None


@pytest.mark.parametrize(
    ("told_on", "says"),
    [(None, "还没有送达记录"), (date(2026, 10, 22), "2026年10月22日才送达"), (AFTER, ""), (LIMIT, "")],
)
def test_the_applicant_gets_nothing_before_the_third_party_knows(told_on: date | None, says: str) -> None:
    party = ThirdParty(1, "objects", overridden=True, told_on=told_on)
    refusal = untold([ThirdParty(2, "agrees"), party], [OPEN], AFTER)
    assert (says in refusal.sentence and refusal.field == "effective_on") if refusal else not says
    assert untold([party], [CLOSED_FOR_THEM], AFTER) is None
