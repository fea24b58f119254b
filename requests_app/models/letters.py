"""Letters between agencies that ask for help (协查函), in and out, each with its own ledger."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from foundation.agencies.models import Agency
from foundation.ledger.models import Case, Event
from requests_app.models.requests import InformationRequest
from requests_app.queries import LetterQuerySet


class Direction(models.TextChoices):
    INCOMING = "in", "来函"
    OUTGOING = "out", "去函"


class LetterStage(models.TextChoices):
    """Who owes what: a letter that came is owed an answer by us, one that went out by the other side."""

    RECEIVED = "received", "待我方回复"
    DRAFT = "draft", "拟稿"
    SENT = "sent", "待对方回复"
    ANSWERED = "answered", "已回复"
    GIVEN_UP = "given_up", "不再等待"
    VOID = "void", "作废"


class AssistanceLetter(Case):
    """A letter in which one agency asks another for help (协查函).

    `respondent` is our side, whoever the letter was sent to or is sent by; `counterpart` the other side.
    `letter_number` is the 文号 of the letter itself, `answer_number` that of the answer; `number` is ours,
    from the register. The yearly report counts what came in.
    """

    number = models.CharField("登记号", max_length=50, unique=True)
    direction = models.CharField("来函或去函", max_length=3, choices=Direction.choices)
    respondent = models.ForeignKey(
        Agency, models.PROTECT, related_name="letters", verbose_name="收函（发函）单位"
    )
    handler = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters_handled",
        verbose_name="承办单位",
        help_text="空白的由收函（发函）单位自己办理。",
    )
    counterpart = models.CharField("对方单位", max_length=100)
    letter_number = models.CharField("函的文号", max_length=60, blank=True)
    subject = models.CharField("事由", max_length=200)
    content = models.TextField("函的正文", max_length=2000, blank=True)
    request = models.ForeignKey(
        InformationRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assistance_letters",
        verbose_name="所涉申请",
    )
    received_on = models.DateField("收函日期", null=True, blank=True)
    sent_on = models.DateField("发函日期", null=True, blank=True)
    delivered_on = models.DateField("对方收到的日期", null=True, blank=True)
    due_on = models.DateField("要求回复日期", null=True, blank=True)
    answered_on = models.DateField("回复日期", null=True, blank=True)
    answer_number = models.CharField("回函文号", max_length=60, blank=True)
    answer_note = models.CharField("回复情况", max_length=300, blank=True)
    key = models.OneToOneField(
        "privacy.DataKey",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assistance_letter",
        verbose_name="加密密钥",
        help_text="原登记的没有文件，也没有密钥。",
    )
    word_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="DOCX"
    )
    pdf_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF"
    )
    historical = models.BooleanField("历史数据", default=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "协查函"
        verbose_name_plural = "协查函"
        ordering = ["-pk"]
        constraints = [
            # What came in was received and is answered by us; what goes out is drafted, sent, and waited for.
            models.CheckConstraint(
                condition=Q(direction="in", stage__in=("received", "answered", "void"))
                | Q(direction="out", stage__in=("draft", "sent", "answered", "given_up", "void")),
                name="letter_stage_of_its_direction",
            ),
            models.CheckConstraint(
                condition=Q(direction="in", received_on__isnull=False, sent_on__isnull=True)
                | Q(direction="out", received_on__isnull=True, stage="draft", sent_on__isnull=True)
                | Q(
                    direction="out",
                    received_on__isnull=True,
                    stage__in=("sent", "answered", "given_up"),
                    sent_on__isnull=False,
                )
                | Q(direction="out", received_on__isnull=True, stage="void"),
                name="letter_has_the_day_it_came_or_went",
            ),
            models.CheckConstraint(
                condition=Q(stage="answered", answered_on__isnull=False)
                | Q(stage__in=("received", "draft", "sent", "given_up"), answered_on__isnull=True)
                | Q(stage="void"),
                name="letter_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True)
                | Q(received_on__isnull=False, answered_on__gte=F("received_on"))
                | Q(sent_on__isnull=False, answered_on__gte=F("sent_on")),
                name="letter_answered_after_it_came",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(received_on__isnull=True, sent_on__isnull=True)
                | Q(received_on__isnull=False, due_on__gte=F("received_on"))
                | Q(sent_on__isnull=False, due_on__gte=F("sent_on")),
                name="letter_due_after_it_came",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True)
                | Q(sent_on__isnull=False, delivered_on__gte=F("sent_on")),
                name="letter_delivered_after_sending",
            ),
            # Our own numbers are used once; what others write on their letters is theirs.
            models.UniqueConstraint(
                fields=["letter_number"],
                condition=Q(direction="out") & ~Q(letter_number=""),
                name="letter_number_once",
            ),
        ]
        indexes = [
            # Letters still to be answered, by us or to us, by their date: the today page, the duty.
            models.Index(
                fields=["due_on"], name="letter_open_by_date", condition=Q(stage__in=("received", "sent"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counterpart}：{self.subject}"

    def desks(self) -> tuple[Agency, ...]:
        if self.handler is None or self.handler_id == self.respondent_id:
            return (self.respondent,)
        return (self.respondent, self.handler)

    @property
    def incoming(self) -> bool:
        return self.direction == Direction.INCOMING

    @property
    def began_on(self) -> date | None:
        """The day it came or went; None while it is a draft."""
        return self.received_on or self.sent_on


class LetterEvent(Event):
    """The ledger of one letter."""

    subject = models.ForeignKey(
        AssistanceLetter, models.PROTECT, related_name="events", verbose_name="协查函"
    )

    class Meta(Event.Meta):
        abstract = False
        verbose_name = "协查函办理记录"
        verbose_name_plural = "协查函办理记录"

    def __str__(self) -> str:
        return f"{self.subject_id}#{self.seq} {self.kind}"
