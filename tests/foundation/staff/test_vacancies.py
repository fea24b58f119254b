"""Where nobody can act: the duties of the patrol and the lines on *today*, for those who can mend it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from foundation.agencies import powers
from foundation.agencies.models import Agency, Assignment, Role
from foundation.contracts import Duty, composed
from foundation.ledger.acts import Actor
from foundation.staff import today as lists
from foundation.staff.models import StaffMember
from foundation.staff.operations import absences, assigning, handing_over
from foundation.staff.vacancies import days_ahead, vacancies
from tests.foundation.staff.conftest import LATER, TODAY, act, post_of, someone

pytestmark = pytest.mark.django_db
EVERYTHING = {"登记申请", "办理申请", "作保密审查", "签发答复", "送达答复", "发布信息"}


def duty(code: str) -> Duty:
    return next(one for one in composed().duties if one.code == code)


def violated(code: str, *agencies: Agency, on: date = TODAY) -> set[str]:
    found = duty(code).violations([one.pk for one in agencies], on)
    return set(found.values_list("code", flat=True))


def titles(items: list[Any]) -> list[str]:
    return [one.title for one in items]


def test_each_thing_an_agency_must_be_able_to_do_is_a_duty() -> None:
    assert {one.needed for one in composed().needed} == EVERYTHING
    assert {one.code for one in composed().duties if one.code.startswith("staff.unfilled.")} == {
        f"staff.unfilled.{one.code}" for one in composed().needed
    }


def test_own_and_managing_people_fill_an_agency_others_do_not(
    district: Agency, office: Agency, bureau: Agency, clerk: StaffMember, head: StaffMember
) -> None:
    signing = "staff.unfilled.requests.sign"
    assert violated(signing, district, office, bureau) == {"bureau"}
    assert violated("staff.unfilled.requests.review", district, office, bureau) == {
        "district",
        "office",
        "bureau",
    }
    assert violated(signing, district, office) == set(), "only the agencies asked for are looked at"


def test_agencies_outside_the_rules_need_nobody(district: Agency) -> None:
    facts: list[dict[str, Any]] = [
        {"accepts_requests": False},
        {"enabled_on": None},
        {"enabled_on": TODAY + timedelta(days=1)},
        {"closed_on": TODAY - timedelta(days=1)},
    ]
    bureau = Agency.objects.create(
        code="bureau",
        name="演示局",
        short_name="演示局",
        kind="department",
        path="district/bureau/",
        opened_on=date(2008, 5, 1),
        enabled_on=TODAY,
        document_code="演公开",
    )
    assert violated("staff.unfilled.requests.sign", bureau) == {"bureau"}
    for changed in facts:
        Agency.objects.filter(pk=bureau.pk).update(
            **{"accepts_requests": True, "enabled_on": TODAY, "closed_on": None, **changed}
        )
        assert violated("staff.unfilled.requests.sign", bureau) == set(), changed


def test_an_end_within_ten_working_days_is_told_beforehand(office: Agency, head: StaffMember) -> None:
    days = days_ahead(TODAY)
    assert len(days) == 11 and days[-1] == date(2026, 9, 28), "the 20th is a working day, the 25th not"
    post = Assignment.objects.filter(user=head.user)
    for last, told in ((days[-2], {"office"}), (days[-1], set())):
        post.update(ends_on=last)
        assert violated("staff.soon_unfilled", office) == told
        assert violated("staff.unfilled.requests.sign", office) == set()


def test_an_absence_of_the_only_one_is_told_and_a_deputy_ends_it(
    office: Agency, head: StaffMember, clerk: StaffMember, by_keeper: Actor
) -> None:
    first, last = date(2026, 9, 17), date(2026, 9, 22)
    act(absences.note_absence, head, by_keeper, starts_on=first, ends_on=last)
    gaps = {one.capability.needed: one.gap.on for one in vacancies([office], TODAY) if not one.is_vacant}
    assert gaps == {"签发答复": first, "发布信息": first}
    assert violated("staff.soon_unfilled", office) == {"office"}
    facts = {"assignment": post_of(head), "deputy": clerk, "starts_on": first, "ends_on": last}
    act(assigning.deputise, head, by_keeper, **facts, reason="授权书（演示）")
    assert violated("staff.soon_unfilled", office) == set()


def test_closed_accounts_fill_nothing(office: Agency, head: StaffMember) -> None:
    head.user.is_active = False
    head.user.save()
    assert violated("staff.unfilled.requests.sign", office) == {"office"}


# --- on the today page ----------------------------------------------------------------------------------


@pytest.fixture
def supervisor(district: Agency, roles: dict[str, Role]) -> StaffMember:
    return someone("zhuguan", district, "supervisor")


def test_the_supervisor_and_the_administrator_are_told_with_a_next_step(
    office: Agency,
    bureau: Agency,
    town: Agency,
    clerk: StaffMember,
    head: StaffMember,
    keeper: StaffMember,
    supervisor: StaffMember,
) -> None:
    someone("caizheng", bureau, "clerk", "reviewer")
    told = lists.unfilled(keeper.user, TODAY)
    assert set(titles(told)) == {
        "区政府：没有人可以作保密审查",
        "区政府办：没有人可以作保密审查",
        "财政局：没有人可以签发答复、发布信息",
        "店子镇：没有任何人员可以办理政府信息公开工作",
    }
    assert {one.next_step for one in told} == {"授予角色或者指定代管单位", "办理到岗或者指定代管单位"}
    seen = lists.unfilled(supervisor.user, TODAY)
    assert titles(seen) == titles(told)
    assert {one.next_step for one in seen} == {"看谁可以做什么，督促补齐"}
    assert lists.unfilled(clerk.user, TODAY) == [] == lists.soon(clerk.user, TODAY)


def test_many_agencies_without_anybody_are_one_line(district: Agency, keeper: StaffMember) -> None:
    for number in range(4):
        Agency.objects.create(
            code=f"unit{number}",
            name=f"演示{number}局",
            short_name=f"{number}局",
            kind="department",
            position=number + 5,
            path=f"district/unit{number}/",
            parent=district,
            opened_on=date(2008, 5, 1),
            enabled_on=TODAY,
            document_code=f"演{number}公开",
        )
    (told,) = lists.unfilled(keeper.user, TODAY)
    assert told.title.endswith("等6个单位：没有任何人员可以办理政府信息公开工作")


def test_a_coming_gap_has_its_day_and_names_every_agency_of_the_desk(
    clerk: StaffMember, head: StaffMember, by_keeper: Actor, keeper: StaffMember
) -> None:
    first = date(2026, 9, 17)
    act(absences.note_absence, head, by_keeper, starts_on=first, ends_on=LATER)
    (told,) = lists.soon(keeper.user, TODAY)
    assert told.title == "区政府、区政府办：将没有人可以签发答复、发布信息"
    assert (told.due_on, told.note) == (first, "9月17日起外出")
    assert "on=2026-09-17" in told.url


def test_a_towns_administrator_is_told_of_the_town_only(
    town: Agency, bureau: Agency, town_keeper: StaffMember
) -> None:
    (told,) = lists.unfilled(town_keeper.user, TODAY)
    assert told.title.startswith("店子镇：没有任何人员")


# --- one's own ------------------------------------------------------------------------------------------


def test_before_the_end_one_prints_the_list(clerk: StaffMember) -> None:
    assert lists.leaving(clerk.user, TODAY) == []
    Assignment.objects.filter(user=clerk.user).update(ends_on=date(2026, 9, 28))
    (told,) = lists.leaving(clerk.user, TODAY)
    assert told.due_on == date(2026, 9, 28) and told.url.endswith(f"/{clerk.pk}/handover/pdf/")
    Assignment.objects.filter(user=clerk.user).update(ends_on=date(2026, 9, 29))
    assert lists.leaving(clerk.user, TODAY) == []
    clerk.user.last_day = date(2026, 9, 16)
    assert [one.due_on for one in lists.leaving(clerk.user, TODAY)] == [date(2026, 9, 16)]


def test_what_was_taken_over_stands_there_for_five_working_days(
    clerk: StaffMember, head: StaffMember, by_keeper: Actor, settings: Any
) -> None:
    act(handing_over.hand_over, clerk, by_keeper, successor=head, last_day=TODAY)
    for day, count in ((TODAY, 1), (date(2026, 9, 18), 1), (date(2026, 9, 21), 0)):
        assert len(lists.taken_over(head.user, day)) == count, day
    (told,) = lists.taken_over(head.user, TODAY)
    assert told.title == "您接手了演示jingban的工作：没有未办结的工作"
    assert lists.taken_over(clerk.user, TODAY) == []


def test_an_account_without_a_staff_file_has_nothing_to_hand_over(keeper: StaffMember) -> None:
    user = type(keeper.user).objects.create(username="root", name="运维")
    assert lists.leaving(user, TODAY) == [] == lists.taken_over(user, TODAY)


# --- kept apart -----------------------------------------------------------------------------------------


def test_a_mixing_from_before_the_rule_is_found(
    town: Agency, keeper: StaffMember, roles: dict[str, Role], supervisor: StaffMember
) -> None:
    member = someone("dianzi", town, "clerk")
    facts = {"user": member.user, "agency": town, "role": roles["security"], "starts_on": TODAY}
    mixed = Assignment.objects.create(**facts)
    found = duty("staff.separation").violations([town.pk], TODAY)
    assert set(found) == set(Assignment.objects.filter(user=member.user))
    (told,) = lists.mixed(keeper.user, TODAY)
    assert told.title == "演示dianzi同时任经办、安全管理员" and told.next_step == "结束其中一项任职"
    assert told.url.endswith(f"/staff/staffmember/{member.pk}/change/")
    assert lists.mixed(member.user, TODAY) and lists.mixed(supervisor.user, TODAY)
    mixed.exception = "全镇只有一人"
    mixed.save()
    assert not duty("staff.separation").violations([town.pk], TODAY).exists()
    assert lists.mixed(keeper.user, TODAY) == []


def test_a_mixed_role_is_found_in_one_assignment(town: Agency, keeper: StaffMember) -> None:
    both = Role.objects.create(code="both", name="包办", capabilities=["requests.sign", "agencies.manage"])
    user = type(keeper.user).objects.create(username="solo", name="演示独任")
    held = Assignment.objects.create(user=user, agency=town, role=both, starts_on=TODAY)
    (mixing,) = powers.mixings([held])
    assert mixing.assignments == (held,) and mixing.pair.wording == "“系统管理”和“办理业务”"
    (told,) = lists.mixed(keeper.user, TODAY)
    assert told.url.endswith("/agencies/assignment/")
