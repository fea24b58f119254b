"""The applicant takes the request back: over, without a notice, in a row of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app import history, statistics, tracking
from requests_app.models import InformationRequest
from requests_app.operations import intake, limits, mending
from tests.requests_app.conftest import PUBLIC, TODAY, ask, decide, filing, review, sign, withdraw

BACK = date(2026, 9, 24)


@pytest.fixture
def case(filed: intake.Filed, settings: Any) -> InformationRequest:
    settings.AS_OF = date(2026, 11, 2)
    return filed.request


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


def walk(case: InformationRequest, actor: Actor, stage: str) -> None:
    if stage == "correcting":
        ask(case, actor)
    if stage == "signed":
        decide(case, actor)
        review(case, actor)
        sign(case, actor)


@pytest.mark.parametrize("stage", ["handling", "correcting", "signed"])
def test_it_ends_the_case_from_wherever_it_stands(
    case: InformationRequest, by_clerk: Actor, stage: str
) -> None:
    walk(case, by_clerk, stage)
    before = case.notices.count()
    withdraw(case, by_clerk, BACK)
    case = fresh(case)
    assert (case.stage, case.closed_on, case.report_row, case.is_open) == ("withdrawn", BACK, "o3", False)
    assert case.parts.get().reply_type == "F3"
    assert case.notices.count() == before  # nothing is written to tell it
    event = history.last(case, "withdrawn")
    assert event is not None and event.data == {"manner": "oral", "row": "o3"}


def test_it_is_counted_once_as_other_and_in_no_other_row(
    case: InformationRequest, by_clerk: Actor, district: Agency
) -> None:
    walk(case, by_clerk, "signed")
    withdraw(case, by_clerk, BACK)
    counted = statistics.APPLICATIONS.count([district.pk], 2026)
    cells = {row: number for (_, row, column), number in counted.items() if column == "natural"}
    assert cells == {"new": 1, "o3": 1, "total": 1}


def test_the_limit_moves_no_more_and_the_clock_says_so(case: InformationRequest, by_clerk: Actor) -> None:
    due = case.due_on
    withdraw(case, by_clerk, BACK)
    clock = limits.clock_of(fresh(case))
    assert clock is not None and clock.ending is not None
    assert (clock.ending.on, fresh(case).due_on) == (BACK, due)
    assert "申请人撤回申请，本件办结" in "".join(clock.explanation)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"manner": "telepathy"}, "manner"),
        ({"manner": "oral", "note": " "}, "note"),
        ({"manner": "oral", "note": "", "evidence": ("记录.png", b"\x89PNG\r\n\x1a\n")}, "note"),
        ({"manner": "written", "note": ""}, "evidence"),
    ],
)
def test_nobody_withdrew_without_proof(
    case: InformationRequest, by_clerk: Actor, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        withdraw(case, by_clerk, BACK, **changes)
    assert refused.value.refusal.field == field
    assert fresh(case).stage == "handling"


def test_it_is_refused_before_the_receipt_and_from_a_stranger(
    case: InformationRequest, by_clerk: Actor, stranger: Actor
) -> None:
    with pytest.raises(Refused, match="不能早于收到申请之日"):
        withdraw(case, by_clerk, date(2026, 9, 17))
    with pytest.raises(Refused, match="没有在本单位"):
        withdraw(case, stranger, BACK)


def test_what_was_answered_or_never_received_is_not_withdrawn(
    case: InformationRequest, by_clerk: Actor, district: Agency
) -> None:
    withdraw(case, by_clerk, BACK)
    with pytest.raises(Refused, match="现在的阶段不能"):
        withdraw(case, by_clerk, BACK)
    waiting = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    with pytest.raises(Refused, match="现在的阶段不能"):
        withdraw(waiting, by_clerk, BACK)


def test_its_date_is_mended_and_stays_behind_the_signature(case: InformationRequest, by_clerk: Actor) -> None:
    walk(case, by_clerk, "signed")
    withdraw(case, by_clerk, BACK)
    event = history.last(fresh(case), "withdrawn")
    assert event is not None
    common = {"actor": by_clerk, "seen": None, "event_seq": event.seq, "reason": "来函日期"}
    with pytest.raises(Refused, match="先后矛盾"):
        mending.correct_date(case.pk, effective_on=date(2026, 9, 17), **common)
    mending.correct_date(case.pk, effective_on=date(2026, 9, 22), **common)
    case = fresh(case)
    assert (case.stage, case.closed_on) == ("withdrawn", date(2026, 9, 22))


# --- what people see ----------------------------------------------------------------------------------------


def test_the_applicant_reads_that_it_is_taken_back_and_gets_no_unserved_answer(
    case: InformationRequest, by_clerk: Actor
) -> None:
    walk(case, by_clerk, "signed")
    withdraw(case, by_clerk, BACK)
    standing = tracking.standing(fresh(case))
    assert (standing.stage, standing.remaining) == ("已撤回", "申请人已撤回")
    assert standing.events[-1].wording == "您撤回了申请"
    assert standing.papers == () and standing.last_days == () and standing.late == ""


def test_the_clerk_walks_it_through_the_pages(case: InformationRequest, by_clerk: Actor, clerk: User) -> None:
    walk(case, by_clerk, "signed")
    desk = Client()
    desk.force_login(clerk)
    page = f"/admin/requests_app/informationrequest/{case.pk}/"
    typed = {
        "seen": fresh(case).last_seq,
        "manner": "oral",
        "note": "申请人电话提出，演示经办记录。",
        "effective_on": "2026-09-24",
    }
    looked = desk.post(f"{page}step/withdraw/", {**typed, "look": "1"}).content.decode()
    assert "（六）其他处理 3.其他" in looked and "已经签发的告知书不再送达" in looked
    assert desk.post(f"{page}step/withdraw/", {**typed, "perform": "1"}).status_code == 302
    shown = desk.get(f"{page}change/").content.decode()
    assert "申请人撤回" in shown and "口头（当面或者电话）" in shown and "申请人已撤回" in shown
    listed = desk.get("/admin/requests_app/informationrequest/").content.decode()
    assert "已撤回" in listed and "9月24日撤回" in listed


# --- the database keeps its promises ------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{"closed_on": None}, {"report_row": ""}, {"stage": "handling"}])
def test_contradictions_are_not_stored(
    case: InformationRequest, by_clerk: Actor, changes: dict[str, Any]
) -> None:
    withdraw(case, by_clerk, TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        InformationRequest.objects.filter(pk=case.pk).update(**changes)
