"""Writing a message, telling it by telephone. Delivery by machine is in `delivery`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from foundation.agencies.models import Agency, User
from foundation.contracts import Refusal, Refused
from foundation.outbox import sms
from foundation.outbox.models import Channel, Message, State
from foundation.workdays.present import moment, now


def write(
    source: str,
    recipients: Iterable[User],
    *,
    agency: Agency,
    text: str,
    path: str,
    made_on: date,
    obsolete: bool = False,
) -> int:
    """One message to each recipient, in the caller's transaction; how many are new.

    What has been written from the same source to the same person stays as it is. `obsolete` ones only stand
    on record.
    """
    state, first_try = (State.OBSOLETE if obsolete else State.WAITING), moment()
    written = 0
    for recipient in recipients:
        facts = {
            "agency": agency,
            "channel": channel_of(recipient),
            "text": text,
            "path": path,
            "made_on": made_on,
            "state": state,
            "next_try_at": first_try,
        }
        _message, is_new = Message.objects.get_or_create(source=source, recipient=recipient, defaults=facts)
        written += is_new
    return written


def unfinished(prefix: str) -> list[str]:
    """The sources that begin so and have a message nobody has received yet."""
    rows = Message.objects.filter(source__startswith=prefix, state__in=(State.WAITING, State.DEAD))
    return list(rows.values_list("source", flat=True).distinct())


def withdraw(sources: Iterable[str]) -> int:
    """What need not be told any more is neither sent nor called; how many messages."""
    waiting = Message.objects.filter(source__in=list(sources), state__in=(State.WAITING, State.DEAD))
    return waiting.update(state=State.OBSOLETE)


def channel_of(user: User) -> str:
    """E-mail where there is an address and a server, else a text message, else somebody calls."""
    if user.email and settings.OUTBOX_BY_EMAIL:
        return Channel.EMAIL
    return Channel.SMS if user.phone and sms.gateway() else Channel.CALL


@transaction.atomic
def called(pk: int, *, by: Any, reached: bool) -> Message:
    """Somebody called: told, or nobody answered. Raises Refused for what is not on the caller's list."""
    message = Message.objects.called_by(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if message is None:
        raise Refused(
            Refusal("这条提醒不在您的电话催办单上，或者已经告知。", remedy="请刷新页面，看最新的催办单。")
        )
    message.attempts += 1
    if reached:
        message.state, message.done_at, message.done_by = State.SENT, now(), by
    message.last_error = "" if reached else "电话没有接通"
    message.save(update_fields=["attempts", "state", "done_at", "done_by", "last_error"])
    return message
