"""Making information public, and taking force or the page away again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from disclosure import guards, limits, steps
from disclosure.choices import ReviewResult, Stage, Validity
from disclosure.models import Item
from disclosure.public import KIND, search_document
from foundation.contracts import Refusal, Refused
from foundation.ledger import numbers
from foundation.ledger.acts import Actor, begin, record
from foundation.search import store as search
from foundation.workdays.calendar import Calendar
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar

SERIES = "item"
REVIEWED = {
    ReviewResult.OPEN: ("cleared", Stage.CLEARED),
    ReviewResult.DOUBTFUL: ("referred", Stage.REVIEW),
    ReviewResult.NOT_OPEN: ("refused", Stage.DRAFT),
}


@transaction.atomic
def clear(
    pk: int,
    *,
    actor: Actor,
    reviewer: str,
    result: str,
    basis: str = "",
    seen: int | None = None,
    effective_on: date | None = None,
) -> Item:
    """Record the review for secrecy and privacy (条例第17条); only `open` lets the item go on."""
    begun = begin(
        Item.objects.all(), pk, step=steps.CLEAR, actor=actor, on=effective_on or today(), seen=seen
    )
    finding = ReviewResult(result)
    if finding is not ReviewResult.OPEN and not basis:
        raise Refused(
            Refusal("没有写明不能公开或者不能确定的依据。", guards.SECRECY, "请填写依据或者说明。", "basis")
        )
    review = begun.case.secrecy_reviews.create(
        reviewer=reviewer, result=finding, basis=basis, reviewed_on=begun.on
    )
    kind, stage = REVIEWED[finding]
    record(begun, kind, data={"review": review.pk}, to_stage=stage)
    return begun.case


@transaction.atomic
def publish(pk: int, *, actor: Actor, seen: int | None = None) -> Item:
    """Make the item public today: number, page and search row appear together or not at all.

    The day is the server's and cannot be chosen. Being late is recorded as a fact, never refused.
    """
    on = today()
    begun = begin(Item.objects.all(), pk, step=steps.PUBLISH_ITEM, actor=actor, on=on, seen=seen)
    item, calendar = begun.case, published_calendar()
    prepare(item, on, calendar)
    year = (item.first_published_on or on).year
    item.index_number = index_number(item.agency.code, year, numbers.issue(item.agency, SERIES, year)[0])
    record(begun, "published", data=publication_facts(item, calendar))
    item.refresh_from_db(fields=["public_since"])  # computed by the database
    search.put(search_document(item))
    return item


def prepare(item: Item, on: date, calendar: Calendar) -> None:
    """Freeze what publication decides: its day, its limit, and whether it is history."""
    enabled_on = item.agency.enabled_on
    item.published_on = on
    item.publish_by = limits.publish_by(calendar, item.formed_on)
    item.historical = item.first_published_on is not None and (
        enabled_on is None or item.first_published_on < enabled_on
    )


def index_number(code: str, year: int, serial: int) -> str:
    return f"{code}-{year}-{serial:05d}"


def publication_facts(item: Item, calendar: Calendar) -> dict[str, object]:
    """What the ledger keeps of a publication, with its lateness by the calendar of the day."""
    public_since = item.first_published_on or item.published_on
    if public_since is None:
        raise ValueError("a publication has a day")
    return {
        "index_number": item.index_number,
        "first_published_on": item.first_published_on and item.first_published_on.isoformat(),
        "publish_by": item.publish_by and item.publish_by.isoformat(),
        "workdays_late": limits.workdays_late(calendar, item.formed_on, public_since),
        "calendar": calendar.version,
    }


@transaction.atomic
def withdraw(pk: int, *, actor: Actor, reason: str, seen: int | None = None) -> Item:
    """Take the content away; the address keeps saying since when and why. Raises Refused without a reason."""
    begun = begin(Item.objects.all(), pk, step=steps.WITHDRAW, actor=actor, on=today(), seen=seen)
    item, words = begun.case, reason.strip()
    if not words:
        raise Refused(Refusal("没有填写撤回理由。", remedy="请写明可以向公众说明的理由。", field="reason"))
    if refusal := guards.leaking(iter([("撤回理由", words)])):
        raise Refused(refusal)
    item.withdrawn_on, item.withdrawal_reason = begun.on, words
    record(begun, "withdrawn", data={"reason": words})
    search.remove(KIND, item.index_number or "")
    return item


@transaction.atomic
def repeal(
    pk: int,
    *,
    actor: Actor,
    successor: Item | None = None,
    basis: str = "",
    seen: int | None = None,
    effective_on: date | None = None,
) -> Item:
    """Mark as 废止 from a day on; the text stays public (law: repealed documents are never deleted)."""
    begun = begin(
        Item.objects.all(), pk, step=steps.REPEAL, actor=actor, on=effective_on or today(), seen=seen
    )
    item = begun.case
    if successor is not None and successor.pk == item.pk:
        raise Refused(Refusal("替代文件不能是它自己。", remedy="请填写新文件的索引号。", field="successor"))
    item.validity, item.repealed_on = Validity.REPEALED, begun.on
    item.successor = successor or item.successor
    record(begun, "repealed", data={"basis": basis, "successor": successor and successor.pk})
    search.put(search_document(item))
    return item


@transaction.atomic
def expire(
    pk: int, *, actor: Actor, basis: str = "", seen: int | None = None, effective_on: date | None = None
) -> Item:
    """Mark as 失效 with its last day of force; the text stays public."""
    begun = begin(
        Item.objects.all(), pk, step=steps.EXPIRE, actor=actor, on=effective_on or today(), seen=seen
    )
    item = begun.case
    item.validity, item.effective_to = Validity.EXPIRED, begun.on
    record(begun, "expired", data={"basis": basis})
    search.put(search_document(item))
    return item


def expire_due(on: date) -> list[Item]:
    """Mark every document whose last day of force (有效期至) lies before `on`; run daily, one at a time."""
    due = Item.objects.expiring_before(on).order_by("pk").values_list("pk", "effective_to")
    actor = Actor(origin="command")
    return [expire(pk, actor=actor, basis="有效期届满", effective_on=last_day) for pk, last_day in due]
