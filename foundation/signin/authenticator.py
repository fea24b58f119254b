"""The app on a phone with a new code every 30 seconds (RFC 6238); django-otp computes and slows down."""

from __future__ import annotations

import os
from base64 import b32encode
from datetime import timedelta
from urllib.parse import quote, urlencode

import qrcode
from django.db import transaction
from django_otp.oath import TOTP

from foundation.agencies.models import User
from foundation.privacy import vault
from foundation.signin.models import AuthenticatorApp
from foundation.workdays.present import moment

CONTEXT = "signin.authenticator"
ISSUER = "政府信息公开工作台"
SECRET_BYTES = 20
STEPS_ASIDE = 1
"""A clock may be half a minute off either way."""
WHILE_ADDING = timedelta(days=1)


@transaction.atomic
def begin(user: User) -> AuthenticatorApp:
    """The app being added; the same one until it is confirmed, so that a reloaded page shows the same."""
    User.objects.select_for_update().get(pk=user.pk)
    app = AuthenticatorApp.objects.filter(user=user, confirmed=False).first()
    if app is not None and app.begun_at > moment() - WHILE_ADDING:
        return app
    if app is not None:
        _discard(app)
    key = vault.new_key()
    return AuthenticatorApp.objects.create(
        user=user,
        name="验证器",
        confirmed=False,
        key=key,
        sealed=vault.seal_bytes(key, CONTEXT, os.urandom(SECRET_BYTES)),
        begun_at=moment(),
    )


@transaction.atomic
def confirm(user: User, code: str) -> bool:
    """A right code shows that the phone holds the secret; only then it takes the place of the former one."""
    app = _locked(user, confirmed=False)
    if app is None or not _accepts(app, code):
        return False
    remove(user)
    app.confirmed = True
    app.save(update_fields=["confirmed"])
    return True


@transaction.atomic
def accepts(user: User, code: str) -> bool:
    """Whether this is the code of now, not used before and not tried too fast."""
    app = _locked(user, confirmed=True)
    return app is not None and _accepts(app, code)


def is_bound(user: User) -> bool:
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).exists()


@transaction.atomic
def remove(user: User) -> bool:
    """Forget the app in use together with its key; False if there was none."""
    app = _locked(user, confirmed=True)
    if app is not None:
        _discard(app)
    return app is not None


def secret_text(app: AuthenticatorApp) -> str:
    """The secret for typing in where nothing can be scanned: groups of four letters."""
    letters = b32encode(_secret(app)).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def link(app: AuthenticatorApp) -> str:
    """otpauth://totp/…, what the picture says."""
    label = quote(f"{ISSUER}:{app.user.username}")
    facts = {"secret": b32encode(_secret(app)).decode(), "issuer": ISSUER}
    return f"otpauth://totp/{label}?{urlencode(facts, quote_via=quote)}"


def picture(app: AuthenticatorApp) -> tuple[int, str]:
    """The code to scan: its width in squares and one SVG path of the black ones."""
    code = qrcode.QRCode(border=4)
    code.add_data(link(app))
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_black in enumerate(row) if is_black
    )
    return len(rows), path


def _locked(user: User, *, confirmed: bool) -> AuthenticatorApp | None:
    """For the rest of the transaction: a code typed twice at once is accepted once."""
    return AuthenticatorApp.objects.select_for_update().filter(user=user, confirmed=confirmed).first()


def _accepts(app: AuthenticatorApp, code: str) -> bool:
    allowed, _why = app.verify_is_allowed()
    if not allowed:
        return False
    now = TOTP(_secret(app))
    now.time = moment().timestamp()
    if not now.verify(int(code), tolerance=STEPS_ASIDE, min_t=app.last_step + 1):
        app.throttle_increment()
        return False
    app.last_step = now.t()
    app.throttle_reset(commit=False)
    app.save()
    return True


def _secret(app: AuthenticatorApp) -> bytes:
    return vault.unseal_bytes(app.key, CONTEXT, bytes(app.sealed))


def _discard(app: AuthenticatorApp) -> None:
    key = app.key
    app.delete()
    vault.destroy(key)
