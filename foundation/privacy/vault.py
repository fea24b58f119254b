"""Sealing personal data under a key per case; a destroyed key makes what it sealed unreadable for ever.

A sealed value is `suite byte | 12-byte nonce | AES-256-GCM ciphertext`. The context (what the value is and whose)
is authenticated with it, so a value moved to another record does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from foundation.privacy.models import DataKey
from foundation.workdays.present import now

AES_GCM = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32


class KeyDestroyed(Exception):
    """The key was destroyed; what it sealed is gone for good."""


class Unreadable(Exception):
    """The sealed value does not open: wrong key, wrong context, or tampered with."""


def new_key() -> DataKey:
    """A fresh random key, stored wrapped by the first master key."""
    key = DataKey(created_at=now())
    key.wrapped = _wrap(AESGCM.generate_key(bit_length=256), str(key.pk))
    key.save(force_insert=True)
    return key


def destroy(key: DataKey) -> None:
    """Erase the key irrevocably; everything sealed with it becomes unreadable."""
    with transaction.atomic():
        locked = DataKey.objects.select_for_update().get(pk=key.pk)
        locked.wrapped = b""
        locked.destroyed_at = now()
        locked.save(update_fields=["wrapped", "destroyed_at"])
    key.wrapped, key.destroyed_at = b"", locked.destroyed_at


def seal(key: DataKey, context: str, facts: Mapping[str, Any]) -> bytes:
    return seal_bytes(key, context, json.dumps(dict(facts), ensure_ascii=False).encode())


def unseal(key: DataKey, context: str, sealed: bytes) -> dict[str, Any]:
    """The facts as sealed. Raises KeyDestroyed or Unreadable."""
    facts: dict[str, Any] = json.loads(unseal_bytes(key, context, sealed))
    return facts


def seal_bytes(key: DataKey, context: str, plain: bytes) -> bytes:
    return _encrypt(_unwrap(key), context, plain)


def unseal_bytes(key: DataKey, context: str, sealed: bytes) -> bytes:
    return _decrypt(_unwrap(key), context, bytes(sealed))


def keyed_hash(purpose: str, text: str) -> str:
    """An HMAC-SHA256 in hex for exact look-ups; useless without the master key."""
    _, secret = _master_keys()[-1]  # the oldest key, so that rotation does not change the hashes
    return hmac.new(secret, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def rewrap(key: DataKey) -> None:
    """Wrap the key again with the first master key, after a new one was put in front."""
    key.wrapped = _wrap(_unwrap(key), str(key.pk))
    key.save(update_fields=["wrapped"])


def _master_keys() -> list[tuple[str, bytes]]:
    pairs = [part.strip().partition(":") for part in settings.GONGKAI_KEYS.split(",")]
    keys = [(name, base64.b64decode(encoded)) for name, _, encoded in pairs]
    if not keys or any(len(secret) != KEY_BYTES or not name for name, secret in keys):
        raise ImproperlyConfigured("GONGKAI_KEYS must be id:base64 of 32 bytes, separated by commas")
    return keys


def _wrap(raw: bytes, key_id: str) -> bytes:
    name, secret = _master_keys()[0]
    return name.encode() + b":" + _encrypt(secret, key_id, raw)


def _unwrap(key: DataKey) -> bytes:
    if key.destroyed_at is not None or not key.wrapped:
        raise KeyDestroyed(f"key {key.pk} was destroyed")
    name, _, wrapped = bytes(key.wrapped).partition(b":")
    secret = dict(_master_keys()).get(name.decode())
    if secret is None:
        raise Unreadable(f"master key {name.decode()!r} is not configured")
    return _decrypt(secret, str(key.pk), wrapped)


def _encrypt(secret: bytes, context: str, plain: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return AES_GCM + nonce + AESGCM(secret).encrypt(nonce, plain, context.encode())


def _decrypt(secret: bytes, context: str, sealed: bytes) -> bytes:
    if sealed[:1] != AES_GCM:
        raise Unreadable("unknown cipher suite")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(secret).decrypt(nonce, body, context.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable("the sealed value does not open") from error
