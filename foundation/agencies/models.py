"""The tree of agencies with its reforms, the people who work in it, and what they may do."""

from __future__ import annotations

from datetime import date

import pghistory
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    BigIntegerRangeField,
    DateRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.crypto import salted_hmac
from django.utils.deconstruct import deconstructible

from foundation.agencies.queries import AgencyQuerySet, AssignmentQuerySet

CODE = RegexValidator(r"^[a-z][a-z0-9]{1,31}$", "机构代码用小写字母开头，只含小写字母和数字，2至32位。")
PHONE = RegexValidator(r"^\+?[0-9][0-9 -]{4,18}$", "电话号码只含数字、空格和“-”，5至20位。")


class AgencyKind(models.TextChoices):
    """What kind of signer an agency is; the review organ follows from it (行政复议法第24条)."""

    GOVERNMENT = "government", "县级人民政府"
    OFFICE = "office", "政府办公室"
    DEPARTMENT = "department", "政府部门"
    SUBDISTRICT = "subdistrict", "街道办事处"
    TOWN = "town", "镇（乡）人民政府"


class Agency(models.Model):
    """An administrative organ. A node never moves or is renamed: a reform closes it and opens a successor."""

    code = models.CharField("机构代码", max_length=32, unique=True, validators=[CODE])
    name = models.CharField("机关全称", max_length=100)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类别", max_length=20, choices=AgencyKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="上级")
    path = models.CharField("层级路径", max_length=400, unique=True, editable=False)
    position = models.PositiveIntegerField("排序", default=0)
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("撤并日期", null=True, blank=True)
    managed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="manages", verbose_name="代管单位"
    )
    enabled_on = models.DateField(
        "启用日", null=True, blank=True, help_text="此日之前的记录按历史数据处理，不报警。"
    )
    accepts_requests = models.BooleanField("可以被申请公开", default=True)
    document_code = models.CharField("机关代字", max_length=30, help_text="文号中“〔”之前的部分。")
    unified_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    review_organ = models.CharField("行政复议机关", max_length=100)
    court = models.CharField("管辖法院", max_length=100)
    address = models.CharField("办公地址", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    office_hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    fax = models.CharField("传真号码", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="agency_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(managed_by__isnull=True) | ~Q(managed_by=F("id")),
                name="agency_not_managed_by_itself",
                violation_error_message="机构不能代管自己。请另选代管单位，或者留空。",
            ),
            models.CheckConstraint(condition=Q(path__endswith="/"), name="agency_path_ends_with_slash"),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """A reform: what one agency did, another does from a day on (国办公开办函〔2019〕14号)."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions", verbose_name="原机构")
    successor = models.ForeignKey(
        Agency, models.PROTECT, related_name="predecessions", verbose_name="承继机构"
    )
    on = models.DateField("承继日期")
    reason = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "机构承继"
        verbose_name_plural = "机构承继"
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="succession_once",
                violation_error_message="这两个机构的承继关系已经登记过，请改原来的那一条。",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_to_another",
                violation_error_message="承继机构不能就是原机构。请另选承继机构。",
            ),
        ]


class YearlyReporting(models.Model):
    """Where an agency's yearly figures go, when not to its parent's total (practice: 垂管单位)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reporting", verbose_name="机构")
    year = models.PositiveSmallIntegerField("年度")
    reports_to = models.CharField("报送对象", max_length=100)
    in_rollup = models.BooleanField("计入本级汇总", default=True)
    reason = models.CharField("理由", max_length=200)

    class Meta:
        verbose_name = "年度报送关系"
        verbose_name_plural = "年度报送关系"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"],
                name="yearly_reporting_once",
                violation_error_message="这个机构这一年度的报送关系已经登记过，请改原来的那一条。",
            )
        ]


class User(AbstractUser):
    """A staff account. What it may do comes from its assignments, never from the account itself."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=50)
    must_change_password = models.BooleanField("临时密码，下次登录须改", default=False, editable=False)
    session_epoch = models.PositiveIntegerField("会话批次", default=0, editable=False)
    last_day = models.DateField(
        "账号用到",
        null=True,
        blank=True,
        editable=False,
        help_text="此日之后不能登录；空白表示没有终止日期。",
    )

    phone = models.CharField("手机号", max_length=20, blank=True, validators=[PHONE])

    objects = UserManager()  # type: ignore[misc]
    REQUIRED_FIELDS = ["name", "email"]

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"

    def get_session_auth_hash(self) -> str:
        """Sessions hold it: a new password or a higher `session_epoch` ends all that went before."""
        return salted_hmac("agencies.session", f"{self.password}:{self.session_epoch}").hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Reach(models.TextChoices):
    OWN = "own", "本单位及代管单位"
    SUBTREE = "subtree", "本单位及所属各单位"


@pghistory.track()
class Role(models.Model):
    """A named set of capabilities; the capabilities themselves are named in code beside the steps."""

    code = models.CharField("代码", max_length=32, unique=True, validators=[CODE])
    name = models.CharField("名称", max_length=40)
    reach = models.CharField("范围", max_length=10, choices=Reach.choices, default=Reach.OWN)
    capabilities = ArrayField(models.CharField(max_length=60), verbose_name="权限", default=list, blank=True)

    class Meta:
        verbose_name = "角色"
        verbose_name_plural = "角色"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


@deconstructible(path="foundation.agencies.models.Just")
class Just(Func):
    """One id as a range, which a GiST index compares without an extension of PostgreSQL."""

    function = "int8range"
    output_field = BigIntegerRangeField()

    def __init__(self, column: str) -> None:
        one = Coalesce(F(column), Value(0), output_field=models.BigIntegerField())
        super().__init__(one, one, Value("[]"))


@deconstructible(path="foundation.agencies.models.Days")
class Days(Func):
    """The days of a row, both ends included; without an end for ever.

    An end before the start is another constraint's to refuse in words: here it is the first day alone.
    """

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self) -> None:
        end = Coalesce(F("ends_on"), Value(date.max), output_field=models.DateField())
        super().__init__("starts_on", Greatest(F("starts_on"), end), RangeBoundary(inclusive_upper=True))


@pghistory.track()
class Assignment(models.Model):
    """Who holds which role in which agency, from when to when, and for whom as a deputy (AB角)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name="人员")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="assignments", verbose_name="单位")
    role = models.ForeignKey(Role, models.PROTECT, related_name="assignments", verbose_name="角色")
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)
    deputy_for = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name="代行（AB角）"
    )
    reason = models.CharField("授权依据", max_length=200, blank=True)
    exception = models.CharField(
        "兼任的理由",
        max_length=200,
        blank=True,
        help_text="确须兼任应当分立的职责的，由主管部门的安全管理员写明理由。",
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_it_starts",
                violation_error_message="“止”不能早于“起”。请核对日期。",
            ),
            models.CheckConstraint(
                condition=Q(deputy_for__isnull=True) | Q(ends_on__isnull=False),
                name="assignment_of_a_deputy_has_an_end",
                violation_error_message="代行他人职责必须写明截止日期。请填写“止”。",
            ),
            models.CheckConstraint(
                condition=Q(deputy_for__isnull=True) | ~Q(deputy_for=F("user")),
                name="assignment_deputy_for_another",
                violation_error_message="不能代行自己的职责。“代行（AB角）”请另选一人或者留空。",
            ),
            ExclusionConstraint(
                name="assignment_not_twice_at_once",
                expressions=[
                    *(
                        (Just(column), RangeOperators.OVERLAPS)
                        for column in ("user", "agency", "role", "deputy_for")
                    ),
                    (Days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="此人在这一单位已有同样的任职，日期重叠。请改起止日期，或者延长原来的任职。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}·{self.agency.short_name}·{self.role.name}"


class StaffPost(models.Model):
    """A person who does disclosure work, full or part time; feeds the report's staff figure."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", verbose_name="单位")
    name = models.CharField("姓名", max_length=50)
    full_time = models.BooleanField("专职", default=False)
    starts_on = models.DateField("到岗日期")
    ends_on = models.DateField("离岗日期", null=True, blank=True)

    class Meta:
        verbose_name = "工作人员岗位"
        verbose_name_plural = "工作人员岗位"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="staff_post_ends_after_it_starts",
                violation_error_message="离岗日期不能早于到岗日期。请核对日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{'专职' if self.full_time else '兼职'}）"
