"""The demo set to another today: before the reforms, at the change of law, past the calendar's horizon."""

from __future__ import annotations

from datetime import date

import pytest

from requests_app.models import InformationRequest
from tests.world import demo_world


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2015, 6, 1), date(2019, 5, 20), date(2024, 2, 29)])
def test_it_can_be_set_to_another_day(day: date) -> None:
    with demo_world(day):
        waiting = InformationRequest.objects.filter(closed_on__isnull=True, due_on__isnull=False)
        assert waiting.exists()
        assert not waiting.filter(provisional=True).exists()


@pytest.mark.long
@pytest.mark.django_db
def test_past_the_horizon_dates_are_provisional() -> None:
    with demo_world(date(2027, 3, 1)):
        waiting = InformationRequest.objects.filter(stage="handling")
        assert waiting.exists()
        assert not waiting.filter(provisional=False).exists()
