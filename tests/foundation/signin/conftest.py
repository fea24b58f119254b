"""People who sign in, with passwords and clocks of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from foundation.agencies import operations as agencies
from foundation.agencies.models import Agency, Role, User
from foundation.signin import authenticator
from foundation.signin.models import AuthenticatorApp
from tests.foundation.agencies.test_access import agency

PASSWORD = "a-long-and-quiet-phrase"
OPENED = date(2008, 5, 1)
HERE, ELSEWHERE = "192.0.2.10", "198.51.100.20"


@pytest.fixture
def office(db: None) -> Agency:
    return agency("office", kind="government")


def person(username: str, where: Agency, *held: str, reach: str = "subtree") -> User:
    user = User.objects.create_user(username, password=PASSWORD, name=f"演示{username}", is_staff=True)
    role = Role.objects.create(code=username, name=username, reach=reach, capabilities=list(held))
    agencies.assign(user, where, role, starts_on=OPENED)
    return user


@pytest.fixture
def clerk(office: Agency) -> User:
    return person("clerk", office, "requests.read", "requests.handle")


@pytest.fixture
def keeper(office: Agency) -> User:
    return person("keeper", office, "agencies.manage", "agencies.accounts", "agencies.audit")


@pytest.fixture
def demanding(settings: Any) -> None:
    """As in production: everybody needs a second factor."""
    settings.SECOND_FACTOR = "everybody"


def browser(address: str = HERE) -> Client:
    return Client(REMOTE_ADDR=address)


def typed(username: str, password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"username": username, "password": password, **more}


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/admin/login/", typed(username, password, **more))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(app: AuthenticatorApp, steps: int = 0) -> str:
    """What the phone shows now, or some half minutes later."""
    totp = TOTP(authenticator._secret(app))
    totp.time = timezone.now().timestamp() + 30 * steps
    return f"{totp.token():06}"


def bind(user: User) -> AuthenticatorApp:
    """An app in use whose code of now has not been used."""
    app = authenticator.begin(user)
    assert authenticator.confirm(user, code_of(app, -1))
    return AuthenticatorApp.objects.get(user=user, confirmed=True)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let time pass for sessions, confirmations and the way in."""
    from foundation.signin import confirmation, flow, known_names, sessions

    def pass_by(**span: float) -> None:
        for module in (confirmation, flow, known_names, sessions):
            monkeypatch.setattr(module, "moment", lambda: timezone.now() + timedelta(**span))

    cache.clear()
    return pass_by
