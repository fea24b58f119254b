"""Messages on the *today* page: what is to be told by telephone, and what could not be delivered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from foundation.agencies.access import agencies_of, capabilities_of
from foundation.contracts import WorkItem, WorkList
from foundation.outbox.capabilities import CALL, WATCH
from foundation.outbox.models import Message, State


def calls(user: Any, today: date) -> list[WorkItem]:
    if CALL.code not in capabilities_of(user):
        return []
    waiting = Message.objects.called_by(user).count()
    if not waiting:
        return []
    url = reverse("admin:outbox_message_calls")
    return [WorkItem(f"{waiting}条提醒没有其他办法送达，请打电话告知", url, "打开电话催办单")]


def undelivered(user: Any, today: date) -> list[WorkItem]:
    """For whoever keeps the system running; the people concerned are called meanwhile."""
    if WATCH.code not in capabilities_of(user):
        return []
    watched = agencies_of(user, WATCH.code).values("pk")
    dead = Message.objects.filter(state=State.DEAD, agency__in=watched).count()
    if not dead:
        return []
    url = f"{reverse('admin:outbox_message_changelist')}?state__exact={State.DEAD}"
    return [WorkItem(f"{dead}条提醒多次发送失败", url, "检查邮件服务器和短信网关的设置")]


WORK_LISTS = (
    WorkList("outbox.calls", "电话催办", calls),
    WorkList("outbox.undelivered", "提醒的发送", undelivered),
)
