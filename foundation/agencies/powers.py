"""What may not be given or taken away: roles kept apart in one person, and the last keeper of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from foundation.agencies.access import covers
from foundation.agencies.capabilities import ACCOUNTS
from foundation.agencies.models import Agency, Assignment, Role, User
from foundation.agencies.separation import BASIS, Apart, kept_apart
from foundation.contracts import Refusal, Refused, composed

# --- roles kept apart -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mixing:
    """Two groups in one person's hands at a time, by these assignments (one, if its role holds both)."""

    pair: Apart
    assignments: tuple[Assignment, ...]


def groups_of(capabilities: Iterable[str]) -> frozenset[str]:
    held = set(capabilities)
    return frozenset(one.group for one in composed().capabilities if one.group and one.code in held)


def refuse_mixed_role(capabilities: Iterable[str]) -> None:
    """A role of both groups could be given to nobody. Raises Refused."""
    groups = groups_of(capabilities)
    if pair := kept_apart(groups, groups):
        raise Refused(
            Refusal(
                f"一个角色不能同时有{pair.wording}的权限：{pair.why}。",
                BASIS,
                "请分成两个角色。",
                "capabilities",
            )
        )


def refuse_mixing(
    user: User, role: Role, first: date, last: date | None, *, exception: str = "", without: int | None = None
) -> None:
    """Refuse a role that may not be in one hand with another the person has in these days.

    `exception` is the reason of a small agency that has nobody else; `without` leaves out an assignment.
    """
    if exception.strip():
        return
    given = groups_of(role.capabilities)
    for other in Assignment.objects.within(first, last).filter(user=user, exception="").exclude(pk=without):
        if pair := kept_apart(groups_of(other.role.capabilities), given):
            raise Refused(
                Refusal(
                    f"{user.name}已任{other.agency.short_name}“{other.role.name}”，不能同时任“{role.name}”："
                    f"{pair.wording}要分立，{pair.why}。",
                    BASIS,
                    "请另选一人，或者先结束原来的任职；确无他人的，由主管部门的安全管理员写明理由。",
                    "role",
                )
            )


def mixings(assignments: Sequence[Assignment]) -> list[Mixing]:
    """The pairs among assignments in force on one day that nobody gave a reason for."""
    found = []
    bare = [one for one in assignments if not one.exception]
    groups = {one.pk: groups_of(one.role.capabilities) for one in bare}
    for place, one in enumerate(bare):
        for other in bare[place:]:
            if one.user_id == other.user_id and (pair := kept_apart(groups[one.pk], groups[other.pk])):
                found.append(Mixing(pair, tuple({one.pk: one, other.pk: other}.values())))
    return found


# --- the last keeper ------------------------------------------------------------------------------------


def lock_keepers() -> None:
    """Two who remove each other wait here, and the second sees that nobody would be left."""
    keepers = Assignment.objects.filter(role__capabilities__contains=[ACCOUNTS.code]).order_by("pk")
    list(keepers.select_for_update(of=("self",)).values_list("pk", flat=True))


def refuse_unkept(ended: Iterable[Assignment], last_day: date) -> None:
    """Refuse an end after which nobody could manage the accounts of an agency any more."""
    going = {one.pk: one for one in ended}
    after = last_day + timedelta(days=1)
    keeping = Assignment.objects.filter(
        user__is_active=True, deputy_for=None, role__capabilities__contains=[ACCOUNTS.code]
    )
    in_force = list(keeping.in_force_on(after).select_related("role", "agency"))
    staying = [one for one in in_force if one.pk not in going]
    for one in in_force:
        if one.pk in going and not any(covers(other, one.agency) for other in staying):
            raise Refused(_last_keeper(one.agency, one.user))


def is_kept(agency: Agency, on: date) -> bool:
    """Whether somebody can manage the agency's accounts on that day."""
    keeping = Assignment.objects.in_force_on(on).filter(
        user__is_active=True, role__capabilities__contains=[ACCOUNTS.code]
    )
    return any(covers(one, agency) for one in keeping.select_related("role", "agency"))


def refuse_unkept_role(role: Role, capabilities: Iterable[str], today: date) -> None:
    """The same for a role that is to lose the capability."""
    if ACCOUNTS.code in role.capabilities and ACCOUNTS.code not in set(capabilities):
        refuse_unkept(role.assignments.in_force_on(today), today - timedelta(days=1))


def _last_keeper(agency: Agency, user: User) -> Refusal:
    return Refusal(
        f"{user.name}是最后一位能管理{agency.short_name}账号的人，不能结束这项权限。",
        remedy="请先给另一人授予安全管理员角色。",
        field="assignment",
    )


# --- who may give what ----------------------------------------------------------------------------------


def keeps_at(user: User, agency: Agency, on: date) -> bool:
    """Whether the user manages accounts from an agency above this one: the 主管部门."""
    above = Assignment.objects.in_force_on(on).filter(
        user=user, user__is_active=True, role__capabilities__contains=[ACCOUNTS.code]
    )
    held = above.exclude(agency=agency).select_related("agency", "role")
    return any(covers(one, agency) and agency.path.startswith(one.agency.path) for one in held)


def keeps_the_top(user: User, on: date) -> bool:
    """Whether the user manages accounts at the head of a tree; roles are the same for all its agencies."""
    return (
        Assignment.objects.in_force_on(on)
        .filter(
            Q(agency__parent=None),
            user=user,
            user__is_active=True,
            role__capabilities__contains=[ACCOUNTS.code],
        )
        .exists()
    )
