"""From an empty page to a draft somebody else can review."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction

from disclosure import guards, steps
from disclosure.cleaning import from_typed, one_line
from disclosure.models import Attachment, Category, Item
from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.files.store import store
from foundation.ledger.acts import Actor, begin, open_case, record
from foundation.workdays.present import today

OWNER_KIND = "disclosure.item"
"""Under which the download gate finds who may read an attachment."""


@transaction.atomic
def create_draft(
    *,
    actor: Actor,
    agency: Agency,
    title: str,
    category: Category,
    genre: str,
    effective_on: date | None = None,
    **facts: Any,
) -> Item:
    """Begin an item of the lead agency. Raises Refused for facts that contradict each other.

    `facts`: what `edit_draft` takes.
    """
    item = Item(agency=agency)
    many = _fill(item, title=title, category=category, genre=genre, **facts)
    begun = open_case(item, step=steps.CREATE, actor=actor, on=effective_on or today())
    _link(item, many)
    record(begun, "created")
    return item


@transaction.atomic
def edit_draft(
    pk: int, *, actor: Actor, seen: int | None = None, effective_on: date | None = None, **facts: Any
) -> Item:
    """Change facts of a draft: document_number, formed_on, publicity, summary, body, joint_agencies …"""
    begun = begin(Item.objects.all(), pk, step=steps.EDIT, actor=actor, on=effective_on or today(), seen=seen)
    many = _fill(begun.case, **facts)
    record(begun, "edited", data={"fields": sorted(facts)})
    _link(begun.case, many)
    return begun.case


PLAIN = frozenset(
    ("category", "genre", "formed_on", "publicity", "publicity_ground", "effective_from", "effective_to")
) | frozenset(("first_published_on", "original_url", "original_evidence", "channels"))
ONE_LINE = frozenset(("title", "document_number", "publicity_reason"))
MANY = frozenset(("joint_agencies", "interprets"))


def _fill(item: Item, **facts: Any) -> dict[str, Collection[Any]]:
    """Set the facts on the item; what can only be linked once the item is saved is given back."""
    if unknown := facts.keys() - PLAIN - ONE_LINE - MANY - {"summary", "body"}:
        raise TypeError(f"an item has no {sorted(unknown)}")
    for name in facts.keys() & PLAIN:
        setattr(item, name, facts[name])
    for name in facts.keys() & ONE_LINE:
        setattr(item, name, one_line(facts[name]))
    if "summary" in facts:
        item.summary = facts["summary"].replace("\x00", "").strip()
    if "body" in facts:
        item.body_html = from_typed(facts["body"])
    if not item.title:
        raise Refused(Refusal("名称不能为空。", remedy="请填写名称。", field="title"))
    if refusal := guards.inconsistent(item):
        raise Refused(refusal)
    return {name: list(facts[name]) for name in facts.keys() & MANY}


def _link(item: Item, many: dict[str, Collection[Any]]) -> None:
    if item.agency in many.get("joint_agencies", ()):
        raise Refused(
            Refusal(
                "联合发文机关里不再选牵头机关。",
                "《政府信息公开条例》第10条",
                f"请去掉{item.agency.name}。",
                "joint_agencies",
            )
        )
    if item in many.get("interprets", ()):
        raise Refused(
            Refusal("一件信息不能解读它自己。", remedy="请填写被解读文件的索引号。", field="interprets")
        )
    for name, values in many.items():
        getattr(item, name).set(values)


# --- attachments ----------------------------------------------------------------------------------------


@transaction.atomic
def attach(
    pk: int,
    *,
    actor: Actor,
    file: File[Any],
    title: str = "",
    seen: int | None = None,
    effective_on: date | None = None,
) -> Attachment:
    """Add a file to a draft. Raises Refused for a type or size that may not be stored."""
    return attach_content(
        pk, actor=actor, name=file.name or "", content=file.read(), title=title, seen=seen, on=effective_on
    )


@transaction.atomic
def attach_content(
    pk: int,
    *,
    actor: Actor,
    name: str,
    content: bytes,
    title: str = "",
    seen: int | None = None,
    on: date | None = None,
) -> Attachment:
    begun = begin(Item.objects.all(), pk, step=steps.ATTACH, actor=actor, on=on or today(), seen=seen)
    item = begun.case
    # Not in the public root: whether it may be read is asked of the item each time.
    stored = store(name, content, public=False, owner_kind=OWNER_KIND, owner_id=str(item.pk))
    last = item.attachments.last()
    attachment: Attachment = item.attachments.create(
        file=stored, title=one_line(title)[:200] or stored.name, position=last.position + 1 if last else 1
    )
    record(begun, "attached", data={"attachment": attachment.pk, "file": str(stored.pk)})
    return attachment


@transaction.atomic
def detach(
    pk: int,
    *,
    actor: Actor,
    attachments: Iterable[Attachment],
    seen: int | None = None,
    effective_on: date | None = None,
) -> Item:
    """Take files off a draft; the stored files remain, readable by nobody."""
    begun = begin(
        Item.objects.all(), pk, step=steps.DETACH, actor=actor, on=effective_on or today(), seen=seen
    )
    gone = [attachment.pk for attachment in attachments]
    begun.case.attachments.filter(pk__in=gone).delete()
    record(begun, "detached", data={"attachments": gone})
    return begun.case


# --- moving on and back ---------------------------------------------------------------------------------


@transaction.atomic
def submit(
    pk: int, *, actor: Actor, note: str = "", seen: int | None = None, effective_on: date | None = None
) -> Item:
    """Hand the draft to review. Raises Refused while metadata are missing or an identity number is in it."""
    begun = begin(
        Item.objects.all(), pk, step=steps.SUBMIT, actor=actor, on=effective_on or today(), seen=seen
    )
    record(begun, "submitted", data={"note": note})
    return begun.case


@transaction.atomic
def return_to_draft(
    pk: int, *, actor: Actor, reason: str, seen: int | None = None, effective_on: date | None = None
) -> Item:
    """Give it back to be changed; afterwards it is reviewed anew."""
    begun = begin(
        Item.objects.all(), pk, step=steps.RETURN, actor=actor, on=effective_on or today(), seen=seen
    )
    record(begun, "returned", data={"reason": reason})
    return begun.case


@transaction.atomic
def discard(
    pk: int, *, actor: Actor, reason: str, seen: int | None = None, effective_on: date | None = None
) -> Item:
    """Give up a draft; the row stays with its reason."""
    begun = begin(
        Item.objects.all(), pk, step=steps.DISCARD, actor=actor, on=effective_on or today(), seen=seen
    )
    record(begun, "discarded", data={"reason": reason})
    return begun.case
