"""Like requests kept together: fifty villagers who ask the same are answered from one draft."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from foundation.agencies.models import Agency
from requests_app.queries import RequestGroupQuerySet


class RequestGroup(models.Model):
    """A bundle of requests to one respondent (同类申请). Each stays a request of its own with its own number,
    notice, service and row; who joined and left is in the ledgers of the requests.
    """

    label = models.CharField("名称", max_length=80, help_text="例如：某村征地补偿方案。不要写申请人。")
    respondent = models.ForeignKey(
        Agency, models.PROTECT, related_name="request_groups", verbose_name="被申请机关"
    )
    opened_on = models.DateField("建立日期")

    objects = RequestGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "同类申请"
        verbose_name_plural = "同类申请"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="group_has_a_label"),
        ]

    def __str__(self) -> str:
        return self.label
