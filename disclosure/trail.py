"""The ledger of published information as auditors read it."""

from django.db.models import F
from django.db.models.functions import Coalesce

from disclosure.models import ItemEvent
from disclosure.steps import EVENT_WORDINGS
from foundation.contracts import Trail

# What was never published has a title only.
TRAIL = Trail(
    ItemEvent,
    "主动公开",
    EVENT_WORDINGS,
    Coalesce(F("subject__index_number"), F("subject__title")),
    ("agency",),
)
