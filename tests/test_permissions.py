"""Walks the permission matrix: every step × person × own and others' cases, downloads, and what is posted."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoDbBlocker

from foundation.contracts import composed
from foundation.ledger.models import Case
from tests.pages import ANONYMOUS, PAGES, PEOPLE, PUBLIC, Page, World
from tests.permissions import (
    ALLOWED,
    DESKS,
    DOWNLOADS,
    OWN,
    ROOMS,
    SIGN_IN,
    Download,
    Room,
    expected,
    expected_download,
    matrix,
)
from tests.test_pages import client_of
from tests.world import demo_world

TEXT = Path(__file__).parent / "permission_matrix.txt"
SAMPLES = [(room, desk) for room in ROOMS for desk in DESKS[room.path]]
STAFF_ONLY = [row for row in PAGES if row not in PUBLIC]


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


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A thousand refusals are what is asked for here; nobody reads them in a log."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    return {person: client_of(person) for person in PEOPLE}


def named(sample: tuple[Room, str]) -> str:
    return f"{sample[0].path}-{sample[1]}"


def test_the_matrix_people_read_is_the_one_that_is_walked() -> None:
    """UPDATE_PERMISSIONS=1 writes it anew; the difference shows in the commit."""
    lines = "\n".join(matrix()) + "\n"
    if os.environ.get("UPDATE_PERMISSIONS") == "1":
        TEXT.write_text(lines, encoding="utf-8")
    assert TEXT.read_text(encoding="utf-8") == lines


def test_every_step_of_every_room_is_walked() -> None:
    walked = {step.code for room in ROOMS for step in room.existing}
    declared = {step.code for steps in composed().steps.values() for step in steps if step.from_stages}
    assert walked == declared


def seen(answer: HttpResponseBase) -> int:
    """The status; a page that first asks who one is opens to whoever answers."""
    asks = answer.status_code == SIGN_IN and answer["Location"].startswith("/admin/account/confirm/")
    return ALLOWED if asks else answer.status_code


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_a_step_opens_for_those_who_may_take_it(sample: tuple[Room, str], clients: dict[str, Client]) -> None:
    room, desk = sample
    case = room.sample(desk)
    wrong = [
        f"{step.code} {person}: {status}, not {wanted}"
        for step in room.existing
        for person in PEOPLE
        if (status := seen(clients[person].get(room.address(case, step))))
        != (wanted := expected(room, step, person, desk))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_whoever_may_not_take_a_step_changes_nothing_by_posting_it(
    sample: tuple[Room, str], clients: dict[str, Client]
) -> None:
    room, desk = sample
    case = room.sample(desk)
    before = state(case)
    tried = 0
    for step in room.existing:
        for person in PEOPLE:
            if (wanted := expected(room, step, person, desk)) == ALLOWED:
                continue
            sent = {"seen": case.last_seq, "effective_on": "2026-11-23", "perform": "1", "reason": "试"}
            assert clients[person].post(room.address(case, step), sent).status_code == wanted
            tried += 1
    assert tried > len(room.existing) and state(case) == before


def state(case: Case) -> tuple[object, ...]:
    row = type(case).objects.filter(pk=case.pk).values().get()
    return tuple(row.items()), list(case.events.values_list("seq", "kind"))


def test_what_begins_a_case_is_no_step_of_one(clients: dict[str, Client]) -> None:
    for room in ROOMS:
        case = room.sample(OWN)
        for step in room.steps:
            if not step.from_stages:
                for person in set(PEOPLE) - {ANONYMOUS}:
                    assert clients[person].get(room.address(case, step)).status_code == 404


@pytest.mark.parametrize("download", DOWNLOADS, ids=lambda one: one.name)
def test_a_file_is_given_to_those_who_may_read_the_case(
    download: Download, clients: dict[str, Client]
) -> None:
    address = download.address()
    for person in PEOPLE:
        assert clients[person].get(address).status_code == expected_download(download, person), person


@pytest.mark.parametrize("row", STAFF_ONLY, ids=lambda row: row.name)
def test_whoever_may_not_read_a_page_changes_nothing_by_posting_to_it(
    row: Page, world: World, clients: dict[str, Client]
) -> None:
    address = row.address(world)
    before = rows()
    for person in PEOPLE:
        if person in row.readers:
            continue
        status = clients[person].post(address, {"perform": "1", "save": "1", "post": "yes"}).status_code
        assert status in ((SIGN_IN,) if person == ANONYMOUS else (302, 403, 404, 405)), (person, status)
    assert rows() == before


def rows() -> dict[str, int]:
    """How much there is of everything but the sessions that signing in leaves, in one statement."""
    tables = set(connection.introspection.table_names()) - {"django_session"}
    counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in sorted(tables))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())
