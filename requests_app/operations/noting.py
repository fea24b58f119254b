"""A note on a case for colleagues: beside the procedure, so neither stage, clock nor ledger changes."""

from __future__ import annotations

from django.db import transaction

from foundation.agencies.access import authority
from foundation.agencies.models import User
from foundation.contracts import Refusal, Refused
from foundation.workdays.present import now
from requests_app import personal
from requests_app.capabilities import HANDLE
from requests_app.models import InformationRequest, InternalNote

LONGEST = 1_000


@transaction.atomic
def note(pk: int, *, user: User, text: str) -> InternalNote:
    """Add a note in any stage, also when the case is over; it is never changed afterwards.

    Raises Refused, or KeyDestroyed for a case whose personal data was erased.
    """
    related = ("respondent", "handler", "applicant__key")
    case: InformationRequest = InformationRequest.objects.select_related(*related).get(pk=pk)
    held = authority(user, HANDLE.code, case.desks())
    if held is None:
        raise Refused(Refusal("您没有在本单位办理申请的权限。", remedy="请由经办人写备注。"))
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Refused(Refusal(f"请填写备注，不超过{LONGEST}字。", field="text"))
    sealed = personal.seal_note(case.applicant, said)
    return InternalNote.objects.create(
        request=case, sealed=sealed, recorded_at=now(), author=user, agency=held.agency
    )
