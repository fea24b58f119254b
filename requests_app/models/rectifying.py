"""更正申请 (条例第41条): somebody asks for a record about themselves to be corrected."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from foundation.agencies.models import Agency
from foundation.ledger.models import Case, Event
from requests_app.models.answers import ServiceRoute
from requests_app.models.applicants import Applicant
from requests_app.models.requests import InformationRequest
from requests_app.queries import DeskQuerySet


class RectificationStage(models.TextChoices):
    RECEIVED = "received", "待审核"
    ASKED = "asked", "待补充证据"
    DECIDED = "decided", "待送达"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"
    VOID = "void", "作废"


class RectificationOutcome(models.TextChoices):
    """In the short words of lists; `rectification_rules.OUTCOMES` says them whole."""

    CORRECTED = "corrected", "予以更正"
    NOT_PROVEN = "not_proven", "不予更正"
    TRANSFERRED = "transferred", "转送有权机关"
    ELSEWHERE = "elsewhere", "告知向有权机关提出"


class Rectification(Case):
    """A request to correct a record about oneself; not a request for information, and counted nowhere.

    What the record says, what it should say and why it was decided so is about the applicant: all of it
    lies in `sealed`, under the applicant's key.
    """

    number = models.CharField("编号", max_length=50, unique=True)
    respondent = models.ForeignKey(
        Agency, models.PROTECT, related_name="rectifications", verbose_name="被申请机关"
    )
    applicant = models.OneToOneField(
        Applicant, models.PROTECT, related_name="rectification", verbose_name="申请人"
    )
    request = models.ForeignKey(
        InformationRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rectifications",
        verbose_name="所涉申请",
        help_text="记录是在办理哪一件申请时提供的，或者从哪一件申请转来的。",
    )
    sealed = models.BinaryField("加密的内容")
    received_on = models.DateField("收到日期")
    target_on = models.DateField("内部办理目标", help_text="条例没有规定期限。")
    proven = models.BooleanField("附有证据", default=False)
    evidence_due_on = models.DateField("补充证据的日期", null=True, blank=True)
    outcome = models.CharField("处理结果", max_length=12, choices=RectificationOutcome.choices, blank=True)
    other_agency = models.CharField("有权更正的机关", max_length=200, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    approver_name = models.CharField("批准人", max_length=50, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    word_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="DOCX"
    )
    pdf_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF"
    )
    served_on = models.DateField("送达日期", null=True, blank=True)
    service_route = models.CharField("送达方式", max_length=12, choices=ServiceRoute.choices, blank=True)
    service_note = models.CharField("送达凭证", max_length=200, blank=True, help_text="邮件号、签收情况等。")

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = "更正申请"
        verbose_name_plural = "更正申请"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=RectificationStage.values), name="rectification_stage_known"
            ),
            # What is decided has its outcome, its day, its approver and its number, and nothing else has.
            models.CheckConstraint(
                condition=Q(
                    stage__in=("received", "asked"), outcome="", decided_on__isnull=True, document_number=""
                )
                | Q(
                    ~Q(document_number=""),
                    ~Q(approver_name=""),
                    stage__in=("decided", "closed"),
                    outcome__in=RectificationOutcome.values,
                    decided_on__isnull=False,
                )
                | Q(stage__in=("withdrawn", "void")),
                name="rectification_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=("transferred", "elsewhere")) & ~Q(other_agency="")
                | Q(~Q(outcome__in=("transferred", "elsewhere")), other_agency=""),
                name="rectification_names_the_other_agency",
            ),
            models.CheckConstraint(
                condition=Q(stage="closed", served_on__isnull=False)
                | Q(~Q(stage="closed"), served_on__isnull=True),
                name="rectification_closed_when_served",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("received_on")),
                name="rectification_decided_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(served_on__isnull=True)
                | Q(decided_on__isnull=False, served_on__gte=F("decided_on")),
                name="rectification_served_after_decision",
            ),
            models.UniqueConstraint(
                fields=["document_number"],
                condition=~Q(document_number=""),
                name="rectification_document_number_once",
            ),
        ]
        indexes = [
            # What is still to be done, by the agency's own target: the today page.
            models.Index(
                fields=["target_on"],
                name="rectification_open",
                condition=Q(stage__in=("received", "asked", "decided")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def desks(self) -> tuple[Agency, ...]:
        return (self.respondent,)


class RectificationEvent(Event):
    """The ledger of one request for correction: dates, choices and numbers, no word of the applicant's."""

    subject = models.ForeignKey(Rectification, models.PROTECT, related_name="events", verbose_name="更正申请")

    class Meta(Event.Meta):
        abstract = False
        verbose_name = "更正申请办理记录"
        verbose_name_plural = "更正申请办理记录"

    def __str__(self) -> str:
        return f"{self.subject_id}#{self.seq} {self.kind}"
