"""What every response says to the browser, and what no request may bring."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.body_limits import MEGABYTE, PUBLIC_BYTES, STAFF_BYTES
from portal.headers import HEADERS

EXPECTED = {
    **HEADERS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/admin/login/", "/nothing/", "/healthz", "/requests/new/?who=natural"]
)
def test_every_response_wears_the_headers(client: Client, path: str) -> None:
    response = client.get(path)
    for name, value in EXPECTED.items():
        assert response[name] == value, name
    policy = response["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy and "script-src 'self'" in policy


def test_static_files_and_refusals_wear_them_too(client: Client) -> None:
    refused = client.get("/", headers={"host": "elsewhere.example"})
    assert refused.status_code == 400
    too_much = client.post("/requests/track/", HTTP_TRANSFER_ENCODING="chunked")
    assert too_much.status_code == 413
    for response in (refused, too_much):
        assert "camera=()" in response["Permissions-Policy"]
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "script-src 'self'" in response["Content-Security-Policy"]


# --- the body -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "length", "refused"),
    [
        ("/requests/track/", PUBLIC_BYTES, False),
        ("/requests/track/", PUBLIC_BYTES + 1, True),
        ("/admin/login/", PUBLIC_BYTES + 1, False),
        ("/admin/login/", STAFF_BYTES + 1, True),
        ("/requests/track/", "12x", False),
    ],
)
@pytest.mark.django_db
def test_the_whole_body_has_a_limit_that_is_asked_before_reading(
    client: Client, path: str, length: Any, refused: bool
) -> None:
    response = client.generic("POST", path, b"", "text/plain", CONTENT_LENGTH=str(length))
    assert (response.status_code == 413) is refused
    if refused:
        text = response.content.decode()
        assert "提交的内容太大，没有收下" in text and f"{(length - 1) // MEGABYTE}MB" in text


def test_a_body_of_unknown_length_is_refused(client: Client) -> None:
    response = client.post("/requests/new/", HTTP_TRANSFER_ENCODING="chunked")
    assert response.status_code == 413
    assert "没有写明内容的长度" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {f"field{number}": "x" for number in range(1_001)},
        {"number": "x" * 2_700_000},
        {f"file{number}": SimpleUploadedFile(f"{number}.txt", b"x") for number in range(11)},
    ],
    ids=["fields", "typed text", "files"],
)
def test_a_form_of_too_much_is_refused_in_chinese(client: Client, facts: dict[str, Any]) -> None:
    strict = Client(enforce_csrf_checks=False)
    response = strict.post("/requests/new/", facts)
    assert response.status_code == 400
    assert "附件太多、太大" in response.content.decode()
