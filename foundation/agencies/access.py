"""Who may do what, where: capabilities from dated assignments, and the admin permissions they open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from foundation.agencies.models import Agency, Assignment, Reach, User
from foundation.agencies.queries import AgencyQuerySet
from foundation.contracts import composed
from foundation.once import once
from foundation.workdays.present import today


def assignments_of(user: User | AnonymousUser, on: date) -> list[Assignment]:
    """What the user holds that day, with role and agency."""
    return _assignments(user, None, on)


def _assignments(user: User | AnonymousUser, capability: str | None, on: date | None) -> list[Assignment]:
    if not isinstance(user, User) or not user.is_active:
        return []
    day = on or today()
    held = once(("assignments", user.pk, day), lambda: _held(user, day))
    return [one for one in held if capability is None or capability in one.role.capabilities]


def _held(user: User, day: date) -> list[Assignment]:
    return list(Assignment.objects.in_force_on(day).filter(user=user).select_related("role", "agency"))


def agencies_of(user: User | AnonymousUser, capability: str | None = None, on: date | None = None) -> Any:
    """The agencies whose records the user works on: own ones, those they manage (代管), or a subtree."""
    return _reach(_assignments(user, capability, on))


def agencies_of_any(
    user: User | AnonymousUser, capabilities: Iterable[str], on: date | None = None
) -> AgencyQuerySet:
    """The agencies where the user holds one of several capabilities; one query for the assignments."""
    wanted = set(capabilities)
    held = _assignments(user, None, on)
    return _reach(one for one in held if wanted & set(one.role.capabilities))


def posts_of(user: User | AnonymousUser, capability: str, on: date | None = None) -> list[Agency]:
    """The agencies where the user holds a post with this capability, each once; not what it reaches."""
    posts = {one.agency_id: one.agency for one in _assignments(user, capability, on)}
    return sorted(posts.values(), key=lambda agency: (agency.position, agency.code))


def reach_from(
    user: User | AnonymousUser, capability: str, post: Agency, on: date | None = None
) -> AgencyQuerySet:
    """What of `agencies_of` the user reaches through posts at this one agency."""
    return _reach(one for one in _assignments(user, capability, on) if one.agency_id == post.pk)


def _reach(assignments: Iterable[Assignment]) -> AgencyQuerySet:
    condition = Q(pk__in=[])
    for assignment in assignments:
        if assignment.role.reach == Reach.SUBTREE:
            condition |= Q(path__startswith=assignment.agency.path)
        else:
            condition |= Q(pk=assignment.agency_id) | Q(managed_by=assignment.agency_id)
    reached: AgencyQuerySet = Agency.objects.filter(condition)
    return reached


def may(user: User | AnonymousUser | None, capability: str, agency: Agency, on: date | None = None) -> bool:
    """Whether the user holds the capability for this agency on that day."""
    return user is not None and bool(agencies_of(user, capability, on).filter(pk=agency.pk).exists())


def authority(
    user: User | AnonymousUser, capability: str | None, desks: Iterable[Agency], on: date | None = None
) -> Assignment | None:
    """The assignment by which the user may do this at one of the desks on that day.

    The own desk comes before one that manages it (代管), the own post before a deputy's (AB角).
    """
    places = list(desks)
    own = {desk.pk for desk in places}
    held = [one for one in _assignments(user, capability, on) if any(covers(one, desk) for desk in places)]
    return min(
        held, key=lambda one: (one.agency_id not in own, one.deputy_for_id is not None, one.pk), default=None
    )


def capabilities_of(user: User | AnonymousUser, on: date | None = None) -> frozenset[str]:
    return frozenset(code for one in _assignments(user, None, on) for code in one.role.capabilities)


def capabilities_at(user: User | AnonymousUser, desks: Iterable[Agency]) -> frozenset[str]:
    """What the user may do today at any of these agencies; one query, however many capabilities."""
    places = list(desks)
    return frozenset(
        code
        for one in _assignments(user, None, None)
        if any(covers(one, desk) for desk in places)
        for code in one.role.capabilities
    )


def covers(assignment: Assignment, desk: Agency) -> bool:
    """The same reach as `agencies_of`, for an agency already at hand."""
    if assignment.role.reach == Reach.SUBTREE:
        return desk.path.startswith(assignment.agency.path)
    return assignment.agency_id in (desk.pk, desk.managed_by_id)


class CapabilityBackend(ModelBackend):
    """Derives the admin's permissions from capabilities; superusers keep Django's full set."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked at the sign-in and again with every request: whoever has left is out at once."""
        return super().user_can_authenticate(user) and (user.last_day is None or today() <= user.last_day)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            return set(super().get_all_permissions(user_obj))
        if not hasattr(user_obj, "_capability_permissions"):
            held = capabilities_of(user_obj)
            user_obj._capability_permissions = {
                permission
                for capability in composed().capabilities
                if capability.code in held
                for permission in capability.admin_permissions
            }
        return set(user_obj._capability_permissions)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return bool(user_obj.is_active) and perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
