"""What happens to a request on its way to the answer: the one correction, letters asking for opinions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from requests_app.models.answers import Notice
from requests_app.models.requests import InformationRequest


class RequestCorrection(models.Model):
    """The one correction a request may be sent back for (补正, 条例第30条).

    `points` lists what is wrong and an example of how to mend it: [{"problem": …, "example": …}]. The
    applicant's period runs from the receipt of the notice, so `limit_on` is known only once it was delivered;
    nobody is taken to have given up without that proof.
    """

    request = models.OneToOneField(
        InformationRequest, models.PROTECT, related_name="correction", verbose_name="申请"
    )
    points = models.JSONField("补正事项")
    workdays = models.PositiveSmallIntegerField("补正期限（工作日）")
    asked_on = models.DateField("告知补正之日")
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="+", verbose_name="补正告知书")
    delivered_on = models.DateField("告知书送达之日", null=True, blank=True)
    limit_on = models.DateField("补正期限届满之日", null=True, blank=True)
    corrected_on = models.DateField("收到补正之日", null=True, blank=True)

    class Meta:
        verbose_name = "补正"
        verbose_name_plural = "补正"
        constraints = [
            models.CheckConstraint(condition=Q(workdays__gte=1), name="correction_gives_some_days"),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True, limit_on__isnull=True)
                | Q(
                    delivered_on__isnull=False,  # a comparison with nothing would be let through
                    limit_on__isnull=False,
                    delivered_on__gte=F("asked_on"),
                    limit_on__gt=F("delivered_on"),
                ),
                name="correction_limit_runs_from_delivery",
            ),
            models.CheckConstraint(
                condition=Q(corrected_on__isnull=True) | Q(corrected_on__gte=F("asked_on")),
                name="corrected_after_it_was_asked_for",
            ),
        ]
        indexes = [
            # Applicants who let their period pass: the today page.
            models.Index(
                fields=["limit_on"], name="correction_awaited", condition=Q(corrected_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.asked_on}"


class WithdrawnBy(models.TextChoices):
    """How an applicant said that the request is withdrawn (撤回)."""

    WRITTEN = "written", "书面"
    ONLINE = "online", "网上或者电子邮件"
    ORAL = "oral", "口头（当面或者电话）"


class ConsultedKind(models.TextChoices):
    """Whom one may have to ask (requests_app/clock_facts.py knows what each means for the limit)."""

    THIRD_PARTY = "third_party", "第三方"
    CO_MAKER = "co_maker", "共同制作机关"
    OTHER_AGENCY = "other_agency", "其他机关"


class Opinion(models.TextChoices):
    AGREES = "agrees", "同意公开"
    AGREES_IN_PART = "agrees_in_part", "同意部分公开"
    OBJECTS = "objects", "不同意公开"
    OTHER = "other", "其他意见"


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def unanswered(self) -> ConsultationQuerySet:
        return self.filter(answered_on__isnull=True, returned_on__isnull=True)


class Consultation(models.Model):
    """A letter that asks one party for its opinion (征求意见, 条例第32条、第34条), with its own answer slot.

    A third party may be a person: its name lies in `sealed` under the case's key, and `addressee` is empty.
    """

    request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="consultations", verbose_name="申请"
    )
    position = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("征求对象", max_length=12, choices=ConsultedKind.choices)
    addressee = models.CharField("机关名称", max_length=100, blank=True)
    sealed = models.BinaryField("加密的第三方名称", default=bytes, blank=True)
    about = models.TextField("征求意见的内容", max_length=1000)
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="+", verbose_name="征求意见书")
    sent_on = models.DateField("发出之日")
    delivered_on = models.DateField("对方收到之日", null=True, blank=True)
    answered_on = models.DateField("收到意见之日", null=True, blank=True)
    returned_on = models.DateField("信函退回之日", null=True, blank=True)
    opinion = models.CharField("意见", max_length=16, choices=Opinion.choices, blank=True)
    opinion_note = models.CharField("意见摘要", max_length=300, blank=True)
    reply_by = models.DateField(
        "要求回复的日期", null=True, blank=True, help_text="法律没有规定答复期的其他机关，由本机关确定。"
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = "征求意见"
        verbose_name_plural = "征求意见"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="consultation_position_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ConsultedKind.values), name="consultation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=ConsultedKind.THIRD_PARTY, addressee="")
                | Q(~Q(kind=ConsultedKind.THIRD_PARTY), ~Q(addressee="")),
                name="consultation_third_party_is_sealed",
            ),
            models.CheckConstraint(
                condition=(Q(delivered_on__isnull=True) | Q(delivered_on__gte=F("sent_on")))
                & (Q(answered_on__isnull=True) | Q(answered_on__gte=F("sent_on")))
                & (Q(returned_on__isnull=True) | Q(returned_on__gte=F("sent_on"))),
                name="consultation_begins_with_sending",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, opinion="")
                | Q(answered_on__isnull=False, opinion__in=Opinion.values, returned_on__isnull=True),
                name="consultation_answered_with_an_opinion",
            ),
            # Third parties and co-makers have the period of the law and no other.
            models.CheckConstraint(
                condition=Q(reply_by__isnull=True)
                | Q(kind=ConsultedKind.OTHER_AGENCY, reply_by__gte=F("sent_on")),
                name="consultation_own_period_for_other_agencies",
            ),
        ]
        indexes = [
            # Letters nobody has answered: the today page.
            models.Index(
                fields=["sent_on"],
                name="consultation_unanswered",
                condition=Q(answered_on__isnull=True, returned_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}-{self.position}"

    @property
    def whom(self) -> str:
        """Who was asked, without a third party's name."""
        return self.addressee or f"{self.get_kind_display()}（第{self.position}份）"


class OverrideBasis(models.TextChoices):
    PUBLIC_INTEREST = "public_interest", "不公开会对公共利益造成重大影响"
    NOT_REASONABLE = "not_reasonable", "第三方不同意公开的理由不合理"


class Override(models.Model):
    """What a third party did not want opened is opened all the same (条例第32条).

    `content` and `reasons` are what the third party is told in writing; `told_on` is the day it received that
    notice, before which the applicant gets nothing.
    """

    consultation = models.OneToOneField(
        Consultation, models.PROTECT, related_name="override", verbose_name="征求意见"
    )
    basis = models.CharField("依据", max_length=16, choices=OverrideBasis.choices)
    content = models.TextField("决定公开的内容", max_length=1000)
    reasons = models.TextField("理由", max_length=2000)
    approver_name = models.CharField("批准人", max_length=50)
    decided_on = models.DateField("决定之日")
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="+", verbose_name="第三方告知书")
    told_on = models.DateField("第三方收到之日", null=True, blank=True)

    class Meta:
        verbose_name = "不采纳第三方意见"
        verbose_name_plural = "不采纳第三方意见"
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=OverrideBasis.values), name="override_basis_known"),
            models.CheckConstraint(
                condition=~Q(content="") & ~Q(reasons="") & ~Q(approver_name=""),
                name="override_says_what_why_and_who",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True) | Q(told_on__gte=F("decided_on")),
                name="override_told_after_it_was_decided",
            ),
        ]
        indexes = [
            # Third parties that do not know yet: the today page.
            models.Index(fields=["decided_on"], name="override_untold", condition=Q(told_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.decided_on}"
