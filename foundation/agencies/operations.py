"""The lawful acts on agencies and posts: opening, reforming, assigning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from foundation.agencies.models import Agency, Assignment, Role, Succession, User
from foundation.contracts import Refusal, Refused


@transaction.atomic
def open_agency(*, code: str, parent: Agency | None = None, **facts: Any) -> Agency:
    """Add a node under `parent`. Raises ValidationError for a bad field."""
    agency = Agency(code=code, parent=parent, path=f"{parent.path if parent else ''}{code}/", **facts)
    agency.full_clean(exclude=["path"])
    agency.save()
    return agency


@transaction.atomic
def reform(predecessors: Iterable[Agency], successor: Agency, *, on: date, reason: str) -> list[Succession]:
    """Close agencies on a day and let an opened one take over (国办公开办函〔2019〕14号)."""
    made = []
    ids = sorted(agency.pk for agency in predecessors)
    for agency in Agency.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        if agency.closed_on is not None:
            raise Refused(
                Refusal(f"{agency.name}已于{agency.closed_on}撤并，不能再次撤并。", field="predecessors")
            )
        agency.closed_on = on
        agency.save(update_fields=["closed_on"])
        made.append(Succession.objects.create(predecessor=agency, successor=successor, on=on, reason=reason))
    return made


@transaction.atomic
def assign(
    user: User,
    agency: Agency,
    role: Role,
    *,
    starts_on: date,
    ends_on: date | None = None,
    deputy_for: User | None = None,
    reason: str = "",
) -> Assignment:
    """Give a role in an agency; a deputy's assignment needs an end and a basis (授权书)."""
    if deputy_for is not None and (ends_on is None or not reason):
        raise Refused(
            Refusal(
                "代行他人职责必须写明截止日期和授权依据。", remedy="请填写“止”和“授权依据”。", field="ends_on"
            )
        )
    assignment = Assignment(
        user=user,
        agency=agency,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy_for=deputy_for,
        reason=reason,
    )
    assignment.full_clean()
    assignment.save()
    return assignment


def bare_deputy(deputy_for: User | None, ends_on: date | None, reason: str) -> Refusal | None:
    """A deputy acts for a named time and on a written basis (授权书), or not at all."""
    if deputy_for is None or (ends_on is not None and reason.strip()):
        return None
    return Refusal(
        "代行他人职责必须写明截止日期和授权依据。", remedy="请填写“止”和“授权依据”。", field="ends_on"
    )


@transaction.atomic
def end_assignment(assignment_id: int, *, on: date) -> Assignment:
    assignment = Assignment.objects.select_for_update().get(pk=assignment_id)
    if on < assignment.starts_on:
        raise Refused(
            Refusal("任职的截止日期不能早于开始日期。", remedy="请改填较晚的日期。", field="ends_on")
        )
    assignment.ends_on = on
    assignment.save(update_fields=["ends_on"])
    return assignment


@transaction.atomic
def end_sessions(user: User) -> User:
    """Everything the person is signed in with ends at its next request: handing over, closing the account."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.session_epoch += 1
    locked.save(update_fields=["session_epoch"])
    user.session_epoch = locked.session_epoch
    return locked


@transaction.atomic
def load_roles(definitions: Mapping[str, tuple[str, str, Iterable[str]]]) -> list[Role]:
    """Create the delivered roles that do not exist yet; roles staff have edited are left alone.

    `definitions`: code → (name, reach, capability codes).
    """
    roles = []
    for code, (name, reach, capabilities) in definitions.items():
        role, _ = Role.objects.get_or_create(
            code=code, defaults={"name": name, "reach": reach, "capabilities": sorted(capabilities)}
        )
        roles.append(role)
    return roles
