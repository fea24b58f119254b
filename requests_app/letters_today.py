"""The lines of letters between agencies (协查函) on *today*: what we owe others, and what they owe us."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from foundation.contracts import WorkItem, WorkList
from foundation.workdays.queries import published_calendar
from requests_app import open_work
from requests_app.capabilities import LETTERS
from requests_app.letter_rules import Position, next_step
from requests_app.models import AssistanceLetter


def owed(user: Any, today: date) -> list[WorkItem]:
    """Letters that came and wait for our answer, by the day they name."""
    return _items(AssistanceLetter.objects.kept_by(user).we_owe(), today)


def awaited(user: Any, today: date) -> list[WorkItem]:
    """Drafts to be sent, and letters we sent where there is something to do but wait."""
    mine = AssistanceLetter.objects.kept_by(user).filter(stage__in=("draft", "sent"))
    return _items(mine, today)


def _items(letters: Any, today: date) -> list[WorkItem]:
    calendar = published_calendar()
    items = []
    for letter in letters.select_related("respondent", "request").order_by("due_on", "pk"):
        step = next_step(
            Position(letter.stage, letter.sent_on, letter.delivered_on, letter.due_on), today, calendar
        )
        if step:
            items.append(_item(letter, step, today))
    return items


def _item(letter: AssistanceLetter, step: str, today: date) -> WorkItem:
    unit = letter.respondent.short_name
    return WorkItem(
        title=f"{letter.number} {letter}",
        url=reverse("admin:requests_app_assistanceletter_change", args=[letter.pk]),
        next_step=step,
        due_on=letter.due_on,
        note=f"{unit}，所涉申请{letter.request.number}" if letter.request else unit,
        owner=open_work.expected(LETTERS.code, letter.desks(), today),
    )


WORK_LISTS = (
    WorkList("requests.letters", "待回复的协查函", owed),
    WorkList("requests.letters_out", "发出的协查函待跟进", awaited),
)
