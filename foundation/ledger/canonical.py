"""The canonical form of a ledger row and of a seal: the bytes whose hash is kept (docs/decisions/0012).

It must come out the same after a dump and restore, on another PostgreSQL and with another Django. So it is
spelled out here and depends on neither: a change of any kind is a new `FORM`, and old seals keep theirs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

FORM = 1
"""The number of this form, stored in every seal."""

FIELDS = (
    "id",
    "subject_id",
    "seq",
    "kind",
    "effective_on",
    "recorded_at",
    "actor_id",
    "acting_agency_id",
    "origin",
    "capability",
    "data",
    "backfilled",
    "evidence_id",
    "corrects_id",
)
"""The columns of every event table, whatever its room; a test compares them with the models."""

SEAL_FIELDS = ("number", "form", "table", "since", "day", "part", "count", "previous", "sealed_at")
"""The facts of a seal under its hash; its lines follow them."""


def digest(row: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form of a row given by its columns. Raises KeyError for a missing one."""
    return hashlib.sha256(_json({name: _plain(row[name]) for name in FIELDS})).hexdigest()


def line(row: Mapping[str, Any]) -> str:
    """What a seal keeps of a row: `id subject seq sha256`."""
    return f"{row['id']} {row['subject_id']} {row['seq']} {digest(row)}"


def seal_digest(facts: Mapping[str, Any], rows: Iterable[str]) -> str:
    """SHA-256 over a seal's own facts, the hash of the seal before it among them, and its lines in order."""
    hashed = hashlib.sha256(_json({name: _plain(facts[name]) for name in SEAL_FIELDS}))
    for row in rows:
        hashed.update(b"\n" + row.encode())
    return hashed.hexdigest()


def _json(facts: Mapping[str, Any]) -> bytes:
    """Keys sorted by code point, no spaces, UTF-8, characters as themselves, no NaN."""
    return json.dumps(
        facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _plain(value: Any) -> Any:
    """Moments in UTC to the microsecond, days in ISO 8601, UUIDs in lower case with hyphens."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
