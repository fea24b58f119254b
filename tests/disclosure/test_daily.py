"""`manage.py run_daily`: a document expires the day after its last day, however often the command runs."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

from django.core.management import call_command

from disclosure import operations
from disclosure.choices import Validity
from disclosure.models import Item
from tests.disclosure.conftest import Draft, clear


def said() -> str:
    out = StringIO()
    call_command("run_daily", stdout=out)
    return out.getvalue()


def test_it_reminds_of_the_plan_of_next_year_from_november(db: None, settings: Any) -> None:
    settings.AS_OF = date(2026, 10, 31)
    assert "提醒：" not in said()
    settings.AS_OF = date(2026, 11, 1)
    assert "提醒：工作日历还没有2027年的放假安排，涉及2027年的期限都是暂定的。" in said()


def test_a_document_expires_the_day_after_its_last_day(draft: Draft, actor: Any, settings: Any) -> None:
    item = operations.publish(clear(draft(effective_to=date(2026, 12, 1)), actor).pk, actor=actor)
    settings.AS_OF = date(2026, 12, 1)
    assert "标为失效0件" in said()
    settings.AS_OF = date(2026, 12, 2)
    assert "标为失效1件" in said()
    assert "标为失效0件" in said()
    assert Item.objects.get(pk=item.pk).validity == Validity.EXPIRED
