"""The master keys of this installation, read from settings.GONGKAI_KEYS: "id:base64,id:base64".

The first one wraps new keys; the others open what was wrapped before, until `rotate_keys` has run.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,40}")
DEMO_SECRET = b"demo-and-test-only-demo-and-test"


@dataclass(frozen=True)
class MasterKey:
    id: str
    secret: bytes = field(repr=False)


def master_keys() -> tuple[MasterKey, ...]:
    """All of them, the encrypting one first. Complaints name the place, never the value."""
    keys = tuple(_parse(number, part) for number, part in enumerate(settings.GONGKAI_KEYS.split(","), 1))
    if len({key.id for key in keys}) < len(keys):
        raise ImproperlyConfigured("GONGKAI_KEYS names one key id twice")
    return keys


def _parse(number: int, part: str) -> MasterKey:
    key_id, _, encoded = part.strip().partition(":")
    try:
        secret = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if not KEY_ID.fullmatch(key_id) or len(secret) != KEY_BYTES:
        raise ImproperlyConfigured(f"GONGKAI_KEYS: entry {number} must be id:base64 of {KEY_BYTES} bytes")
    return MasterKey(key_id, secret)
