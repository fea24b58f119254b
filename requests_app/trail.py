"""The ledger of requests as auditors read it: by number, never by what was asked or by whom."""

from django.db.models import F

from foundation.contracts import Trail
from requests_app.history import WORDINGS
from requests_app.models import RequestEvent

TRAIL = Trail(RequestEvent, "依申请公开", WORDINGS, F("subject__number"), ("respondent", "handler"))
