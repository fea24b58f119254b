"""The canonical form, byte by byte: a change of it would make every kept hash worthless."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from foundation.ledger import canonical
from foundation.ledger.seals import event_models

SHANGHAI = timezone(timedelta(hours=8))
ROW: dict[str, Any] = {
    "id": 7,
    "subject_id": 3,
    "seq": 2,
    "kind": "received",
    "effective_on": date(2026, 9, 18),
    "recorded_at": datetime(2026, 9, 18, 9, 5, 6, 70, SHANGHAI),
    "actor_id": None,
    "acting_agency_id": 12,
    "origin": "public",
    "capability": "requests.register",
    "data": {"b": [1, 2.5, None, True], "a": "依据“条例”\n第三十一条"},
    "backfilled": False,
    "evidence_id": UUID("0F0E0D0C-0B0A-0908-0706-050403020100"),
    "corrects_id": 6,
}
WRITTEN = (
    '{"acting_agency_id":12,"actor_id":null,"backfilled":false,"capability":"requests.register",'
    '"corrects_id":6,"data":{"a":"依据“条例”\\n第三十一条","b":[1,2.5,null,true]},"effective_on":"2026-09-18",'
    '"evidence_id":"0f0e0d0c-0b0a-0908-0706-050403020100","id":7,"kind":"received","origin":"public",'
    '"recorded_at":"2026-09-18T01:05:06.000070Z","seq":2,"subject_id":3}'
)


def test_a_row_is_written_like_this_and_in_no_other_way() -> None:
    assert canonical.digest(ROW) == hashlib.sha256(WRITTEN.encode()).hexdigest()
    assert canonical.line(ROW) == f"7 3 2 {canonical.digest(ROW)}"


def test_neither_the_order_of_columns_nor_the_zone_of_the_moment_matters() -> None:
    turned = dict(reversed(ROW.items()))
    turned["recorded_at"] = ROW["recorded_at"].astimezone(UTC)
    turned["data"] = dict(reversed(ROW["data"].items()))
    assert canonical.digest({**turned, "number": "not a column of the ledger"}) == canonical.digest(ROW)


@pytest.mark.parametrize("name", canonical.FIELDS)
def test_every_column_counts(name: str) -> None:
    other = {"data": {"a": "依据"}, "effective_on": date(2026, 9, 17), "backfilled": True}
    changed = {**ROW, name: other.get(name, "another")}
    if name == "recorded_at":
        changed[name] = ROW[name] + timedelta(microseconds=1)
    assert canonical.digest(changed) != canonical.digest(ROW)
    with pytest.raises(KeyError):
        canonical.digest({key: value for key, value in ROW.items() if key != name})


@pytest.mark.parametrize("model", event_models(), ids=lambda model: model.__name__)
def test_no_column_of_an_event_table_escapes(model: Any) -> None:
    """A new column needs a new form: see docs/decisions/0012."""
    assert {field.attname for field in model._meta.concrete_fields} == set(canonical.FIELDS)


SEAL: dict[str, Any] = {
    "number": 2,
    "form": 1,
    "table": "requests_app_requestevent",
    "since": None,
    "day": date(2026, 9, 18),
    "part": 1,
    "count": 2,
    "previous": "ab" * 32,
    "sealed_at": datetime(2026, 9, 19, 1, 0, tzinfo=SHANGHAI),
}


def test_a_seal_is_written_like_this() -> None:
    written = (
        '{"count":2,"day":"2026-09-18","form":1,"number":2,"part":1,"previous":"' + "ab" * 32 + '",'
        '"sealed_at":"2026-09-18T17:00:00.000000Z","since":null,"table":"requests_app_requestevent"}'
        "\n7 3 2 aa\n9 4 1 bb"
    )
    rows = ["7 3 2 aa", "9 4 1 bb"]
    assert canonical.seal_digest(SEAL, rows) == hashlib.sha256(written.encode()).hexdigest()
    assert canonical.seal_digest(SEAL, rows[::-1]) != canonical.seal_digest(SEAL, rows)
