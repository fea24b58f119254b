"""Stored files: written once, never overwritten, read only through the gate."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", "未扫描"
    CLEAN = "clean", "未发现问题"
    SUSPECT = "suspect", "可疑"


class StoredFile(models.Model):
    """A file and its facts; `owner_kind` and `owner_id` say whom the gate asks before it is read."""

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("SHA-256", max_length=64)
    public = models.BooleanField("存放于公开区", default=False)
    data_key = models.ForeignKey(
        "privacy.DataKey",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name="加密密钥",
    )
    text = models.TextField("提取的文字", blank=True)
    text_extracted = models.BooleanField("已提取文字", default=False)
    scan_state = models.CharField(
        "病毒扫描", max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED
    )
    owner_kind = models.CharField("所属类别", max_length=60)
    owner_id = models.CharField("所属编号", max_length=60, blank=True)
    stored_at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        indexes = [
            # The files of one record, on its page and in its package.
            models.Index(fields=["owner_kind", "owner_id"], name="storedfile_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="storedfile_sha256_is_hex"
            ),
            # Personal evidence is encrypted and private, and its text is never kept.
            models.CheckConstraint(
                condition=Q(data_key__isnull=True) | (Q(public=False) & Q(text="")),
                name="storedfile_sealed_is_private_and_textless",
            ),
        ]

    def __str__(self) -> str:
        return self.name
