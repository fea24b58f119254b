"""Whoever rewrites the ledger behind the portal's back is found by name, also the owner of the tables."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from foundation.ledger import canonical
from foundation.ledger.models import Seal
from foundation.ledger.seals import seal_complete_days
from foundation.ledger.verification import ledger_name
from portal.embedded_postgres import find_programs
from requests_app.models import InformationRequest
from tests.foundation.ledger.conftest import EVENTS, FRIDAY, MONDAY, FileOn, unguarded

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


def verify(**options: Any) -> str:
    """What the command says when all is whole; raises CommandError otherwise."""
    out = StringIO()
    call_command("verify_ledger", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def complaint(**options: Any) -> str:
    out = StringIO()
    with pytest.raises(CommandError, match="处问题"):
        call_command("verify_ledger", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def tamper(sql: str, *values: object, table: str = EVENTS) -> None:
    with unguarded(table) as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0, "nothing was tampered with"


def test_a_whole_ledger_is_whole_and_its_newest_hash_is_printed(cases: list[InformationRequest]) -> None:
    newest = Seal.objects.order_by("-number")[0]
    assert f"台账完好。最新封存：第{newest.number}号，哈希 {newest.sha256}" in verify()
    assert "完好" in verify(table=EVENTS, until=FRIDAY, expect=Seal.objects.get(number=1).sha256.upper())


def test_progress_and_extent_go_to_the_other_stream(cases: list[InformationRequest]) -> None:
    out, err = StringIO(), StringIO()
    err.isatty = lambda: True  # type: ignore[method-assign]
    call_command("verify_ledger", stdout=out, stderr=err)
    assert "“依申请公开”：6/6" in err.getvalue()
    assert "6条已核对，封存到2026年9月14日" in err.getvalue()
    assert "6条" not in out.getvalue()


def test_an_unsealed_ledger_says_so(file_on: FileOn) -> None:
    file_on(FRIDAY)
    assert "还没有封存" in verify()


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'extended'",
        "effective_on = effective_on - 1",
        'data = \'{"basis": "announced"}\'',
        "backfilled = true",
        "origin = 'staff'",
        "recorded_at = recorded_at - interval '1 microsecond'",
        "recorded_at = recorded_at - interval '2 days', effective_on = effective_on - 2",
        "recorded_at = recorded_at + interval '30 days'",
    ],
)
def test_a_changed_event_is_found_by_name(cases: list[InformationRequest], change: str) -> None:
    case = cases[1]
    tamper(f"UPDATE {EVENTS} SET {change} WHERE subject_id = %s AND seq = 2", case.pk)
    said = complaint()
    assert f"“依申请公开”{case.number}第2号记录" in said and "被改动过" in said
    assert said.count("\n") == 1, said


def test_a_deleted_event_is_found_by_name(cases: list[InformationRequest]) -> None:
    tamper(f"DELETE FROM {EVENTS} WHERE subject_id = %s AND seq = 1", cases[0].pk)
    first, gap = complaint().splitlines()
    assert f"{cases[0].number}第1号记录" in first and "被删除过" in first
    assert f"{cases[0].number}第1号记录应当有而没有" in gap


def test_the_last_event_of_all_is_missed_too(cases: list[InformationRequest]) -> None:
    tamper(f"DELETE FROM {EVENTS} WHERE subject_id = %s AND seq = 2", cases[2].pk)
    assert f"{cases[2].number}第2号记录" in complaint()


INSERT = (
    f"INSERT INTO {EVENTS} (subject_id, seq, kind, effective_on, recorded_at, origin, capability, data,"
    " backfilled) SELECT subject_id, 3, 'extended', effective_on - 200, recorded_at + %s, origin, capability,"
    f" data, backfilled FROM {EVENTS} WHERE subject_id = %s AND seq = 2"
)


@pytest.mark.parametrize("shift", ["1 second", "-1 day", "-100 days", "1 day"])
def test_an_event_slipped_into_sealed_days_is_found_by_name(
    cases: list[InformationRequest], shift: str
) -> None:
    """Also on a day that had none, and on one before the first."""
    tamper(INSERT, shift, cases[1].pk)
    said = complaint()
    assert f"{cases[1].number}第3号记录" in said and "后来插入到已封存日期里" in said


def test_an_event_added_since_is_no_complaint_until_it_breaks_the_sequence(
    cases: list[InformationRequest],
) -> None:
    assert "完好" in verify()
    tamper(f"DELETE FROM {EVENTS} WHERE subject_id = %s AND seq = 2", cases[3].pk)
    said = complaint()
    assert said.strip() == (
        f"“依申请公开”{cases[3].number}第2号记录应当有而没有：本件共办理2次，序号应当连续。"
    )


def test_an_event_the_case_did_not_count_is_one_too_many(cases: list[InformationRequest]) -> None:
    tamper(INSERT, "0", cases[3].pk)
    assert f"{cases[3].number}第3号记录是多出来的" in complaint()


def test_a_case_without_any_event_left_is_named_by_its_id(cases: list[InformationRequest]) -> None:
    tamper(f"DELETE FROM {EVENTS} WHERE subject_id = %s", cases[3].pk)
    assert f"“依申请公开”（件的编号{cases[3].pk}）第1号记录应当有而没有" in complaint()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("count = count, day = day - 1", "第2号封存"),
        ("sha256 = repeat('a', 64)", "第2号封存"),
        ("rows[1] = rows[2], rows[2] = rows[1]", "第2号封存"),
        ("previous = repeat('b', 64)", "第2号封存"),
        ("sealed_at = sealed_at + interval '1 second'", "第2号封存"),
        ("form = 2", "规范格式是2"),
        ("number = 99", "第2号封存不见了"),
    ],
)
def test_an_altered_seal_is_found_by_its_number(
    cases: list[InformationRequest], change: str, named: str
) -> None:
    table, altered = "ledger_seal", Seal.objects.filter(table=EVENTS).earliest("number")
    wanted = named.replace("2号", f"{altered.number}号")
    tamper(f"UPDATE {table} SET {change} WHERE number = %s", altered.number, table=table)
    assert wanted in complaint().splitlines()[0]


def test_a_seal_rewritten_with_its_own_hash_no_longer_fits_the_next(cases: list[InformationRequest]) -> None:
    seal = Seal.objects.get(number=1)
    seal.day = date(2026, 9, 1)
    forged = canonical.seal_digest(vars(seal), seal.rows)
    table = "ledger_seal"
    tamper(f"UPDATE {table} SET day = %s, sha256 = %s WHERE number = 1", seal.day, forged, table=table)
    assert "第2号封存" in complaint() and "接不上" in complaint()


def test_only_a_hash_kept_elsewhere_shows_that_the_whole_chain_was_made_anew(
    cases: list[InformationRequest],
) -> None:
    kept = Seal.objects.order_by("-number")[0].sha256
    tamper("DELETE FROM ledger_seal", table="ledger_seal")
    tamper(f"UPDATE {EVENTS} SET kind = 'extended' WHERE subject_id = %s AND seq = 2", cases[0].pk)
    assert seal_complete_days().added
    assert "完好" in verify()
    assert f"封存链里没有哈希{kept}" in complaint(expect=kept)


def test_until_looks_at_the_older_seals_only(cases: list[InformationRequest]) -> None:
    tamper(f"UPDATE {EVENTS} SET kind = 'x' WHERE subject_id = %s AND seq = 2", cases[2].pk)
    assert "完好" in verify(until=FRIDAY)
    assert cases[2].number in complaint(until=MONDAY)


def test_only_the_asked_for_table_is_looked_at(cases: list[InformationRequest]) -> None:
    tamper(f"UPDATE {EVENTS} SET kind = 'x' WHERE subject_id = %s AND seq = 2", cases[2].pk)
    assert "完好" in verify(table="disclosure_itemevent")
    assert ledger_name("disclosure_itemevent") == "主动公开"
    assert ledger_name("nobody_knows") == "nobody_knows"


@pytest.mark.django_db(transaction=True)
def test_seals_hold_after_a_dump_and_a_restore(cases: list[InformationRequest]) -> None:
    """Into another database, verified by a process of its own; its exit code is what a script sees."""
    here = connection.settings_dict
    server = f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}"
    programs, copy = find_programs(), f"{here['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE template0')
    try:
        dump = subprocess.run(
            [programs / "pg_dump", f"{server}/{here['NAME']}"], capture_output=True, check=True
        )
        restore = [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", f"{server}/{copy}"]
        # A newer pg_dump sets what an older server does not know.
        readable = dump.stdout.replace(b"SET transaction_timeout = 0;\n", b"")
        subprocess.run(restore, input=readable, capture_output=True, check=True)
        assert answer(f"{server}/{copy}").returncode == 0
        forge = f"ALTER TABLE {EVENTS} DISABLE TRIGGER USER; UPDATE {EVENTS} SET kind = 'x' WHERE seq = 2"
        subprocess.run(restore, input=forge.encode(), check=True)
        broken = answer(f"{server}/{copy}")
        assert (broken.returncode, "被改动过" in broken.stdout) == (1, True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def answer(url: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url, "GONGKAI_MODE": "test"}
    command = [sys.executable, "manage.py", "verify_ledger"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
