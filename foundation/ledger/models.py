"""The event ledger: what happened to a case, in order, never rewritten; and the counters of numbers."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
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

    append_only = True

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
        indexes = [
            # In the order of writing down: the daily seal, its verification, and the auditors' page.
            models.Index(fields=["recorded_at", "id"], name="%(class)s_by_moment"),
        ]


class Seal(models.Model):
    """What stood in one ledger table from `since` to `day` (days of `recorded_at`), fixed by a hash.

    `rows` holds one line per event in the order of (recorded_at, id): id, subject, seq and the SHA-256
    of its canonical form (foundation.ledger.canonical). A day of many events has several parts; days
    without any belong to the seal that follows. All seals of all tables are one chain.
    """

    append_only = True

    number = models.PositiveBigIntegerField("封存号", unique=True)
    form = models.PositiveSmallIntegerField("规范格式")
    table = models.CharField("数据表", max_length=63)
    since = models.DateField("起", null=True, blank=True, help_text="空白表示从头开始。")
    day = models.DateField("止")
    part = models.PositiveIntegerField("部分")
    count = models.PositiveIntegerField("记录数")
    rows = ArrayField(models.CharField(max_length=150), verbose_name="各条记录的摘要", blank=True)
    previous = models.CharField("上一封存的哈希", max_length=64, blank=True)
    sha256 = models.CharField("哈希（SHA-256）", max_length=64)
    sealed_at = models.DateTimeField("封存时间")

    class Meta:
        verbose_name = "台账封存"
        verbose_name_plural = "台账封存"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["table", "day", "part"], name="seal_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & Q(part__gte=1), name="seal_counts_from_one"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(since__lte=F("day")), name="seal_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(rows__len=F("count")), name="seal_has_a_line_per_row"),
            models.CheckConstraint(
                condition=Q(number=1, previous="") | Q(number__gt=1, previous__regex=r"^[0-9a-f]{64}$"),
                name="seal_hangs_on_the_one_before",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="seal_sha256_is_hex"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}号封存"


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
