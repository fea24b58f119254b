"""Calendar versions and their days; a published version never changes, the next one replaces it."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CalendarVersion(models.Model):
    """A calendar of working days as somebody prepared it and somebody confirmed it.

    Signatures are text: this app lies below the accounts, and a name outlives its account.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", "起草"
        PREVIEW = "preview", "待确认"
        PUBLISHED = "published", "已发布"

    code = models.SlugField("版本代码", max_length=32, unique=True)
    based_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="在此版本上修改",
    )
    stage = models.CharField("状态", max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    confirmed_years = ArrayField(models.PositiveSmallIntegerField(), verbose_name="已有放假安排的年份")
    source_document = models.CharField("依据文件", max_length=200, help_text="例如：国办发明电〔2025〕7号")
    prepared_by = models.CharField("起草人", max_length=150)
    confirmed_by = models.CharField("确认人", max_length=150, blank=True, default="")
    self_confirmation_reason = models.CharField("自行确认的理由", max_length=200, blank=True, default="")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    class Meta:
        verbose_name = "工作日历版本"
        verbose_name_plural = "工作日历"
        ordering = ["-pk"]
        permissions = [("publish_calendarversion", "确认并发布工作日历")]
        constraints = [
            models.CheckConstraint(
                name="workdays_published_is_confirmed",
                condition=~Q(stage="published")
                | (
                    Q(published_at__isnull=False)
                    & ~Q(confirmed_by="")
                    & (~Q(confirmed_by=F("prepared_by")) | ~Q(self_confirmation_reason=""))
                ),
                violation_error_message="发布工作日历须由起草人以外的人确认，或者写明自行确认的理由。",
            ),
            models.CheckConstraint(
                name="workdays_unpublished_has_no_date",
                condition=Q(stage="published") | Q(published_at__isnull=True),
            ),
        ]
        triggers = [
            # Deadlines already computed name the version they were computed by.
            pgtrigger.Protect(
                name="published_version_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__stage="published"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}（{self.get_stage_display()}）"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CalendarDay(models.Model):
    """A day that is not what its weekday says."""

    class Kind(models.TextChoices):
        OFF = "off", "放假"
        MAKEUP = "makeup", "调休上班"

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="days")
    day = models.DateField("日期")
    kind = models.CharField("安排", max_length=8, choices=Kind.choices)
    name = models.CharField("节日", max_length=40, blank=True, default="")

    class Meta:
        verbose_name = "特殊日"
        verbose_name_plural = "特殊日"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["version", "day"], name="workdays_one_row_per_day"),
            models.CheckConstraint(
                name="workdays_off_weekday_makeup_weekend",
                condition=Q(kind="off", day__iso_week_day__lte=5)
                | Q(kind="makeup", day__iso_week_day__gte=6),
                violation_error_message="放假日只登记周一至周五，调休上班日只登记周六、周日。",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_days_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("touched", "bigint")],
                func="""
                    touched := CASE WHEN TG_OP = 'INSERT' THEN NEW.version_id ELSE OLD.version_id END;
                    PERFORM 1 FROM workdays_calendarversion WHERE id = touched AND stage = 'published';
                    IF FOUND THEN
                        RAISE EXCEPTION 'days of a published calendar version never change';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
