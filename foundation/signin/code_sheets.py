"""Numbered codes that work once: issued, printed once, kept as keyed hashes, used up."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction

from foundation.agencies.models import User
from foundation.privacy import vault
from foundation.signin.code_shapes import ALPHABET, LENGTH, written
from foundation.signin.models import CodeSheet, SheetCode, SheetKind
from foundation.workdays.present import moment

SIZES = {SheetKind.PRINTED: 50, SheetKind.RECOVERY: 10}


@dataclass(frozen=True)
class Issued:
    """A sheet with its codes in clear: shown this once, stored nowhere."""

    sheet: CodeSheet
    codes: tuple[tuple[int, str], ...]


@transaction.atomic
def issue(user: User, kind: SheetKind, *, by: User | None) -> Issued:
    """A new sheet; the former one of the kind is worthless from now on. `by` is None for a command."""
    User.objects.select_for_update().get(pk=user.pk)
    end(user, kind)
    sheet = CodeSheet.objects.create(user=user, kind=kind, issued_at=moment(), issued_by=by)
    codes: dict[str, int] = {}
    while len(codes) < SIZES[kind]:
        codes.setdefault("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)), len(codes) + 1)
    SheetCode.objects.bulk_create(
        SheetCode(sheet=sheet, number=number, digest=_digest(sheet, code)) for code, number in codes.items()
    )
    return Issued(sheet, tuple((number, written(code)) for code, number in codes.items()))


@transaction.atomic
def use(user: User, code: str) -> SheetCode | None:
    """Cross out the code; None if it is on no sheet in use or was used before."""
    sheets = CodeSheet.objects.filter(user=user, ended_at=None)
    digests = [_digest(sheet, code) for sheet in sheets]
    found = (
        SheetCode.objects.select_for_update(of=("self",))
        .select_related("sheet")
        .filter(sheet__in=sheets, digest__in=digests, used_at=None)
        .first()
    )
    if found is not None:
        found.used_at = moment()
        found.save(update_fields=["used_at"])
    return found


@transaction.atomic
def end(user: User, kind: SheetKind) -> bool:
    """False if there was no sheet of the kind in use."""
    sheet = CodeSheet.objects.select_for_update().filter(user=user, kind=kind, ended_at=None).first()
    if sheet is not None:
        sheet.ended_at = moment()
        sheet.save(update_fields=["ended_at"])
    return sheet is not None


def unused(user: User) -> dict[str, list[int]]:
    """kind → the numbers not used yet, of sheets in use; an empty list for one that is used up."""
    found: dict[str, list[int]] = {}
    for sheet in CodeSheet.objects.filter(user=user, ended_at=None).prefetch_related("codes"):
        found[sheet.kind] = sorted(code.number for code in sheet.codes.all() if code.used_at is None)
    return found


def _digest(sheet: CodeSheet, code: str) -> str:
    return vault.keyed_hash("signin.sheet_code", f"{sheet.pk}:{code}")
