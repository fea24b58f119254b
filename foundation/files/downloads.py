"""What every file that goes out says about itself: its name, its type, and that it may do nothing."""

from __future__ import annotations

from typing import TypeVar

from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

Response = TypeVar("Response", bound=HttpResponseBase)

POWERLESS = "default-src 'none'; sandbox"
"""HTML, SVG and XML may neither run scripts nor send forms, not even where a browser shows them."""


def as_download(response: Response, name: str, *, inline: bool = False) -> Response:
    """Dress a response as a file called `name` (RFC 5987); `inline` only for what we wrote ourselves."""
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POWERLESS
    return response
