"""Who asks: the only place where an applicant's personal data is kept, sealed under the case's own key."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
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
    election_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="推选书"
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

    @property
    def agent(self) -> Agent | None:
        """Who acts for the applicant now; the mandates that ended stay as history in `agents`."""
        return next((one for one in self.agents.all() if one.ended_on is None), None)


class CoApplicant(models.Model):
    """One of several who ask together (共同申请人), sealed under the same key as the representative.

    The one they elected (推选代表) is the `Applicant`; the request counts once, in that one's column.
    """

    representative = models.ForeignKey(
        Applicant, models.PROTECT, related_name="joined", verbose_name="推选的代表"
    )
    position = models.PositiveSmallIntegerField("序号", help_text="代表是第1位。")
    kind = models.CharField("申请人类型", max_length=12, choices=ApplicantKind.choices)
    sealed = models.BinaryField("加密的个人信息")
    name_hash = models.CharField("姓名（名称）摘要", max_length=64)
    identity_hash = models.CharField("证件号码摘要", max_length=64, blank=True)
    identity_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证件图片"
    )
    withdrawn_on = models.DateField("退出日期", null=True, blank=True)

    class Meta:
        verbose_name = "共同申请人"
        verbose_name_plural = "共同申请人"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["representative", "position"], name="co_applicant_position_once"),
            models.CheckConstraint(condition=Q(position__gte=2), name="co_applicant_position_from_two"),
            models.CheckConstraint(
                condition=Q(kind__in=ApplicantKind.values), name="co_applicant_kind_known"
            ),
        ]
        indexes = [
            # Earlier requests of the same person, also those asked together with others.
            models.Index(fields=["name_hash"], name="co_applicant_by_name"),
        ]

    def __str__(self) -> str:
        return f"第{self.position}位申请人（{self.get_kind_display()}）"


class AgentKind(models.TextChoices):
    LAWYER = "lawyer", "律师"
    LEGAL_WORKER = "legal_worker", "基层法律服务工作者"
    RELATIVE = "relative", "近亲属"
    OTHER = "other", "其他代理人"


class AgentScope(models.TextChoices):
    """What the mandate (委托书) lets the agent do; what it does not say stays with the applicant."""

    FILE = "file", "代为提出申请、补正"
    RECEIVE = "receive", "代收文书和信息"
    WITHDRAW = "withdraw", "代为撤回申请"


class MandateEnd(models.TextChoices):
    """Why a mandate ended (民法典第一百七十三条)."""

    EXPIRED = "expired", "代理期限届满或者代理事务完成"
    REVOKED = "revoked", "申请人取消委托"
    RESIGNED = "resigned", "代理人辞去委托"
    INCAPABLE = "incapable", "代理人丧失民事行为能力"
    DIED = "died", "代理人或者申请人死亡、终止"
    PRINCIPAL_LEFT = "principal_left", "委托人退出共同申请"


class Agent(models.Model):
    """Who acts for the applicant (代理人), one at a time; the report counts the principal, not the agent."""

    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="agents", verbose_name="申请人")
    kind = models.CharField("代理人类型", max_length=12, choices=AgentKind.choices)
    scope = ArrayField(
        models.CharField(max_length=10, choices=AgentScope.choices), verbose_name="委托权限", default=list
    )
    sealed = models.BinaryField("加密的个人信息")
    name_hash = models.CharField("姓名摘要", max_length=64, blank=True, help_text="密钥已销毁的旧记录没有。")
    mandate_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委托书"
    )
    identity_file = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="身份证明或者执业证",
    )
    firm_letter_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="律所函"
    )

    ended_on = models.DateField("代理终止之日", null=True, blank=True)
    end_reason = models.CharField("终止的原因", max_length=16, choices=MandateEnd.choices, blank=True)

    class Meta:
        verbose_name = "代理人"
        verbose_name_plural = "代理人"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"], condition=Q(ended_on__isnull=True), name="agent_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False, end_reason__in=MandateEnd.values),
                name="agent_ends_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(kind__in=AgentKind.values), name="agent_kind_known"),
            models.CheckConstraint(
                condition=Q(scope__contained_by=AgentScope.values), name="agent_scope_known"
            ),
        ]
        indexes = [
            # Finding the requests somebody acts in, by the exact name.
            models.Index(fields=["name_hash"], name="agent_by_name"),
        ]

    def __str__(self) -> str:
        return f"代理人（{self.get_kind_display()}）"
