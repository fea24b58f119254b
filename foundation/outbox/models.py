"""Messages to colleagues: written in the transaction of what they tell of, delivered in one of their own."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from foundation.agencies.access import agencies_of_any
from foundation.agencies.models import Agency, User
from foundation.outbox.capabilities import CALL, WATCH


class Channel(models.TextChoices):
    EMAIL = "email", "电子邮件"
    SMS = "sms", "短信"
    CALL = "call", "电话催办"


class State(models.TextChoices):
    WAITING = "waiting", "待送达"
    SENT = "sent", "已送达"
    DEAD = "dead", "多次发送失败"
    OBSOLETE = "obsolete", "已过时，不再发送"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> MessageQuerySet:
        """Of the agencies whose colleagues the user calls, or whose delivery the user watches."""
        return self.filter(agency__in=agencies_of_any(user, (CALL.code, WATCH.code)).values("pk"))

    def called_by(self, user: Any) -> MessageQuerySet:
        """What the user has to tell others by telephone: the call list, and what could not be delivered."""
        mine = self.filter(agency__in=agencies_of_any(user, (CALL.code,)).values("pk"))
        return mine.to_call().exclude(recipient=user)  # one's own work stands on *today*

    def to_call(self) -> MessageQuerySet:
        return self.filter(Q(channel=Channel.CALL, state=State.WAITING) | Q(state=State.DEAD))

    def deliverable(self, moment: Any) -> MessageQuerySet:
        waiting = self.filter(state=State.WAITING, next_try_at__lte=moment).exclude(channel=Channel.CALL)
        return waiting.order_by("next_try_at", "pk")


class Message(models.Model):
    """One message to one colleague. Its text holds a number, a step and a date, never an applicant's data.

    `source` says what it comes from, in the words of whoever wrote it; the address is read from the account
    when it is sent.
    """

    source = models.CharField("来源", max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="单位")
    recipient = models.ForeignKey(User, models.PROTECT, related_name="messages", verbose_name="收件人")
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)
    text = models.CharField("内容", max_length=300)
    path = models.CharField("页面", max_length=200, blank=True)
    made_on = models.DateField("日期")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    next_try_at = models.DateTimeField("下次发送时间")
    last_error = models.CharField("最近一次失败的原因", max_length=200, blank=True)
    done_at = models.DateTimeField("送达时间", null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="由谁电话告知"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒和电话催办"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "recipient"], name="message_once_to_each"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="message_channel_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.SENT, done_at__isnull=False)
                | Q(~Q(state=State.SENT), done_at__isnull=True),
                name="message_sent_at_a_moment",
            ),
        ]
        indexes = [
            # What is to be sent or called: the delivery, the call list, the today page.
            models.Index(
                fields=["next_try_at"],
                name="message_unfinished",
                condition=Q(state__in=("waiting", "dead")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient.name}：{self.text}"
