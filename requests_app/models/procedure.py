"""What happens to a request on its way to the answer, beyond the request itself: the one correction."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from requests_app.models.answers import Notice
from requests_app.models.requests import InformationRequest


class RequestCorrection(models.Model):
    """The one correction a request may be sent back for (补正, 条例第30条).

    `points` lists what is wrong and an example of how to mend it: [{"problem": …, "example": …}]. The
    applicant's period runs from the receipt of the notice, so `limit_on` is known only once it was delivered;
    nobody is taken to have given up without that proof.
    """

    request = models.OneToOneField(
        InformationRequest, models.PROTECT, related_name="correction", verbose_name="申请"
    )
    points = models.JSONField("补正事项")
    workdays = models.PositiveSmallIntegerField("补正期限（工作日）")
    asked_on = models.DateField("告知补正之日")
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="+", verbose_name="补正告知书")
    delivered_on = models.DateField("告知书送达之日", null=True, blank=True)
    limit_on = models.DateField("补正期限届满之日", null=True, blank=True)
    corrected_on = models.DateField("收到补正之日", null=True, blank=True)

    class Meta:
        verbose_name = "补正"
        verbose_name_plural = "补正"
        constraints = [
            models.CheckConstraint(condition=Q(workdays__gte=1), name="correction_gives_some_days"),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True, limit_on__isnull=True)
                | Q(
                    delivered_on__isnull=False,  # a comparison with nothing would be let through
                    limit_on__isnull=False,
                    delivered_on__gte=F("asked_on"),
                    limit_on__gt=F("delivered_on"),
                ),
                name="correction_limit_runs_from_delivery",
            ),
            models.CheckConstraint(
                condition=Q(corrected_on__isnull=True) | Q(corrected_on__gte=F("asked_on")),
                name="corrected_after_it_was_asked_for",
            ),
        ]
        indexes = [
            # Applicants who let their period pass: the today page.
            models.Index(
                fields=["limit_on"], name="correction_awaited", condition=Q(corrected_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.asked_on}"
