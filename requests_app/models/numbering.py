"""Where a series of numbers that began on paper goes on here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.agencies.models import Agency


class Series(models.TextChoices):
    REQUEST = "request", "申请编号"
    DOCUMENT = "document", "文号"
    LETTER = "letter", "协查函登记号"
    RECTIFICATION = "rectify", "更正申请编号"


class SeriesStart(models.Model):
    """The record of one start: from which number on, who set it, why. Never rewritten."""

    append_only = True

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="series_starts", verbose_name="机关")
    series = models.CharField("序列", max_length=10, choices=Series.choices)
    year = models.PositiveSmallIntegerField("年度")
    last_used = models.PositiveIntegerField("纸质已用到")
    reason = models.CharField("依据", max_length=200)
    recorded_at = models.DateTimeField("记录时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办人",
    )

    class Meta:
        verbose_name = "编号起始"
        verbose_name_plural = "编号起始"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(series__in=Series.values), name="series_start_series_known"),
            models.CheckConstraint(condition=Q(last_used__gte=1), name="series_start_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.agency.short_name}{self.year}年{self.get_series_display()}自第{self.last_used + 1}号起"
