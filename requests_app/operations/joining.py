"""Several who ask together, and who acts for them: one goes and the others stay; an agent is named later."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.contracts import Refusal, Refused
from foundation.files.models import StoredFile
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from requests_app import personal, steps
from requests_app.facts import AgentFacts, AgentPapers
from requests_app.models import (
    Agent,
    AgentKind,
    AgentScope,
    CoApplicant,
    InformationRequest,
    MandateEnd,
)
from requests_app.operations import papers
from requests_app.operations.papers import Upload

REPRESENTATIVE = 1
MANDATE_ARTICLE = "民法典第173条"


@transaction.atomic
def one_withdraws(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    who: int,
    successor: int | None = None,
    agent_stays: bool = False,
    evidence: Upload | None = None,
) -> InformationRequest:
    """One of several goes (by position, the representative is 1); the request of the others goes on.

    A representative who goes needs a `successor` among those who stay. The last one is refused by the
    guard: that is the withdrawal of the whole case. The event holds positions, never a name.
    The agent of a representative who goes ends with the mandate, unless it says that the agent acts for
    the others as well (`agent_stays`; decision 0017).
    """
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.ONE_WITHDRAWS, actor=actor, on=effective_on, seen=seen
    )
    applicant = begun.case.applicant
    staying = {one.position: one for one in personal.staying(applicant)}
    if who == REPRESENTATIVE:
        leaving = _successor(staying, successor)
        personal.swap(applicant, leaving)
    elif who in staying:
        leaving = staying[who]
    else:
        raise Refused(
            Refusal("这一位已经退出，或者不是本件的申请人。", remedy="请从列表中选择。", field="who")
        )
    leaving.withdrawn_on = effective_on
    leaving.save()
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence, called="退出申请的材料")
    facts = {"who": who, **({"successor": successor} if who == REPRESENTATIVE else {})}
    acts.record(begun, "one_withdrew", data=facts, evidence=kept)
    agent = applicant.agent
    if who == REPRESENTATIVE and agent is not None and not agent_stays:
        _end(begun, agent, MandateEnd.PRINCIPAL_LEFT)
    return begun.case


def _successor(staying: dict[int, CoApplicant], successor: int | None) -> CoApplicant:
    if successor is None or successor not in staying:
        raise Refused(
            Refusal(
                "退出的是推选的代表，其余申请人要另推一位代表。",
                remedy="请在“接替的代表”中选择。",
                field="successor",
            )
        )
    return staying[successor]


@transaction.atomic
def name_agent(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    agent: AgentFacts,
    papers_of_agent: AgentPapers,
) -> InformationRequest:
    """Write down who acts for the applicant, when the mandate comes later than the request."""
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.NAME_AGENT, actor=actor, on=effective_on, seen=seen
    )
    if agent.kind not in AgentKind.values or not set(agent.scope) <= set(AgentScope.values):
        raise Refused(Refusal("请选择代理人类型和委托权限。", field="agent_kind"))
    personal.seal_agent(begun.case.applicant, agent, papers_of_agent)
    acts.record(begun, "agent_named", data={"agent": str(agent.kind), "scope": list(agent.scope)})
    return begun.case


@transaction.atomic
def end_agent(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    reason: str,
    evidence: Upload | None = None,
) -> InformationRequest:
    """The mandate is over (民法典第一百七十三条): what follows goes to the applicant, or to the next agent.

    Who acted until then stays in the file, sealed as before.
    """
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.END_AGENT, actor=actor, on=effective_on, seen=seen
    )
    if reason not in MandateEnd.values:
        raise Refused(Refusal("没有选择代理终止的原因。", MANDATE_ARTICLE, "请选择。", "reason"))
    kept = papers.keep(begun.case, papers.EVIDENCE_FILE, evidence, called="代理终止的材料")
    agent = begun.case.applicant.agent
    if agent is not None:  # the guard has seen to it
        _end(begun, agent, reason, kept)
    return begun.case


def _end(
    begun: Begun[InformationRequest], agent: Agent, reason: str, evidence: StoredFile | None = None
) -> None:
    agent.ended_on, agent.end_reason = begun.on, str(reason)
    agent.save(update_fields=["ended_on", "end_reason"])
    acts.record(begun, "agent_ended", data={"reason": str(reason)}, evidence=evidence)
