"""Typed reading of environment variables; nonsense is refused with the offending value."""

from __future__ import annotations

import os
import re
from datetime import date

from django.core.exceptions import ImproperlyConfigured

from foundation.signin.addresses import Network, networks

YES = {"1", "true", "yes", "on"}
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]", re.IGNORECASE)
NO = {"", "0", "false", "no", "off"}


def flag(name: str, *, default: bool = False) -> bool:
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in YES:
        return True
    if raw.lower() in NO:
        return False
    raise ImproperlyConfigured(f"{name} must be one of 1/0/true/false/yes/no, not {raw!r}")


def whole_number(name: str, *, default: int) -> int:
    raw = os.environ.get(name, "")
    if not raw:
        return default
    if not raw.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}")
    return int(raw)


def one_of(name: str, allowed: tuple[str, ...], *, default: str) -> str:
    raw = os.environ.get(name) or default
    if raw not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {raw!r}")
    return raw


def addresses(name: str, *, default: str = "") -> tuple[Network, ...]:
    """Addresses or networks: 10.0.0.5,10.1.0.0/16."""
    try:
        return networks(words(name, default=default))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} must be addresses like 10.0.0.5 or 10.1.0.0/16: {error}"
        ) from error


def words(name: str, *, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def hosts(name: str, *, default: str = "") -> list[str]:
    """Names this site answers to. One for all ("*") would let anybody write the addresses in our pages."""
    found = words(name, default=default)
    for host in found:
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"{name} must list host names without scheme, port or wildcard, not {host!r}"
            )
    return found


def mail_addresses(name: str) -> list[tuple[str, str]]:
    """As settings.ADMINS wants them."""
    found = words(name)
    for address in found:
        if "@" not in address:
            raise ImproperlyConfigured(f"{name} must list mail addresses, not {address!r}")
    return [(address, address) for address in found]


def secret(name: str, *, default: str | None = None) -> str:
    """The variable itself, or the content of the file that `NAME_FILE` points at."""
    if path := os.environ.get(f"{name}_FILE"):
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    if raw := os.environ.get(name):
        return raw
    if default is None:
        raise ImproperlyConfigured(f"{name} (or {name}_FILE) must be set")
    return default


def day(name: str) -> date | None:
    raw = os.environ.get(name)
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a date like 2026-11-22, not {raw!r}") from error
