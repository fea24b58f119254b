"""What stands beside requests: reviews and suits."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from foundation.agencies.models import Agency
from requests_app.models.requests import InformationRequest
from requests_app.queries import DeskQuerySet


class RemedyKind(models.TextChoices):
    """The three groups of the yearly report's section four."""

    REVIEW = "review", "行政复议"
    DIRECT_SUIT = "direct_suit", "未经复议直接起诉"
    SUIT_AFTER_REVIEW = "suit_after_review", "复议后起诉"


class RemedyResult(models.TextChoices):
    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"


class RemedyCase(models.Model):
    """A review or a suit about an answer, or about having none."""

    respondent = models.ForeignKey(
        Agency, models.PROTECT, related_name="remedy_cases", verbose_name="被申请人（被告）"
    )
    request = models.ForeignKey(
        InformationRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remedy_cases",
        verbose_name="所涉申请",
    )
    kind = models.CharField("类别", max_length=20, choices=RemedyKind.choices)
    case_number = models.CharField("案号", max_length=80, blank=True)
    organ = models.CharField("复议机关（法院）", max_length=100)
    filed_on = models.DateField("收到通知日期")
    result = models.CharField("结果", max_length=12, choices=RemedyResult.choices, blank=True)
    concluded_on = models.DateField("审结日期", null=True, blank=True)
    historical = models.BooleanField("历史数据", default=False)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = "复议诉讼案件"
        verbose_name_plural = "复议诉讼案件"
        ordering = ["-filed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RemedyKind.values), name="remedy_kind_known"),
            models.CheckConstraint(
                condition=Q(result="", concluded_on__isnull=True)
                | Q(result__in=RemedyResult.values, concluded_on__gte=F("filed_on")),
                name="remedy_concluded_with_a_result",
            ),
            models.UniqueConstraint(
                fields=["case_number"], condition=~Q(case_number=""), name="remedy_case_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_number}".strip()
