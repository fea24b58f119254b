"""The daily seal: complete days only, once, without gaps, in bounded memory."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from foundation.ledger import canonical, seals
from foundation.ledger.models import Seal
from foundation.ledger.seals import SHANGHAI, event_models, last_complete_day, newest_seal, seal_complete_days
from foundation.ledger.verification import first_broken_row, first_broken_seal
from requests_app.models import InformationRequest, RequestEvent
from tests.foundation.ledger.conftest import EVENTS, FRIDAY, MONDAY, TUESDAY, FileOn

pytestmark = pytest.mark.django_db


def of_requests() -> list[Seal]:
    return list(Seal.objects.filter(table=EVENTS).order_by("number"))


def test_each_day_with_events_has_a_seal_and_the_days_between_belong_to_the_next(
    cases: list[InformationRequest],
) -> None:
    friday, monday = of_requests()
    assert (friday.since, friday.day, friday.count) == (None, FRIDAY, 4)
    assert (monday.since, monday.day, monday.count) == (FRIDAY + timedelta(days=1), MONDAY, 2)
    first = RequestEvent.objects.filter(subject=cases[0]).order_by("pk").values(*canonical.FIELDS)[0]
    assert friday.rows[0] == canonical.line(first)


def test_a_table_without_events_is_sealed_empty_so_that_nothing_can_be_slipped_in(
    cases: list[InformationRequest],
) -> None:
    tables = {model._meta.db_table for model in event_models()} - {EVENTS}
    empty = Seal.objects.filter(table__in=tables)
    assert {(seal.table, seal.since, seal.day, seal.count) for seal in empty} == {
        (table, None, MONDAY, 0) for table in tables
    }


def test_the_seals_of_all_tables_are_one_chain(cases: list[InformationRequest]) -> None:
    chain = list(Seal.objects.order_by("number"))
    assert [seal.number for seal in chain] == list(range(1, len(chain) + 1))
    assert [seal.previous for seal in chain] == ["", *(seal.sha256 for seal in chain[:-1])]
    assert newest_seal() == chain[-1]
    assert first_broken_seal() is None


def test_today_is_not_sealed_and_sealing_again_adds_nothing(cases: list[InformationRequest]) -> None:
    before = Seal.objects.count()
    assert seal_complete_days().added == 0
    assert Seal.objects.count() == before
    assert not Seal.objects.filter(day__gte=TUESDAY).exists()


def test_days_without_a_run_are_made_up_for(
    cases: list[InformationRequest], file_on: FileOn, settings: Any
) -> None:
    file_on(date(2026, 9, 21))
    settings.AS_OF = date(2026, 9, 30)
    # Requests: 15 September, 16 to 21 September, 22 to 29 September; every other table once.
    assert seal_complete_days().added == 3 + len(event_models()) - 1
    found = [(seal.since, seal.day, seal.count) for seal in of_requests()[2:]]
    assert found == [
        (TUESDAY, TUESDAY, 2),
        (date(2026, 9, 16), date(2026, 9, 21), 2),
        (date(2026, 9, 22), date(2026, 9, 29), 0),
    ]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 9, 15, 0, 59, tzinfo=SHANGHAI), date(2026, 9, 13)),
        (datetime(2026, 9, 15, 1, 0, tzinfo=SHANGHAI), date(2026, 9, 14)),
        (datetime(2026, 9, 14, 23, 0, tzinfo=UTC), date(2026, 9, 14)),
    ],
)
def test_a_day_is_complete_an_hour_after_it_ended(moment: datetime, day: date) -> None:
    assert last_complete_day(moment) == day


def test_a_day_of_many_events_has_several_parts(
    file_on: FileOn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "PART_ROWS", 3)
    for _ in range(4):
        file_on(FRIDAY)
    settings.AS_OF = MONDAY
    seal_complete_days()
    parts = [(seal.since, seal.part, seal.count) for seal in of_requests() if seal.day == FRIDAY]
    assert parts == [(None, 1, 3), (None, 2, 3), (None, 3, 2)]
    assert first_broken_row(RequestEvent, None, lambda _done, _total: None) is None


@pytest.mark.django_db(transaction=True)
def test_a_writer_who_has_not_finished_is_waited_for(file_on: FileOn, settings: Any) -> None:
    """Its row has a lower id and yesterday's moment, and is not to be seen yet."""
    case = file_on(FRIDAY)
    other = connected_to(str(connection.settings_dict["NAME"]))
    try:
        with other.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {EVENTS} (subject_id, seq, kind, effective_on, recorded_at, origin, capability,"
                " data, backfilled) SELECT subject_id, 3, 'assigned', effective_on, recorded_at, origin,"
                f" capability, data, backfilled FROM {EVENTS} WHERE subject_id = %s AND seq = 1",
                [case.pk],
            )
        settings.AS_OF = MONDAY
        assert seal_complete_days(patience=0.3).hindered
        assert not Seal.objects.exists()
        other.commit()
    finally:
        other.close()
    assert seal_complete_days(patience=0.3).added
    assert of_requests()[0].count == 3


def connected_to(database: str) -> psycopg2.extensions.connection:
    """Another session on the server of the tests, which may want no password."""
    there = connection.get_connection_params()
    known = {name: there[name] for name in ("host", "port", "user", "password") if name in there}
    return psycopg2.connect(**known, dbname=database)


def test_a_writer_in_another_database_of_the_server_is_not_waited_for(file_on: FileOn, settings: Any) -> None:
    file_on(FRIDAY)
    other = connected_to("postgres")
    try:
        with other.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE work (done int)")
            cursor.execute("INSERT INTO work VALUES (1)")
        settings.AS_OF = MONDAY
        assert seal_complete_days(patience=0.3).added
    finally:
        other.close()


def test_the_daily_command_seals_and_prints_the_newest_hash(file_on: FileOn, settings: Any) -> None:
    file_on(FRIDAY)
    settings.AS_OF = MONDAY
    out = StringIO()
    call_command("run_daily", stdout=out)
    newest = newest_seal()
    assert newest is not None
    assert f"最新为第{newest.number}号，哈希 {newest.sha256}" in out.getvalue()


def test_the_daily_command_says_that_it_could_not_seal(
    file_on: FileOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "_writers_finish", lambda _cursor, _patience: False)
    file_on(FRIDAY)
    out, err = StringIO(), StringIO()
    call_command("run_daily", stdout=out, stderr=err)
    assert "下次运行会补上" in err.getvalue()
    assert "哈希" not in out.getvalue()


def fill(case: InformationRequest, upto: int) -> None:
    """Events by the thousand on one case, all of one day."""
    first = case.events.get(seq=1)
    plain = {"kind": "assigned", "effective_on": first.effective_on, "origin": "command"}
    RequestEvent.objects.bulk_create(
        (
            RequestEvent(subject=case, seq=seq, recorded_at=first.recorded_at, data={"n": seq}, **plain)
            for seq in range(case.last_seq + 1, upto + 1)
        ),
        batch_size=5_000,
    )
    InformationRequest.objects.filter(pk=case.pk).update(last_seq=upto)
    case.refresh_from_db()


def test_sealing_and_verifying_need_no_more_memory_for_more_rows(file_on: FileOn, settings: Any) -> None:
    peaks = []
    for number, day in ((4_000, FRIDAY), (16_000, MONDAY)):
        fill(file_on(day), number)
        settings.AS_OF = day + timedelta(days=1)
        tracemalloc.start()
        seal_complete_days()
        assert first_broken_row(RequestEvent, None, lambda _done, _total: None) is None
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5, peaks
