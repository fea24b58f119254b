"""Two processes recompute the same requests at once; one is killed in the middle; a clerk holds a case."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from foundation.agencies.models import Agency
from requests_app.models import InformationRequest, RequestEvent
from requests_app.operations import intake, recomputing
from requests_app.operations.recomputing import Recomputed
from tests.requests_app.conftest import PUBLIC, filing, publish_calendar
from tests.requests_app.test_two_processes import open_transactions

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 12, 10)
RECOMPUTING = """
import sys, time
import django
django.setup()
from datetime import date
from django.conf import settings
settings.AS_OF = date(2026, 12, 10)
from requests_app.operations import recomputing

batches = 0
plain = recomputing._write
def write(*facts):
    global batches
    batches += 1
    changed = plain(*facts)
    if sys.argv[2] == "hang" and batches == 2:
        print("in the middle", flush=True)
        time.sleep(60)
    time.sleep(0.02)
    return changed
recomputing._write = write

print("ready", flush=True)
sys.stdin.readline()
done = recomputing.recompute_open_limits(batch=int(sys.argv[1]))
print(done.cases, done.changed, flush=True)
"""


def start(batch: int, how: str = "go") -> subprocess.Popen[str]:
    there = connection.settings_dict
    password = f":{there['PASSWORD']}" if there["PASSWORD"] else ""
    url = f"postgres://{there['USER']}{password}@{there['HOST']}:{there['PORT']}/{there['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", RECOMPUTING, str(batch), how],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def go(*processes: subprocess.Popen[str]) -> list[list[str]]:
    """Let them begin together; what each printed."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    printed = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return printed


@pytest.fixture
def cases(transactional_db: None, district: Agency, settings: Any) -> list[InformationRequest]:
    settings.AS_OF = DAY
    filed = [intake.file(filing(district), actor=PUBLIC).request for _ in range(24)]
    publish_calendar()
    return filed


def assert_each_was_recomputed_once(cases: list[InformationRequest]) -> None:
    for case in InformationRequest.objects.filter(pk__in=[one.pk for one in cases]):
        events = list(case.events.order_by("seq"))
        assert [event.kind for event in events] == ["filed", "received", "recomputed"]
        assert case.last_seq == 3
        assert (case.due_on, case.calendar_version) == (date(2027, 1, 11), "2027-1")


def test_two_processes_share_the_work(cases: list[InformationRequest]) -> None:
    printed = go(start(2), start(2))
    assert sum(int(done) for done, _ in printed) == 24
    assert_each_was_recomputed_once(cases)


def test_after_a_kill_in_the_middle_the_next_run_goes_on(cases: list[InformationRequest]) -> None:
    victim = start(5, "hang")
    assert victim.stdin is not None and victim.stdout is not None
    victim.stdin.write("\n")
    victim.stdin.flush()
    assert victim.stdout.readline() == "in the middle\n"
    victim.send_signal(signal.SIGKILL)
    victim.wait(timeout=10)
    deadline = time.monotonic() + 10
    while open_transactions() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert RequestEvent.objects.filter(kind="recomputed").count() == 5, "the batch before is whole"
    assert recomputing.stale_requests() == 19
    assert go(start(5)) == [["19", "19"]]
    assert_each_was_recomputed_once(cases)


def test_a_case_a_clerk_holds_is_passed_over_and_taken_the_next_time(
    cases: list[InformationRequest],
) -> None:
    held, release = threading.Event(), threading.Event()

    def clerk() -> None:
        with transaction.atomic():
            InformationRequest.objects.select_for_update().get(pk=cases[3].pk)
            held.set()
            release.wait(timeout=30)
        connection.close()

    thread = threading.Thread(target=clerk)
    thread.start()
    try:
        assert held.wait(timeout=10)
        assert recomputing.recompute_open_limits(batch=5) == Recomputed(23, 23, remaining=1)
    finally:
        release.set()
        thread.join()
    assert recomputing.recompute_open_limits(batch=5) == Recomputed(1, 1, remaining=0)
    assert_each_was_recomputed_once(cases)
