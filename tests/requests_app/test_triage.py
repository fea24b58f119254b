"""七步法: every way through the table ends lawfully, and the draft remembers how it was reached."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app import outcomes, triage
from requests_app.facts import PartAnswer, PartFacts
from requests_app.models import InformationRequest
from requests_app.operations import intake, mending
from requests_app.regimes import REG2007, REG2019
from requests_app.reply_types import GROUNDS, REPLY_TYPES
from requests_app.steps import STEPS
from requests_app.triage import paths, walk
from requests_app.triage_questions import QUESTIONS, Ending
from tests.requests_app.conftest import PUBLIC, TODAY, decide, filing, person

EVERY = tuple(paths())
BY_A_STEP_OF_ITS_OWN = {"E4", "F1", "F2", "F3"}
"""Answers that follow from what the applicant did or left undone: 不补正, 不缴费, 撤回, 理由不合理."""


def test_every_way_ends_in_an_answer_or_in_a_step() -> None:
    """One test for some hundreds of ways: each is a matter of microseconds."""
    for path in EVERY:
        ended = walk(path)
        assert ended.question is None and ended.ending is not None and ended.path == path
        if ended.reply_type:
            assert outcomes.refusal_of(ended.reply_type, ended.ground, REG2019) is None, path
            assert triage.leads_to(path, ended.reply_type, ended.ground), path
        else:
            steps = {step.code for step in STEPS}
            assert ended.ending.step in steps or "第41条" in ended.ending.advice, path


def test_every_reply_type_can_be_reached() -> None:
    reached = {walk(path).reply_type for path in EVERY} - {""}
    assert reached == set(REPLY_TYPES) - BY_A_STEP_OF_ITS_OWN


def test_every_ground_can_be_reached() -> None:
    grounds = {choice.ground for question in QUESTIONS.values() for choice in question.choices} - {""}
    assert grounds == set(GROUNDS) - {"X8"}


def test_every_question_is_asked_and_every_answer_is_different() -> None:
    asked = {question.code for path in EVERY for question, _ in walk(path).made}
    assert asked == set(QUESTIONS)
    for question in QUESTIONS.values():
        assert len({choice.code for choice in question.choices}) == len(question.choices)


@pytest.mark.parametrize(
    ("path", "reply", "ground"),
    [
        ("yes.record.made.kept.found.no.none", "A2", ""),
        ("yes.record.made.kept.found.yes", "A1", ""),
        ("yes.record.held.kept.found.no.X4.objects.yes", "B1", "X4"),
        ("yes.record.held.kept.found.no.X4.objects.no", "C4", ""),
        ("yes.record.held.kept.found.no.X4.silent.open", "A2", ""),
        ("yes.record.made.kept.found.no.X6.no", "C6", ""),
        ("yes.record.made.early.nothing", "D1a", ""),
        ("yes.record.made.moved", "G2", ""),
        ("yes.record.elsewhere", "D1b", ""),
        ("yes.ask.inquiry", "G1", ""),
        ("yes.ask.grievance", "E1", ""),
        ("still", "D3", ""),
    ],
)
def test_what_the_law_says_of_each(path: str, reply: str, ground: str) -> None:
    ended = walk(path)
    assert (ended.reply_type, ended.ground) == (reply, ground)


def test_an_unasked_third_party_is_asked_first() -> None:
    ending = walk("yes.record.held.kept.found.no.X4.unasked").ending
    assert ending is not None and ending.step == "consult"


@pytest.mark.parametrize("path", ["perhaps", "yes.perhaps", "no.yes", "yes.record.made.kept.found.yes.more"])
def test_a_choice_nobody_offered_is_refused(path: str) -> None:
    with pytest.raises(Refused, match="没有“"):
        walk(path)
    assert not triage.leads_to(path, "A1", "") and triage.told(path) == ()


def test_a_request_is_sent_back_once() -> None:
    first = QUESTIONS["clear"]
    fresh = {one.code for one in triage.offered(first, corrected=False, regime=REG2019.code)}
    corrected = {one.code for one in triage.offered(first, corrected=True, regime=REG2019.code)}
    assert (fresh, corrected) == ({"yes", "no"}, {"yes", "still"})


def test_the_old_regulation_offers_only_what_it_knew() -> None:
    grounds = triage.offered(QUESTIONS["withhold"], corrected=False, regime=REG2007.code)
    assert {one.code for one in grounds} == {"none", "X1", "X2", "X3", "X4"}
    kinds = {one.code for one in triage.offered(QUESTIONS["kind"], corrected=False, regime=REG2007.code)}
    assert "complaint" not in kinds and "record" in kinds


def test_endings_say_what_to_mind() -> None:
    endings = [one.then for question in QUESTIONS.values() for one in question.choices]
    for ending in endings:
        if isinstance(ending, Ending) and ending.reply_type not in ("A2", "B1"):
            assert re.search(r"。$", ending.advice), ending


# --- in the workbench -------------------------------------------------------------------------------------


def page(case: InformationRequest, path: str = "", position: int = 1) -> str:
    asked = f"?path={path}" if path else ""
    return f"/admin/requests_app/informationrequest/{case.pk}/triage/{position}/{asked}"


def test_a_clerk_walks_to_the_draft(
    case: InformationRequest, clerk: User, by_clerk: Actor, client: Client
) -> None:
    client.force_login(clerk)
    first = client.get(page(case)).content.decode()
    assert "这一项写得清楚吗" in first and "已经补正过" not in first
    path = "yes.record.elsewhere"
    last = client.get(page(case, path)).content.decode()
    assert "不属于本行政机关负责公开" in last and "（四）无法提供 1.本机关不掌握相关政府信息" in last
    link = re.search(r'href="([^"]*step/decide/[^"]*)"', last)
    assert link is not None
    form = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert re.search(r'<option value="D1b" selected>', form) and path in form


def test_one_of_several_parts_does_not_settle_the_row(district: Agency, clerk: User, client: Client) -> None:
    case = intake.file(filing(district, parts=(PartFacts("甲"), PartFacts("乙"))), actor=PUBLIC).request
    client.force_login(clerk)
    said = client.get(page(case, "yes.record.elsewhere", position=2)).content.decode()
    assert "各项都拟定以后显示" in said and "年度报告计入" not in said


def test_the_choices_stay_with_the_part_while_the_answer_is_theirs(
    case: InformationRequest, by_clerk: Actor
) -> None:
    ours = PartAnswer(1, "D1b", reasons="由虚构机关负责。", triage="yes.record.elsewhere")
    decide(case, by_clerk, ours)
    assert case.parts.get().triage == "yes.record.elsewhere"
    decide(case, by_clerk, PartAnswer(1, "A2", triage="yes.record.elsewhere"))
    assert case.parts.get().triage == ""


def test_the_case_page_tells_how_the_answer_was_reached(
    case: InformationRequest, clerk: User, by_clerk: Actor, client: Client
) -> None:
    decide(case, by_clerk, PartAnswer(1, "D1b", reasons="由别处负责。", triage="yes.record.elsewhere"))
    client.force_login(clerk)
    said = client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    assert "补不补：清楚，可以查找。" in said and page(case) in said


@pytest.mark.parametrize("path", ["nonsense", "yes." * 40])
def test_an_address_nobody_made_begins_anew(
    case: InformationRequest, clerk: User, client: Client, path: str
) -> None:
    client.force_login(clerk)
    said = client.get(page(case, path)).content.decode()
    assert "请从第一步重新选择" in said and "这一项写得清楚吗" in said


def test_only_who_drafts_walks(
    case: InformationRequest, clerk: User, client: Client, office: Any, bureau: Any
) -> None:
    client.force_login(person("reader", office, "requests.read"))
    assert client.get(page(case)).status_code == 403
    client.force_login(person("elsewhere", bureau, "requests.read", "requests.handle"))
    assert client.get(page(case)).status_code == 404
    client.force_login(clerk)
    assert client.get(page(case, position=9)).status_code == 404


def test_a_request_that_is_answered_is_not_judged_again(
    case: InformationRequest, clerk: User, by_clerk: Actor, client: Client
) -> None:
    mending.void(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记")
    client.force_login(clerk)
    assert client.get(page(case)).status_code == 404
