"""The request itself, what it asks for, and its ledger."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from foundation.agencies.models import Agency
from foundation.ledger.models import Case, Event
from requests_app.queries import InformationRequestQuerySet, RequestPartQuerySet


class Stage(models.TextChoices):
    """Where a request stands. What was decided and whether it is late are other questions."""

    UNCONFIRMED = "unconfirmed", "待确认"
    UNREACHED = "unreached", "待联系"
    HANDLING = "handling", "办理中"
    CORRECTING = "correcting", "待补正"
    PAYING = "paying", "待缴费"
    SIGNED = "signed", "已签发待送达"
    CLOSED = "closed", "已答复"
    WITHDRAWN = "withdrawn", "已撤回"
    VOID = "void", "作废"


class Channel(models.TextChoices):
    ONLINE = "online", "网络"
    COUNTER = "counter", "当面"
    POST = "post", "邮寄"
    FAX = "fax", "传真"
    EMAIL = "email", "电子邮件"


class Arrival(models.TextChoices):
    """How a request came in, as finely as the day of receipt asks (条例第31条)."""

    SITE = "site", "本网站提交"
    PLATFORM = "platform", "其他平台转来的网上申请"
    IN_PERSON = "in_person", "当面递交书面申请"
    ORAL = "oral", "当面口头提出，工作人员代为填写"
    REGISTERED = "registered", "挂号信、EMS等须签收的邮件"
    ORDINARY = "ordinary", "平常信函（没有签收）"
    FAX = "fax", "传真"
    EMAIL = "email", "电子邮件"


class Contact(models.TextChoices):
    """By what an agency and an applicant speak with each other."""

    PHONE = "phone", "电话"
    MESSAGE = "message", "短信"
    EMAIL = "email", "电子邮件"
    LETTER = "letter", "信函"
    VISIT = "visit", "当面"
    SITE = "site", "网上回复"


class NotReached(models.TextChoices):
    """What came of trying; a list and no free text, which would be about a person."""

    NO_ANSWER = "no_answer", "无人接听、没有回复"
    WRONG_NUMBER = "wrong_number", "号码或者地址有误、停机"
    MESSAGE_LEFT = "message_left", "已留言，等待回复"
    NOT_CONFIRMED = "not_confirmed", "联系上了，但对方没有确认"
    LETTER_SENT = "letter_sent", "确认函已寄出，等待回复"
    LETTER_RETURNED = "letter_returned", "确认函被退回"


class ReceivedBasis(models.TextChoices):
    """Why the day of receipt is that day (条例第31条)."""

    SUBMITTED = "submitted", "当面提交之日"
    SIGNED_FOR = "signed_for", "邮件签收之日"
    CONFIRMED = "confirmed", "与申请人确认之日"
    ANNOUNCED = "announced", "公开指南规定之日"
    RECORDED = "recorded", "原台账记载之日"


class ProvisionForm(models.TextChoices):
    PAPER = "paper", "纸面"
    ELECTRONIC = "electronic", "电子文件"
    DISC = "disc", "光盘"


class ProvisionRoute(models.TextChoices):
    POST = "post", "邮寄"
    EMAIL = "email", "电子邮件"
    ONLINE = "online", "网上查询下载"
    FAX = "fax", "传真"
    PICK_UP = "pick_up", "自行领取"
    READ = "read", "当场阅读、抄录"


class SplitReason(models.TextChoices):
    """Why parts are answered as a request of their own (一事一申请)."""

    AGREED = "agreed", "申请人同意分开办理"
    ASKED = "asked", "申请人要求分开答复"
    UNRELATED = "unrelated", "各项内容互不相关，一并答复说不清楚"


class InformationRequest(Case):
    """A request for government information (政府信息公开申请).

    `respondent` answers, seals and is sued; `handler` does the work. `registered_on` is the first legal
    receipt and the basis of all counting; `received_on` starts the clock. Both are one day until a
    correction restarts the clock, and only `received_on` moves then.
    """

    number = models.CharField("申请编号", max_length=50, unique=True)
    query_code_hash = models.CharField("查询码摘要", max_length=64, editable=False)
    respondent = models.ForeignKey(
        Agency, models.PROTECT, related_name="requests_answered", verbose_name="被申请机关"
    )
    handler = models.ForeignKey(
        Agency, models.PROTECT, related_name="requests_handled", verbose_name="承办单位"
    )
    applicant = models.OneToOneField(
        "requests_app.Applicant", models.PROTECT, related_name="request", verbose_name="申请人"
    )
    channel = models.CharField("申请渠道", max_length=10, choices=Channel.choices)
    arrival = models.CharField(
        "到达方式", max_length=12, choices=Arrival.choices, blank=True, help_text="原台账没有记载的为空白。"
    )
    title = models.CharField("申请内容", max_length=80, help_text="第一项申请事项的简称，供列表使用。")
    provision_forms = ArrayField(
        models.CharField(max_length=12, choices=ProvisionForm.choices),
        verbose_name="提供方式",
        default=list,
        blank=True,
    )
    provision_routes = ArrayField(
        models.CharField(max_length=12, choices=ProvisionRoute.choices),
        verbose_name="获取途径",
        default=list,
        blank=True,
    )
    accepts_other_form = models.BooleanField("接受其他提供方式", default=True)

    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    registered_on = models.DateField("首次收到申请之日", null=True, blank=True)
    received_on = models.DateField("收到申请之日", null=True, blank=True)
    received_basis = models.CharField(
        "收到日期的依据", max_length=12, choices=ReceivedBasis.choices, blank=True
    )

    regime = models.CharField("适用条例", max_length=10, blank=True)
    regime_reason = models.CharField("改用其他条例的理由", max_length=200, blank=True)
    due_on = models.DateField("答复期限", null=True, blank=True)
    latest_on = models.DateField("延期后最晚期限", null=True, blank=True)
    alarm_on = models.DateField(
        "提醒依据", null=True, blank=True, help_text="期限暂定时比答复期限早2个工作日。"
    )
    calendar_version = models.CharField("日历版本", max_length=40, blank=True)
    provisional = models.BooleanField("期限暂定", default=False)
    clock_rules = models.CharField("期限算法", max_length=300, blank=True, help_text="与默认不同的设置。")

    report_row = models.CharField("年报行", max_length=10, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)

    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_off", verbose_name="拆分自"
    )
    group = models.ForeignKey(
        "requests_app.RequestGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name="同类申请",
    )
    source_system = models.CharField("来源系统", max_length=40, blank=True)
    external_number = models.CharField("外部编号", max_length=60, blank=True)
    historical = models.BooleanField("历史数据", default=False)

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "政府信息公开申请"
        verbose_name_plural = "政府信息公开申请"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="request_stage_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="request_channel_known"),
            models.CheckConstraint(
                condition=Q(arrival__in=["", *Arrival.values]), name="request_arrival_known"
            ),
            # Nobody is late with what was not received. (A limit may be missing later: 补正, 收费.)
            models.CheckConstraint(
                condition=Q(
                    stage__in=[Stage.UNCONFIRMED, Stage.UNREACHED],
                    registered_on__isnull=True,
                    received_on__isnull=True,
                    due_on__isnull=True,
                )
                | Q(
                    ~Q(stage__in=[Stage.UNCONFIRMED, Stage.UNREACHED]),
                    registered_on__isnull=False,
                    received_on__isnull=False,
                )
                | Q(stage=Stage.VOID),
                name="request_received_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("registered_on")),
                name="request_clock_starts_at_or_after_receipt",
            ),
            # Over means answered or withdrawn on a day, with a row in the yearly report; and the other way
            # round.
            models.CheckConstraint(
                condition=Q(stage__in=("closed", "withdrawn"), closed_on__isnull=False) & ~Q(report_row="")
                | Q(~Q(stage__in=("closed", "withdrawn")), closed_on__isnull=True),
                name="request_closed_has_day_and_row",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("registered_on")),
                name="request_closes_after_receipt",
            ),
            models.UniqueConstraint(
                fields=["source_system", "external_number"],
                condition=~Q(external_number=""),
                name="request_external_number_once",
            ),
        ]
        indexes = [
            # Open requests by limit: the admin list, the today page, the overdue duty.
            models.Index(
                fields=["due_on"],
                name="request_open_by_limit",
                condition=Q(closed_on__isnull=True) & ~Q(stage=Stage.VOID),
            ),
            # Statistics of a year: what came in, what was closed.
            models.Index(fields=["respondent", "registered_on"], name="request_registered_in_year"),
            models.Index(
                fields=["respondent", "closed_on"],
                name="request_closed_in_year",
                condition=Q(closed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def desks(self) -> tuple[Agency, ...]:
        return (
            (self.respondent,) if self.handler_id == self.respondent_id else (self.respondent, self.handler)
        )

    @property
    def is_open(self) -> bool:
        return self.stage not in (Stage.CLOSED, Stage.WITHDRAWN, Stage.VOID)


class RequestPart(models.Model):
    """One of the things a request asks for (申请事项), with its own search, finding and answer."""

    request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="parts", verbose_name="申请")
    position = models.PositiveSmallIntegerField("序号")
    wanted_name = models.CharField("所需信息的名称", max_length=200, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    features = models.TextField("其他特征性描述", max_length=2000, blank=True)
    search_note = models.TextField("检索情况", max_length=1000, blank=True)
    finding = models.TextField("查明情况", max_length=2000, blank=True)
    reply_type = models.CharField("答复类型", max_length=6, blank=True)
    ground = models.CharField("不予公开的理由", max_length=10, blank=True)
    reasons = models.TextField("说明理由", max_length=2000, blank=True)
    direction = models.CharField(
        "指引", max_length=300, blank=True, help_text="获取方式和途径，或者负责的机关及其联系方式。"
    )

    checked_by = models.CharField("线下核对人", max_length=50, blank=True)
    checked_on = models.DateField("线下核对日期", null=True, blank=True)
    triage = models.CharField("逐步判断", max_length=120, blank=True, help_text="七步法的选择，见triage.py。")

    objects = RequestPartQuerySet.as_manager()

    class Meta:
        verbose_name = "申请事项"
        verbose_name_plural = "申请事项"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="part_position_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="part_position_from_one"),
            models.CheckConstraint(
                condition=~Q(wanted_name="", document_number="", features=""),
                name="part_says_what_is_wanted",
            ),
            models.CheckConstraint(
                condition=Q(checked_by="", checked_on__isnull=True)
                | Q(~Q(checked_by=""), checked_on__isnull=False),
                name="part_checked_offline_by_somebody_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.wanted

    @property
    def wanted(self) -> str:
        """What is asked for in one line, by whichever way it was described (条例第29条)."""
        named = f"《{self.wanted_name}》" if self.wanted_name else ""
        numbered = f"（文号：{self.document_number}）" if self.document_number else ""
        return f"{named}{numbered}" or self.features

    @property
    def decided(self) -> bool:
        return bool(self.reply_type)


class RequestEvent(Event):
    """The ledger of one request."""

    subject = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="events", verbose_name="申请"
    )

    class Meta(Event.Meta):
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        indexes = [
            *Event.Meta.indexes,
            # Recomputations among all events: whose printed date moved, on *today* and in its list.
            models.Index(fields=["subject"], name="requestevent_recomputed", condition=Q(kind="recomputed")),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id}#{self.seq} {self.kind}"
