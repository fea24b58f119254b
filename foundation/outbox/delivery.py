"""Delivery by machine: message by message, each in a short transaction of its own that locks its row.

Whatever goes wrong with one waits for its next try and hinders no other; two deliveries at once share the
rows.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from foundation.outbox import sms
from foundation.outbox.backoff import wait_after
from foundation.outbox.models import Channel, Message, State
from foundation.workdays.present import moment, now

SUBJECT = "政府信息公开工作提醒"
AT_ONCE = 500
"""Messages of one run; the next run goes on."""


@dataclass
class Delivered:
    """What one run did."""

    sent: int = 0
    failed: int = 0
    dead: int = 0


def deliver() -> Delivered:
    done = Delivered()
    for _ in range(AT_ONCE):
        state = _deliver_one()
        if state is None:
            break
        done.sent += state == State.SENT
        done.failed += state == State.WAITING
        done.dead += state == State.DEAD
    return done


@transaction.atomic
def _deliver_one() -> str | None:
    """The next message, whoever else is at work; its new state, or None when there is none."""
    waiting = Message.objects.deliverable(moment()).select_for_update(skip_locked=True, of=("self",))
    message = waiting.select_related("recipient").first()
    if message is None:
        return None
    message.attempts += 1
    try:
        _send(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        _failed(message, error)
    else:
        message.state, message.done_at, message.last_error = State.SENT, now(), ""
    message.save(update_fields=["attempts", "state", "done_at", "last_error", "next_try_at"])
    return message.state


def _failed(message: Message, error: Exception) -> None:
    """Only the kind of the error is kept: what a server says may quote an address."""
    wait = wait_after(message.attempts)
    message.last_error = f"{message.get_channel_display()}没有发出（{type(error).__name__}）"
    if wait is None:
        message.state = State.DEAD
    else:
        message.next_try_at = moment() + wait


def _send(message: Message) -> None:
    """Raises OSError, SMTPException or ValueError (an address that was taken away meanwhile)."""
    user = message.recipient
    if message.channel == Channel.EMAIL:
        if not user.email:
            raise ValueError("no address")
        send_mail(SUBJECT, _letter(message), settings.DEFAULT_FROM_EMAIL, [user.email])
        return
    gateway = sms.gateway()
    if gateway is None or not user.phone:
        raise ValueError("no gateway or no number")
    gateway.send(user.phone, message.text)


def _letter(message: Message) -> str:
    domain = getattr(settings.GONGKAI_SITE, "domain", "")
    place = f"\n\nhttps://{domain}{message.path}" if domain and message.path else ""
    return f"{message.text}{place}\n\n本邮件由政府信息公开工作台自动发出，请不要回复。"
