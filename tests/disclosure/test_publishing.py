"""From draft to the public and out of force again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from disclosure import operations
from disclosure.choices import Stage, Validity
from disclosure.models import Item
from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.ledger.models import Counter
from foundation.search.models import SearchRow
from tests.disclosure.conftest import TODAY, Draft, clear, publish

pytestmark = pytest.mark.django_db


def kinds(item: Item) -> list[str]:
    return list(item.events.values_list("kind", flat=True))


def test_an_item_goes_from_draft_to_the_public(draft: Draft, actor: Actor) -> None:
    item = publish(draft(), actor)
    item.refresh_from_db()
    assert item.stage == Stage.PUBLISHED
    assert item.index_number == "finance-2026-00001"
    assert item.published_on == item.public_since == TODAY
    assert item.publish_by == date(2026, 10, 22)
    assert not item.historical
    assert kinds(item) == ["created", "submitted", "cleared", "published"]


def test_index_numbers_follow_each_other(published: Draft) -> None:
    assert [published().index_number for _ in range(3)] == [f"finance-2026-0000{n}" for n in (1, 2, 3)]


def test_a_refused_publication_uses_no_number(draft: Draft, actor: Actor) -> None:
    item = draft()
    with pytest.raises(Refused):
        operations.publish(item.pk, actor=actor)
    assert not Counter.objects.exists()


def test_publication_is_dated_by_the_server_and_cannot_be_told_otherwise(draft: Draft, actor: Actor) -> None:
    item = clear(draft(), actor)
    with pytest.raises(TypeError):
        operations.publish(item.pk, actor=actor, effective_on=date(2026, 9, 20))  # type: ignore[call-arg]


def test_late_publication_is_a_fact_and_not_refused(published: Draft) -> None:
    item = published(formed_on=date(2026, 8, 3), document_number="")
    data = item.events.get(kind="published").data
    assert data["publish_by"] == "2026-08-31"
    assert data["workdays_late"] == 19  # from 1 September on, with the make-up Sunday 20 September


def test_the_search_row_appears_and_goes_in_the_same_transaction(published: Draft, actor: Actor) -> None:
    item = published()
    row = SearchRow.objects.get(kind="item", key=item.index_number)
    assert row.url == "/disclosure/finance-2026-00001/"
    assert row.agency_code == "finance"
    assert {"#ademo", "#afinance", "#ca20", "#ca20-07", "#y2026", "#v有效"} <= set(row.terms)
    operations.withdraw(item.pk, actor=actor, reason="内容有误，更正后重新发布。")
    assert not SearchRow.objects.exists()


def test_a_rolled_back_publication_leaves_nothing(draft: Draft, actor: Actor) -> None:
    item = clear(draft(), actor)

    class PulledPlug(Exception):
        pass

    with pytest.raises(PulledPlug), transaction.atomic():
        operations.publish(item.pk, actor=actor)
        assert SearchRow.objects.count() == 1
        raise PulledPlug
    item.refresh_from_db()
    assert item.stage == Stage.CLEARED
    assert not SearchRow.objects.exists()
    assert not Counter.objects.exists()
    assert "published" not in kinds(item)


def test_a_migrated_item_keeps_its_first_date_beside_todays(published: Draft) -> None:
    item = published(
        document_number="",
        formed_on=date(2024, 1, 26),
        first_published_on=date(2024, 2, 20),
        original_url="http://www.example.test/1.html",
    )
    assert item.public_since == date(2024, 2, 20)
    assert item.published_on == TODAY
    assert item.index_number == "finance-2024-00001"
    assert item.historical
    assert item.events.get(kind="published").data["workdays_late"] == 0


def test_a_doubtful_secrecy_review_keeps_the_item_waiting(draft: Draft, actor: Actor) -> None:
    item = draft()
    operations.submit(item.pk, actor=actor)
    operations.clear(item.pk, actor=actor, reviewer="演示审查员", result="doubtful", basis="待区保密局确定")
    item.refresh_from_db()
    assert item.stage == Stage.REVIEW
    operations.clear(
        item.pk, actor=actor, reviewer="演示审查员", result="open", basis="区保密局已确定可以公开"
    )
    item.refresh_from_db()
    assert item.stage == Stage.CLEARED
    assert item.secrecy_reviews.count() == 2


def test_an_unfit_item_goes_back_to_its_writer(draft: Draft, actor: Actor) -> None:
    item = draft()
    operations.submit(item.pk, actor=actor)
    with pytest.raises(Refused, match="依据"):
        operations.clear(item.pk, actor=actor, reviewer="演示审查员", result="not_open")
    operations.clear(item.pk, actor=actor, reviewer="演示审查员", result="not_open", basis="含商业秘密")
    item.refresh_from_db()
    assert item.stage == Stage.DRAFT


def test_a_returned_item_must_be_reviewed_again(draft: Draft, actor: Actor) -> None:
    item = clear(draft(), actor)
    operations.return_to_draft(item.pk, actor=actor, reason="补充附件")
    operations.edit_draft(item.pk, actor=actor, summary="补充后的概述")
    with pytest.raises(Refused, match="阶段"):
        operations.publish(item.pk, actor=actor)


def test_a_repealed_document_stays_public_and_is_marked(published: Draft, actor: Actor) -> None:
    old, new = published(genre="normative_document"), published(genre="normative_document")
    operations.repeal(old.pk, actor=actor, successor=new, basis="新文件代替")
    old.refresh_from_db()
    assert old.stage == Stage.PUBLISHED
    assert (old.validity, old.repealed_on, old.successor) == (Validity.REPEALED, TODAY, new)
    assert SearchRow.objects.get(key=old.index_number).validity == "废止"
    with pytest.raises(Refused, match="废止"):
        operations.repeal(old.pk, actor=actor)


def test_a_document_expires_with_its_last_day_and_not_before(published: Draft) -> None:
    item = published(effective_to=TODAY)
    other = published(effective_to=None)
    assert operations.expire_due(TODAY) == []
    with_later_day = date(2026, 9, 25)
    assert Item.objects.expiring_before(with_later_day).get() == item
    assert other.validity == Validity.IN_FORCE


def test_the_daily_expiry_marks_what_has_run_out(published: Draft, settings: Any) -> None:
    item = published(effective_to=TODAY)
    settings.AS_OF = date(2026, 9, 25)
    assert operations.expire_due(date(2026, 9, 25)) == [item]
    item.refresh_from_db()
    assert (item.validity, item.effective_to) == (Validity.EXPIRED, TODAY)
    assert operations.expire_due(date(2026, 9, 25)) == []
    assert item.events.get(kind="expired").origin == "command"


def test_a_withdrawal_needs_a_reason_without_personal_numbers(published: Draft, actor: Actor) -> None:
    item = published()
    with pytest.raises(Refused, match="理由"):
        operations.withdraw(item.pk, actor=actor, reason="  ")
    with pytest.raises(Refused, match="公民身份号码"):
        operations.withdraw(item.pk, actor=actor, reason="含有11010119900307803X")
    operations.withdraw(item.pk, actor=actor, reason="内容有误")
    item.refresh_from_db()
    assert (item.stage, item.withdrawn_on, item.withdrawal_reason) == (Stage.WITHDRAWN, TODAY, "内容有误")
    assert item.index_number == "finance-2026-00001"  # the row and its number stay


def test_a_stale_form_is_refused(draft: Draft, actor: Actor) -> None:
    item = draft()
    operations.edit_draft(item.pk, actor=actor, seen=1, title="改过的名称")
    with pytest.raises(Refused, match="新的办理记录"):
        operations.edit_draft(item.pk, actor=actor, seen=1, title="另一个名称")


def test_staff_of_another_agency_may_do_nothing(
    draft: Draft, stranger: User, school: Agency, bureau: Agency, actor: Actor
) -> None:
    item, other = clear(draft(), actor), Actor(stranger, school)
    for act in (
        lambda: operations.publish(item.pk, actor=other),
        lambda: operations.return_to_draft(item.pk, actor=other, reason="不行"),
    ):
        with pytest.raises(Refused, match="权限"):
            act()
    with pytest.raises(Refused, match="权限"):
        operations.create_draft(
            actor=other, agency=bureau, title="冒名", category=item.category, genre="other"
        )


def test_a_discarded_draft_stays_with_its_reason(draft: Draft, actor: Actor) -> None:
    item = operations.discard(draft().pk, actor=actor, reason="重复录入")
    assert item.stage == Stage.DISCARDED
    assert item.events.last().data == {"reason": "重复录入"}
