"""The ledgers of requests as auditors read them: by number, never by what was asked or by whom."""

from django.db.models import F

from foundation.contracts import Trail
from requests_app import letter_rules, rectification_rules
from requests_app.history import WORDINGS
from requests_app.models import LetterEvent, NameSearchEvent, RectificationEvent, RequestEvent

TRAIL = Trail(RequestEvent, "依申请公开", WORDINGS, F("subject__number"), ("respondent", "handler"))

LETTERS = Trail(LetterEvent, "协查函", letter_rules.WORDINGS, F("subject__number"), ("respondent", "handler"))

RECTIFICATIONS = Trail(
    RectificationEvent, "更正申请", rectification_rules.WORDINGS, F("subject__number"), ("respondent",)
)

NAME_SEARCHES = Trail(
    NameSearchEvent,
    "姓名查找",
    {"name_searched": "按姓名查找申请"},
    F("subject__agency__short_name"),
    ("agency",),
)
"""Who looked for somebody by name, and where; for whom is in no ledger."""
