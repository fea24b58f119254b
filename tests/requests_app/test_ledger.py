"""What the database itself promises about the events of a request."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from requests_app.models import InformationRequest
from tests.requests_app.conftest import TODAY


def test_the_database_refuses_an_event_of_tomorrow_and_a_number_twice(case: InformationRequest) -> None:
    first = case.events.get(seq=1)
    facts = {"kind": "filed", "recorded_at": first.recorded_at, "origin": "staff"}
    for wrong in (
        {"seq": 99, "effective_on": date(TODAY.year, TODAY.month, TODAY.day + 1)},
        {"seq": 1, "effective_on": TODAY},
        {"seq": 0, "effective_on": TODAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            case.events.create(**facts, **wrong)
