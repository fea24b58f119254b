"""Two processes filing at once get consecutive numbers; a kill in the middle leaves no half request."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from foundation.agencies.models import Agency
from foundation.ledger.models import Counter
from foundation.privacy.models import DataKey
from requests_app.models import Applicant, InformationRequest, RequestEvent, RequestPart

FILING = """
import sys, time
import django
django.setup()
from django.conf import settings
from datetime import date
settings.AS_OF = date(2026, 9, 18)
from foundation.agencies.models import Agency
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from requests_app.facts import ApplicantFacts, Filing, PartFacts
from requests_app.operations import intake

if sys.argv[2] == "hang":
    plain = acts.record
    def record(begun, kind, **facts):
        event = plain(begun, kind, **facts)
        if kind == "received":
            print("in the middle", flush=True)
            time.sleep(60)
        return event
    acts.record = record

district = Agency.objects.get(code="shanting")
for number in range(int(sys.argv[1])):
    applicant = ApplicantFacts(kind="natural", name=f"演示并发{number}", phone="13000000000")
    parts = (PartFacts("演示信息"),)
    filing = Filing(respondent=district, channel="online", applicant=applicant, parts=parts)
    print(intake.file(filing, actor=Actor(origin="public")).request.number, flush=True)
"""
ROOT = Path(__file__).resolve().parents[2]


def start(count: int, how: str = "go") -> subprocess.Popen[str]:
    there = connection.settings_dict
    password = f":{there['PASSWORD']}" if there["PASSWORD"] else ""
    url = f"postgres://{there['USER']}{password}@{there['HOST']}:{there['PORT']}/{there['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", FILING, str(count), how]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.django_db(transaction=True)
def test_two_processes_get_consecutive_numbers(district: Agency) -> None:
    processes = [start(6), start(6)]
    printed = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    numbers = sorted(number for lines in printed for number in lines)
    assert numbers == [f"shanting-2026-{serial:04d}" for serial in range(1, 13)]
    assert InformationRequest.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_a_kill_in_the_middle_leaves_nothing_and_no_gap(district: Agency) -> None:
    victim = start(1, "hang")
    assert victim.stdout is not None
    assert victim.stdout.readline().strip() == "in the middle"
    victim.send_signal(signal.SIGKILL)
    victim.wait(timeout=10)
    survivor = start(1)
    assert survivor.communicate(timeout=60)[0].split() == ["shanting-2026-0001"]
    for model in (InformationRequest, Applicant):
        assert model.objects.count() == 1
    assert RequestPart.objects.count() == 1
    assert set(RequestEvent.objects.values_list("subject__number", flat=True)) == {"shanting-2026-0001"}
    assert Counter.objects.get(series="request").last == 1
    assert DataKey.objects.filter(applicant__isnull=False).count() == 1
    deadline = time.monotonic() + 10
    while open_transactions() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not open_transactions()


def open_transactions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
