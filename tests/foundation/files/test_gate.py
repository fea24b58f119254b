"""The download gate: asks the owner, says 404 to strangers, serves attachments that cannot run."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from foundation.contracts import FileOwner, compose, composed
from foundation.files import store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _owner(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_PUBLIC_ROOT = tmp_path / "public"
    settings.FILES_PRIVATE_ROOT = tmp_path / "private"
    before = composed()
    asked = FileOwner("test", lambda request, stored: request.GET.get("secret") == "right")
    compose(replace(before, file_owners=(*before.file_owners, asked)))
    yield
    compose(before)


def test_it_serves_what_the_owner_allows(client: Client) -> None:
    stored = store.store("答复书.txt", "正文".encode(), public=False, owner_kind="test")
    response = client.get(f"/files/{stored.pk}/?secret=right")
    assert response.status_code == 200
    assert response.content.decode() == "正文"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("kind", ["test", "unknown"])
def test_a_stranger_does_not_learn_that_the_file_exists(client: Client, kind: str) -> None:
    stored = store.store("答复书.txt", b"x", public=False, owner_kind=kind)
    missing = client.get(f"/files/{uuid.uuid4()}/?secret=right")
    assert client.get(f"/files/{stored.pk}/").status_code == missing.status_code == 404


def test_it_only_reads(client: Client) -> None:
    stored = store.store("答复书.txt", b"x", public=False, owner_kind="test")
    assert client.post(f"/files/{stored.pk}/?secret=right").status_code == 405
