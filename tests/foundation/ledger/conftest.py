"""A ledger written on several days, its seals, and an owner who knows how to put the triggers to sleep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import connection

from foundation.agencies.models import Agency, AgencyKind
from foundation.ledger import seals
from foundation.ledger.seals import SHANGHAI, seal_complete_days
from foundation.workdays.present import today
from requests_app.models import InformationRequest
from requests_app.operations import intake
from tests.requests_app.conftest import PUBLIC, agency, filing

FRIDAY, MONDAY, TUESDAY = date(2026, 9, 11), date(2026, 9, 14), date(2026, 9, 15)
EVENTS, ITEMS, REPORTS = "requests_app_requestevent", "disclosure_itemevent", "annual_report_reportevent"

FileOn = Callable[[date], InformationRequest]


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day is complete an hour after it ended: tests that run just after midnight mean the morning, too."""
    monkeypatch.setattr(seals, "now", lambda: datetime.combine(today(), time(9), SHANGHAI))


@pytest.fixture
def respondent(db: None) -> Agency:
    return agency("shanting", "山亭区人民政府", AgencyKind.GOVERNMENT)


@pytest.fixture
def file_on(respondent: Agency, settings: Any) -> FileOn:
    def file(day: date) -> InformationRequest:
        settings.AS_OF = day
        return intake.file(filing(respondent), actor=PUBLIC).request

    return file


@pytest.fixture
def cases(file_on: FileOn, settings: Any) -> list[InformationRequest]:
    """Two requests on Friday, one on Monday (two events each), sealed on Tuesday, and one more then."""
    found = [file_on(FRIDAY), file_on(FRIDAY), file_on(MONDAY)]
    settings.AS_OF = TUESDAY
    assert seal_complete_days().added
    return [*found, file_on(TUESDAY)]


@contextmanager
def unguarded(*tables: str) -> Iterator[Any]:
    """What only the owner of the tables can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
