"""The ledger holds: nobody rewrites an event, neither the owner of the tables nor the serving role."""

from __future__ import annotations

from datetime import date

import psycopg2
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db import connection as owner
from psycopg2.extensions import connection as Connection

from portal.database_roles import ledger_tables
from requests_app.models import InformationRequest
from requests_app.operations import intake
from tests.requests_app.conftest import PUBLIC, TODAY, filing

CHANGES = (
    "UPDATE requests_app_requestevent SET kind = 'other'",
    "DELETE FROM requests_app_requestevent",
    "TRUNCATE requests_app_requestevent CASCADE",
)


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_stopped_by_the_triggers(case: InformationRequest) -> None:
    before = list(case.events.values_list("seq", "kind"))
    for change in CHANGES:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            owner.cursor() as cursor,
        ):
            cursor.execute(change)
    assert list(case.events.values_list("seq", "kind")) == before


@pytest.mark.parametrize("change", CHANGES)
def test_the_serving_role_is_not_even_allowed_to_try(
    change: str, serving_connection: Connection, district: object
) -> None:
    intake.file(filing(district), actor=PUBLIC)  # type: ignore[arg-type]
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), serving_connection.cursor() as cursor:
        cursor.execute(change)


def test_every_ledger_table_is_guarded(db: None) -> None:
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname IN"
            " ('append_only_rows', 'append_only_table') GROUP BY 1 HAVING count(*) = 2"
        )
        guarded = {table for (table,) in cursor.fetchall()}
    assert set(ledger_tables()) <= guarded
    assert {"requests_app_requestevent", "disclosure_itemevent"} <= guarded


def test_the_database_refuses_an_event_of_tomorrow_and_a_number_twice(case: InformationRequest) -> None:
    first = case.events.get(seq=1)
    facts = {"kind": "filed", "recorded_at": first.recorded_at, "origin": "staff"}
    for wrong in (
        {"seq": 99, "effective_on": date(TODAY.year, TODAY.month, TODAY.day + 1)},
        {"seq": 1, "effective_on": TODAY},
        {"seq": 0, "effective_on": TODAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            case.events.create(**facts, **wrong)
