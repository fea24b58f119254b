"""A mandate ends, another follows, and who acted before stays in the file, sealed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app import guards, personal, tracking, who_asks
from requests_app.facts import AgentFacts, AgentPapers
from requests_app.finding import role_in
from requests_app.models import Agent, InformationRequest, MandateEnd
from requests_app.operations import intake, joining
from requests_app.operations.revealing import who_can_be_shown
from tests.requests_app.conftest import PUBLIC, TODAY, applicant, filing, person
from tests.requests_app.test_joining import AGENT, PNG, TOGETHER

NEXT = AgentFacts(kind="relative", scope=("file",), name="测试戊某某", phone="13900000008")


@pytest.fixture
def represented(district: Agency) -> InformationRequest:
    papers = AgentPapers(("委托书.png", PNG))
    return intake.file(filing(district, agent=AGENT, agent_papers=papers), actor=PUBLIC).request


@pytest.fixture
def together(district: Agency) -> InformationRequest:
    return intake.file(filing(district, joined=TOGETHER, agent=AGENT), actor=PUBLIC).request


def end(case: InformationRequest, actor: Actor, **changes: Any) -> InformationRequest:
    facts = {"reason": MandateEnd.REVOKED, **changes}
    joining.end_agent(case.pk, **{"actor": actor, "seen": None, "effective_on": TODAY, **facts})
    return InformationRequest.objects.get(pk=case.pk)


def name(case: InformationRequest, actor: Actor) -> InformationRequest:
    joining.name_agent(
        case.pk,
        actor=actor,
        seen=None,
        effective_on=TODAY,
        agent=NEXT,
        papers_of_agent=AgentPapers(),
    )
    return InformationRequest.objects.get(pk=case.pk)


def leave(case: InformationRequest, actor: Actor, **changes: Any) -> InformationRequest:
    facts = {"who": 1, "successor": 2, **changes}
    joining.one_withdraws(case.pk, actor=actor, seen=None, effective_on=TODAY, **facts)
    return InformationRequest.objects.get(pk=case.pk)


def test_a_mandate_ends_and_another_agent_follows(represented: InformationRequest, by_clerk: Actor) -> None:
    assert guards.somebody_acts(represented, TODAY) is None
    case = end(represented, by_clerk, evidence=("解除委托.png", PNG))
    assert case.applicant.agent is None and guards.no_agent_yet(case, TODAY) is None
    event = case.events.get(kind="agent_ended")
    assert event.data == {"reason": "revoked"} and event.evidence is not None
    assert who_asks.served_to(case.applicant) == ""
    case = name(case, by_clerk)
    assert case.applicant.agent is not None
    assert personal.read_agent(case.applicant.agent).name == NEXT.name
    assert guards.no_agent_yet(case, TODAY) is not None
    assert "委托书没有写明代收" in who_asks.served_to(case.applicant)


def test_who_acted_before_stays_sealed_in_the_file(represented: InformationRequest, by_clerk: Actor) -> None:
    case = name(end(represented, by_clerk), by_clerk)
    former, acting = case.applicant.agents.all()
    assert (former.ended_on, acting.ended_on) == (TODAY, None)
    assert personal.read_agent(former) == AGENT and former.mandate_file is not None
    titles = [one.title for one in who_asks.others(case.applicant, full=False)]
    assert titles == ["原代理人：2026年9月18日终止，申请人取消委托", "代理人"]
    assert role_in(case, personal.name_hash(AGENT.name)) == "代理人"
    assert role_in(case, personal.name_hash(NEXT.name)) == "代理人"
    assert [code for code, _ in who_can_be_shown(case.applicant)] == ["applicant", "agent"]


def test_nobody_acts_where_nobody_was_named_and_nothing_ends_before_it_came(
    case: InformationRequest, represented: InformationRequest, by_clerk: Actor
) -> None:
    assert guards.somebody_acts(case, TODAY) is not None
    with pytest.raises(Refused, match="没有代理人"):
        end(case, by_clerk)
    early = guards.somebody_acts(represented, TODAY - timedelta(days=1))
    assert early is not None and early.field == "effective_on"
    with pytest.raises(Refused) as caught:
        end(represented, by_clerk, reason="")
    assert caught.value.refusal.field == "reason"


def test_the_agent_of_a_representative_who_leaves_ends_with_them(
    together: InformationRequest, by_clerk: Actor
) -> None:
    case = leave(together, by_clerk)
    assert case.applicant.agent is None
    assert case.applicant.agents.get().end_reason == MandateEnd.PRINCIPAL_LEFT
    kinds = list(case.events.order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["one_withdrew", "agent_ended"]
    assert case.last_seq == len(kinds)


def test_the_agent_of_all_stays_where_the_mandate_says_so(
    together: InformationRequest, by_clerk: Actor
) -> None:
    case = leave(together, by_clerk, agent_stays=True)
    assert case.applicant.agent is not None
    assert not case.events.filter(kind="agent_ended").exists()


def test_another_who_leaves_takes_no_agent_along(together: InformationRequest, by_clerk: Actor) -> None:
    assert leave(together, by_clerk, who=2, successor=None).applicant.agent is not None


def test_the_database_lets_one_act_and_wants_a_reason(represented: InformationRequest) -> None:
    agent = Agent.objects.get()
    for change in ({"ended_on": TODAY}, {"end_reason": "revoked"}, {"ended_on": TODAY, "end_reason": "why"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Agent.objects.filter(pk=agent.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        personal.seal_agent(represented.applicant, NEXT, AgentPapers())


def test_the_applicant_reads_that_it_ended(represented: InformationRequest, by_clerk: Actor) -> None:
    last = tracking.standing(end(represented, by_clerk)).events[-1]
    assert last.wording == "代理终止，以后的文书送给您本人或者新的代理人"


def page_of(case: InformationRequest) -> str:
    return f"/admin/requests_app/informationrequest/{case.pk}/"


def test_it_is_offered_and_done_in_the_workbench(
    client: Client, represented: InformationRequest, clerk: User, office: Agency
) -> None:
    client.force_login(clerk)
    offered = [one.step.code for one in client.get(f"{page_of(represented)}change/").context["steps"]]
    assert "end-agent" in offered and "name-agent" not in offered
    form = client.get(f"{page_of(represented)}step/end-agent/").context["form"]
    assert AGENT.name in form.fields["effective_on"].help_text
    facts = {"seen": represented.last_seq, "effective_on": "2026-09-18", "reason": "resigned", "perform": "1"}
    client.post(f"{page_of(represented)}step/end-agent/", facts)
    page = client.get(f"{page_of(represented)}change/")
    assert "name-agent" in [one.step.code for one in page.context["steps"]]
    assert "代理人辞去委托" in page.content.decode() and AGENT.name in page.content.decode()
    assert client.get(f"{page_of(represented)}step/end-agent/").status_code == 200
    client.force_login(person("reader", office, "requests.read"))
    assert AGENT.name not in client.get(f"{page_of(represented)}change/").content.decode()


def test_the_form_of_leaving_asks_about_the_agent_where_there_is_one(
    client: Client, together: InformationRequest, clerk: User, district: Agency
) -> None:
    client.force_login(clerk)
    page = client.get(f"{page_of(together)}step/one-withdraws/")
    assert "agent_stays" in page.context["form"].fields
    other = intake.file(filing(district, joined=(applicant(name="测试己某某"),)), actor=PUBLIC).request
    page = client.get(f"{page_of(other)}step/one-withdraws/")
    assert "agent_stays" not in page.context["form"].fields
    facts = {"seen": "1", "effective_on": "2026-09-18", "who": "1", "successor": "2", "agent_stays": "on"}
    together.refresh_from_db()
    client.post(
        f"{page_of(together)}step/one-withdraws/", {**facts, "seen": together.last_seq, "perform": "1"}
    )
    assert Agent.objects.get().ended_on is None
    assert InformationRequest.objects.get(pk=together.pk).events.filter(
        kind="one_withdrew", effective_on=date(2026, 9, 18)
    )
