"""The demo plays its year day by day, so that what it records was written down when it happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings

from foundation.workdays import arithmetic
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar


@contextmanager
def playing(day: date) -> Iterator[None]:
    """Everything inside happens on that day."""
    before = settings.AS_OF
    settings.AS_OF = day
    try:
        yield
    finally:
        settings.AS_OF = before


def workdays_ago(number: int) -> date:
    """The working day that lies `number` working days before the demo's today."""
    return arithmetic.subtract(published_calendar(), today(), number)
