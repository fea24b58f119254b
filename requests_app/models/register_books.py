"""登记台账 of an agency: its ledger, old tables being read in, and how their columns were understood."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.agencies.models import Agency
from foundation.ledger.models import Case, Event
from requests_app.queries import RegisterBookQuerySet


class RegisterBook(Case):
    """The register of one respondent: the subject of what is read into it and taken out of it as a whole."""

    agency = models.OneToOneField(
        Agency, models.PROTECT, related_name="register_book", verbose_name="被申请机关"
    )

    objects = RegisterBookQuerySet.as_manager()

    class Meta:
        verbose_name = "登记台账"
        verbose_name_plural = "登记台账"
        ordering = ["agency__position", "agency__code"]

    def __str__(self) -> str:
        return self.agency.name

    def desks(self) -> tuple[Agency, ...]:
        return (self.agency,)


class RegisterBookEvent(Event):
    """A table read in or given out: `data` has numbers of rows, never a file name and nothing of a row."""

    subject = models.ForeignKey(RegisterBook, models.PROTECT, related_name="events", verbose_name="登记台账")

    class Meta(Event.Meta):
        abstract = False
        verbose_name = "台账导入导出记录"
        verbose_name_plural = "台账导入导出记录"

    def __str__(self) -> str:
        return f"{self.subject_id}#{self.seq} {self.kind}"


class UploadStage(models.TextChoices):
    MAPPING = "mapping", "待确认各栏"
    CHECKED = "checked", "已试算，待导入"
    RUNNING = "running", "导入中"
    DONE = "done", "已导入"
    GONE = "gone", "文件已销毁"


class RegisterUpload(models.Model):
    """An old table on its way in. The file is sealed under a key of its own and gone after the run.

    `columns` gives for each field the column, counted from 0; `words` what a word means here. `report` (what
    was refused) and `remainder` (the refused rows as a file to mend) are sealed too and outlive the file by a
    day at most. Only numbers of rows stay.
    """

    book = models.ForeignKey(RegisterBook, models.PROTECT, related_name="uploads", verbose_name="登记台账")
    key = models.OneToOneField(
        "privacy.DataKey", models.PROTECT, related_name="register_upload", verbose_name="加密密钥"
    )
    kind = models.CharField("文件类型", max_length=4)
    sealed = models.BinaryField("加密的文件", default=bytes, blank=True)
    report = models.BinaryField("加密的结果", default=bytes, blank=True)
    remainder = models.BinaryField("加密的未导入行", default=bytes, blank=True)
    sheet = models.PositiveSmallIntegerField("工作表", default=0)
    head_row = models.PositiveSmallIntegerField("表头所在行", default=1)
    columns = models.JSONField("各栏", default=dict)
    words = models.JSONField("词语对照", default=dict)
    stage = models.CharField("阶段", max_length=10, choices=UploadStage.choices, default=UploadStage.MAPPING)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="上传人",
    )
    uploaded_at = models.DateTimeField("上传时间")
    expires_at = models.DateTimeField("销毁时间")
    rows = models.PositiveIntegerField("行数", default=0)
    next_row = models.PositiveIntegerField("下一行", default=0)
    made = models.PositiveIntegerField("导入件数", default=0)
    known = models.PositiveIntegerField("原已登记件数", default=0)
    refused = models.PositiveIntegerField("未导入行数", default=0)
    flagged = models.PositiveIntegerField("与时限算法不一致件数", default=0)
    series = models.JSONField("编号用到哪里", default=list, help_text="原台账里最大的号：[序列, 年度, 号]。")

    class Meta:
        verbose_name = "原台账文件"
        verbose_name_plural = "原台账文件"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=UploadStage.values), name="register_upload_stage_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=["xlsx", "csv"]), name="register_upload_kind_known"),
            # People's names lie in the file; it is there only while it is needed.
            models.CheckConstraint(
                condition=~Q(stage__in=[UploadStage.DONE, UploadStage.GONE]) | Q(sealed=b""),
                name="register_upload_file_ends_with_the_run",
            ),
            models.CheckConstraint(
                condition=~Q(stage=UploadStage.GONE) | Q(report=b"", remainder=b""),
                name="register_upload_leaves_no_rows",
            ),
        ]
        indexes = [
            # What the daily task destroys.
            models.Index(
                fields=["expires_at"], name="register_upload_to_destroy", condition=~Q(stage=UploadStage.GONE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book_id}#{self.pk}"


class ColumnReading(models.Model):
    """How the clerk of an agency read the heads and words of its old table: proposed the next time.

    `heads` gives for each field the name of its column, `words` what a word means. Never rewritten: the
    newest counts, the others are its history.
    """

    append_only = True

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="column_readings", verbose_name="被申请机关"
    )
    heads = models.JSONField("各栏的表头", default=dict)
    words = models.JSONField("词语对照", default=dict)
    confirmed_at = models.DateTimeField("确认时间")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )

    class Meta:
        verbose_name = "台账各栏对照"
        verbose_name_plural = "台账各栏对照"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.confirmed_at:%Y-%m-%d}"


class BookTemplate(models.Model):
    """A spreadsheet the city wants the register in, and which of its columns gets what.

    `columns` gives for each field the column, counted from 0. Never rewritten: the newest confirmed one of an
    agency is used, the others are its history. It holds heads and formats, no request.
    """

    append_only = True

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="book_templates", verbose_name="被申请机关"
    )
    content = models.BinaryField("样表")
    sheet = models.PositiveSmallIntegerField("工作表", default=0)
    first_row = models.PositiveSmallIntegerField("数据从第几行开始")
    columns = models.JSONField("各栏", default=dict)
    confirmed = models.BooleanField("已核对", default=False)
    made_at = models.DateTimeField("设置时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="设置人",
    )

    class Meta:
        verbose_name = "台账样表"
        verbose_name_plural = "台账样表"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first_row__gte=1), name="book_template_rows_begin_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}#{self.pk}"
