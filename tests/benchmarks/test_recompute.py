"""The measurement itself, small: it fills, recomputes, checks, compares, and touches nothing of others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from benchmarks import memory, recompute, rows
from benchmarks.database import BenchmarkRefused
from foundation.agencies.models import Agency
from requests_app.models import InformationRequest, RequestEvent
from requests_app.operations import intake, recomputing
from tests.requests_app.conftest import PUBLIC, district, filing, office

__all__ = ["district", "office"]

ROOT = Path(__file__).resolve().parents[2]
SIZE = 300


def silent(_sentence: str) -> None: ...


@pytest.mark.django_db
def test_it_measures_what_really_happened() -> None:
    figures = recompute.measure(SIZE, batch=100, say=silent)
    assert figures.rows == InformationRequest.objects.count() == SIZE
    assert 2 * SIZE < figures.events < 6 * SIZE
    assert 0 < figures.changed < SIZE, "a part of the dates moves"
    assert RequestEvent.objects.count() == figures.events + figures.changed
    assert figures.ratio == pytest.approx(figures.seconds / figures.baseline_seconds)
    assert figures.rows_per_second == pytest.approx(SIZE / figures.seconds)
    assert 0 < figures.seconds_in_the_clock < figures.seconds
    assert 0 < figures.seconds_at_the_database < figures.seconds
    assert figures.queries < 60 and figures.peak_memory_mib > 10
    # The bare UPDATE came last: every date is a day later than it was.
    assert set(InformationRequest.objects.values_list("calendar_version", flat=True)) == {"bare-update"}


@pytest.mark.django_db
def test_the_rows_are_invented_seeded_and_say_so() -> None:
    rows.fill(20, seed=7)
    first = InformationRequest.objects.order_by("pk").values_list("number", "received_on")[0]
    assert all(
        title.startswith("演示数据") for title in InformationRequest.objects.values_list("title", flat=True)
    )
    for case in InformationRequest.objects.prefetch_related("events"):
        events = list(case.events.all())
        assert [event.seq for event in events] == list(range(1, case.last_seq + 1))
        assert 2 <= len(events) <= 6
        days = [event.effective_on for event in events]
        assert days == sorted(days) and days[0] == case.received_on
    again = rows.invent(0, rows.Setting.of(7, list(Agency.objects.order_by("pk")))).case
    assert (again.number, again.received_on) == first[:2]


def test_a_database_with_a_request_in_it_is_refused(district: Agency, settings: Any) -> None:
    settings.AS_OF = date(2026, 9, 18)
    intake.file(filing(district), actor=PUBLIC)
    with pytest.raises(BenchmarkRefused, match="里已有申请"):
        recompute.measure(SIZE, say=silent)
    assert InformationRequest.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_result_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = recomputing.limits.write_index

    def wrong(case: Any, clock: Any) -> None:
        plain(case, clock)
        if clock.calendar_version == "bench-2027":
            case.due_on = date(2030, 1, 1)

    monkeypatch.setattr(recomputing.limits, "write_index", wrong)
    with pytest.raises(BenchmarkRefused, match="不一致"):
        recompute.measure(30, say=silent)


@pytest.mark.django_db
def test_an_unfinished_result_is_no_result() -> None:
    rows.fill(5, seed=1)
    recompute.publish_plan()
    with pytest.raises(BenchmarkRefused, match="还有5件没有重算"):
        recompute.refuse_wrong_result(5, RequestEvent.objects.count(), 0)


def test_where_the_system_cannot_tell_the_peak_it_is_that_of_the_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(memory, "FORGET", tmp_path / "none")
    monkeypatch.setattr(memory, "STATUS", tmp_path / "none")
    memory.forget_peak()
    assert memory.peak_mib() > 10


@pytest.mark.django_db
def test_the_command_uses_a_database_of_its_own_and_drops_it(tmp_path: Path) -> None:
    """As an operator runs it, on the server of the tests."""
    there = connection.settings_dict
    password = f":{there['PASSWORD']}" if there["PASSWORD"] else ""
    url = f"postgres://{there['USER']}{password}@{there['HOST']}:{there['PORT']}/postgres"
    output = tmp_path / "figures.json"
    command = [sys.executable, "manage.py", "bench", "recompute", f"--size={SIZE}", f"--output={output}"]
    answer = subprocess.run(
        command, env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    figures = json.loads(output.read_text(encoding="utf-8"))
    assert figures["rows"] == SIZE and f"rows                     {SIZE}" in answer.stdout
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'gongkai\\_bench\\_%%'", [])
        assert cursor.fetchone() == (0,)
    assert not InformationRequest.objects.exists()
