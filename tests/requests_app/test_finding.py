"""Finding a request again: by number, by what was asked, and on record by the exact name."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.agencies.models import Agency, Role, User
from foundation.agencies.operations import assign
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.ledger.verification import first_gap
from foundation.privacy import vault
from requests_app import finding, personal
from requests_app.facts import AgentFacts, PartFacts
from requests_app.models import Agent, InformationRequest, NameSearches, NameSearchEvent
from requests_app.operations import intake, searching
from tests.requests_app.conftest import NAME, OPENED, PUBLIC, TODAY, answer, applicant, filing, person

FIND = "/admin/requests_app/informationrequest/find/"
LOG = "/admin/requests_app/namesearches/"
JOINED, AGENT = "测试乙某某", "测试丙某某"


def ask(respondent: Agency, wanted: str = "供热管网改造计划", **changes: Any) -> InformationRequest:
    parts = changes.pop("parts", (PartFacts(wanted),))
    return intake.file(filing(respondent, parts=parts, **changes), actor=PUBLIC).request


@pytest.fixture
def together(district: Agency) -> InformationRequest:
    """Two who ask, and an agent."""
    agent = AgentFacts("relative", ("receive",), AGENT, phone="13900000003")
    return ask(district, joined=(applicant(name=JOINED),), agent=agent)


# --- by words -------------------------------------------------------------------------------------------


def numbers(text: str) -> list[str]:
    return sorted(finding.by_words(InformationRequest.objects.all(), text).values_list("number", flat=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("shanting-2026-0001", ["shanting-2026-0001"]),
        ("ＳＨＡＮＴＩＮＧ－2026－0001", ["shanting-2026-0001"]),
        ("0002", ["shanting-2026-0002"]),
        ("SD-2026-7", ["shanting-2026-0002"]),
        ("省平台", ["shanting-2026-0002"]),
        ("城乡低保", ["shanting-2026-0001"]),
        ("山政发[2025]5号", ["shanting-2026-0002"]),
        ("三路公交", ["shanting-2026-0002"]),
        ("公交 改造", ["shanting-2026-0002"]),
        ("公交 低保", []),
        ("山政府公开[2026]1号", ["shanting-2026-0001"]),
        ("", []),
        ("   ", []),
        ("%", []),
    ],
)
def test_numbers_and_words_are_found_in_every_place(
    district: Agency, case: InformationRequest, by_clerk: Actor, text: str, found: list[str]
) -> None:
    parts = (PartFacts("供热管网改造计划", "山政发〔2025〕5号"), PartFacts(features="三路公交改线的会议纪要"))
    theirs = filing(
        district, channel="counter", source_system="省平台", external_number="SD-2026-7", parts=parts
    )
    intake.register(theirs, actor=by_clerk, arrived_on=TODAY)
    answer(case, by_clerk)
    assert numbers(text) == found


def test_the_page_finds_within_what_one_may_read(
    client: Client, case: InformationRequest, clerk: User, bureau: Agency
) -> None:
    client.force_login(clerk)
    page = client.get(FIND, {"q": "低保"}).content.decode()
    assert "找到1件" in page and f"/informationrequest/{case.pk}/change/" in page
    client.force_login(person("elsewhere", bureau, "requests.read"))
    page = client.get(FIND, {"q": "低保"}).content.decode()
    assert case.number not in page and "没有找到有“低保”的申请" in page and "答复文号" in page


def test_nothing_to_look_for_is_asked_for(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert "请填写编号、文号或者内容" in client.get(FIND, {"q": " "}).content.decode()
    assert "没有找到" not in client.get(FIND).content.decode()


def test_fifty_on_a_page_and_no_more_queries_for_more_rows(
    client: Client, district: Agency, clerk: User
) -> None:
    client.force_login(clerk)
    counts = []
    for more in (1, 50):
        for _ in range(more):
            ask(district)
        client.get(FIND, {"q": "改造"})
        with CaptureQueriesContext(connection) as captured:
            page = client.get(FIND, {"q": "改造"})
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert len(page.context["rows"]) == 50 and "找到51件" in page.content.decode()
    second = client.get(FIND, {"q": "改造", "page": "2"})
    assert [row.number for row in second.context["rows"]] == ["shanting-2026-0001"]


def test_the_list_and_the_day_lead_there(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    for path in ("/admin/", "/admin/requests_app/informationrequest/"):
        assert f'href="{FIND}"' in client.get(path).content.decode()


# --- by name --------------------------------------------------------------------------------------------


def look_for(client: Client, name: str, **facts: Any) -> Any:
    return client.post(FIND, {"name": name, **facts}, follow=True)


@pytest.mark.parametrize(
    ("name", "role"),
    [(NAME, "申请人"), (f" {NAME[:2]} {NAME[2:]} ", "申请人"), (JOINED, "共同申请人"), (AGENT, "代理人")],
)
def test_whoever_stands_in_a_request_is_found_by_the_exact_name(
    client: Client, together: InformationRequest, clerk: User, name: str, role: str
) -> None:
    client.force_login(clerk)
    page = look_for(client, name)
    assert [(row.number, row.role) for row in page.context["rows"]] == [(together.number, role)]
    assert page.request["PATH_INFO"] == FIND and "search=" in page.request["QUERY_STRING"]


def test_a_part_of_a_name_finds_nobody_and_nothing_typed_is_lost(
    client: Client, together: InformationRequest, clerk: User
) -> None:
    client.force_login(clerk)
    page = look_for(client, NAME[:3])
    assert "没有找到同名的申请" in page.content.decode() and f'value="{NAME[:3]}"' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert NameSearchEvent.objects.get().data["found"] == 0


def test_each_search_is_on_record_without_the_name(
    client: Client, together: InformationRequest, clerk: User, office: Agency
) -> None:
    client.force_login(clerk)
    for name in (NAME, "没有这个人", NAME):
        look_for(client, name)
    events = list(NameSearchEvent.objects.order_by("seq"))
    assert [(one.seq, one.data["found"]) for one in events] == [(1, 1), (2, 0), (3, 1)]
    assert {(one.actor, one.acting_agency, one.capability) for one in events} == {
        (clerk, office, "requests.handle")
    }
    assert events[0].data == {"found": 1, "name_hash": personal.name_hash(NAME)}
    assert NameSearches.objects.get().agency == office
    assert first_gap(NameSearchEvent) is None


def test_only_who_handles_searches_by_name(client: Client, case: InformationRequest, office: Agency) -> None:
    client.force_login(person("reader", office, "requests.read", "requests.sign"))
    assert "只对经办申请的人开放" in client.get(FIND).content.decode()
    assert client.post(FIND, {"name": NAME}).status_code == 403
    client.force_login(person("writer", office, "disclosure.read"))
    assert client.get(FIND).status_code == client.post(FIND, {"name": NAME}).status_code == 403
    assert not NameSearchEvent.objects.exists()


def test_a_name_is_sought_only_among_what_the_searcher_handles(
    client: Client, case: InformationRequest, bureau: Agency, office: Agency, clerk: User
) -> None:
    mine = ask(bureau)
    handles = person("elsewhere", bureau, "requests.read", "requests.handle")
    assign(
        handles,
        office,
        Role.objects.create(code="r", name="r", capabilities=["requests.read"]),
        starts_on=OPENED,
    )
    client.force_login(handles)
    assert "低保" in client.get(FIND, {"q": "低保"}).content.decode()
    assert [row.number for row in look_for(client, NAME).context["rows"]] == [mine.number]


def test_with_two_posts_one_says_through_which_and_is_recorded_there(
    client: Client, case: InformationRequest, bureau: Agency, clerk: User
) -> None:
    mine = ask(bureau)
    assign(clerk, bureau, Role.objects.get(code="clerk"), starts_on=OPENED)
    client.force_login(clerk)
    assert "以哪个单位的身份" in client.get(FIND).content.decode()
    assert "请选择以哪个单位的身份" in look_for(client, NAME).content.decode()
    assert not NameSearchEvent.objects.exists()
    page = look_for(client, NAME, post=bureau.pk)
    assert [row.number for row in page.context["rows"]] == [mine.number]
    assert NameSearchEvent.objects.get().subject.agency == bureau


def test_nobody_searches_through_a_post_of_others(clerk: User, bureau: Agency) -> None:
    with pytest.raises(Refused, match="没有在本单位"):
        searching.search_by_name(NAME, user=clerk, post=bureau)
    with pytest.raises(Refused) as caught:
        searching.search_by_name("  ", user=clerk, post=bureau)
    assert caught.value.refusal.field == "name"


def test_what_was_found_is_read_by_the_searcher_for_half_an_hour(
    client: Client, case: InformationRequest, clerk: User, office: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(clerk)
    result = {"search": str(searching.search_by_name(NAME, user=clerk, post=office).pk)}
    assert case.number in client.get(FIND, result).content.decode()
    assert "no-store" in client.get(FIND, result).headers["Cache-Control"]
    later = searching.now() + timedelta(minutes=searching.MINUTES, seconds=1)
    monkeypatch.setattr(searching, "now", lambda: later)
    assert "只保留30分钟" in client.get(FIND, result, follow=True).content.decode()
    monkeypatch.undo()
    client.force_login(person("colleague", office, "requests.read", "requests.handle"))
    assert case.number not in client.get(FIND, result, follow=True).content.decode()
    assert "只给查找的人看" in client.get(FIND, {"search": "x"}, follow=True).content.decode()


def test_auditors_read_who_searched_and_how_many_and_nobody_else_does(
    client: Client, case: InformationRequest, clerk: User, office: Agency
) -> None:
    searching.search_by_name(NAME, user=clerk, post=office)
    log = f"{LOG}{NameSearches.objects.get().pk}/change/"
    client.force_login(clerk)
    assert client.get(LOG).status_code == client.get(log).status_code == 403
    client.force_login(person("auditor", office, "ledger.audit"))
    page = client.get("/admin/ledger/audit/").content.decode()
    assert "按姓名查找申请" in page and log in page and "演示clerk" in page
    page = client.get(log).content.decode()
    assert "找到1件" in page and "演示clerk" in page and NAME not in page


def test_an_auditor_elsewhere_does_not_see_it(
    client: Client, clerk: User, office: Agency, bureau: Agency
) -> None:
    searching.search_by_name(NAME, user=clerk, post=office)
    client.force_login(person("auditor", bureau, "ledger.audit"))
    log = f"{LOG}{NameSearches.objects.get().pk}/change/"
    assert client.get(log).status_code == 302 and "演示clerk" not in client.get(LOG).content.decode()


# --- agents of before -----------------------------------------------------------------------------------


def test_agents_named_before_are_found_and_those_of_destroyed_keys_are_left(
    together: InformationRequest, district: Agency
) -> None:
    gone = ask(district, agent=AgentFacts("relative", (), AGENT, phone="13900000003"))
    Agent.objects.update(name_hash="")
    vault.destroy(gone.applicant.key)
    import_module("requests_app.migrations.0015_searches_by_name_on_record").hash_names_of_agents(apps, None)
    assert Agent.objects.get(applicant=together.applicant).name_hash == personal.name_hash(AGENT)
    assert Agent.objects.get(applicant=gone.applicant).name_hash == ""
