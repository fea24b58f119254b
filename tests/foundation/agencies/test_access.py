"""Who may do what, where, and on which day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from foundation.agencies import operations
from foundation.agencies.access import agencies_of, capabilities_at, capabilities_of, may
from foundation.agencies.models import Agency, Assignment, Role, User
from foundation.contracts import Refused

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


def agency(code: str, parent: Agency | None = None, **changes: object) -> Agency:
    facts: dict[str, object] = {
        "name": f"演示{code}",
        "short_name": code,
        "kind": "department",
        "opened_on": date(2008, 5, 1),
        "document_code": f"演{code}",
        "review_organ": "演示区人民政府",
        "court": "演示区人民法院",
    }
    return operations.open_agency(code=code, parent=parent, **{**facts, **changes})


@pytest.fixture
def district() -> Agency:
    return agency("district", kind="government")


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk", password="demo-password-1", name="演示经办")


def role(reach: str = "own", *capabilities: str) -> Role:
    return Role.objects.create(
        code=f"role{Role.objects.count()}", name="演示角色", reach=reach, capabilities=capabilities
    )


def test_a_capability_holds_in_the_own_agency_only(district: Agency, clerk: User) -> None:
    mine, other = agency("mine", district), agency("other", district)
    operations.assign(clerk, mine, role("own", "requests.handle"), starts_on=DAY)
    assert may(clerk, "requests.handle", mine, DAY)
    assert not may(clerk, "requests.handle", other, DAY)
    assert not may(clerk, "requests.sign", mine, DAY)


def test_it_holds_between_its_dates_only(district: Agency, clerk: User) -> None:
    made = operations.assign(clerk, district, role("own", "x"), starts_on=DAY)
    operations.end_assignment(made.pk, on=date(2026, 3, 31))
    assert not may(clerk, "x", district, date(2026, 3, 1))
    assert may(clerk, "x", district, date(2026, 3, 31))
    assert not may(clerk, "x", district, date(2026, 4, 1))


def test_one_desk_serves_the_units_it_manages(district: Agency, clerk: User) -> None:
    office = agency("office", district, kind="office")
    district.managed_by = office
    district.save()
    operations.assign(clerk, office, role("own", "x"), starts_on=DAY)
    assert set(agencies_of(clerk, "x", DAY)) == {district, office}


def test_the_supervising_department_reaches_the_whole_subtree(district: Agency, clerk: User) -> None:
    town = agency("town", district, kind="town")
    elsewhere = agency("elsewhere", kind="government")
    operations.assign(clerk, district, role("subtree", "x"), starts_on=DAY)
    assert set(agencies_of(clerk, "x", DAY)) == {district, town}
    assert not may(clerk, "x", elsewhere, DAY)


def test_a_closed_account_may_nothing(district: Agency, clerk: User) -> None:
    operations.assign(clerk, district, role("own", "x"), starts_on=DAY)
    clerk.is_active = False
    assert capabilities_of(clerk, DAY) == frozenset()


def test_nobody_may_nothing(district: Agency) -> None:
    assert not may(None, "x", district, DAY)


def test_a_deputy_needs_an_end_and_a_basis(district: Agency, clerk: User) -> None:
    head = User.objects.create_user("head", password="demo-password-1", name="演示负责人")
    signing = role("own", "x")
    operations.assign(head, district, signing, starts_on=DAY)
    with pytest.raises(Refused, match="截止日期和授权依据"):
        operations.assign(clerk, district, signing, starts_on=DAY, deputy_for=head)
    made = operations.assign(
        clerk,
        district,
        signing,
        starts_on=DAY,
        ends_on=date(2026, 3, 6),
        deputy_for=head,
        reason="授权书（演示）",
    )
    assert may(clerk, "x", district, date(2026, 3, 6))
    assert made.deputy_for == head


def test_the_database_refuses_a_deputy_without_an_end(district: Agency, clerk: User) -> None:
    head = User.objects.create_user("head", password="demo-password-1", name="演示负责人")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(user=clerk, agency=district, role=role(), starts_on=DAY, deputy_for=head)


def test_an_assignment_cannot_end_before_it_starts(district: Agency, clerk: User) -> None:
    made = operations.assign(clerk, district, role("own", "x"), starts_on=DAY)
    with pytest.raises(Refused, match="不能早于"):
        operations.end_assignment(made.pk, on=date(2026, 3, 1))


def test_delivered_roles_are_loaded_once_and_edits_are_kept() -> None:
    definitions = {"clerk": ("经办", "own", ["b", "a"])}
    (loaded,) = operations.load_roles(definitions)
    assert loaded.capabilities == ["a", "b"]
    loaded.capabilities = ["a"]
    loaded.save()
    (again,) = operations.load_roles(definitions)
    assert again.capabilities == ["a"]


@pytest.mark.parametrize("reach", ["own", "subtree"])
def test_what_one_may_do_at_a_desk_agrees_with_where_one_may_do_it(
    reach: str, district: Agency, clerk: User, settings: object
) -> None:
    settings.AS_OF = DAY  # type: ignore[attr-defined]
    office = agency("office", district, kind="office")
    managed = agency("managed", district, managed_by=office)
    below = agency("below", office)
    elsewhere = agency("elsewhere")
    operations.assign(clerk, office, role(reach, "x"), starts_on=DAY)
    for place in (district, office, managed, below, elsewhere):
        assert ("x" in capabilities_at(clerk, [place])) is may(clerk, "x", place)
    assert capabilities_at(clerk, [elsewhere, office]) == {"x"}
