"""Who else stands behind a request: those who ask together, the agent, and whom a notice is brought to."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from foundation.privacy.masks import mask_identity_number
from foundation.workdays.wording import full_date
from requests_app import personal
from requests_app.models import Agent, AgentScope, Applicant, ApplicantKind, CoApplicant, IdentityKind

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Person:
    """One of them: a heading, rows of facts, and papers with their addresses."""

    title: str
    rows: Rows
    papers: tuple[tuple[str, str], ...] = ()


def identity(kind: str, identity_kind: str, number: str) -> str:
    """A person's number masked; an organisation's code is public."""
    if not number:
        return "未提供"
    if kind and kind != ApplicantKind.NATURAL:
        return f"统一社会信用代码 {number}"
    called = dict(IdentityKind.choices).get(identity_kind, "")
    return f"{called} {mask_identity_number(number)}".strip()


def others(applicant: Applicant, *, full: bool) -> list[Person]:
    """Everybody besides the applicant; names and numbers only for whoever handles the case (`full`)."""
    joined = [_joined(one, full) for one in applicant.joined.all()]
    return [*joined, *(_agent(one, full) for one in applicant.agents.all())]


def _joined(one: CoApplicant, full: bool) -> Person:
    facts = personal.read_joined(one)
    gone = f"，{full_date(one.withdrawn_on)}退出" if one.withdrawn_on else ""
    title = f"共同申请人：第{one.position}位{gone}"
    if not full:
        return Person(title, [("姓名或名称", personal.masked_name(facts.name))])
    rows = [
        ("类型", one.get_kind_display()),
        ("姓名或名称", facts.name),
        ("联系电话", facts.phone),
        ("证件", identity(facts.kind, facts.identity_kind, facts.identity_number)),
    ]
    return Person(title, [(label, value) for label, value in rows if value])


def _agent(agent: Agent, full: bool) -> Person:
    facts = personal.read_agent(agent)
    scope = "、".join(AgentScope(one).label for one in agent.scope)
    title = "代理人"
    if agent.ended_on is not None:
        title = f"原代理人：{full_date(agent.ended_on)}终止，{agent.get_end_reason_display()}"
    if not full:
        return Person(title, [("类型", agent.get_kind_display()), ("委托权限", scope)])
    rows = [
        ("类型", agent.get_kind_display()),
        ("姓名", facts.name),
        ("委托权限", scope),
        ("联系电话", facts.phone),
        ("地址", facts.address),
        ("事务所", facts.firm),
        ("执业证号", facts.licence_number),
        ("证件", identity("", facts.identity_kind, facts.identity_number)),
    ]
    papers = (("委托书", agent.mandate_file_id), ("律所函", agent.firm_letter_file_id))
    return Person(
        title,
        [(label, value) for label, value in rows if value],
        tuple((label, reverse("files:gate", args=[pk])) for label, pk in papers if pk),
    )


def served_to(applicant: Applicant) -> str:
    """Whom a notice is brought to, and why; empty where one person asks for themselves."""
    agent, joined = applicant.agent, personal.staying(applicant)
    if agent is not None and AgentScope.RECEIVE in agent.scope:
        return "文书写给申请人，送给代理人：委托书写明代收文书。"
    if agent is not None:
        return "文书送给申请人本人：委托书没有写明代收文书。"
    if joined:
        return f"文书写明全体{len(joined) + 1}位申请人，送给推选的代表；其他申请人要的，可以另给一份。"
    return ""
