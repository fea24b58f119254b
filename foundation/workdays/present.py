"""The only place that asks what day or moment it is; the demo may pretend another day (`--as-of`)."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in Shanghai, or the day the demo pretends."""
    pretended: date | None = settings.AS_OF
    return pretended or timezone.localdate()


def now() -> datetime:
    """This moment, on the day `today()` says."""
    moment = timezone.localtime()
    return datetime.combine(today(), moment.timetz())


def moment() -> datetime:
    """This very moment, whatever day the demo pretends: for how long something lasts, never for its date."""
    return timezone.now()
