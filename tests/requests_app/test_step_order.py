"""What the case page offers first."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from foundation.ledger.steps_admin import OfferedStep
from foundation.workdays.present import today
from requests_app import step_order
from requests_app.facts import PartAnswer
from requests_app.models import InformationRequest, Stage
from requests_app.operations import intake
from requests_app.steps import STEPS
from tests.requests_app.conftest import PUBLIC, ask, decide, filing, review, search, serve, sign


def sections(case: InformationRequest) -> dict[str, list[str]]:
    case = InformationRequest.objects.get(pk=case.pk)
    offered = [
        OfferedStep(step, step.guard(case, today()), "") for step in STEPS if case.stage in step.from_stages
    ]
    found = step_order.sections(case, offered)
    listed = [one.step.code for section in found for one in section.steps]
    assert sorted(listed) == sorted(one.step.code for one in offered), "every step once"
    return {section.title: [one.step.code for one in section.steps] for section in found}


def first(case: InformationRequest) -> str:
    return sections(case)["下一步"][0]


def test_from_the_receipt_to_the_service(district: Agency, by_clerk: Actor) -> None:
    waiting = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    assert first(waiting) == "receive"
    case = intake.file(filing(district), actor=PUBLIC).request
    possible = [code for code in sections(case)["下一步"] if code in ("decide", "log-search")]
    assert possible == ["decide", "log-search"]
    decide(case, by_clerk)
    assert first(case) == "review"
    review(case, by_clerk)
    assert first(case) == "sign"
    sign(case, by_clerk)
    assert "serve" in sections(case)["下一步"]
    serve(case, by_clerk)
    assert "下一步" in sections(case)


def test_what_needs_no_review_is_signed_at_once(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk, PartAnswer(1, "E5", reasons="已经获取。"))
    assert first(case) == "sign"


def test_a_missing_search_comes_before_the_signature(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk, PartAnswer(1, "D1a", search_note="检索了公文系统。"))
    assert first(case) == "log-search"
    search(case, by_clerk)
    assert first(case) == "sign"


def test_who_was_asked_to_correct_is_waited_for(case: InformationRequest, by_clerk: Actor) -> None:
    ask(case, by_clerk)
    assert sections(case)["下一步"][:2] == ["correction-delivered", "corrected"]


def test_rare_acts_and_impossible_ones_are_apart(case: InformationRequest) -> None:
    found = sections(case)
    assert {"void", "correct", "withdraw", "assign"} <= set(found["登记变动、更正、作废"])
    assert "sign" in found["现在不能办理，为什么"] and "extend" in found["还可以办理"]


@pytest.mark.parametrize("stage", [Stage.VOID, Stage.WITHDRAWN])
def test_what_is_over_has_no_next_step(case: InformationRequest, stage: Any) -> None:
    case.stage = stage
    assert list(step_order.leading(case)) == []


def test_the_page_shows_the_headings(case: InformationRequest, clerk: User, client: Client) -> None:
    client.force_login(clerk)
    page = client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    assert "<h3>下一步</h3>" in page and "现在不能办理，为什么（" in page


def test_only_what_can_follow_a_draft_is_next(case: InformationRequest, by_clerk: Actor) -> None:
    """With a notice to make, ending without one is not a next step; without, it is the only one."""
    decide(case, by_clerk)
    assert "end" not in sections(case)["下一步"]
    decide(case, by_clerk, PartAnswer(1, "F3", reasons="并入另一件办理。"))
    assert sections(case)["下一步"] == ["end"]


def test_the_page_names_whom_a_draft_waits_for(
    case: InformationRequest, by_clerk: Actor, clerk: User, client: Client
) -> None:
    client.force_login(clerk)

    def page() -> str:
        return client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()

    assert "等待签发：" not in page() and "等待保密审查：" not in page()
    decide(case, by_clerk)
    assert "等待保密审查：" in page() and "等待签发：" not in page()
    review(case, by_clerk)
    assert "等待签发：" in page() and "等待保密审查：" not in page()
