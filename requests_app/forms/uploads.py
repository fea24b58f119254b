"""An upload as the operations take it: file name and content."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from foundation.contracts import Refused
from foundation.files.checks import check


class UploadField(forms.FileField):
    """Checked while the form is still open, so that a file that may not be stored loses nothing typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> tuple[str, bytes] | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        content = upload.read()
        try:
            return check(upload.name, content).name, content
        except Refused as refused:
            raise ValidationError(str(refused)) from refused
