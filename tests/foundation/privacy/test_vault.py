from __future__ import annotations

import base64
import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from foundation.privacy import vault
from foundation.privacy.checks import check_master_keys
from foundation.privacy.master_keys import DEMO_SECRET, master_keys
from foundation.privacy.models import DataKey

FACTS = {"name": "演示人甲", "number": "99010119900307123X", "joint": ["演示人乙"], "age": 3, "none": None}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


def encoded(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


OLD, NEW = f"old:{encoded(b'o' * 32)}", f"new:{encoded(b'n' * 32)}"


class RoundTrips(TestCase):
    @given(st.dictionaries(st.text(), JSON, max_size=4), st.text())
    def test_facts_come_back_as_they_were(self, facts: dict, context: str) -> None:
        key = vault.new_key()
        assert vault.unseal(key, context, vault.seal(key, context, facts)) == facts

    @given(st.binary(max_size=300))
    def test_bytes_come_back_as_they_were(self, plain: bytes) -> None:
        key = vault.new_key()
        assert vault.unseal_bytes(key, "x", memoryview(vault.seal_bytes(key, "x", plain))) == plain

    @given(st.data())
    def test_any_changed_byte_is_noticed(self, data: st.DataObject) -> None:
        key = vault.new_key()
        sealed = bytearray(vault.seal_bytes(key, "x", b"plain"))
        place = data.draw(st.integers(0, len(sealed) - 1))
        sealed[place] ^= data.draw(st.integers(1, 255))
        with pytest.raises(vault.Unreadable):
            vault.unseal_bytes(key, "x", bytes(sealed))

    @given(st.binary(max_size=40))
    def test_garbage_does_not_open(self, garbage: bytes) -> None:
        with pytest.raises(vault.Unreadable):
            vault.unseal(vault.new_key(), "x", garbage)


@pytest.mark.django_db
def test_another_key_does_not_open_it() -> None:
    sealed = vault.seal(vault.new_key(), "x", FACTS)
    with pytest.raises(vault.Unreadable):
        vault.unseal(vault.new_key(), "x", sealed)


@pytest.mark.django_db
def test_another_context_does_not_open_it() -> None:
    key = vault.new_key()
    with pytest.raises(vault.Unreadable):
        vault.unseal(key, "evidence", vault.seal(key, "applicant", FACTS))


@pytest.mark.django_db
def test_sealing_twice_gives_two_values() -> None:
    key = vault.new_key()
    assert vault.seal(key, "x", FACTS) != vault.seal(key, "x", FACTS)


@pytest.mark.django_db
def test_what_is_no_json_is_refused() -> None:
    key = vault.new_key()
    with pytest.raises(TypeError):
        vault.seal(key, "x", {"when": object()})
    with pytest.raises(ValueError, match="JSON"):
        vault.seal(key, "x", {"amount": float("nan")})


@pytest.mark.django_db
def test_neither_the_facts_nor_the_keys_show() -> None:
    key = vault.new_key()
    sealed = vault.seal(key, "x", FACTS)
    assert "演示人甲".encode() not in sealed
    assert b"99010119900307123X" not in sealed
    with pytest.raises(vault.Unreadable) as refused:
        vault.unseal(key, "y", sealed)
    shown = f"{key!r} {key} {refused.value} {master_keys()!r}"
    assert str(key.pk) in shown
    assert "演示人甲" not in shown
    assert DEMO_SECRET.decode() not in shown
    assert bytes(key.wrapped).hex() not in shown


# --- destroying -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_destroyed_key_opens_nothing_any_more() -> None:
    key = vault.new_key()
    sealed = vault.seal(key, "x", FACTS)
    vault.destroy(key)
    for known in (key, DataKey.objects.get(pk=key.pk)):
        with pytest.raises(vault.KeyDestroyed):
            vault.unseal(known, "x", sealed)
        with pytest.raises(vault.KeyDestroyed):
            vault.seal(known, "x", FACTS)


@pytest.mark.django_db
def test_destroying_leaves_no_key_in_the_row() -> None:
    key = vault.new_key()
    vault.destroy(key)
    row = DataKey.objects.get(pk=key.pk)
    assert bytes(row.wrapped) == b""
    assert row.destroyed_at is not None


@pytest.mark.django_db
def test_destroying_twice_keeps_the_first_time() -> None:
    key = vault.new_key()
    vault.destroy(key)
    first = key.destroyed_at
    vault.destroy(key)
    assert DataKey.objects.get(pk=key.pk).destroyed_at == key.destroyed_at == first


@pytest.mark.django_db
def test_destroying_one_key_leaves_the_others() -> None:
    one, other = vault.new_key(), vault.new_key()
    sealed = vault.seal(other, "x", FACTS)
    vault.destroy(one)
    assert vault.unseal(other, "x", sealed) == FACTS


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["wrapped = ''", "destroyed_at = now()"])
def test_a_key_is_either_there_or_destroyed(change: str) -> None:
    key = vault.new_key()
    with (
        pytest.raises(IntegrityError, match="datakey_wrapped_until_destroyed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE privacy_datakey SET {change} WHERE id = %s", [key.pk])


@pytest.mark.django_db
def test_the_wrapped_key_of_one_row_does_not_open_in_another() -> None:
    one, other = vault.new_key(), vault.new_key()
    sealed = vault.seal(one, "x", FACTS)
    other.wrapped = one.wrapped
    with pytest.raises(vault.Unreadable):
        vault.unseal(other, "x", sealed)


# --- hashing --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_hash_is_the_same_for_the_same_and_differs_for_anything_else() -> None:
    known = vault.keyed_hash("requests.query_code", "ABCD2345")
    assert vault.keyed_hash("requests.query_code", "ABCD2345") == known
    assert len(known) == 64
    assert vault.keyed_hash("requests.query_code", "ABCD2346") != known
    assert vault.keyed_hash("requests.name", "ABCD2345") != known
    assert vault.keyed_hash("requests.query_codeA", "BCD2345") != known


@pytest.mark.django_db
def test_a_hash_outlives_the_master_key(settings) -> None:
    settings.GONGKAI_KEYS = OLD
    known = vault.keyed_hash("x", "text")
    settings.GONGKAI_KEYS = f"{NEW},{OLD}"
    vault.rewrap_all()
    settings.GONGKAI_KEYS = NEW
    assert vault.keyed_hash("x", "text") == known


@pytest.mark.django_db
def test_the_key_of_the_hashes_is_never_destroyed() -> None:
    vault.keyed_hash("x", "text")
    with pytest.raises(ValueError, match="never destroyed"):
        vault.destroy(DataKey.objects.get(pk=vault.HASH_KEY))


# --- master keys ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_rotating_lets_the_old_master_key_go(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "BATCH", 2)
    settings.GONGKAI_KEYS = OLD
    keys = [vault.new_key() for _ in range(5)]
    sealed = [vault.seal(key, "x", FACTS) for key in keys]
    gone = vault.new_key()
    vault.destroy(gone)
    settings.GONGKAI_KEYS = f"{NEW},{OLD}"
    assert vault.unseal(keys[0], "x", sealed[0]) == FACTS
    said = io.StringIO()
    call_command("rotate_keys", stdout=said)
    assert "“new”重新封装5个数据密钥" in said.getvalue()
    assert vault.rewrap_all() == 0
    settings.GONGKAI_KEYS = NEW
    for key, value in zip(keys, sealed, strict=True):
        assert vault.unseal(DataKey.objects.get(pk=key.pk), "x", value) == FACTS
    with pytest.raises(vault.Unreadable, match="'old' is not among"):
        vault.unseal(keys[0], "x", sealed[0])


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "old",
        "old:",
        "old:not-base64!",
        f"old:{encoded(b'short')}",
        f":{encoded(b'o' * 32)}",
        f"o/d:{encoded(b'o' * 32)}",
        f"{OLD},",
        f"{OLD},{OLD}",
    ],
)
def test_nonsense_as_master_key_is_refused_without_showing_it(settings, wrong: str) -> None:
    settings.GONGKAI_KEYS = wrong
    with pytest.raises(ImproperlyConfigured) as refused:
        master_keys()
    assert encoded(b"o" * 32) not in str(refused.value)
    assert [error.id for error in check_master_keys()] == ["privacy.E001"]


@pytest.mark.parametrize("keys", [f"demo:{encoded(DEMO_SECRET)}", f"{NEW},renamed:{encoded(DEMO_SECRET)}"])
def test_the_demo_key_is_refused_in_production_only(settings, keys: str) -> None:
    settings.GONGKAI_KEYS = keys
    settings.MODE = "production"
    assert [error.id for error in check_master_keys()] == ["privacy.E002"]
    settings.MODE = "demo"
    assert check_master_keys() == []


def test_a_key_of_ones_own_is_accepted_in_production(settings) -> None:
    settings.GONGKAI_KEYS = f"{NEW},{OLD}"
    settings.MODE = "production"
    assert check_master_keys() == []
    assert [key.id for key in master_keys()] == ["new", "old"]
