"""How much was published elsewhere: figures filled in for other channels, and one view over all channels."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from disclosure.choices import Channel
from disclosure.queries import ChannelTallyQuerySet
from foundation.agencies.models import Agency

FIRST_YEAR = 2008
"""The regulation is in force since 2008-05-01."""


# Tracked because it is a typed figure that ends in the yearly report: who changed what is asked later.
@pghistory.track()
class ChannelTally(models.Model):
    """How many pieces an agency published on a channel other than the website, by year or by month."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="tallies", verbose_name="机关")
    year = models.PositiveSmallIntegerField(
        "年度", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(2100)]
    )
    month = models.PositiveSmallIntegerField(
        "月份",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="按全年填报的留空。",
    )
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    count = models.PositiveIntegerField("公开数量（条）")
    source = models.CharField("数据来源", max_length=200, help_text="例如：账号后台统计、编发登记簿。")
    note = models.CharField("备注", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="填报人",
    )

    objects = ChannelTallyQuerySet.as_manager()

    class Meta:
        verbose_name = "其他渠道公开数量"
        verbose_name_plural = "其他渠道公开数量"
        ordering = ["-year", "agency", "channel", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "month", "channel"],
                condition=Q(month__isnull=False),
                name="channel_tally_once_a_month",
                violation_error_message="这个单位、月份和渠道已经填报过，请改原来的那一条。",
            ),
            models.UniqueConstraint(
                fields=["agency", "year", "channel"],
                condition=Q(month__isnull=True),
                name="channel_tally_once_a_year",
                violation_error_message="这个单位、年度和渠道已经填报过，请改原来的那一条。",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__range=(1, 12)), name="channel_tally_month"
            ),
            # The website is never typed: its figure is the items themselves.
            models.CheckConstraint(
                condition=~Q(channel="website") & Q(channel__in=Channel.values),
                name="channel_tally_not_of_the_website",
            ),
        ]

    def __str__(self) -> str:
        period = f"{self.year}年{self.month}月" if self.month else f"{self.year}年"
        return f"{self.agency.short_name}{period}{self.get_channel_display()}{self.count}条"


class PublicationLine(models.Model):
    """A database view: every published item as one line of amount 1, every tally as a line of its count.

    It exists so that each figure of `disclosure.published` opens into rows of one kind that add up to it.
    """

    id = models.CharField(primary_key=True, max_length=30)
    agency = models.ForeignKey(Agency, models.DO_NOTHING, related_name="+", verbose_name="机关")
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    on = models.DateField("公开日期")
    wording = models.TextField("内容")
    amount = models.PositiveIntegerField("数量（条）")
    item = models.ForeignKey("disclosure.Item", models.DO_NOTHING, null=True, related_name="+")
    tally = models.ForeignKey("disclosure.ChannelTally", models.DO_NOTHING, null=True, related_name="+")

    class Meta:
        managed = False
        db_table = "disclosure_publicationline"
        verbose_name = "公开明细"
        verbose_name_plural = "公开明细"

    def __str__(self) -> str:
        return self.wording
