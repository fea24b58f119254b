"""Posts to the public pages are counted per network: a program is stopped, fifty honest people are not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from foundation.agencies.models import Agency, AgencyKind
from foundation.signin.addresses import networks
from foundation.workdays.present import now
from portal import rate_limits
from portal.management.commands.run_daily import Command as RunDaily
from portal.models import PostCount
from portal.rate_limits import LIMITS, Limit, forget_old_counts
from requests_app.forms import filing as filing_form
from requests_app.models import InformationRequest
from requests_app.operations import intake
from tests.pages import PUBLIC
from tests.requests_app.conftest import PUBLIC as APPLICANT
from tests.requests_app.conftest import agency, filing
from tests.requests_app.test_public_pages import typed

NEW, TRACK = "/requests/new/", "/requests/track/"
WRONG = {"number": "shanting-2026-9999", "query_code": "AAAAAAAA"}
MOMENT = datetime(2026, 9, 18, 10, 3, 20).astimezone()


@pytest.fixture(autouse=True)
def district(db: None, monkeypatch: pytest.MonkeyPatch) -> Agency:
    monkeypatch.setattr(filing_form, "FASTEST_SECONDS", 0)
    monkeypatch.setattr(rate_limits, "now", lambda: MOMENT)
    return agency("shanting", "山亭区人民政府", AgencyKind.GOVERNMENT)


def lower(monkeypatch: pytest.MonkeyPatch, rule: str, most: int) -> None:
    """The same limits with a smaller number, so that a test reaches it."""
    changed = tuple(
        Limit(one.rule, one.address, most if one.rule == rule else one.most, one.window, one.counts)
        for one in LIMITS
    )
    monkeypatch.setattr(rate_limits, "LIMITS", changed)


def counted() -> dict[str, int]:
    return {row.rule: row.count for row in PostCount.objects.all()}


# --- what is counted ------------------------------------------------------------------------------------


def test_only_wrong_codes_count_against_the_codes(client: Client, district: Agency) -> None:
    filed = intake.file(filing(district), actor=APPLICANT)
    right = {"number": filed.request.number, "query_code": filed.query_code}
    for _ in range(3):
        assert client.post(TRACK, right).status_code == 302
    client.post(TRACK, WRONG)
    assert counted() == {"wrong_code": 1}
    client.get(TRACK)
    assert counted() == {"wrong_code": 1}, "reading is never counted"


def test_filing_counts_every_post_and_each_request_that_came_of_it(client: Client) -> None:
    client.post(NEW, typed())
    client.post(NEW, {**typed(), "submit": "1"})
    assert counted() == {"form": 2, "filed": 1}


def test_two_workers_counting_at_once_both_count(client: Client) -> None:
    client.post(TRACK, WRONG)
    with CaptureQueriesContext(connection) as captured:
        client.post(TRACK, WRONG)
    upserts = [one["sql"] for one in captured if "ON CONFLICT" in one["sql"]]
    assert len(upserts) == 1 and "count + 1" in upserts[0]
    assert counted() == {"wrong_code": 2}


# --- what is refused ------------------------------------------------------------------------------------


def test_a_program_that_tries_codes_is_stopped_with_a_page_in_chinese(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lower(monkeypatch, "wrong_code", 3)
    for _ in range(3):
        assert client.post(TRACK, WRONG).status_code == 200
    refused = client.post(TRACK, WRONG)
    assert (refused.status_code, refused["Retry-After"]) == (429, "400")
    assert "提交得太频繁，请7分钟后再试" in refused.content.decode()
    assert counted() == {"wrong_code": 3}, "what is refused does not prolong the wait"
    monkeypatch.setattr(rate_limits, "now", lambda: MOMENT + timedelta(seconds=400))
    assert client.post(TRACK, WRONG).status_code == 200


def test_other_networks_and_other_pages_go_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lower(monkeypatch, "wrong_code", 1)
    client.post(TRACK, WRONG)
    assert client.post(TRACK, WRONG).status_code == 429
    assert client.post(TRACK, WRONG, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert client.get(TRACK).status_code == 200
    assert client.post(NEW, typed()).status_code == 200
    assert client.post("/requests/track/leave/").status_code == 302


def test_an_applicant_who_is_let_in_stays_in(
    client: Client, district: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = intake.file(filing(district), actor=APPLICANT)
    client.post(TRACK, {"number": filed.request.number, "query_code": filed.query_code})
    lower(monkeypatch, "wrong_code", 1)
    Client().post(TRACK, WRONG)
    assert Client().post(TRACK, WRONG).status_code == 429
    assert filed.request.number in client.get(TRACK).content.decode()


def test_filing_is_stopped_before_a_request_comes_of_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lower(monkeypatch, "filed", 1)
    client.post(NEW, {**typed(), "submit": "1"})
    assert client.post(NEW, {**typed(), "submit": "1"}).status_code == 429
    assert InformationRequest.objects.count() == 1


def test_fifty_honest_people_behind_one_address_are_not_stopped(client: Client) -> None:
    """In ten minutes each looks at the check page, mends something, files, and mistypes a code twice."""
    for _ in range(50):
        for step in ({}, {"edit": "1"}, {}, {"submit": "1"}):
            assert client.post(NEW, {**typed(), **step}).status_code in (200, 302)
        for _ in range(2):
            assert client.post(TRACK, WRONG).status_code == 200
    assert InformationRequest.objects.count() == 50


def test_every_public_page_that_takes_posts_has_a_limit() -> None:
    limited = {one.address for one in LIMITS}
    for pattern in get_resolver().url_patterns:
        if not isinstance(pattern, URLPattern) and pattern.namespace in ("requests", "disclosure"):
            for inner in pattern.url_patterns:
                if not inner.pattern.converters:
                    name = f"{pattern.namespace}:{inner.name}"
                    answer = Client().post(reverse(name))
                    assert answer.status_code == 405 or name in limited, name
    for row in PUBLIC:
        assert row.name in limited or Client().post(plain_address(row)).status_code in (404, 405), row.name


def plain_address(row: Any) -> str:
    """With any sample: a post is refused before the page looks for it."""
    world = type("World", (), {"item": type("Item", (), {"index_number": "a-2026-00001"})})
    world.attachment = "0f0e0d0c-0b0a-0908-0706-050403020100"
    return str(row.address(world))


# --- who it was -----------------------------------------------------------------------------------------


def test_no_address_is_kept_and_tomorrow_the_same_one_looks_different(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    client.post(TRACK, WRONG, REMOTE_ADDR="203.0.113.9")
    first = PostCount.objects.get()
    assert "203" not in first.client and len(first.client) == 32
    settings.AS_OF = now().date() + timedelta(days=1)
    client.post(TRACK, WRONG, REMOTE_ADDR="203.0.113.9")
    assert PostCount.objects.exclude(client=first.client).exists()


def test_who_asks_is_what_our_own_proxy_says(client: Client, settings: Any) -> None:
    settings.PROXY_ADDRESSES = networks(["10.0.0.1"])
    told = {"REMOTE_ADDR": "10.0.0.1", "headers": {"x-forwarded-for": "6.6.6.6, 203.0.113.9"}}
    client.post(TRACK, WRONG, **told)
    client.post(TRACK, WRONG, REMOTE_ADDR="203.0.113.9")
    assert PostCount.objects.get().count == 2


# --- keeping house --------------------------------------------------------------------------------------


def test_old_counts_are_forgotten(client: Client) -> None:
    client.post(TRACK, WRONG)
    assert forget_old_counts(MOMENT + timedelta(hours=23)) == 0
    assert forget_old_counts(MOMENT + timedelta(hours=25)) == 1
    client.post(TRACK, WRONG)
    PostCount.objects.update(began_at=now() - timedelta(days=2))
    RunDaily().handle()
    assert not PostCount.objects.exists()


def test_a_post_costs_two_statements(client: Client) -> None:
    client.post("/requests/track/leave/")
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.post("/requests/track/leave/")
    assert len(captured) == 2
