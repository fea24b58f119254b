"""The download gate: asks the owner, says 404 to strangers, serves attachments that cannot run."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from foundation.contracts import FileOwner, Refused, compose, composed
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


@pytest.mark.parametrize("name", ["答复 书;1.txt", "x" * 190 + ".txt", 'a"b.txt'])
def test_a_name_of_any_kind_arrives_whole(client: Client, name: str) -> None:
    stored = store.store(name, b"x", public=False, owner_kind="test")
    disposition = client.get(f"/files/{stored.pk}/?secret=right")["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert "\n" not in disposition and "\r" not in disposition


@pytest.mark.parametrize("ending", ["html", "htm", "svg", "xml", "xhtml", "js", "mht"])
def test_what_a_browser_would_run_is_not_even_stored(ending: str) -> None:
    """Nor under another name: a text file stays a text, and nothing is ever shown in the page's place."""
    active = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    with pytest.raises(Refused, match="不能上传"):
        store.store(f"图.{ending}", active, public=True, owner_kind="test")


def test_markup_called_a_text_is_a_text_and_may_do_nothing(client: Client) -> None:
    stored = store.store("图.txt", b"<script>alert(1)</script>", public=True, owner_kind="test")
    response = client.get(f"/files/{stored.pk}/?secret=right")
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"].startswith("attachment")
    assert (response["X-Content-Type-Options"], response["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
