"""Who does not publish in time, and what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disclosure import operations
from disclosure.duties import OVERDUE, PUBLISHED_LATE
from disclosure.today import WORK_LISTS
from foundation.agencies.models import Agency, User
from foundation.contracts import WorkItem
from foundation.ledger.acts import Actor
from tests.disclosure.conftest import ENABLED, FORMED, Draft, clear, migrated, person

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 10, 22)


def test_a_draft_is_overdue_the_day_after_its_limit(draft: Draft, bureau: Agency) -> None:
    item = draft()
    assert list(OVERDUE.violations([bureau.pk], LAST_DAY)) == []
    assert list(OVERDUE.violations([bureau.pk], date(2026, 10, 23))) == [item]


def test_only_what_must_be_published_is_overdue(
    draft: Draft, published: Draft, actor: Actor, bureau: Agency, school: Agency
) -> None:
    published()
    draft(publicity="on_request", publicity_reason="只涉及申请人")
    draft(formed_on=None)
    operations.discard(draft().pk, actor=actor, reason="重复")
    late = draft()
    day = date(2026, 12, 1)
    assert list(OVERDUE.violations([bureau.pk, school.pk], day)) == [late]
    assert list(OVERDUE.violations([school.pk], day)) == []


def test_before_its_first_day_an_agency_has_no_violations(draft: Draft, bureau: Agency) -> None:
    draft(formed_on=date(2025, 12, 31), document_number="")
    assert not OVERDUE.violations([bureau.pk], date(2026, 9, 24)).exists()
    bureau.enabled_on = None
    bureau.save()
    draft()
    assert not OVERDUE.violations([bureau.pk], date(2026, 12, 1)).exists()


def test_late_publication_stays_a_fact(published: Draft, draft: Draft, actor: Actor, bureau: Agency) -> None:
    published()
    late = published(formed_on=date(2026, 8, 3), document_number="")
    day = date(2026, 12, 1)
    assert list(PUBLISHED_LATE.violations([bureau.pk], day)) == [late]
    operations.withdraw(late.pk, actor=actor, reason="有误")
    assert not PUBLISHED_LATE.violations([bureau.pk], day).exists()


def test_migrated_items_raise_no_alarm(bureau: Agency, budget: Any) -> None:
    late = migrated(first_published_on="2012-12-01")
    assert operations.import_items([late], actor=Actor(origin="import")).refusals == ()
    for duty in (OVERDUE, PUBLISHED_LATE):
        assert not duty.violations([bureau.pk], date(2026, 9, 24)).exists()


# --- the staff's day ------------------------------------------------------------------------------------


def items(code: str, user: User, day: date) -> list[WorkItem]:
    return list(next(one for one in WORK_LISTS if one.code == code).items(user, day))


def test_a_draft_comes_up_when_its_limit_is_near(draft: Draft, clerk: User) -> None:
    draft()
    assert items("disclosure.near", clerk, date(2026, 10, 14)) == []
    [item] = items("disclosure.near", clerk, date(2026, 10, 16))
    assert (item.due_on, item.next_step) == (LAST_DAY, "补齐内容，提交审核")
    assert items("disclosure.near", clerk, date(2026, 11, 2)) != []


def test_each_waiting_item_stands_with_those_who_may_take_it_further(
    draft: Draft, actor: Actor, clerk: User, bureau: Agency, stranger: User, settings: Any
) -> None:
    submitted, cleared = draft(title="待审核的"), draft(title="待发布的")
    operations.submit(submitted.pk, actor=actor)
    clear(cleared, actor)
    reviewer = person("reviewer", bureau, "read", "review")
    day = settings.AS_OF
    assert [one.title for one in items("disclosure.review", reviewer, day)] == ["待审核的"]
    assert items("disclosure.publish", reviewer, day) == []
    [waiting] = items("disclosure.publish", clerk, day)
    assert (waiting.title, waiting.due_on, waiting.note) == ("待发布的", LAST_DAY, "finance")
    assert waiting.url == f"/admin/disclosure/item/{cleared.pk}/change/"
    assert items("disclosure.review", stranger, day) == []


def test_history_waits_without_a_limit(draft: Draft, actor: Actor, clerk: User, settings: Any) -> None:
    item = draft(formed_on=date(2025, 12, 30), document_number="")
    assert item.formed_on < ENABLED < FORMED
    operations.submit(item.pk, actor=actor)
    assert items("disclosure.review", clerk, settings.AS_OF)[0].due_on is None
