"""What guards the sign-in: second factors, where one is signed in, who waits, and the log of it all."""

from __future__ import annotations

from typing import ClassVar

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django_otp.models import Device, ThrottlingMixin

from foundation.agencies.models import User
from foundation.signin.queries import LockQuerySet, OpenSessionQuerySet


class AuthenticatorApp(ThrottlingMixin, Device):
    """The secret shared with the app on somebody's phone, sealed; it counts once a code confirmed it."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="人员")
    key = models.OneToOneField(
        "privacy.DataKey", models.PROTECT, related_name="authenticator", verbose_name="加密密钥"
    )
    sealed = models.BinaryField("加密的密钥种子")
    last_step = models.BigIntegerField("最后用过的时间步", default=-1)
    begun_at = models.DateTimeField("开始绑定时间")
    throttling_failure_count: int

    objects: ClassVar[models.Manager[AuthenticatorApp]] = models.Manager()

    class Meta:
        verbose_name = "验证器"
        verbose_name_plural = "验证器"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed=True), name="authenticator_one_in_use"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed=False), name="authenticator_one_being_added"
            ),
        ]

    def get_throttle_factor(self) -> int:
        return 1  # seconds after the first wrong code; doubled by each further one

    def throttle_increment(self, commit: bool = True) -> None:
        """The library would double for ever; 17 minutes are enough to make guessing hopeless."""
        super().throttle_increment(commit=False)
        self.throttling_failure_count = min(self.throttling_failure_count, 11)
        if commit:
            self.save()


class SheetKind(models.TextChoices):
    PRINTED = "printed", "口令卡"
    RECOVERY = "recovery", "恢复码"


class CodeSheet(models.Model):
    """Numbered codes for once: a printed card where phones are banned, or for the day the phone is lost."""

    user = models.ForeignKey(User, models.PROTECT, related_name="code_sheets", verbose_name="人员")
    kind = models.CharField("种类", max_length=10, choices=SheetKind.choices)
    issued_at = models.DateTimeField("签发时间")
    issued_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "一次性口令"
        verbose_name_plural = "一次性口令"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SheetKind.values), name="code_sheet_kind_known"),
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(ended_at__isnull=True), name="code_sheet_one_in_use"
            ),
        ]


class SheetCode(models.Model):
    """One of a sheet's codes; only its keyed hash is kept."""

    sheet = models.ForeignKey(CodeSheet, models.PROTECT, related_name="codes", verbose_name="卡")
    number = models.PositiveSmallIntegerField("编号")
    digest = models.CharField("摘要", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = "口令"
        verbose_name_plural = "口令"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_code_number_once"),
            models.UniqueConstraint(fields=["sheet", "digest"], name="sheet_code_digest_once"),
        ]


class OpenSession(models.Model):
    """Somebody signed in somewhere. It goes with the session; ending it ends the session."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="open", verbose_name="会话")
    user = models.ForeignKey(User, models.PROTECT, related_name="open_sessions", verbose_name="人员")
    epoch = models.PositiveIntegerField("会话批次")
    started_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近使用")
    address = models.GenericIPAddressField("地址", null=True, blank=True)
    browser = models.CharField("浏览器", max_length=40)

    objects = OpenSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "登录"
        verbose_name_plural = "登录"
        ordering = ["-seen_at"]


class Lock(AccessAttempt):
    """A name that waits at an address after wrong tries (the library's row, in our words)."""

    objects = LockQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = "登录锁定"
        verbose_name_plural = "登录锁定"
        ordering = ["-attempt_time"]

    def __str__(self) -> str:
        return f"{self.username}（{self.ip_address or '地址不明'}）"


class RecordKind(models.TextChoices):
    SIGNED_IN = "signed_in", "登录"
    PASSWORD_WRONG = "password_wrong", "密码不对"
    CODE_WRONG = "code_wrong", "动态码不对"
    LOCKED = "locked", "锁定"
    LIFTED = "lifted", "解除锁定"
    SIGNED_OUT = "signed_out", "退出"
    SWITCHED = "switched", "换人"
    TIMED_OUT = "timed_out", "超时退出"
    SESSION_ENDED = "session_ended", "结束登录"
    PASSWORD_CHANGED = "password_changed", "改密码"
    PASSWORD_RESET = "password_reset", "重设临时密码"
    ACCOUNT_OPENED = "account_opened", "启用账号"
    ACCOUNT_CLOSED = "account_closed", "停用账号"
    APP_ADDED = "app_added", "绑定验证器"
    APP_REMOVED = "app_removed", "停用验证器"
    SHEET_ISSUED = "sheet_issued", "签发一次性口令"
    CONFIRMED = "confirmed", "再次确认身份"
    PRUNED = "pruned", "清理登录日志"


class SignInRecord(models.Model):
    """One line of the sign-in log, only ever added; kept at least six months (网络安全法第21条).

    What was typed as a name without an account is kept as a keyed hash: people type passwords there.
    """

    at = models.DateTimeField("时间")
    kind = models.CharField("事项", max_length=20, choices=RecordKind.choices)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="sign_in_records", verbose_name="账号"
    )
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    unknown_name = models.CharField("不存在的用户名（摘要）", max_length=20, blank=True)
    address = models.GenericIPAddressField("地址", null=True, blank=True)
    detail = models.CharField("说明", max_length=100, blank=True)

    append_only = True

    class Meta:
        verbose_name = "登录日志"
        verbose_name_plural = "登录日志"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RecordKind.values), name="sign_in_record_kind_known"),
        ]
        indexes = [
            # What happened with one account lately: the person's own page, the auditor's filter.
            models.Index(fields=["user", "-id"], name="sign_in_record_of_user"),
            # A span of days: the auditor's dates, and pruning by the owner.
            models.Index(fields=["at"], name="sign_in_record_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_kind_display()}"
