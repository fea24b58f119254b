"""Whose line a case is: the one next step, for those who may take it, with one owner."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from foundation.agencies.models import Agency, Role, User
from foundation.agencies.operations import assign
from foundation.contracts import ELSEWHERE
from foundation.ledger.acts import Actor
from foundation.staff.models import Absence, StaffMember
from requests_app import supervision, today, unsigned
from requests_app.facts import LetterFacts, PartAnswer
from requests_app.models import InformationRequest
from requests_app.operations import consulting, intake
from tests.requests_app.conftest import (
    IMPORT,
    PUBLIC,
    TODAY,
    decide,
    filing,
    person,
    review,
    serve,
    sign,
)
from tests.requests_app.test_work import received, titles

NEAR = date(2026, 10, 20)
"""Two working days before the limit of a case received on TODAY."""


@pytest.fixture
def colleagues(office: Agency) -> dict[str, User]:
    """Three people, each with one thing to do, and one who only reads."""
    held = {"handles": "handle", "reviews": "review", "signs": "sign", "serves": "serve"}
    people = {name: person(name, office, "requests.read", f"requests.{what}") for name, what in held.items()}
    return {**people, "reads": person("reads", office, "requests.read")}


def whose(case: InformationRequest, colleagues: dict[str, User], day: date = TODAY) -> dict[str, str]:
    """Who has the case on the page, with which next step."""
    found = {}
    for name, user in colleagues.items():
        mine = (work for work in today.WORK_LISTS if work.place != ELSEWHERE)
        items = [item for work in mine for item in work.items(user, day)]
        for item in items:
            assert item.title.startswith(case.number)
            found[name] = item.next_step
    return found


def test_a_case_stands_with_whoever_has_the_next_step_and_with_nobody_else(
    case: InformationRequest, by_clerk: Actor, colleagues: dict[str, User]
) -> None:
    User.objects.filter(username="clerk").update(is_active=False)
    assert whose(case, colleagues) == {"handles": "拟定答复"}
    decide(case, by_clerk)
    assert whose(case, colleagues) == {"reviews": "保密审查"}
    review(case, by_clerk)
    assert whose(case, colleagues) == {"signs": "签发答复", "handles": "送签；在纸上签的，登记纸质签发"}
    sign(case, by_clerk)
    assert whose(case, colleagues) == {"serves": "送达答复"}
    serve(case, by_clerk)
    assert whose(case, colleagues) == {}


def test_a_new_request_stands_there_until_somebody_begins(
    case: InformationRequest, clerk: User, by_clerk: Actor
) -> None:
    assert titles(today.new(clerk, TODAY)) == [case.number]
    decide(case, by_clerk, PartAnswer(1, "A2", finding="经检索，找到所申请的汇总表。"))
    assert today.new(clerk, TODAY) == []


def test_what_the_secrecy_review_does_not_let_pass_goes_back_to_the_desk(
    case: InformationRequest, by_clerk: Actor, colleagues: dict[str, User]
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk, "may_not_open")
    assert whose(case, colleagues, NEAR) == {"handles": "保密审查不宜公开，改拟答复"}


def test_what_needs_no_notice_is_simply_closed(
    case: InformationRequest, by_clerk: Actor, colleagues: dict[str, User]
) -> None:
    decide(case, by_clerk, PartAnswer(1, "F3", reasons="并入前一件办理。"))
    assert whose(case, colleagues, NEAR) == {"handles": "直接办结"}


def test_each_line_names_one_owner(case: InformationRequest, colleagues: dict[str, User]) -> None:
    [item] = today.new(colleagues["handles"], TODAY)
    assert item.owner == "演示handles"


# --- not signed, and the limit is near ------------------------------------------------------------------


def test_two_workdays_before_the_limit_the_line_says_who_is_away_and_what_is_lawful(
    case: InformationRequest, by_clerk: Actor, colleagues: dict[str, User], office: Agency
) -> None:
    User.objects.filter(username="clerk").update(is_active=False)
    member = StaffMember.objects.create(user=colleagues["signs"], agency=office, stage="present")
    Absence.objects.create(member=member, starts_on=NEAR, ends_on=date(2026, 10, 30))
    decide(case, by_clerk)
    review(case, by_clerk)
    [before] = today.due_soon(colleagues["handles"], date(2026, 10, 19))
    assert "延期" not in before.note
    [item] = today.due_soon(colleagues["handles"], NEAR)
    assert item.owner == "演示signs（外出到10月30日）"
    assert item.note.endswith("能签发的人都外出，最早10月30日以后返回；还可以延期（最迟10月22日告知）")


def test_the_case_page_shows_the_ways_out(
    client: Client, case: InformationRequest, clerk: User, settings: Any
) -> None:
    client.force_login(clerk)
    address = f"/admin/requests_app/informationrequest/{case.pk}/change/"
    assert "还没有签发" not in client.get(address).content.decode()
    settings.AS_OF = NEAR
    page = client.get(address).content.decode()
    for words in (
        "还没有签发，离答复期限只剩2个工作日。",
        "延长答复期限，最迟2026年10月22日告知申请人（",
        "打印答复审签单",
        "现在没有登记在有效期内的授权",
    ):
        assert words in page
    settings.AS_OF = date(2026, 10, 22)
    assert "今天是答复期限的最后一天" in client.get(address).content.decode()
    settings.AS_OF = date(2026, 10, 23)
    page = client.get(address).content.decode()
    assert "答复期限10月22日已过；逾期也应当尽快答复" in page and "不能再延期：期限2026年10月22日已过" in page


def test_where_nobody_may_sign_it_says_whom_to_ask(
    case: InformationRequest, office: Agency, settings: Any
) -> None:
    user = person("handles", office, "requests.read", "requests.handle")
    [item] = today.due_soon(user, NEAR)
    assert "没有人可以签发答复" in item.note


# --- the supervising department -------------------------------------------------------------------------


def test_a_supervisor_sees_a_line_for_each_unit_that_has_something_pressing(
    client: Client, district: Agency, bureau: Agency, office: Agency
) -> None:
    supervisor = person("supervisor", district, "requests.read", "requests.supervise", reach="subtree")
    assert supervision.units(supervisor, TODAY) == []
    late, soon = received(bureau, date(2026, 8, 10)), received(bureau, date(2026, 8, 28))
    waiting = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    received(office, TODAY)
    first, second = supervision.units(supervisor, TODAY)
    assert (first.title, [words for words, _ in first.links]) == (
        bureau.short_name,
        ["已超过期限1件", "7个工作日内到期1件"],
    )
    assert (second.title, [words for words, _ in second.links]) == (
        district.short_name,
        ["待确认、待联系1件"],
    )
    client.force_login(supervisor)
    for (_, address), case in zip((*first.links, *second.links), (late, soon, waiting), strict=True):
        page = client.get(address).content.decode()
        assert [one.number for one in (late, soon, waiting) if one.number in page] == [case.number]
    assert supervision.units(person("reader", district, "requests.read"), TODAY) == []


def test_an_imported_case_that_nobody_touched_counts_as_new(clerk: User, district: Agency) -> None:
    paper = filing(district, channel="counter")
    case = intake.register(
        paper, actor=IMPORT, arrived_on=TODAY, received_on=TODAY, received_basis="submitted"
    ).request
    assert titles(today.new(clerk, TODAY)) == [case.number]


def test_a_delegation_on_record_is_named_among_the_ways_out(
    case: InformationRequest, colleagues: dict[str, User], office: Agency, clerk: User
) -> None:
    where = {"starts_on": NEAR, "ends_on": date(2026, 10, 30), "deputy_for": colleagues["signs"]}
    role = Role.objects.get(code="signs")
    assign(colleagues["serves"], office, role, reason="授权书1号", **where)  # type: ignore[arg-type]
    found = unsigned.alarm(case, NEAR)
    assert found is not None
    assert found.ways[-1] == "按书面授权代签：演示serves（代演示signs，到10月30日），依据：授权书1号。"


def test_a_third_party_that_stands_against_it_is_settled_before_the_signature(
    case: InformationRequest, by_clerk: Actor, colleagues: dict[str, User]
) -> None:
    letter = LetterFacts("third_party", "演示第三方公司")
    facts: dict[str, Any] = {"actor": by_clerk, "seen": None, "effective_on": TODAY}
    consulting.consult(case.pk, letters=[letter], about="汇总表", **facts)
    consulting.deliver(case.pk, letter=1, **facts)
    consulting.receive(case.pk, letter=1, opinion="objects", opinion_note="商业秘密", **facts)
    decide(case, by_clerk)
    review(case, by_clerk)
    assert whose(case, colleagues, NEAR) == {"handles": "处理第三方意见或者改拟答复"}


def test_who_handles_a_case_sees_whom_it_waits_for_while_its_limit_is_near(
    case: InformationRequest, by_clerk: Actor, colleagues: dict[str, User], settings: Any
) -> None:
    User.objects.filter(username="clerk").update(is_active=False)
    decide(case, by_clerk)
    handles = colleagues["handles"]
    assert today.elsewhere(handles, TODAY) == [], "far from its limit"
    settings.AS_OF = NEAR
    (line,) = today.elsewhere(handles, NEAR)
    assert line.title.startswith(case.number) and line.next_step == "保密审查"
    assert "演示reviews" in line.owner
    assert today.elsewhere(colleagues["reviews"], NEAR) == [], "it is theirs"
    assert today.elsewhere(colleagues["reads"], NEAR) == []
