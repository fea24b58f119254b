"""到岗 and 重新到岗: account, post and first role in one act."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction

from foundation.agencies import operations as agencies
from foundation.agencies.models import Agency, Assignment, Role, StaffPost, User
from foundation.contracts import Refusal, Refused
from foundation.ledger import acts
from foundation.ledger.acts import Actor, Begun
from foundation.signin.operations import note_activity_of_account
from foundation.staff import steps
from foundation.staff.models import StaffMember, Stage
from foundation.staff.operations import authority
from foundation.staff.operations.assigning import MEMBERS, facts_of, give
from foundation.workdays.present import today

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without signs that are read for one another, for a password that is written down once."""


class Post(models.TextChoices):
    """Whether the person counts as disclosure staff in the yearly report."""

    FULL_TIME = "full_time", "专职"
    PART_TIME = "part_time", "兼职"
    NONE = "none", "不是政府信息公开工作人员"


@dataclass(frozen=True)
class Joined:
    """The person and the first password, which is shown this once and stored nowhere."""

    member: StaffMember
    password: str


@transaction.atomic
def join(
    *,
    actor: Actor,
    effective_on: date,
    username: str,
    name: str,
    agency: Agency,
    role: Role,
    email: str = "",
    post: str = Post.PART_TIME,
    starts_on: date | None = None,
    ends_on: date | None = None,
    reason: str = "",
    exception: str = "",
) -> Joined:
    """Open an account with its post and its first role. Raises Refused.

    The post begins on `effective_on`, the role on `starts_on` or today: powers are not given backwards.
    """
    refuse_known_name(username)
    password = new_password()
    user = User(username=username, name=name.strip(), email=email, is_staff=True, must_change_password=True)
    user.set_password(password)
    _save_account(user)
    member = StaffMember(user=user, agency=agency)
    begun = acts.open_case(member, step=steps.JOIN, actor=actor, on=effective_on)
    _settle(begun, "joined", role, post, starts_on, ends_on, reason, exception)
    return Joined(member, password)


def refuse_known_name(username: str) -> None:
    """Raises Refused for an account that is there already; whoever left comes back under the old one."""
    known = User.objects.filter(username=username).first()
    if known is None:
        return
    left = StaffMember.objects.filter(user=known, stage=Stage.LEFT).exists()
    remedy = "是同一人回来工作的，请在其人员页面办理“重新到岗”。" if left else "请另取一个用户名。"
    raise Refused(Refusal(f"用户名“{username}”已被{known.name}使用。", remedy=remedy, field="username"))


def _save_account(user: User) -> None:
    try:
        user.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict))
        raise Refused(Refusal("".join(error.message_dict[field]), field=field)) from error
    user.save()


@transaction.atomic
def rejoin(
    pk: int,
    *,
    actor: Actor,
    seen: int | None,
    effective_on: date,
    agency: Agency,
    role: Role,
    post: str = Post.PART_TIME,
    ends_on: date | None = None,
    reason: str = "",
    exception: str = "",
) -> Joined:
    """Open the account of a person who comes back, in the old unit or in another one. Raises Refused."""
    begun = acts.begin(MEMBERS, pk, step=steps.REJOIN, actor=actor, on=effective_on, seen=seen)
    member, password = begun.case, new_password()
    member.agency = agency
    user = member.user
    user.is_active, user.last_day, user.must_change_password = True, None, True
    user.set_password(password)
    user.save(update_fields=["is_active", "last_day", "must_change_password", "password"])
    _settle(begun, "rejoined", role, post, None, ends_on, reason, exception)
    return Joined(member, password)


def _settle(
    begun: Begun[StaffMember],
    kind: str,
    role: Role,
    post: str,
    starts_on: date | None,
    ends_on: date | None,
    reason: str,
    exception: str,
) -> None:
    """The post, the role and the event of somebody who begins."""
    member = begun.case
    member.post = None
    if post != Post.NONE:
        member.post = StaffPost.objects.create(
            agency=member.agency,
            name=member.user.name,
            full_time=post == Post.FULL_TIME,
            starts_on=begun.on,
        )
    made = _resumed(begun, role, ends_on, reason) or give(
        begun,
        agency=member.agency,
        role=role,
        starts_on=starts_on or today(),
        ends_on=ends_on,
        reason=reason,
        exception=exception,
    )
    acts.record(begun, kind, data={**facts_of(made), "post": Post(post).label})
    note_activity_of_account(member.user, by=begun.actor.user)


def _resumed(begun: Begun[StaffMember], role: Role, ends_on: date | None, reason: str) -> Assignment | None:
    """The same post, if it ends today: whoever comes back on the day of leaving goes on in it."""
    member = begun.case
    ending = Assignment.objects.filter(
        user=member.user, agency=member.agency, role=role, deputy_for=None, ends_on=today()
    ).first()
    if ending is None:
        return None
    authority.refuse_stranger(begun.actor, member.agency)
    return agencies.extend_assignment(ending.pk, until=ends_on, reason=reason)


def new_password() -> str:
    """Twelve signs in groups, to be read from a slip of paper."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
