"""The event ledger: what happened to a case, in order, never rewritten; and the counters of numbers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.deconstruct import deconstructible

from foundation.agencies.models import Agency


@deconstructible(path="foundation.ledger.models.ShanghaiDate")
class ShanghaiDate(models.Func):
    """The day of a moment here; unlike TruncDate(tzinfo=…) a migration can hold it."""

    template = "(%(expressions)s AT TIME ZONE 'Asia/Shanghai')::date"
    output_field = models.DateField()


class Case(models.Model):
    """A record that goes through stages: only operations set `stage`, only `acts` counts `last_seq`."""

    stage = models.CharField("阶段", max_length=30, editable=False)
    last_seq = models.PositiveIntegerField("事件数", default=0, editable=False)

    class Meta:
        abstract = True

    def desks(self) -> tuple[Agency, ...]:
        """The agencies whose staff may act on this case."""
        raise TypeError(f"{type(self).__name__} does not say whose staff may act on it")


class Event(models.Model):
    """One thing that happened. The concrete class adds `subject`, a foreign key with related name `events`.

    `effective_on` is the legal date, `recorded_at` the server's. A mistake is mended by a new event
    that `corrects` the old one. `data` holds ids and plain facts, never personal data.
    """

    seq = models.PositiveIntegerField("序号")
    kind = models.CharField("事件", max_length=40)
    effective_on = models.DateField("发生日期")
    recorded_at = models.DateTimeField("记录时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办人",
    )
    acting_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办单位"
    )
    origin = models.CharField("来源", max_length=10, default="staff")
    capability = models.CharField("权限", max_length=60, blank=True)
    data = models.JSONField("内容", default=dict, blank=True)
    backfilled = models.BooleanField("补录", default=False)
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证据"
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name="更正"
    )

    class Meta:
        abstract = True
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="%(class)s_seq_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="%(class)s_seq_from_one"),
            # The legal date is never in the future of the moment it is written down.
            models.CheckConstraint(
                condition=Q(effective_on__lte=ShanghaiDate("recorded_at")),
                name="%(class)s_not_in_the_future",
            ),
        ]


class Counter(models.Model):
    """The last number given out in a series; locked in the transaction that takes the next one."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="counters", verbose_name="机关")
    series = models.CharField("序列", max_length=30)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = "编号计数"
        verbose_name_plural = "编号计数"
        constraints = [models.UniqueConstraint(fields=["agency", "series", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.agency.short_name} {self.series} {self.year}"


class VoidNumber(models.Model):
    """A number that was given out and is not used: it stays listed and is never given again."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="voids", verbose_name="序列")
    number = models.PositiveIntegerField("号")
    reason = models.CharField("作废原因", max_length=200)
    voided_on = models.DateField("作废日期")

    class Meta:
        verbose_name = "作废编号"
        verbose_name_plural = "作废编号"
        constraints = [models.UniqueConstraint(fields=["counter", "number"], name="void_number_once")]
