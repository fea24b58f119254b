"""The SMS gateway of the province or an operator: one HTTP POST whose shape is a setting. Off by default."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

TIMEOUT = 10
"""Seconds; a gateway that does not answer is tried again later."""


@dataclass(frozen=True)
class Gateway:
    """`body` holds {phone} and {text}, escaped for its content type; answers must contain `success`."""

    url: str
    body: str
    content_type: str = "application/x-www-form-urlencoded"
    headers: Mapping[str, str] | None = None
    success: str = ""

    def send(self, phone: str, text: str) -> None:
        """Raises OSError when the gateway cannot be reached or does not say that it took the message."""
        headers = {"Content-Type": f"{self.content_type}; charset=utf-8", **(self.headers or {})}
        request = Request(self.url, self.filled(phone, text), headers, method="POST")  # noqa: S310 - read() took only HTTP
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
            said = answer.read(10_000).decode(errors="replace")
        if self.success not in said:
            raise OSError("the gateway did not confirm the message")

    def filled(self, phone: str, text: str) -> bytes:
        """The body with number and text escaped for its kind, so that neither can break out of it."""
        escape = _in_json if "json" in self.content_type else quote
        return self.body.replace("{phone}", escape(phone)).replace("{text}", escape(text)).encode()


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def read(value: str) -> Gateway | None:
    """The gateway a setting describes as JSON; None when it is empty. Raises ImproperlyConfigured."""
    if not value:
        return None
    try:
        gateway = Gateway(**json.loads(value))
    except (TypeError, ValueError) as error:
        raise ImproperlyConfigured(f"SMS_GATEWAY must be JSON with url and body: {error}") from error
    if not gateway.url.startswith(("https://", "http://")):
        raise ImproperlyConfigured(
            f"SMS_GATEWAY: url must begin with https:// or http://, not {gateway.url!r}"
        )
    if not all(place in gateway.body for place in ("{phone}", "{text}")):
        raise ImproperlyConfigured("SMS_GATEWAY: body must contain {phone} and {text}")
    return gateway


def gateway() -> Gateway | None:
    found: Gateway | None = settings.SMS_GATEWAY
    return found
