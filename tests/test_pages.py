"""Walks over every page: who may read it, that nothing personal leaks, and how many queries it takes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from foundation.agencies.models import User
from foundation.privacy import vault
from requests_app.models import Applicant
from requests_app.personal import CONTEXT
from tests.pages import ANONYMOUS, NOT_PAGES, PAGES, PEOPLE, PUBLIC, Page, World
from tests.world import demo_world

COUNTS = Path(__file__).parent / "query_counts.json"
UPDATE = os.environ.get("UPDATE_QUERY_COUNTS") == "1"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), demo_world():
        yield World()


@pytest.fixture(autouse=True)
def db(world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's: every test begins with the same seeded world."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(person: str) -> Client:
    client = Client()
    if person != ANONYMOUS:
        client.force_login(User.objects.get(username=person))
    return client


def names(patterns: list[URLPattern | URLResolver], namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from names(pattern.url_patterns, inner)
        elif pattern.name:
            yield ":".join((*namespaces, pattern.name))


def test_every_address_has_a_row() -> None:
    known = {row.name for row in PAGES} | NOT_PAGES.keys()
    assert set(names(get_resolver().url_patterns)) == known


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_only_its_readers_see_a_page(row: Page, world: World) -> None:
    address = row.address(world)
    seen = {person for person in PEOPLE if client_of(person).get(address).status_code == 200}
    assert seen == row.readers


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_a_stranger_is_led_to_the_sign_in_or_told_nothing(row: Page, world: World) -> None:
    if ANONYMOUS in row.readers:
        return
    response = Client().get(row.address(world))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("row", PUBLIC, ids=lambda row: row.name)
def test_no_public_page_shows_anything_of_an_applicant(row: Page, world: World) -> None:
    content = Client().get(row.address(world)).content.decode(errors="replace")
    for secret in secrets():
        assert secret not in content


def secrets() -> set[str]:
    facts = (
        vault.unseal(one.key, CONTEXT, bytes(one.sealed)) for one in Applicant.objects.select_related("key")
    )
    shown = {one[field] for one in facts for field in ("name", "identity_number") if one[field]}
    assert len(shown) > 40
    return shown


def measure(row: Page, world: World) -> int:
    """Queries of a warm request by the first person who may read the page."""
    person = next(one for one in PEOPLE if one in row.readers)
    client, address = client_of(person), row.address(world)
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_no_page_takes_more_queries_than_committed(world: World) -> None:
    """Run with UPDATE_QUERY_COUNTS=1 to accept new numbers; the difference shows in the commit."""
    counted = {row.name: measure(row, world) for row in PAGES if row.readers}
    if UPDATE:
        COUNTS.write_text(json.dumps(counted, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    committed = json.loads(COUNTS.read_text(encoding="utf-8"))
    assert counted == committed
