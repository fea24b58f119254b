"""Sealing personal data under a key per case; a destroyed key makes what it sealed unreadable for ever.

A sealed value is `suite byte | 12-byte nonce | AES-256-GCM ciphertext`. The context (what the value is and
whose) is authenticated with it, so a value moved to another place does not open. The key itself is stored
sealed by a master key of settings.GONGKAI_KEYS, as `id of the master key : sealed value`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import uuid
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from foundation.privacy.master_keys import master_keys
from foundation.privacy.models import DataKey
from foundation.workdays.present import now

AES_GCM = b"\x01"
NONCE_BYTES = 12
BATCH = 500

HASH_KEY = uuid.UUID(int=0)
"""The key behind keyed_hash is a data key too, so that hashes outlive every rotation of master keys."""


class KeyDestroyed(Exception):
    """The key was destroyed; what it sealed is gone for good."""


class Unreadable(Exception):
    """The sealed value does not open: wrong key, wrong context, or tampered with."""


# --- keys -----------------------------------------------------------------------------------------------


def new_key() -> DataKey:
    """A fresh random key, stored wrapped by the first master key."""
    key = DataKey(created_at=now())
    key.wrapped = _wrap(AESGCM.generate_key(bit_length=256), key)
    key.save(force_insert=True)
    return key


def destroy(key: DataKey) -> None:
    """Erase the key; everything sealed with it becomes unreadable. Doing it twice changes nothing.

    Backups and the server's own log keep the wrapped key until they expire: their period of keeping is
    part of the promise made to the applicant.
    """
    if key.pk == HASH_KEY:
        raise ValueError("the key of the hashes serves every case and is never destroyed")
    with transaction.atomic():
        locked = DataKey.objects.select_for_update().get(pk=key.pk)
        if locked.destroyed_at is None:
            locked.wrapped, locked.destroyed_at = b"", now()
            locked.save(update_fields=["wrapped", "destroyed_at"])
    key.wrapped, key.destroyed_at = b"", locked.destroyed_at


def rewrap(key: DataKey) -> bool:
    """Wrap the key again with the first master key; False if it already is. What it sealed stays as it is."""
    if _master_key_id(key) == master_keys()[0].id:
        return False
    key.wrapped = _wrap(_unwrap(key), key)
    key.save(update_fields=["wrapped"])
    return True


def rewrap_all() -> int:
    """Rewrap every living key in short transactions; can be broken off and started again at any time."""
    rewrapped, last = 0, None
    while True:
        keys = DataKey.objects.filter(destroyed_at=None).order_by("pk").select_for_update()
        with transaction.atomic():
            batch = list((keys.filter(pk__gt=last) if last else keys)[:BATCH])
            rewrapped += sum(rewrap(key) for key in batch)
        if len(batch) < BATCH:
            return rewrapped
        last = batch[-1].pk


# --- sealing --------------------------------------------------------------------------------------------


def seal(key: DataKey, context: str, facts: Mapping[str, Any]) -> bytes:
    """Facts are plain JSON values; anything else is refused with TypeError or ValueError."""
    return seal_bytes(key, context, json.dumps(dict(facts), ensure_ascii=False, allow_nan=False).encode())


def unseal(key: DataKey, context: str, sealed: bytes) -> dict[str, Any]:
    """The facts as sealed. Raises KeyDestroyed or Unreadable."""
    facts: dict[str, Any] = json.loads(unseal_bytes(key, context, sealed))
    return facts


def seal_bytes(key: DataKey, context: str, plain: bytes) -> bytes:
    return _encrypt(_unwrap(key), context, plain)


def unseal_bytes(key: DataKey, context: str, sealed: bytes) -> bytes:
    return _decrypt(_unwrap(key), context, bytes(sealed))


def keyed_hash(purpose: str, text: str) -> str:
    """An HMAC-SHA256 in hex for exact look-ups, different for every purpose; the caller tidies the text."""
    secret = _unwrap(_hash_key())
    of_purpose = hmac.digest(secret, purpose.encode(), hashlib.sha256)
    return hmac.new(of_purpose, text.encode(), hashlib.sha256).hexdigest()


def _hash_key() -> DataKey:
    """Made by whoever needs it first; of two at once one wins."""
    found = DataKey.objects.filter(pk=HASH_KEY).first()
    if found is not None:
        return found
    fresh = DataKey(pk=HASH_KEY, created_at=now())
    fresh.wrapped = _wrap(AESGCM.generate_key(bit_length=256), fresh)
    DataKey.objects.bulk_create([fresh], ignore_conflicts=True)
    return DataKey.objects.get(pk=HASH_KEY)


# --- the cipher -----------------------------------------------------------------------------------------


def _wrap(raw: bytes, key: DataKey) -> bytes:
    master = master_keys()[0]
    return master.id.encode() + b":" + _encrypt(master.secret, str(key.pk), raw)


def _unwrap(key: DataKey) -> bytes:
    if key.destroyed_at is not None or not key.wrapped:
        raise KeyDestroyed(f"key {key.pk} was destroyed")
    name = _master_key_id(key)
    master = next((master for master in master_keys() if master.id == name), None)
    if master is None:
        raise Unreadable(f"master key {name!r} is not among GONGKAI_KEYS")
    return _decrypt(master.secret, str(key.pk), bytes(key.wrapped).partition(b":")[2])


def _master_key_id(key: DataKey) -> str:
    return bytes(key.wrapped).partition(b":")[0].decode()


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
