"""One request becomes two: the same applicant and day, another number, notice and row in the report."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.files import store
from foundation.ledger.acts import Actor
from requests_app import personal, procedure_guards, statistics
from requests_app.facts import LetterFacts, PartAnswer, PartFacts
from requests_app.models import InformationRequest
from requests_app.operations import consulting, handling, intake, splitting
from requests_app.tracking import standing
from tests.requests_app.conftest import NAME, PUBLIC, TODAY, answer, applicant, ask, decide, filing, search

THREE = (PartFacts("甲表"), PartFacts("乙表", "山政发〔2025〕1号"), PartFacts("", "", "丙处的图纸"))
LATER = date(2026, 9, 22)
SCAN = ("envelope.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)


@pytest.fixture
def case(district: Agency, settings: Any) -> InformationRequest:
    made = intake.file(filing(district, parts=THREE), actor=PUBLIC).request
    settings.AS_OF = LATER
    return made


def split(case: InformationRequest, actor: Actor, *positions: int, **changes: Any) -> InformationRequest:
    facts = {"reason": "agreed", "effective_on": LATER, **changes}
    return splitting.split(case.pk, actor=actor, seen=None, positions=positions, **facts).request


def test_the_parts_move_with_the_day_of_receipt(case: InformationRequest, by_clerk: Actor) -> None:
    new = split(case, by_clerk, 1, 3)
    case.refresh_from_db()
    assert [part.wanted_name for part in case.parts.all()] == ["乙表"]
    assert [part.position for part in case.parts.all()] == [1] and case.title == "乙表"
    assert [(part.position, part.wanted) for part in new.parts.all()] == [(1, "《甲表》"), (2, "丙处的图纸")]
    same = ("respondent", "handler", "channel", "arrival", "registered_on", "received_on", "received_basis")
    assert [getattr(new, name) for name in (*same, "due_on", "regime", "stage")] == [
        getattr(case, name) for name in (*same, "due_on", "regime", "stage")
    ]
    assert new.number != case.number and new.split_from == case and new.title == "甲表"


def test_both_ledgers_tell_of_it(case: InformationRequest, by_clerk: Actor) -> None:
    new = split(case, by_clerk, 2)
    said = case.events.get(kind="split").data
    assert said == {"into": new.pk, "positions": [2], "reason": "agreed"}
    assert [event.kind for event in new.events.all()] == ["split_off", "received"]
    assert new.events.get(kind="received").effective_on == TODAY


def test_the_applicant_is_sealed_again_under_a_key_of_its_own(
    case: InformationRequest, by_clerk: Actor
) -> None:
    new = split(case, by_clerk, 1)
    assert new.applicant.pk != case.applicant.pk and new.applicant.key != case.applicant.key
    assert personal.read(new.applicant) == personal.read(case.applicant) and NAME in str(
        personal.read(new.applicant).name
    )
    assert new.applicant.name_hash == case.applicant.name_hash


def test_several_applicants_their_agent_and_the_papers_go_with_it(
    district: Agency, by_clerk: Actor, settings: Any
) -> None:
    from requests_app.facts import AgentFacts, AgentPapers

    together = filing(
        district,
        parts=THREE,
        channel="post",
        arrival="registered",
        joined=(applicant(name="测试乙某某", identity_number="990101199001010027"),),
        election=("推选.png", SCAN[1]),
        agent=AgentFacts("relative", ("receive",), "测试丙某某"),
        agent_papers=AgentPapers(mandate=("委托.png", SCAN[1])),
        identity_image=("证件.png", SCAN[1]),
    )
    made = intake.register(
        together,
        actor=by_clerk,
        arrived_on=TODAY,
        received_on=TODAY,
        received_basis="signed_for",
        evidence=SCAN,
    ).request
    settings.AS_OF = LATER
    new = split(made, by_clerk, 2)
    there, here = personal.who_asks(new.applicant), personal.who_asks(made.applicant)
    assert there == here and there["joined"] and there["agent"] and there["agent_papers"].mandate
    kept = new.events.get(kind="split_off").evidence
    assert kept is not None and store.read(kept) == SCAN[1]
    assert kept.data_key == new.applicant.key


def test_what_was_searched_for_a_part_goes_with_it(case: InformationRequest, by_clerk: Actor) -> None:
    search(case, by_clerk, position=2)
    new = split(case, by_clerk, 2)
    assert new.parts.get().searches.count() == 1


@pytest.mark.parametrize(
    ("positions", "reason", "field"),
    [
        ((), "agreed", "positions"),
        ((1, 2, 3), "agreed", "positions"),
        ((9,), "agreed", "positions"),
        ((1,), "because", "reason"),
    ],
)
def test_something_is_taken_and_something_stays(
    case: InformationRequest, by_clerk: Actor, positions: tuple[int, ...], reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        split(case, by_clerk, *positions, reason=reason)
    assert refused.value.refusal.field == field
    assert InformationRequest.objects.count() == 1 and case.parts.count() == 3


def test_one_part_alone_is_not_split(district: Agency) -> None:
    alone = intake.file(filing(district), actor=PUBLIC).request
    refusal = procedure_guards.may_be_split(alone, TODAY)
    assert refusal is not None and "只有一项" in refusal.sentence


def test_after_a_draft_or_anything_that_moved_the_limit_it_stays_whole(
    district: Agency, by_clerk: Actor
) -> None:
    drafted, corrected, consulted, extended = (
        intake.file(filing(district, parts=THREE), actor=PUBLIC).request for _ in range(4)
    )
    decide(drafted, by_clerk, PartAnswer(1, "A2"))
    ask(corrected, by_clerk)
    letter = LetterFacts("third_party", "虚构公司")
    consulting.consult(
        consulted.pk, actor=by_clerk, seen=None, effective_on=TODAY, letters=(letter,), about="甲表"
    )
    handling.extend(
        extended.pk,
        actor=by_clerk,
        seen=None,
        effective_on=TODAY,
        workdays=5,
        approver_name="演示负责人",
        reason="检索",
    )
    for case in (drafted, corrected, consulted, extended):
        case.refresh_from_db()
        assert procedure_guards.may_be_split(case, TODAY) is not None


def test_each_counts_for_itself(case: InformationRequest, district: Agency, by_clerk: Actor) -> None:
    new = split(case, by_clerk, 1)
    answer(case, by_clerk, PartAnswer(1, "A2"), PartAnswer(2, "A2"), on=LATER)
    answer(new, by_clerk, PartAnswer(1, "E5", reasons="已经获取。"), on=LATER)
    count = statistics.APPLICATIONS.count([district.pk], 2026)
    cells = [count[(district.pk, row, "total")] for row in ("new", "open", "n5")]
    assert cells == [2, 1, 1]


def test_nobody_is_split_off_before_the_receipt(case: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="早于收到申请之日"):
        split(case, by_clerk, 1, effective_on=date(2026, 9, 17))


def test_the_applicant_reads_of_it(case: InformationRequest, by_clerk: Actor) -> None:
    new = split(case, by_clerk, 1)
    assert "另成一件办理" in str(standing(case).events)
    assert "从您的另一件申请拆出" in str(standing(new).events)


def test_in_the_workbench_the_receipt_of_the_new_one_is_shown(
    case: InformationRequest, clerk: User, client: Client
) -> None:
    client.force_login(clerk)
    url = f"/admin/requests_app/informationrequest/{case.pk}/step/split/"
    facts = {"reason": "asked", "effective_on": "2026-09-22", "seen": case.last_seq}
    everything = client.post(url, {**facts, "positions": [1, 2, 3], "look": "1"}).content.decode()
    assert "不能全部拆出" in everything
    looked = client.post(url, {**facts, "positions": [2], "look": "1"}).content.decode()
    assert "年度报告的新收件数多计一件" in looked
    receipt = client.post(url, {**facts, "positions": [2], "perform": "1"}, follow=True).content.decode()
    new = case.split_off.get()
    assert new.number in receipt and re.search(r"查询码</dt><dd>\w", receipt)
    page = client.get(f"/admin/requests_app/informationrequest/{new.pk}/change/").content.decode()
    assert f"拆分自{case.number}" in page
    assert (
        f"拆出{new.number}"
        in client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    )
