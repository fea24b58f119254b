"""Who is expected to act: the one owner among all who may."""

from __future__ import annotations

from datetime import date

from foundation.agencies.models import Agency, Role
from foundation.staff.holders import staffing
from foundation.staff.models import Absence, StaffMember
from foundation.staff.operations import assigning
from tests.foundation.staff.conftest import COMMAND, TODAY, someone

SIGN, HANDLE = "requests.sign", "requests.handle"
FRIDAY = date(2026, 9, 18)


def away(member: StaffMember, until: date = FRIDAY) -> None:
    Absence.objects.create(member=member, starts_on=TODAY, ends_on=until)


def stand_in(member: StaffMember, deputy: StaffMember) -> None:
    assigning.deputise(
        member.pk,
        actor=COMMAND,
        seen=None,
        effective_on=TODAY,
        assignment=member.user.assignments.get(),
        deputy=deputy,
        starts_on=TODAY,
        ends_on=FRIDAY,
        reason="授权书（演示数据）",
    )


def test_the_own_desk_comes_before_the_one_that_manages_it(
    district: Agency, office: Agency, roles: dict[str, Role]
) -> None:
    someone("office", office, "clerk")
    assert staffing(TODAY).owner(HANDLE, (district,)).name.endswith("office")  # type: ignore[union-attr]
    someone("district", district, "clerk")
    assert staffing(TODAY).owner(HANDLE, (district,)).name.endswith("district")  # type: ignore[union-attr]


def test_the_deputy_acts_while_the_owner_is_away(office: Agency, roles: dict[str, Role]) -> None:
    head, helper = someone("head", office, "head"), someone("helper", office, "reviewer")
    stand_in(head, helper)
    assert staffing(TODAY).owner(SIGN, (office,)).assignment.user == head.user  # type: ignore[union-attr]
    away(head)
    owner = staffing(TODAY).owner(SIGN, (office,))
    assert owner is not None and owner.assignment.user == helper.user
    assert owner.words == f"{helper.user.name}（代{head.user.name}，到9月18日）"


def test_of_two_absences_the_later_end_counts_and_nobody_there_is_still_an_owner(
    office: Agency, roles: dict[str, Role]
) -> None:
    head = someone("head", office, "head")
    away(head)
    away(head, TODAY)
    owner = staffing(TODAY).owner(SIGN, (office,))
    assert owner is not None and (owner.is_away, owner.away_until) == (True, FRIDAY)
    assert staffing(TODAY).owner(SIGN, ()) is None
