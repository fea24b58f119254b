"""What an intake hands to the operations: plain values, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.agencies.models import Agency
    from requests_app.models import InformationRequest, RequestGroup


@dataclass(frozen=True)
class ApplicantFacts:
    """Everything personal about an applicant; `phone` is where the agency calls."""

    kind: str
    name: str = field(repr=False)
    identity_kind: str = ""
    identity_number: str = field(default="", repr=False)
    legal_representative: str = field(default="", repr=False)
    contact_name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    fax: str = field(default="", repr=False)


Upload = tuple[str, bytes]
"""File name and content."""


@dataclass(frozen=True)
class AgentFacts:
    """Who acts for the applicant, how far the mandate goes, and the papers that prove it."""

    kind: str
    scope: tuple[str, ...]
    name: str = field(repr=False)
    identity_kind: str = ""
    identity_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    firm: str = field(default="", repr=False)
    licence_number: str = field(default="", repr=False)


@dataclass(frozen=True)
class AgentPapers:
    """委托书, 身份证明或者执业证, 律所函, as far as they were handed in."""

    mandate: Upload | None = field(default=None, repr=False)
    identity: Upload | None = field(default=None, repr=False)
    firm_letter: Upload | None = field(default=None, repr=False)


@dataclass(frozen=True)
class RecordFacts:
    """A record about the applicant that is said to be wrong (条例第41条), and what came of it: personal."""

    record: str = field(repr=False)
    wrong: str = field(default="", repr=False)
    right: str = field(default="", repr=False)
    asked: str = field(default="", repr=False)
    reasons: str = field(default="", repr=False)


@dataclass(frozen=True)
class PartFacts:
    """One thing asked for: a name, a document number or other features, at least one (条例第29条)."""

    wanted_name: str = ""
    document_number: str = ""
    features: str = ""

    @property
    def summary(self) -> str:
        return (self.wanted_name or self.document_number or self.features).replace("\n", " ")


@dataclass(frozen=True)
class Filing:
    """A request as it comes in by any channel."""

    respondent: Agency
    channel: str
    applicant: ApplicantFacts
    parts: tuple[PartFacts, ...]
    provision_forms: tuple[str, ...] = ()
    provision_routes: tuple[str, ...] = ()
    accepts_other_form: bool = True
    submitted_at: datetime | None = None
    handler: Agency | None = None
    identity_image: Upload | None = field(default=None, repr=False)
    source_system: str = ""
    external_number: str = ""
    regime: str = ""
    regime_reason: str = ""
    joined: tuple[ApplicantFacts, ...] = ()
    """Those who ask together with `applicant`, whom they elected to represent them."""
    election: Upload | None = field(default=None, repr=False)
    agent: AgentFacts | None = None
    agent_papers: AgentPapers = field(default_factory=AgentPapers)
    arrival: str = ""
    """How it came in (Arrival); empty where the old register does not say."""
    split_from: InformationRequest | None = None
    """The request these parts were taken out of."""
    group: RequestGroup | None = None
    """The like requests it is kept together with."""


@dataclass(frozen=True)
class PartAnswer:
    """What is answered to one part: the reply type, its ground and the reasons."""

    position: int
    reply_type: str
    ground: str = ""
    search_note: str = ""
    finding: str = ""
    reasons: str = ""
    direction: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    """Who checked a state secret outside this system, and when."""
    triage: str = ""
    """The choices of the 七步法 that led to it (requests_app/triage.py); empty when nobody walked."""


@dataclass(frozen=True)
class CorrectionPoint:
    """One thing to be corrected, in words, with an example of how (补正事项)."""

    problem: str
    example: str = ""


@dataclass(frozen=True)
class LetterFacts:
    """One party to be asked: its kind and its name, which of a third party is personal."""

    kind: str
    addressee: str = field(repr=False)
    reply_by: date | None = None
    """Until when another agency is asked to answer, which has no period of the law."""


@dataclass(frozen=True)
class ClosedFacts:
    """How an old request ended, as its file says; without `served_on` it still lies in the house."""

    received_on: date
    answers: tuple[PartAnswer, ...]
    signed_on: date
    signer_name: str
    served_on: date | None
    document_number: str = ""
    service_route: str = "post"
    evidence_note: str = ""
    extended_on: date | None = None
    extended_by: int = 0
    reviewer_name: str = ""
    asked_on: date | None = None
    ask_workdays: int = 0
    corrected_on: date | None = None


@dataclass(frozen=True)
class UnansweredFacts:
    """How far an old request got that nobody answered: still open, or withdrawn on a day."""

    received_on: date
    extended_on: date | None = None
    extended_by: int = 0
    asked_on: date | None = None
    ask_workdays: int = 0
    corrected_on: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class OldRow:
    """Where an old request stands in the table it comes from, and the limit that table gives it."""

    upload: int
    row: int
    limit_on: date | None = None
