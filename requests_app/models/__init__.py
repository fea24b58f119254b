"""The records of requests for information (依申请公开)."""

from requests_app.models.answers import (
    Decision,
    MailReturn,
    Manner,
    Notice,
    ProvidedFile,
    ReturnReason,
    Service,
    ServiceRoute,
    ToldBy,
)
from requests_app.models.applicants import (
    Agent,
    AgentKind,
    AgentScope,
    Applicant,
    ApplicantKind,
    CoApplicant,
    IdentityKind,
    MandateEnd,
)
from requests_app.models.excess import ExcessReasons
from requests_app.models.feeds import CalendarFeed
from requests_app.models.fees import FeeReason, FeeTariff, ProcessingFee
from requests_app.models.groups import RequestGroup
from requests_app.models.letters import AssistanceLetter, Direction, LetterEvent, LetterStage
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
from requests_app.models.rectifying import (
    Rectification,
    RectificationEvent,
    RectificationOutcome,
    RectificationStage,
)
from requests_app.models.register_books import (
    BookTemplate,
    ColumnReading,
    RegisterBook,
    RegisterBookEvent,
    RegisterUpload,
    UploadStage,
)
from requests_app.models.related import RemedyCase, RemedyKind, RemedyResult
from requests_app.models.reminders import Reminder
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
    SplitReason,
    Stage,
)
from requests_app.models.search_log import SearchLogEntry, SearchPlace, SearchResult
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
    "Direction",
    "ExcessReasons",
    "FeeReason",
    "FeeTariff",
    "IdentityKind",
    "InformationRequest",
    "InternalNote",
    "LetterEvent",
    "LetterStage",
    "MailReturn",
    "MandateEnd",
    "Manner",
    "NameSearchEvent",
    "NameSearches",
    "NotReached",
    "Notice",
    "Opinion",
    "Override",
    "OverrideBasis",
    "ProcessingFee",
    "ProvidedFile",
    "ProvisionForm",
    "ProvisionRoute",
    "PublicationSuggestion",
    "ReceivedBasis",
    "Rectification",
    "RectificationEvent",
    "RectificationOutcome",
    "RectificationStage",
    "RegisterBook",
    "RegisterBookEvent",
    "RegisterUpload",
    "RemedyCase",
    "Reminder",
    "RemedyKind",
    "RemedyResult",
    "RequestCorrection",
    "RequestEvent",
    "RequestGroup",
    "RequestPart",
    "SearchLogEntry",
    "SearchPlace",
    "SearchResult",
    "Series",
    "SeriesStart",
    "ReturnReason",
    "Service",
    "ServiceRoute",
    "SplitReason",
    "Stage",
    "SuggestedBy",
    "SuggestionOutcome",
    "ToldBy",
    "UploadStage",
    "WithdrawnBy",
]
