"""What applicants do themselves with number and query code: withdraw, and suggest publication."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app import guards, holder_views
from requests_app.facts import AgentFacts, PartAnswer
from requests_app.models import InformationRequest, PublicationSuggestion
from requests_app.operations import intake, suggesting, withdrawing
from tests.requests_app.conftest import NAME, PHONE, PUBLIC, TODAY, answer, applicant, filing, withdraw

TRACK, WITHDRAW, SUGGEST = "/requests/track/", "/requests/track/withdraw/", "/requests/track/suggest/"


@pytest.fixture
def holder(client: Client, filed: intake.Filed) -> Client:
    """A browser that has shown number and query code."""
    client.post(TRACK, {"number": filed.request.number, "query_code": filed.query_code})
    return client


def seen(case: InformationRequest) -> dict[str, int]:
    case.refresh_from_db()
    return {"seen": case.last_seq}


def titles(client: Client) -> list[str]:
    return [act.title for act in client.get(TRACK).context["acts"]]


# --- withdrawing ------------------------------------------------------------------------------------------


def test_the_applicant_withdraws_after_reading_what_it_means(
    holder: Client, case: InformationRequest
) -> None:
    assert titles(holder) == ["撤回申请"]
    page = holder.get(WITHDRAW).content.decode()
    assert "机关不再办理" in page and "2025年度城乡低保资金发放汇总表" in page and "确认撤回这件申请" in page
    assert NAME not in page and PHONE not in page
    case.refresh_from_db()
    assert case.stage == "handling", "looking changes nothing"
    led = holder.post(WITHDRAW, seen(case))
    assert (led.status_code, led["Location"]) == (302, WITHDRAW)
    receipt = holder.get(WITHDRAW).content.decode()
    assert "您已经撤回申请" in receipt and case.number in receipt and "2026年9月18日" in receipt
    case.refresh_from_db()
    assert (case.stage, case.closed_on, case.report_row) == ("withdrawn", TODAY, "o3")
    event = case.events.last()
    assert (event.origin, event.actor, event.capability) == ("public", None, "public")
    assert event.data == {"manner": "online", "row": "o3"}
    assert "凭申请编号和查询码在本网站撤回" in case.parts.get().reasons
    assert titles(holder) == []


def test_what_is_posted_twice_happens_once(holder: Client, case: InformationRequest) -> None:
    sent = seen(case)
    holder.post(WITHDRAW, sent)
    again = holder.post(WITHDRAW, sent)
    assert again.status_code == 200 and "您已经撤回申请" in again.content.decode()
    assert case.events.filter(kind="withdrawn").count() == 1


def test_a_page_that_is_out_of_date_or_says_nothing_changes_nothing(
    holder: Client, case: InformationRequest
) -> None:
    for sent in ({"seen": "1"}, {}, {"seen": "x"}):
        page = holder.post(WITHDRAW, sent)
        assert "已有新的办理记录" in page.content.decode()
    case.refresh_from_db()
    assert case.stage == "handling"


def test_several_or_an_agent_without_that_power_do_not_withdraw_online(
    district: Agency, client: Client, by_clerk: Actor
) -> None:
    joined = (applicant(name="测试己某某"),)
    agent = AgentFacts("relative", ("file",), "测试戊某某")
    for changes, said in (({"joined": joined}, "几位申请人"), ({"agent": agent}, "委托书没有写明代为撤回")):
        filed = intake.file(filing(district, **changes), actor=PUBLIC)
        client.post(TRACK, {"number": filed.request.number, "query_code": filed.query_code})
        assert titles(client) == []
        page = client.post(WITHDRAW, seen(filed.request)).content.decode()
        assert said in page and "可以这样办" in page
        with pytest.raises(Refused, match=said):
            withdrawing.withdraw(
                filed.request.pk,
                actor=PUBLIC,
                seen=None,
                effective_on=TODAY,
                manner="online",
                note="网上",
            )
        assert withdraw(filed.request, by_clerk).stage == "withdrawn", (
            "the clerk may register it all the same"
        )
    able = AgentFacts("relative", ("file", "withdraw"), "测试戊某某")
    case = intake.file(filing(district, agent=able), actor=PUBLIC).request
    assert guards.may_be_withdrawn_online(case, TODAY) is None


def test_what_is_not_received_yet_is_not_withdrawn_online(client: Client, district: Agency) -> None:
    filed = intake.file(filing(district), actor=PUBLIC, confirm=False)
    client.post(TRACK, {"number": filed.request.number, "query_code": filed.query_code})
    assert titles(client) == []
    assert "机关确认收到以后、办结以前" in client.get(WITHDRAW).content.decode()


# --- suggesting -------------------------------------------------------------------------------------------


def test_the_applicant_suggests_publication_after_the_answer(
    holder: Client, case: InformationRequest, by_clerk: Actor
) -> None:
    page = holder.get(SUGGEST).content.decode()
    assert "机关答复并办结以后，才能建议" in page and "本件" not in page
    answer(case, by_clerk)
    assert titles(holder) == ["建议转为主动公开"]
    assert "条例第44条" in holder.get(SUGGEST).content.decode()
    assert holder.post(SUGGEST, seen(case))["Location"] == SUGGEST
    assert "机关已经登记您的建议" in holder.get(SUGGEST).content.decode()
    made = PublicationSuggestion.objects.get()
    assert (made.request, made.made_by, made.made_on) == (case, "applicant", TODAY)
    assert case.events.last().origin == "public"
    assert titles(holder) == []
    assert "机关正在审核这项信息" in holder.get(TRACK).content.decode()


def test_what_was_refused_cannot_be_suggested(
    holder: Client, case: InformationRequest, by_clerk: Actor
) -> None:
    answer(case, by_clerk, PartAnswer(1, "D1b", reasons="由别处负责。"))
    assert titles(holder) == []
    assert "没有予以公开的信息" in holder.post(SUGGEST, seen(case)).content.decode()
    assert not PublicationSuggestion.objects.exists()


def test_the_public_cannot_say_that_the_agency_found_it(case: InformationRequest, by_clerk: Actor) -> None:
    answer(case, by_clerk)
    for act in holder_views.offered(InformationRequest.objects.get(pk=case.pk)):
        assert act.step.capability == "public"
    with pytest.raises(Refused):
        suggesting.suggest(case.pk, actor=PUBLIC, seen=None, effective_on=TODAY, made_by="agency")


# --- the door ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [WITHDRAW, SUGGEST])
def test_without_number_and_code_there_is_nothing(
    address: str, case: InformationRequest, by_clerk: Actor, client: Client
) -> None:
    for ask in (client.get, client.post):
        led: Any = ask(address)
        assert (led.status_code, led["Location"]) == (302, TRACK)
    case.refresh_from_db()
    assert case.stage == "handling"


@pytest.mark.parametrize("address", [WITHDRAW, SUGGEST])
def test_a_forged_post_is_refused_and_nothing_is_cached(address: str, filed: intake.Filed) -> None:
    strict = Client(enforce_csrf_checks=True)
    token = strict.get(TRACK).context["csrf_token"]
    sent = {"number": filed.request.number, "query_code": filed.query_code}
    strict.post(TRACK, {**sent, "csrfmiddlewaretoken": str(token)})
    assert strict.post(address, seen(filed.request)).status_code == 403
    page = strict.get(address)
    assert "no-store" in page["Cache-Control"] and "<script" not in page.content.decode().split("<main")[1]
