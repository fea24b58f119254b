"""A district with its office, a bureau and a town, the delivered roles, and people who joined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from foundation.agencies.models import Agency, AgencyKind, Assignment, Role, User
from foundation.agencies.operations import load_roles, open_agency
from foundation.ledger.acts import Actor
from foundation.staff.models import StaffMember
from foundation.staff.operations import assigning, joining
from portal.delivered_roles import definitions

TODAY = date(2026, 9, 14)
"""A Monday; the autumn holidays begin on 25 September."""
LATER = date(2026, 12, 31)
OPENED = date(2008, 5, 1)
COMMAND = Actor(origin="command")


@pytest.fixture(autouse=True)
def today(settings: Any, tmp_path: Any) -> Iterator[date]:
    settings.AS_OF = TODAY
    settings.FILES_PRIVATE_ROOT = tmp_path / "private"
    settings.FILES_PUBLIC_ROOT = tmp_path / "public"
    yield TODAY


def agency(code: str, name: str, kind: AgencyKind, parent: Agency | None = None, **facts: Any) -> Agency:
    return open_agency(
        code=code,
        parent=parent,
        name=f"演示{name}",
        short_name=name,
        kind=kind,
        opened_on=OPENED,
        document_code=f"演{name[-1]}公开",
        **{"review_organ": "演示市人民政府", "court": "演示法院", "enabled_on": date(2026, 1, 1), **facts},
    )


@pytest.fixture
def district(db: None) -> Agency:
    district = agency("district", "区政府", AgencyKind.GOVERNMENT)
    district.managed_by = agency("office", "区政府办", AgencyKind.OFFICE, district)
    district.save()
    return district


@pytest.fixture
def office(district: Agency) -> Agency:
    return Agency.objects.get(code="office")


@pytest.fixture
def bureau(district: Agency) -> Agency:
    return agency("bureau", "财政局", AgencyKind.DEPARTMENT, district)


@pytest.fixture
def town(district: Agency) -> Agency:
    return agency("town", "店子镇", AgencyKind.TOWN, district)


@pytest.fixture
def roles(db: None) -> dict[str, Role]:
    return {role.code: role for role in load_roles(definitions())}


def someone(username: str, where: Agency, *codes: str, exception: str = "") -> StaffMember:
    """A person who joined on this day by the operator's command, with these delivered roles."""
    first, *others = (Role.objects.get(code=code) for code in codes)
    member = joining.join(
        actor=COMMAND,
        effective_on=TODAY,
        username=username,
        name=f"演示{username}",
        agency=where,
        role=first,
        starts_on=OPENED,
    ).member
    for role in others:
        assigning.grant(
            member.pk,
            actor=COMMAND,
            seen=None,
            effective_on=TODAY,
            agency=where,
            role=role,
            starts_on=OPENED,
            exception=exception,
        )
    return member


def held(member: StaffMember, on: date = TODAY) -> set[tuple[str, str]]:
    rows = Assignment.objects.in_force_on(on).filter(user=member.user)
    return set(rows.values_list("agency__code", "role__code"))


def post_of(member: StaffMember) -> Assignment:
    return Assignment.objects.filter(user=member.user).latest("pk")


def act(operation: Any, member: StaffMember, actor: Actor, **facts: Any) -> Any:
    """Perform an act of this day on a person's page."""
    given = {"actor": actor, "seen": None, "effective_on": TODAY, **facts}
    return operation(member.pk, **given)


@pytest.fixture
def keeper(district: Agency, roles: dict[str, Role]) -> StaffMember:
    """The security administrator of the whole district."""
    return someone("anquan", district, "security")


@pytest.fixture
def by_keeper(keeper: StaffMember, district: Agency) -> Actor:
    return Actor(keeper.user, district)


@pytest.fixture
def clerk(office: Agency, roles: dict[str, Role]) -> StaffMember:
    return someone("jingban", office, "clerk")


@pytest.fixture
def head(office: Agency, roles: dict[str, Role]) -> StaffMember:
    return someone("fuze", office, "head")


@pytest.fixture
def town_keeper(town: Agency, roles: dict[str, Role]) -> StaffMember:
    """A security administrator of one town, who keeps nobody else."""
    return someone("zhen", town, "security")


def permissions(user: User) -> set[str]:
    return set(User.objects.get(pk=user.pk).get_all_permissions())
