"""Drafts on the list that a colleague hands over."""

from __future__ import annotations

from disclosure import handover, operations
from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from tests.disclosure.conftest import TODAY, Draft, person, publish


def test_what_is_not_public_is_listed_with_its_limit_and_its_writer(
    draft: Draft, actor: Actor, bureau: Agency, school: Agency
) -> None:
    item = draft()
    second = person("second", bureau, "read", "draft")
    (row,) = handover.drafts([bureau.pk], TODAY)
    assert (row[0], row[2], row[5]) == (item.title, "起草", "演示clerk")
    assert row[3] and row[4]
    operations.edit_draft(
        item.pk,
        actor=Actor(second, bureau),
        title=item.title,
        category=item.category,
        genre=item.genre,
        summary=item.summary,
        body="<p>改过的正文。</p>",
        document_number=item.document_number,
        formed_on=None,
    )
    (row,) = handover.drafts([bureau.pk], TODAY)
    assert (row[3], row[4], row[5]) == ("未填", "", "演示second")
    assert handover.drafts([school.pk], TODAY) == []


def test_what_is_public_is_not_handed_over(draft: Draft, actor: Actor, bureau: Agency) -> None:
    publish(draft(), actor)
    assert handover.drafts([bureau.pk], TODAY) == []


def test_every_column_has_a_width() -> None:
    assert all(len(one.columns) == len(one.widths) for one in handover.HANDOVER_LISTS)
