"""How a request was answered: who signed, which notice, how it reached the applicant."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from requests_app.models.requests import InformationRequest


class Manner(models.TextChoices):
    """Three equal ways of signing off."""

    SYSTEM = "system", "在系统内签发"
    PAPER = "paper", "纸质审签单签发"
    DELEGATION = "delegation", "按书面授权代签"


class ServiceRoute(models.TextChoices):
    """Ways of service that give a valid date (235号函; electronic by choice)."""

    DIRECT = "direct", "直接送达"
    POST = "post", "邮寄送达（邮政企业）"
    ENTRUSTED = "entrusted", "委托其他行政机关代为送达"
    ONLINE = "online", "电子送达（申请人选择）"


class ToldBy(models.TextChoices):
    """How an applicant is told something that needs no notice of its own."""

    PHONE = "phone", "电话"
    MESSAGE = "message", "短信"
    LETTER = "letter", "书面"


class Notice(models.Model):
    """A paper the applicant gets (告知书). Its files are sealed under the case's key: they bear a name."""

    request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="notices", verbose_name="申请"
    )
    kind = models.CharField("文书种类", max_length=40)
    document_number = models.CharField("文号", max_length=60, blank=True)
    made_on = models.DateField("成文日期")
    note = models.CharField("事由", max_length=300, blank=True)
    word_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="DOCX"
    )
    pdf_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF"
    )
    served_file = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="盖章扫描件（送达文本）",
    )

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = "文书"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document_number"],
                condition=~Q(document_number=""),
                name="notice_document_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.document_number or self.kind


class ProvidedFile(models.Model):
    """The information itself, given with the answer (予以公开的内容)."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="provided", verbose_name="文书")
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")

    class Meta:
        verbose_name = "提供的信息"
        verbose_name_plural = "提供的信息"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file.name


class Decision(models.Model):
    """A sign-off. A review organ may order another one later, so a request can have several."""

    request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="decisions", verbose_name="申请"
    )
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="decision", verbose_name="文书")
    signed_on = models.DateField("签发日期")
    signer_name = models.CharField("签发人", max_length=50)
    manner = models.CharField("签发方式", max_length=12, choices=Manner.choices)
    basis = models.CharField("授权依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "签发"
        verbose_name_plural = "签发"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(manner__in=Manner.values), name="decision_manner_known"),
            models.CheckConstraint(condition=~Q(signer_name=""), name="decision_has_a_signer"),
            models.CheckConstraint(
                condition=~Q(manner=Manner.DELEGATION) | ~Q(basis=""), name="decision_delegation_has_a_basis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name} {self.signed_on}"


class Service(models.Model):
    """One service of a notice (送达); the date is the day of the evidence its route allows."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="services", verbose_name="文书")
    route = models.CharField("送达方式", max_length=12, choices=ServiceRoute.choices)
    served_on = models.DateField("送达日期")
    mail_number = models.CharField("邮件号", max_length=13, blank=True)
    evidence_note = models.CharField("送达凭证", max_length=200, blank=True, help_text="签收人等。")
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭证扫描件"
    )

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = "送达"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(route__in=ServiceRoute.values), name="service_route_known"),
            models.CheckConstraint(
                condition=Q(mail_number="") | Q(route=ServiceRoute.POST),
                name="service_mail_number_of_a_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_route_display()} {self.served_on}"


class ReturnReason(models.TextChoices):
    """Why the post brought a letter back, as the slip on it says."""

    REFUSED = "refused", "收件人拒收"
    NOT_FETCHED = "not_fetched", "无人签收，逾期未领"
    MOVED = "moved", "迁移新址，地址不详或者查无此人"
    WRONG_ADDRESS = "wrong_address", "信封地址写错，与申请人填写的不一致（本机关的差错）"


class MailReturn(models.Model):
    """A letter that came back (邮件退回). It stays beside its service: handing it to the post was a fact.

    Open until the paper was brought anew (`again`) or nothing more can be done (`left_on`); what was tried
    then stands in `left_note`.
    """

    request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="mail_returns", verbose_name="申请"
    )
    service = models.OneToOneField(
        Service, models.PROTECT, related_name="mail_return", verbose_name="退回的送达"
    )
    returned_on = models.DateField("退回日期")
    reason = models.CharField("退回原因", max_length=16, choices=ReturnReason.choices)
    again = models.OneToOneField(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="重新送达"
    )
    left_on = models.DateField("不再重新送达之日", null=True, blank=True)
    left_note = models.CharField("试过哪些方式", max_length=300, blank=True)

    class Meta:
        verbose_name = "邮件退回"
        verbose_name_plural = "邮件退回"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=ReturnReason.values), name="mail_return_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_note="")
                | Q(~Q(left_note=""), left_on__isnull=False, again__isnull=True),
                name="mail_return_left_for_a_reason",
            ),
        ]
        indexes = [
            # Papers to be brought anew: the today page, also of closed requests.
            models.Index(
                fields=["request"],
                name="mail_return_open",
                condition=Q(again__isnull=True, left_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.returned_on}"

    @property
    def is_open(self) -> bool:
        return self.again_id is None and self.left_on is None
