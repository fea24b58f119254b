"""The secret address of a person's calendar feed; the secret itself is kept nowhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from foundation.agencies.models import User


class CalendarFeed(models.Model):
    """Who has a feed, since when, and when it was last read. Stopping the feed deletes the row."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="calendar_feeds", verbose_name="人员", db_index=False
    )
    address_hash = models.CharField("地址摘要", max_length=64, editable=False)
    created_at = models.DateTimeField("生成时间")
    last_read_on = models.DateField("最近读取日期", null=True, blank=True)

    class Meta:
        verbose_name = "日历订阅"
        verbose_name_plural = "日历订阅"
        constraints = [
            models.UniqueConstraint(fields=["user"], name="calendar_feed_one_per_user"),
            # Also the index by which an address is found.
            models.UniqueConstraint(fields=["address_hash"], name="calendar_feed_address_once"),
            models.CheckConstraint(
                condition=Q(address_hash__regex=r"^[0-9a-f]{64}$"), name="calendar_feed_keeps_only_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"
