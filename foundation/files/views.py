"""The one download gate: asks the owner of a file, then serves it as an attachment."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from foundation.contracts import composed
from foundation.files import store
from foundation.files.downloads import as_download
from foundation.files.models import StoredFile


@require_safe
def gate(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    stored = get_object_or_404(StoredFile.objects.select_related("data_key"), pk=file_id)
    owner = next((one for one in composed().file_owners if one.kind == stored.owner_kind), None)
    if owner is None or not owner.may_read(request, stored):
        raise Http404  # whether a file exists is nobody's business who may not read it
    response = HttpResponse(store.read(stored), content_type=stored.content_type)
    as_download(response, stored.name)
    response["Cache-Control"] = "public, max-age=300" if stored.public else "private, no-store"
    return response
