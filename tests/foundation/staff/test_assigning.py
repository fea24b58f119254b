"""Giving, extending, ending roles and naming deputies: who may, from when, and what stays of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from foundation.agencies.access import authority, capabilities_of, may
from foundation.agencies.models import Agency, Assignment, Role
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.staff.models import StaffMember
from foundation.staff.operations import assigning
from tests.foundation.staff.conftest import LATER, TODAY, act, held, post_of, someone

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def grant(member: StaffMember, actor: Actor, where: Agency, code: str, **facts: Any) -> Assignment:
    given = {"agency": where, "role": Role.objects.get(code=code), "starts_on": TODAY, **facts}
    made: Assignment = act(assigning.grant, member, actor, **given)
    return made


def test_a_role_given_is_an_event_with_who_gave_it(
    clerk: StaffMember, by_keeper: Actor, office: Agency
) -> None:
    made = grant(clerk, by_keeper, office, "reviewer", reason="分工文件（演示）")
    assert may(clerk.user, "requests.review", office)
    event = clerk.events.get(kind="granted")
    assert event.actor == by_keeper.user and event.capability == "agencies.accounts"
    assert event.data["role"] == "审核" and event.data["assignment"] == made.pk
    assert event.data["reason"] == "分工文件（演示）"


def test_nobody_gives_a_role_to_themselves(keeper: StaffMember, by_keeper: Actor, district: Agency) -> None:
    with pytest.raises(Refused, match="不能办理自己的任职"):
        grant(keeper, by_keeper, district, "supervisor")
    assert held(keeper) == {("district", "security")}
    assert keeper.events.count() == 1


def test_a_role_is_given_only_where_one_keeps_the_accounts(
    town: Agency, bureau: Agency, town_keeper: StaffMember, roles: dict[str, Role]
) -> None:
    member = someone("dianzi", town, "clerk")
    by_town = Actor(town_keeper.user, town)
    grant(member, by_town, town, "reviewer")
    with pytest.raises(Refused, match="没有管理财政局人员任职的权限"):
        grant(member, by_town, bureau, "clerk")
    other = someone("caizheng", bureau, "clerk")
    with pytest.raises(Refused, match="没有在本单位“授予角色”的权限"):
        grant(other, by_town, town, "clerk")


def test_who_handles_cases_gives_no_roles(clerk: StaffMember, head: StaffMember, office: Agency) -> None:
    with pytest.raises(Refused, match="权限"):
        grant(head, Actor(clerk.user, office), office, "clerk")


def test_powers_are_not_given_backwards(clerk: StaffMember, by_keeper: Actor, office: Agency) -> None:
    with pytest.raises(Refused, match="不能事后改变"):
        grant(clerk, by_keeper, office, "reviewer", starts_on=YESTERDAY)


def test_the_same_post_is_not_given_twice_at_once(
    clerk: StaffMember, by_keeper: Actor, office: Agency
) -> None:
    with pytest.raises(Refused, match="已有同样的任职，日期重叠"):
        grant(clerk, by_keeper, office, "clerk")


def test_an_end_leaves_the_past_explained(clerk: StaffMember, by_keeper: Actor, office: Agency) -> None:
    post = post_of(clerk)
    act(assigning.end, clerk, by_keeper, assignment=post, last_day=TODAY, reason="轮岗")
    assert may(clerk.user, "requests.handle", office, TODAY)
    assert not may(clerk.user, "requests.handle", office, TOMORROW)
    explained = authority(clerk.user, "requests.handle", [office], date(2026, 3, 2))
    assert explained == post and explained.role.code == "clerk"
    assert authority(clerk.user, "requests.handle", [office], TOMORROW) is None
    assert clerk.events.get(kind="ended").data["why"] == "轮岗"


def test_an_end_takes_nothing_of_what_was_done(clerk: StaffMember, by_keeper: Actor) -> None:
    with pytest.raises(Refused, match="不能事后改变"):
        act(assigning.end, clerk, by_keeper, assignment=post_of(clerk), last_day=YESTERDAY)


def test_what_has_not_begun_is_taken_back(clerk: StaffMember, by_keeper: Actor, office: Agency) -> None:
    coming = grant(clerk, by_keeper, office, "reviewer", starts_on=date(2026, 10, 8))
    act(assigning.end, clerk, by_keeper, assignment=coming, last_day=TODAY)
    assert held(clerk, LATER) == {("office", "clerk")}
    assert clerk.events.get(kind="withdrawn").data["role"] == "审核"


def test_a_post_is_extended_to_a_later_day_only(clerk: StaffMember, by_keeper: Actor, office: Agency) -> None:
    made = grant(clerk, by_keeper, office, "reviewer", ends_on=date(2026, 9, 30))
    with pytest.raises(Refused, match="晚于原来"):
        act(assigning.extend, clerk, by_keeper, assignment=made, until=date(2026, 9, 30))
    act(assigning.extend, clerk, by_keeper, assignment=made, until=LATER)
    assert ("office", "reviewer") in held(clerk, LATER)
    made.refresh_from_db()
    act(assigning.extend, clerk, by_keeper, assignment=made, until=None)
    assert ("office", "reviewer") in held(clerk, date(2030, 1, 1))
    assert clerk.events.filter(kind="extended").count() == 2


def test_what_has_ended_is_given_anew_not_extended(
    clerk: StaffMember, by_keeper: Actor, office: Agency, settings: Any
) -> None:
    made = grant(clerk, by_keeper, office, "reviewer", ends_on=TODAY)
    settings.AS_OF = TOMORROW
    with pytest.raises(Refused, match="已经过去"):
        act(assigning.extend, clerk, by_keeper, effective_on=TOMORROW, assignment=made, until=LATER)


def test_nobody_extends_their_own(keeper: StaffMember, by_keeper: Actor, district: Agency) -> None:
    post = post_of(keeper)
    Assignment.objects.filter(pk=post.pk).update(ends_on=LATER)
    post.refresh_from_db()
    with pytest.raises(Refused, match="自己的任职"):
        act(assigning.extend, keeper, by_keeper, assignment=post, until=None)


def test_anothers_post_is_not_ended_on_this_page(
    clerk: StaffMember, head: StaffMember, by_keeper: Actor
) -> None:
    with pytest.raises(Refused, match="不是此人的任职"):
        act(assigning.end, clerk, by_keeper, assignment=post_of(head), last_day=TODAY)


# --- deputies -------------------------------------------------------------------------------------------


def deputise(head: StaffMember, deputy: StaffMember, actor: Actor, **facts: Any) -> Assignment:
    given = {
        "assignment": Assignment.objects.filter(user=head.user).earliest("pk"),
        "deputy": deputy,
        "starts_on": TODAY,
        "ends_on": date(2026, 9, 18),
        "reason": "授权书（演示）",
        **facts,
    }
    made: Assignment = act(assigning.deputise, head, actor, **given)
    return made


def test_a_deputys_powers_end_with_the_day(
    head: StaffMember, clerk: StaffMember, by_keeper: Actor, office: Agency
) -> None:
    made = deputise(head, clerk, by_keeper)
    assert made.deputy_for == head.user
    assert may(clerk.user, "requests.sign", office, date(2026, 9, 18))
    assert not may(clerk.user, "requests.sign", office, date(2026, 9, 19))
    assert may(head.user, "requests.sign", office, date(2026, 9, 18))
    assert head.events.get(kind="deputised").data["name"] == clerk.user.name
    assert clerk.events.get(kind="deputises").data["name"] == head.user.name


def test_a_deputy_needs_a_basis_and_the_post_to_deputise_in(
    head: StaffMember, clerk: StaffMember, by_keeper: Actor
) -> None:
    with pytest.raises(Refused, match="授权依据"):
        deputise(head, clerk, by_keeper, reason=" ")
    with pytest.raises(Refused, match="不能代行自己的职责"):
        deputise(head, head, by_keeper)
    act(assigning.end, head, by_keeper, assignment=post_of(head), last_day=TODAY)
    with pytest.raises(Refused, match="届时在区政府办没有任“负责人”"):
        deputise(head, clerk, by_keeper, starts_on=TOMORROW)


def test_the_administrator_is_nobodys_deputy(
    head: StaffMember, keeper: StaffMember, by_keeper: Actor
) -> None:
    with pytest.raises(Refused, match="自己的任职"):
        deputise(head, keeper, by_keeper)


def test_whoever_has_left_is_nobodys_deputy(head: StaffMember, clerk: StaffMember, by_keeper: Actor) -> None:
    clerk.user.is_active = False
    clerk.user.save()
    with pytest.raises(Refused, match="已经离岗"):
        deputise(head, clerk, by_keeper)


# --- roles kept apart -----------------------------------------------------------------------------------


def test_an_exception_is_written_down_from_above_only(
    town: Agency, town_keeper: StaffMember, by_keeper: Actor, roles: dict[str, Role]
) -> None:
    member = someone("dianzi", town, "clerk")
    by_town = Actor(town_keeper.user, town)
    with pytest.raises(Refused, match="“安全管理”和“办理业务”要分立"):
        grant(member, by_keeper, town, "security")
    with pytest.raises(Refused, match="由其主管部门的安全管理员写明理由"):
        grant(member, by_town, town, "security", exception="只有一人")
    made = grant(member, by_keeper, town, "security", exception="全镇只有一名兼职人员")
    assert made.exception == "全镇只有一名兼职人员"
    assert member.events.get(kind="granted").data["exception"] == made.exception


def test_the_district_itself_has_nobody_above_to_excuse_it(
    clerk: StaffMember, by_keeper: Actor, district: Agency
) -> None:
    with pytest.raises(Refused, match="由其主管部门的安全管理员写明理由"):
        grant(clerk, by_keeper, district, "keeper", exception="人手不足")


def test_a_deputyship_may_not_mix_either(
    head: StaffMember, by_keeper: Actor, district: Agency, roles: dict[str, Role]
) -> None:
    technician = someone("guanli", district, "keeper")
    with pytest.raises(Refused, match="要分立"):
        deputise(head, technician, by_keeper)
    assert "requests.sign" not in capabilities_of(technician.user)
