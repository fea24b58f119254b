"""The ledger of people as auditors read it: by account, since names are not unique."""

from django.db.models import F

from foundation.contracts import Trail
from foundation.staff.models import StaffEvent
from foundation.staff.steps import EVENT_WORDINGS

TRAIL = Trail(StaffEvent, "人员", EVENT_WORDINGS, F("subject__user__username"), ("agency",))
