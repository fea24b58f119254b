"""Files of a case: sealed under its key, so that erasing the applicant erases them too."""

from __future__ import annotations

from foundation.files import store
from foundation.files.models import StoredFile
from requests_app.facts import Upload
from requests_app.models import InformationRequest
from requests_app.personal import EVIDENCE_FILE

__all__ = ["EVIDENCE_FILE", "NOTICE_FILE", "Upload", "keep", "keep_one"]

NOTICE_FILE = "requests.notice"


def keep(
    case: InformationRequest, kind: str, upload: Upload | None, *, called: str = "扫描件"
) -> StoredFile | None:
    """Store a scan with the case, if there is one. Raises Refused.

    People call scans after the applicant, and a name stands in the open: the scan gets ours.
    """
    if upload is None:
        return None
    name, content = upload
    return keep_one(case, kind, (f"{called}.{name.rpartition('.')[2].lower()}", content))


def keep_one(case: InformationRequest, kind: str, upload: Upload) -> StoredFile:
    """Store a file under its own name with the case; the case's key is its owner."""
    name, content = upload
    key = case.applicant.key
    return store.store(name, content, public=False, owner_kind=kind, owner_id=str(key.pk), data_key=key)
