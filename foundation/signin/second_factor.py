"""Besides the password: who needs something more, what they have, and whether a code is right."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from foundation.agencies.access import capabilities_of
from foundation.agencies.models import User
from foundation.contracts import composed
from foundation.signin import authenticator, code_shapes, code_sheets
from foundation.signin.models import SheetKind

NOBODY, WRITERS, EVERYBODY = "nobody", "writers", "everybody"
"""Values of settings.SECOND_FACTOR; only the demo and the tests may say nobody."""
FEW = 5
"""Codes left from which a person is told to fetch new ones."""


@dataclass(frozen=True)
class Ways:
    """What a person can show. `printed` and `recovery` are unused numbers, None without such a sheet."""

    app: bool
    printed: list[int] | None
    recovery: list[int] | None

    @property
    def any(self) -> bool:
        """A used-up card still counts: else the password alone could put an app in its place."""
        return self.app or self.printed is not None

    @property
    def running_out(self) -> bool:
        return not self.app and self.printed is not None and len(self.printed) <= FEW


def required(user: User) -> bool:
    """Everybody, or (if an installation says so) all who can change something."""
    if settings.SECOND_FACTOR == EVERYBODY or user.is_superuser:
        return bool(settings.SECOND_FACTOR != NOBODY)
    if settings.SECOND_FACTOR == NOBODY:
        return False
    writing = {capability.code for capability in composed().capabilities if capability.writes}
    return bool(writing & capabilities_of(user))


def ways(user: User) -> Ways:
    unused = code_sheets.unused(user)
    return Ways(
        app=authenticator.is_bound(user),
        printed=unused.get(SheetKind.PRINTED),
        recovery=unused.get(SheetKind.RECOVERY),
    )


def check(user: User, typed: str) -> str:
    """What was shown, in words for the log (验证器, 口令卡第7号); empty when the code is not right."""
    code = code_shapes.tidy(typed)
    if code_shapes.is_of_app(code):
        return "验证器" if authenticator.accepts(user, code) else ""
    if code_shapes.is_of_sheet(code):
        used = code_sheets.use(user, code)
        return f"{SheetKind(used.sheet.kind).label}第{used.number}号" if used is not None else ""
    return ""
