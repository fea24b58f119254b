"""How often one network may post to the public pages (docs/decisions/0013).

Counted per network, never over everybody: nobody can shut others out. The numbers leave room for fifty
people behind one address and still stop a program; they do not guard the query codes, whose length does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from foundation.signin.addresses import counted_address
from foundation.signin.throttle import address_of
from foundation.workdays.present import now, today
from portal.models import PostCount

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` responses that `counts` within one window of time, for posts to one address."""

    rule: str
    address: str
    most: int
    window: timedelta
    counts: Callable[[HttpResponseBase], bool]

    def began_at(self, moment: datetime) -> datetime:
        seconds = self.window.total_seconds()
        return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, moment.tzinfo)


def _answered(response: HttpResponseBase) -> bool:
    return response.status_code != 429


def _led_on(response: HttpResponseBase) -> bool:
    return response.status_code == 302


def _shown_again(response: HttpResponseBase) -> bool:
    return response.status_code == 200


TEN_MINUTES, ONE_HOUR = timedelta(minutes=10), timedelta(hours=1)
LIMITS = (
    # Every step of the form is a post: fifty people take some three hundred.
    Limit("form", "requests:new", 600, TEN_MINUTES, _answered),
    Limit("filed", "requests:new", 120, ONE_HOUR, _led_on),
    # 31 to the power of 8 codes: at this rate a single one is guessed in some forty thousand years.
    Limit("wrong_code", "requests:track", 200, TEN_MINUTES, _shown_again),
    Limit("leave", "requests:leave", 600, TEN_MINUTES, _answered),
    # Each is done once for a request; a second post of the same page is led on as well.
    Limit("withdraw", "requests:withdraw", 200, TEN_MINUTES, _answered),
    Limit("suggest", "requests:suggest", 200, TEN_MINUTES, _answered),
)


class RateLimits:
    """Looks before the view, counts after it: only the view knows whether a code was wrong."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        counted = [limit for limit in _limits_of(request) if limit.counts(response)]
        if counted:
            _count(counted, _client(request), now())
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        limits, moment = _limits_of(request), now()
        reached = _reached(limits, _client(request), moment) if limits else None
        if reached is None:
            return None
        wait = reached.began_at(moment) + reached.window - moment
        context = {"minutes": ceil(wait / timedelta(minutes=1))}
        response = render(request, "429.html", context, status=429)
        response["Retry-After"] = str(ceil(wait.total_seconds()))
        return response


def forget_old_counts(moment: datetime) -> int:
    """Delete what no window needs any more; called once a day."""
    return PostCount.objects.filter(began_at__lt=moment - KEPT).delete()[0]


def _limits_of(request: HttpRequest) -> list[Limit]:
    match = request.resolver_match
    if request.method != "POST" or match is None:
        return []
    return [limit for limit in LIMITS if limit.address == match.view_name]


def _client(request: HttpRequest) -> str:
    """A name for the network that cannot be led back to it and is another one tomorrow."""
    text = f"{today():%Y-%m-%d} {counted_address(address_of(request))}"
    return salted_hmac("portal.rate_limits", text, algorithm="sha256").hexdigest()[:32]


def _reached(limits: Sequence[Limit], client: str, moment: datetime) -> Limit | None:
    found = PostCount.objects.filter(client=client, began_at__in={one.began_at(moment) for one in limits})
    counts = {(row.rule, row.began_at): row.count for row in found}
    return next((one for one in limits if counts.get((one.rule, one.began_at(moment)), 0) >= one.most), None)


def _count(limits: Sequence[Limit], client: str, moment: datetime) -> None:
    """One statement; two requests at once are both counted."""
    values = [value for limit in limits for value in (limit.rule, client, limit.began_at(moment))]
    rows = ", ".join(["(%s, %s, %s, 1)"] * len(limits))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO portal_postcount (rule, client, began_at, count) VALUES {rows}"  # noqa: S608
            " ON CONFLICT (client, rule, began_at) DO UPDATE SET count = portal_postcount.count + 1",
            values,
        )
