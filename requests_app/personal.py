"""Sealing and reading applicants: the only door to their names, numbers and addresses."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from foundation.files import store
from foundation.files.models import StoredFile
from foundation.privacy import vault
from foundation.privacy.models import DataKey
from requests_app.facts import AgentFacts, AgentPapers, ApplicantFacts, Filing, RecordFacts, Upload
from requests_app.models import Agent, Applicant, CoApplicant, InternalNote

CONTEXT, CO_APPLICANT, AGENT = "requests.applicant", "requests.co_applicant", "requests.agent"
NOTE, RECORD = "requests.internal_note", "requests.rectification"
IDENTITY_FILE, EVIDENCE_FILE = "requests.identity", "requests.evidence"


def seal(facts: ApplicantFacts, identity_image: Upload | None = None) -> Applicant:
    """Store an applicant under a new key of the case. Raises Refused for an image that may not be stored."""
    key = vault.new_key()
    return Applicant.objects.create(
        kind=facts.kind,
        key=key,
        sealed=vault.seal(key, CONTEXT, asdict(facts)),
        name_hash=name_hash(facts.name),
        identity_hash=identity_hash(facts.identity_number),
        identity_file=keep(key, IDENTITY_FILE, "证件图片", identity_image),
    )


def keep(key: DataKey, kind: str, called: str, upload: Upload | None) -> StoredFile | None:
    """Store a paper sealed under the case's key and under our name for it: theirs is often their own."""
    if upload is None:
        return None
    name = f"{called}.{upload[0].rpartition('.')[2].lower()}"
    return store.store(name, upload[1], public=False, owner_kind=kind, owner_id=str(key.id), data_key=key)


def seal_others(applicant: Applicant, filing: Filing) -> None:
    """Store those who ask together with the applicant, and who acts for them. Raises Refused."""
    for position, facts in enumerate(filing.joined, start=2):
        CoApplicant.objects.create(
            representative=applicant, position=position, **_columns(applicant.key, CO_APPLICANT, facts)
        )
    if filing.election is not None:
        applicant.election_file = keep(applicant.key, EVIDENCE_FILE, "推选书", filing.election)
        applicant.save(update_fields=["election_file"])
    if filing.agent is not None:
        seal_agent(applicant, filing.agent, filing.agent_papers)


def seal_agent(applicant: Applicant, facts: AgentFacts, papers: AgentPapers) -> Agent:
    key = applicant.key
    return Agent.objects.create(
        applicant=applicant,
        kind=facts.kind,
        scope=list(facts.scope),
        sealed=vault.seal(key, AGENT, asdict(facts)),
        name_hash=name_hash(facts.name),
        mandate_file=keep(key, EVIDENCE_FILE, "委托书", papers.mandate),
        identity_file=keep(key, IDENTITY_FILE, "代理人证件", papers.identity),
        firm_letter_file=keep(key, EVIDENCE_FILE, "律所函", papers.firm_letter),
    )


def _columns(key: DataKey, context: str, facts: ApplicantFacts) -> dict[str, Any]:
    return {
        "kind": facts.kind,
        "sealed": vault.seal(key, context, asdict(facts)),
        "name_hash": name_hash(facts.name),
        "identity_hash": identity_hash(facts.identity_number),
    }


def swap(applicant: Applicant, other: CoApplicant) -> None:
    """Let one of those who ask together represent them; the former representative takes their place."""
    former, now = read(applicant), read_joined(other)
    for row, context, facts in ((applicant, CONTEXT, now), (other, CO_APPLICANT, former)):
        for name, value in _columns(applicant.key, context, facts).items():
            setattr(row, name, value)
    applicant.identity_file, other.identity_file = other.identity_file, applicant.identity_file
    applicant.save()
    other.save()


def who_asks(applicant: Applicant) -> dict[str, Any]:
    """The people of a request as a new Filing takes them: those who still ask, their agent, their papers."""
    agent: Agent | None = applicant.agent
    return {
        "applicant": read(applicant),
        "identity_image": _again(applicant.identity_file),
        "joined": tuple(read_joined(one) for one in staying(applicant)),
        "election": _again(applicant.election_file),
        "agent": read_agent(agent) if agent else None,
        "agent_papers": AgentPapers(*map(_again, _papers(agent))) if agent else AgentPapers(),
    }


def _papers(agent: Agent) -> tuple[StoredFile | None, ...]:
    return (agent.mandate_file, agent.identity_file, agent.firm_letter_file)


def _again(stored: StoredFile | None) -> Upload | None:
    """A stored paper as it was uploaded, to be sealed under another key."""
    return (stored.name, store.read(stored)) if stored else None


def read(applicant: Applicant) -> ApplicantFacts:
    return ApplicantFacts(**vault.unseal(applicant.key, CONTEXT, bytes(applicant.sealed)))


def read_joined(one: CoApplicant) -> ApplicantFacts:
    key = one.representative.key
    return ApplicantFacts(**vault.unseal(key, CO_APPLICANT, bytes(one.sealed)))


def read_agent(agent: Agent) -> AgentFacts:
    facts = vault.unseal(agent.applicant.key, AGENT, bytes(agent.sealed))
    return AgentFacts(**{**facts, "scope": tuple(facts["scope"])})


def seal_note(applicant: Applicant, text: str) -> bytes:
    return vault.seal(applicant.key, NOTE, {"text": text})


def read_note(applicant: Applicant, note: InternalNote) -> str:
    return str(vault.unseal(applicant.key, NOTE, bytes(note.sealed))["text"])


def seal_record(applicant: Applicant, facts: RecordFacts) -> bytes:
    return vault.seal(applicant.key, RECORD, asdict(facts))


def read_record(applicant: Applicant, sealed: bytes) -> RecordFacts:
    return RecordFacts(**vault.unseal(applicant.key, RECORD, sealed))


def staying(applicant: Applicant) -> list[CoApplicant]:
    """Those who still ask together with the representative."""
    return [one for one in applicant.joined.all() if one.withdrawn_on is None]


def addressed_to(applicant: Applicant) -> str:
    """Whom a notice names: everybody who still asks, the representative first."""
    names = [read(applicant).name, *(read_joined(one).name for one in staying(applicant))]
    return "、".join(names)


def name_hash(name: str) -> str:
    return vault.keyed_hash("requests.applicant_name", "".join(name.split()))


def identity_hash(number: str) -> str:
    """Of the number without spaces and in capitals; an empty number has none."""
    written = "".join(number.split()).upper()
    return vault.keyed_hash("requests.identity_number", written) if written else ""


def masked_name(name: str) -> str:
    """The surname (of a company: the first two characters), the rest as circles."""
    shown = 2 if len(name) > 4 else 1
    return name[:shown] + "〇" * min(len(name) - shown, 3) if name else ""
