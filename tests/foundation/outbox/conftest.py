"""Colleagues who can be reached, or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from foundation.agencies.models import Agency, User
from tests.portal.agencies import an_agency
from tests.requests_app.conftest import person

TODAY = date(2026, 9, 18)


@pytest.fixture(autouse=True)
def today(settings: Any) -> Iterator[date]:
    settings.AS_OF = TODAY
    settings.OUTBOX_BY_EMAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    yield TODAY


@pytest.fixture
def agency(db: None) -> Agency:
    return an_agency()


@pytest.fixture
def clerk(agency: Agency) -> User:
    user = person("clerk", agency, "outbox.call", "requests.read")
    user.email = "clerk@example.invalid"
    user.save()
    return user
