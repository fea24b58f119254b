"""Requests out of all proportion: that the applicant was asked for reasons, and gave them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from requests_app.models.answers import Notice
from requests_app.models.requests import InformationRequest


class ExcessReasons(models.Model):
    """Why so many requests, or so often (说明理由, 条例第35条). The limit of the answer runs on meanwhile.

    The applicant's own period is counted from `delivered_on` by whatever calendar is in force, and so is not
    stored.
    """

    request = models.OneToOneField(
        InformationRequest, models.PROTECT, related_name="excess", verbose_name="申请"
    )
    facts = models.TextField("数量、频次的事实", max_length=500)
    workdays = models.PositiveSmallIntegerField("说明理由的期限（工作日）")
    asked_on = models.DateField("要求说明理由之日")
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="+", verbose_name="说明理由告知书")
    delivered_on = models.DateField("告知书送达之日", null=True, blank=True)
    given_on = models.DateField("收到理由之日", null=True, blank=True)
    given = models.TextField("申请人说明的理由", max_length=1000, blank=True)

    class Meta:
        verbose_name = "说明理由"
        verbose_name_plural = "说明理由"
        constraints = [
            models.CheckConstraint(
                condition=Q(workdays__gte=1) & ~Q(facts=""), name="excess_says_why_and_gives_days"
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True) | Q(delivered_on__gte=F("asked_on")),
                name="excess_delivered_after_it_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, given="")
                | Q(Q(given_on__isnull=False, given_on__gte=F("asked_on")), ~Q(given="")),
                name="excess_reasons_given_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.asked_on}"
