"""The copy of the demo that other tests look at is the demo (tests/world.py)."""

from __future__ import annotations

import pytest

from foundation.files.models import StoredFile
from foundation.files.store import read
from tests.portal.test_append_only import guarded
from tests.world import demo_world, read_rows


def lines() -> dict[str, list[bytes]]:
    """The rows of each table, in an order of their own: PostgreSQL keeps none."""
    return {table: sorted(content.splitlines()) for table, content in read_rows().items()}


@pytest.mark.django_db
def test_a_copy_is_what_was_seeded_and_its_triggers_are_awake() -> None:
    before, awake = lines(), guarded()
    with demo_world():
        seeded = lines()
    assert lines() == before
    with demo_world():
        assert lines() == seeded
        assert guarded() == awake
        assert all(map(read, StoredFile.objects.all()))
    assert lines() == before != seeded
