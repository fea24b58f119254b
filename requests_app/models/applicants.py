"""Who asks: the only place where an applicant's personal data is kept, sealed under the case's own key."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ApplicantKind(models.TextChoices):
    """The columns of the yearly report's section three, in its words."""

    NATURAL = "natural", "自然人"
    ENTERPRISE = "enterprise", "商业企业"
    RESEARCH = "research", "科研机构"
    CHARITY = "charity", "社会公益组织"
    LEGAL = "legal", "法律服务机构"
    OTHER = "other", "其他"


class IdentityKind(models.TextChoices):
    RESIDENT = "resident", "居民身份证"
    PASSPORT = "passport", "护照"
    PERMIT = "permit", "港澳台居民通行证或居住证"
    OTHER = "other", "其他有效证件"


class Applicant(models.Model):
    """Everything personal lies in `sealed`; the two keyed hashes find the same person again, exactly."""

    kind = models.CharField("申请人类型", max_length=12, choices=ApplicantKind.choices)
    key = models.OneToOneField(
        "privacy.DataKey", models.PROTECT, related_name="applicant", verbose_name="加密密钥"
    )
    sealed = models.BinaryField("加密的个人信息")
    name_hash = models.CharField("姓名（名称）摘要", max_length=64)
    identity_hash = models.CharField("证件号码摘要", max_length=64, blank=True)
    identity_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证件图片"
    )

    class Meta:
        verbose_name = "申请人"
        verbose_name_plural = "申请人"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ApplicantKind.values), name="applicant_kind_known"),
        ]
        indexes = [
            # Finding a person's requests by the exact name, and earlier answers to the same person.
            models.Index(fields=["name_hash"], name="applicant_by_name"),
            models.Index(
                fields=["identity_hash"], name="applicant_by_identity", condition=~Q(identity_hash="")
            ),
        ]

    def __str__(self) -> str:
        return f"申请人（{self.get_kind_display()}）"
