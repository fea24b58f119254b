"""The system check, and the only clock of the house."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from foundation.workdays import present
from foundation.workdays.checks import next_year_is_confirmed


@pytest.mark.django_db
def test_from_november_a_missing_plan_is_a_warning(settings):
    settings.AS_OF = date(2026, 11, 1)
    (warning,) = next_year_is_confirmed(databases=["default"])
    assert warning.id == "workdays.W001"
    assert "2027年" in warning.msg
    settings.AS_OF = date(2026, 10, 31)
    assert next_year_is_confirmed(databases=["default"]) == []


def test_without_a_database_nothing_is_asked():
    assert next_year_is_confirmed() == []


@pytest.mark.django_db
def test_before_the_first_migration_the_check_keeps_silent(settings):
    settings.AS_OF = date(2026, 11, 1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE workdays_calendarversion RENAME TO not_there_yet")
    assert next_year_is_confirmed(databases=["default"]) == []


def test_today_may_be_pretended(settings):
    settings.AS_OF = date(2012, 9, 26)
    assert present.today() == date(2012, 9, 26)
    assert present.now().date() == date(2012, 9, 26)
    assert timezone.is_aware(present.now())


def test_otherwise_today_is_the_day_in_shanghai(settings, monkeypatch):
    settings.AS_OF = None
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 3, 5))
    assert present.today() == date(2026, 3, 5)
