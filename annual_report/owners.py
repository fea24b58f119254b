"""Who may read the files kept with a report: staff who may read the report."""

from __future__ import annotations

from django.http import HttpRequest

from annual_report.models import Report
from annual_report.operations import FILE_OWNER
from foundation.contracts import FileOwner
from foundation.files.models import StoredFile


def may_read(request: HttpRequest, stored: StoredFile) -> bool:
    if not request.user.is_authenticated or not stored.owner_id.isdigit():
        return False
    return bool(Report.objects.visible_to(request.user).filter(pk=int(stored.owner_id)).exists())


FILE_OWNERS = (FileOwner(FILE_OWNER, may_read),)
