"""A yearly report while it is written, and its editions once they are signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from annual_report.content import ReportContent, Standing, thaw
from annual_report.formats import FORMATS
from annual_report.formats.shape import ReportFormat
from annual_report.queries import EditionQuerySet, ReportQuerySet
from annual_report.spoken import STYLES
from foundation.agencies.models import Agency
from foundation.ledger.models import Case, Event


class Stage(models.TextChoices):
    DRAFT = "draft", "编写中"
    SIGNED = "signed", "已签发"
    PUBLISHED = "published", "已公布"


class SigningRoute(models.TextChoices):
    """Three equal ways of signing: most heads of agencies sign on paper and never log in."""

    SYSTEM = "system", "在系统内签发"
    PAPER = "paper", "纸质签发"
    DELEGATION = "delegation", "授权代签"


class Report(Case):
    """The report of one agency on one year; its figures are counted live until it is signed."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="annual_reports", verbose_name="机关")
    year = models.PositiveSmallIntegerField("报告年度")
    format_code = models.CharField("格式", max_length=30)
    basis = models.JSONField("统计口径", default=list, help_text="编制时的统计口径，随报告保存。")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "年度报告"
        verbose_name_plural = "年度报告"
        ordering = ["-year", "agency__position", "agency__code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="report_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=2008), name="report_since_the_regulation"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="report_stage_known"),
        ]

    def __str__(self) -> str:
        return self.format.title(self.agency.name, self.year)

    @property
    def format(self) -> ReportFormat:
        return FORMATS[self.format_code]

    @property
    def stage_wording(self) -> str:
        return Stage(self.stage).label

    def desks(self) -> tuple[Agency, ...]:
        return (self.agency,)


class ReportPart(models.Model):
    """The text of one part, figures in it by reference."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="parts", verbose_name="报告")
    code = models.CharField("部分", max_length=30)
    text = models.TextField("正文", blank=True)

    class Meta:
        verbose_name = "报告正文"
        verbose_name_plural = "报告正文"
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="report_part_once")]


class Entry(models.Model):
    """填报数: what a person entered for a figure, with its source. No row is blank; 0 and "/" are rows."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="entries", verbose_name="报告")
    figure_code = models.CharField("数据", max_length=120)
    value = models.DecimalField("数值", max_digits=20, decimal_places=6, null=True, blank=True)
    not_applicable = models.BooleanField("不适用（/）", default=False)
    source = models.CharField("数据来源", max_length=200)
    reason = models.CharField("填报或调整理由", max_length=200, blank=True)
    author = models.CharField("填报人", max_length=60)
    entered_on = models.DateField("填报日期")

    class Meta:
        verbose_name = "填报数"
        verbose_name_plural = "填报数"
        constraints = [
            models.UniqueConstraint(fields=["report", "figure_code"], name="entry_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, not_applicable=False)
                | Q(value__isnull=True, not_applicable=True),
                name="entry_is_a_number_or_not_applicable",
            ),
        ]


class SpokenStyle(models.Model):
    """How a figure is spoken in the sentences of one report (3万余条)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="styles", verbose_name="报告")
    figure_code = models.CharField("数据", max_length=120)
    style = models.CharField(
        "表述方式", max_length=20, choices=[(style.code, style.wording) for style in STYLES.values()]
    )

    class Meta:
        verbose_name = "约数表述"
        verbose_name_plural = "约数表述"
        constraints = [models.UniqueConstraint(fields=["report", "figure_code"], name="spoken_style_once")]


class Edition(models.Model):
    """A signed report, frozen: append-only in the database, its hash over the canonical data."""

    append_only = True

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions", verbose_name="报告")
    number = models.PositiveSmallIntegerField("版次")
    # Copied out of `data` so that lists need not read the whole report.
    title = models.CharField("标题", max_length=200)
    agency_name = models.CharField("机关全称", max_length=100)
    data = models.JSONField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    signed_on = models.DateField("签发日期")
    signer = models.CharField("签发人", max_length=60)
    route = models.CharField("签发方式", max_length=12, choices=SigningRoute.choices)
    authority = models.CharField("授权依据", max_length=200, blank=True)
    note = models.CharField("更正说明", max_length=500, blank=True)
    created_at = models.DateTimeField("生成时间")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "报告版本"
        verbose_name_plural = "报告版本"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_from_one"),
            models.CheckConstraint(condition=Q(route__in=SigningRoute.values), name="edition_route_known"),
            # A corrected report keeps the old version and says what changed.
            models.CheckConstraint(condition=Q(number=1) | ~Q(note=""), name="edition_says_what_changed"),
            models.CheckConstraint(
                condition=~Q(route="delegation") | ~Q(authority=""), name="edition_delegation_has_authority"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} 第{self.number}版"

    @property
    def content(self) -> ReportContent:
        return thaw(self.data)

    @property
    def standing(self) -> Standing:
        publication = getattr(self, "publication", None)
        published_on = publication.published_on if publication else None
        return Standing(self.number, self.signed_on, published_on, self.note)


class Publication(models.Model):
    """That an edition was made public, and when; a row of its own because editions never change."""

    append_only = True

    edition = models.OneToOneField(Edition, models.PROTECT, verbose_name="版本")
    published_on = models.DateField("公布日期")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "报告公布"
        verbose_name_plural = "报告公布"


class ReportEvent(Event):
    """What happened to a report."""

    subject = models.ForeignKey(Report, models.PROTECT, related_name="events", verbose_name="报告")

    class Meta(Event.Meta):
        verbose_name = "报告办理记录"
        verbose_name_plural = "报告办理记录"
