"""The records of requests for information (依申请公开)."""

from requests_app.models.answers import Decision, Manner, Notice, ProvidedFile, Service, ServiceRoute, ToldBy
from requests_app.models.applicants import (
    Agent,
    AgentKind,
    AgentScope,
    Applicant,
    ApplicantKind,
    CoApplicant,
    IdentityKind,
)
from requests_app.models.excess import ExcessReasons
from requests_app.models.feeds import CalendarFeed
from requests_app.models.notes import InternalNote
from requests_app.models.numbering import Series, SeriesStart
from requests_app.models.procedure import (
    Consultation,
    ConsultedKind,
    Opinion,
    Override,
    OverrideBasis,
    RequestCorrection,
    WithdrawnBy,
)
from requests_app.models.register_books import (
    BookTemplate,
    ColumnReading,
    RegisterBook,
    RegisterBookEvent,
    RegisterUpload,
    UploadStage,
)
from requests_app.models.related import AssistanceLetter, RemedyCase, RemedyKind, RemedyResult
from requests_app.models.requests import (
    Arrival,
    Channel,
    Contact,
    InformationRequest,
    NotReached,
    ProvisionForm,
    ProvisionRoute,
    ReceivedBasis,
    RequestEvent,
    RequestPart,
    Stage,
)
from requests_app.models.searching import NameSearches, NameSearchEvent
from requests_app.models.suggestions import PublicationSuggestion, SuggestedBy, SuggestionOutcome

__all__ = [
    "Agent",
    "AgentKind",
    "AgentScope",
    "Applicant",
    "ApplicantKind",
    "Arrival",
    "AssistanceLetter",
    "BookTemplate",
    "CalendarFeed",
    "Channel",
    "CoApplicant",
    "ColumnReading",
    "Consultation",
    "ConsultedKind",
    "Contact",
    "Decision",
    "ExcessReasons",
    "IdentityKind",
    "InformationRequest",
    "InternalNote",
    "Manner",
    "NameSearchEvent",
    "NameSearches",
    "NotReached",
    "Notice",
    "Opinion",
    "Override",
    "OverrideBasis",
    "ProvidedFile",
    "ProvisionForm",
    "ProvisionRoute",
    "PublicationSuggestion",
    "ReceivedBasis",
    "RegisterBook",
    "RegisterBookEvent",
    "RegisterUpload",
    "RemedyCase",
    "RemedyKind",
    "RemedyResult",
    "RequestCorrection",
    "RequestEvent",
    "RequestPart",
    "Series",
    "SeriesStart",
    "Service",
    "ServiceRoute",
    "Stage",
    "SuggestedBy",
    "SuggestionOutcome",
    "ToldBy",
    "UploadStage",
    "WithdrawnBy",
]
