"""The portal's only table: how often something was posted from one network lately."""

from __future__ import annotations

from django.db import models


class PostCount(models.Model):
    """A counter of one window of time. `client` is a keyed hash that changes daily, never an address."""

    rule = models.CharField("规则", max_length=20)
    client = models.CharField("来源摘要", max_length=32)
    began_at = models.DateTimeField("时段开始")
    count = models.PositiveIntegerField("次数")

    class Meta:
        verbose_name = "提交次数"
        verbose_name_plural = "提交次数"
        constraints = [
            # Also serves the look-up before each post.
            models.UniqueConstraint(fields=["client", "rule", "began_at"], name="post_count_once"),
        ]
