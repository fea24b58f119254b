"""Which reminders have been sent: each once for a case, a kind and a date."""

from __future__ import annotations

from django.db import models

from requests_app.models.requests import InformationRequest


class Reminder(models.Model):
    """A reminder that fell due; its messages are in the outbox. `due_on` is the limit it is about."""

    request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="reminders", verbose_name="申请"
    )
    kind = models.CharField("种类", max_length=24)
    due_on = models.DateField("期限")
    reminded_on = models.DateField("提醒日期")

    class Meta:
        verbose_name = "期限提醒"
        verbose_name_plural = "期限提醒"
        ordering = ["pk"]
        constraints = [
            # However often the command runs, also twice at once or after an outage.
            models.UniqueConstraint(fields=["request", "kind", "due_on"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind} {self.due_on}"
