"""What keepers do to an account that cannot get in, and what people do to their own. Each is in the log."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from foundation.agencies.access import agencies_of
from foundation.agencies.capabilities import ACCOUNTS
from foundation.agencies.models import Agency, Assignment, User
from foundation.agencies.queries import AgencyQuerySet
from foundation.contracts import Refusal, Refused
from foundation.signin import authenticator, code_shapes, code_sheets, records, sessions
from foundation.signin.code_sheets import Issued
from foundation.signin.models import Lock, RecordKind, SheetKind
from foundation.workdays.present import today

# --- by a keeper ----------------------------------------------------------------------------------------


@transaction.atomic
def lift(pk: int, request: HttpRequest, *, by: User) -> None:
    """Let a waiting name try again at once. Raises Refused, or Lock.DoesNotExist if it waits no more."""
    lock = Lock.objects.select_for_update().get(pk=pk)
    account = User.objects.filter(username=lock.username).first()
    _refuse_stranger(by, account)
    records.write(RecordKind.LIFTED, request, user=account, by=by, detail=f"地址{lock.ip_address or '不明'}")
    lock.delete()


@transaction.atomic
def issue_card(user: User, request: HttpRequest | None, *, by: User | None) -> Issued:
    """Print a card of codes (口令卡) for somebody; the former card ends. `by` is None for a command."""
    if by is not None:
        _refuse_stranger(by, user)
    issued = code_sheets.issue(user, SheetKind.PRINTED, by=by)
    records.write(RecordKind.SHEET_ISSUED, request, user=user, by=by, detail=SheetKind.PRINTED.label)
    return issued


@transaction.atomic
def remove_app(user: User, request: HttpRequest, *, by: User) -> None:
    """The phone is lost: its app and the recovery codes are worthless, every session of the person ends."""
    _refuse_stranger(by, user)
    if not authenticator.remove(user):
        raise Refused(Refusal("此账号没有绑定验证器。", remedy="需要口令卡的，请直接签发。"))
    code_sheets.end(user, SheetKind.RECOVERY)
    sessions.end_all(user)
    records.write(RecordKind.APP_REMOVED, request, user=user, by=by)


@transaction.atomic
def set_temporary_password(user: User, password: str, request: HttpRequest, *, by: User) -> None:
    """Somebody else's password is good for one sign-in: there one chooses one's own. Raises Refused."""
    _refuse_stranger(by, user)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    sessions.end_all(user)
    records.write(RecordKind.PASSWORD_RESET, request, user=user, by=by)


@transaction.atomic
def note_activity_of_account(user: User, *, by: User | None, detail: str = "") -> None:
    """The account was opened or closed (到岗, 离岗); a closed one is signed in nowhere."""
    if not user.is_active:
        sessions.end_all(user)
    kind = RecordKind.ACCOUNT_OPENED if user.is_active else RecordKind.ACCOUNT_CLOSED
    records.write(kind, user=user, by=by, detail=detail)


def may_keep(by: User, account: User | None) -> bool:
    """Keepers help the people of the agencies they keep; a superuser's account only a superuser may touch."""
    if by.is_superuser:
        return True
    kept = agencies_of(by, ACCOUNTS.code)
    if account is None:
        return bool(kept.exists())
    return kept.exists() and not account.is_superuser and not _works_elsewhere(account, kept)


def _refuse_stranger(by: User, account: User | None) -> None:
    if not may_keep(by, account):
        raise Refused(Refusal("您没有管理此账号的权限。", remedy="请由其任职单位的账号管理人员办理。"))


def _works_elsewhere(account: User, kept: AgencyQuerySet) -> bool:
    """Whether one of the person's present posts lies outside."""
    held = Assignment.objects.in_force_on(today()).filter(user=account)
    return bool(Agency.objects.filter(pk__in=held.values("agency")).exclude(pk__in=kept).exists())


# --- by the person --------------------------------------------------------------------------------------


@transaction.atomic
def change_password(user: User, password: str, request: HttpRequest) -> None:
    """The own password; every other session of the account ends."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    sessions.end_others(user, request.session.session_key)
    records.write(RecordKind.PASSWORD_CHANGED, request, user=user)


@transaction.atomic
def add_app(user: User, typed: str, request: HttpRequest) -> Issued | None:
    """Confirm the app being added and give recovery codes; None if the code is not right."""
    code = code_shapes.tidy(typed)
    if not code_shapes.is_of_app(code) or not authenticator.confirm(user, code):
        return None
    records.write(RecordKind.APP_ADDED, request, user=user)
    return renew_recovery_codes(user, request)


@transaction.atomic
def renew_recovery_codes(user: User, request: HttpRequest) -> Issued:
    issued = code_sheets.issue(user, SheetKind.RECOVERY, by=user)
    records.write(RecordKind.SHEET_ISSUED, request, user=user, detail=SheetKind.RECOVERY.label)
    return issued
