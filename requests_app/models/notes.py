"""What colleagues tell each other about a case (经办内部备注)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from foundation.agencies.models import Agency
from requests_app.models.requests import InformationRequest


class InternalNote(models.Model):
    """A note for whoever reads the case in the workbench: no event, no part of the answer, never rewritten.

    People write about people, so the text is sealed under the case's key and goes with it.
    """

    append_only = True

    request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="notes", verbose_name="申请")
    sealed = models.BinaryField("加密的备注")
    recorded_at = models.DateTimeField("记录时间")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="经办单位")

    class Meta:
        verbose_name = "内部备注"
        verbose_name_plural = "内部备注"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.recorded_at:%Y-%m-%d %H:%M}"
