"""The whole demo district inside one rolled-back transaction, for tests that look at everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.db import transaction

from portal.demo.playing import playing
from portal.demo.seed import seed

TODAY = date(2026, 11, 23)


@contextmanager
def demo_world(today: date = TODAY) -> Iterator[None]:
    """Seeded and alive until the block ends; the database is then as before."""
    assert settings.MODE == "test"
    with playing(today), transaction.atomic():
        seed(lambda _step, _share: None)
        yield
        transaction.set_rollback(True)
