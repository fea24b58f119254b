"""A person's calendar feed: making its secret address, changing it, stopping it, and opening it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare

from foundation.agencies.models import User
from foundation.contracts import Refusal, Refused
from foundation.privacy import vault
from foundation.workdays.present import now, today
from requests_app.models import CalendarFeed

SECRET_BYTES = 32
"""256 bits: nobody guesses an address, so reading needs no counter of attempts."""

STALE = Refusal(
    "您打开页面之后，订阅地址已经变过，这一次没有再变。",
    remedy="请看现在的情况；没有抄下新地址的，再换一次。",
)


@transaction.atomic
def issue(user: User, *, seen: datetime | None) -> str:
    """Make an address, or change it: the old one is dead at once. Returns the secret, this one time.

    `seen` is when the address the person looks at was made, None for none; a page sent twice changes
    nothing the second time. Raises Refused.
    """
    feed = _feed_of(user, seen)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    kept = {"address_hash": digest(secret), "created_at": now(), "last_read_on": None}
    if feed is None:
        CalendarFeed.objects.create(user=user, **kept)
    else:
        for name, value in kept.items():
            setattr(feed, name, value)
        feed.save()
    return secret


@transaction.atomic
def revoke(user: User, *, seen: datetime | None) -> None:
    """Stop the feed: its address opens nothing any more. Raises Refused."""
    feed = _feed_of(user, seen)
    if feed is not None:
        feed.delete()


def _feed_of(user: User, seen: datetime | None) -> CalendarFeed | None:
    """The person's feed, nobody else's; locked through its owner, who is there even when no feed is."""
    User.objects.select_for_update().get(pk=user.pk)
    feed = CalendarFeed.objects.filter(user=user).first()
    if (feed.created_at if feed else None) != seen:
        raise Refused(STALE)
    return feed


def digest(secret: str) -> str:
    return vault.keyed_hash("requests.calendar_feed", secret)


@transaction.atomic
def open_feed(secret: str) -> User | None:
    """Whose feed this secret opens, today; notes the day. A wrong and a dead one take the same way."""
    expected = digest(secret)
    locked = CalendarFeed.objects.select_for_update(of=("self",)).select_related("user")
    feed = locked.filter(address_hash=expected).first()
    found = constant_time_compare(feed.address_hash if feed else "0" * 64, expected)
    if feed is None or not found or not (feed.user.is_active and feed.user.is_staff):
        return None
    if feed.last_read_on != today():
        feed.last_read_on = today()
        feed.save(update_fields=["last_read_on"])
    return feed.user
