"""Showing an applicant's identity number once, to somebody with a reason (个人信息保护法第6条)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction

from foundation.contracts import Refusal, Refused
from foundation.files.models import StoredFile
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from foundation.workdays.present import now
from requests_app import personal, steps
from requests_app.facts import AgentFacts, ApplicantFacts
from requests_app.models import Applicant, IdentityKind, InformationRequest

REVEALED = "identity_revealed"
APPLICANT, AGENT = "applicant", "agent"
"""Whose number; one who asks together is named by position."""
MINUTES = 5
"""As long as the picture of the identity paper may be opened after the number was shown."""


class RevealReason(models.TextChoices):
    """A list and no free text: a sentence about a person would be personal data in the ledger."""

    COLLECTING = "collecting", "核对当面领取答复的人"
    SAME_PERSON = "same_person", "核对与另一件申请是否同一人"
    PAPERS = "papers", "核对申请人身份材料"
    REMEDY = "remedy", "办理行政复议、行政诉讼"
    AUTHORITY = "authority", "依法配合有权机关查询"


@dataclass(frozen=True)
class Revealed:
    """For one page and nothing else; it does not print itself."""

    kind: str
    number: str = field(repr=False)
    name: str = field(repr=False)
    picture: StoredFile | None = None


def who_can_be_shown(applicant: Applicant) -> list[tuple[str, str]]:
    """Code and wording of everybody whose number may be kept; no names."""
    people = [(APPLICANT, "申请人")]
    people += [(str(one.position), f"第{one.position}位共同申请人") for one in applicant.joined.all()]
    return [*people, (AGENT, "代理人")] if applicant.agent is not None else people


@transaction.atomic
def reveal_identity(
    pk: int, *, actor: Actor, seen: int | None, effective_on: date, reason: str, whose: str = APPLICANT
) -> Revealed:
    """One look is one event: who, when, whose and why, never the number. Raises Refused, or KeyDestroyed.

    Whether the one at the screen is the one who signed in, the page asks (foundation.signin.confirmation).
    """
    begun = acts.begin(
        InformationRequest.objects, pk, step=steps.REVEAL, actor=actor, on=effective_on, seen=seen
    )
    if reason not in RevealReason.values:
        raise Refused(Refusal("请选择查看的理由。", field="reason"))
    shown = _read(begun.case.applicant, whose)
    if not shown.number:
        raise Refused(
            Refusal("这一位没有登记证件号码。", remedy="需要核对身份的，请其出示证件。", field="whose")
        )
    acts.record(begun, REVEALED, data={"reason": reason, **({"whose": whose} if whose != APPLICANT else {})})
    return shown


def _read(applicant: Applicant, whose: str) -> Revealed:
    facts: ApplicantFacts | AgentFacts
    if whose == APPLICANT:
        facts, picture = personal.read(applicant), applicant.identity_file
    elif whose == AGENT and (agent := applicant.agent) is not None:
        facts, picture = personal.read_agent(agent), agent.identity_file
    else:
        joined = next((one for one in applicant.joined.all() if str(one.position) == whose), None)
        if joined is None:
            raise Refused(Refusal("本件没有这一位。", remedy="请从列表中选择。", field="whose"))
        facts, picture = personal.read_joined(joined), joined.identity_file
    kind = dict(IdentityKind.choices).get(facts.identity_kind, "证件")
    return Revealed(kind=kind, number=facts.identity_number, name=facts.name, picture=picture)


def was_shown_lately(case: InformationRequest, user: Any) -> bool:
    since = now() - timedelta(minutes=MINUTES)
    return bool(case.events.filter(kind=REVEALED, actor=user, recorded_at__gte=since).exists())
