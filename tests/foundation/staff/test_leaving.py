"""离岗: everything ends in one act, nobody is left alone with it, and the door is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from foundation.agencies.models import Agency, Assignment, Role, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.signin.models import RecordKind, SignInRecord
from foundation.staff.models import StaffMember, Stage
from foundation.staff.operations import assigning, leaving
from tests.foundation.staff.conftest import COMMAND, LATER, TODAY, act, held, post_of, someone

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def leave(member: StaffMember, actor: Actor, last_day: date = TODAY, **facts: Any) -> StaffMember:
    on = min(last_day, TODAY)
    left: StaffMember = act(leaving.leave, member, actor, effective_on=on, last_day=last_day, **facts)
    return left


def test_leaving_ends_roles_post_and_account(clerk: StaffMember, by_keeper: Actor) -> None:
    leave(clerk, by_keeper, reason="调离")
    clerk.refresh_from_db()
    assert clerk.stage == Stage.LEFT and clerk.post is not None and clerk.post.ends_on == TODAY
    assert held(clerk, TODAY) == {("office", "clerk")} and held(clerk, TOMORROW) == set()
    user = User.objects.get(pk=clerk.user_id)
    assert not user.is_active and user.last_day == TODAY
    event = clerk.events.get(kind="left")
    assert event.actor == by_keeper.user and event.data["reason"] == "调离"


def test_a_person_who_leaves_is_out_at_the_next_click(
    clerk: StaffMember, by_keeper: Actor, client: Client
) -> None:
    client.force_login(clerk.user)
    assert client.get("/admin/").status_code == 200
    leave(clerk, by_keeper, reason="调离")
    closed = SignInRecord.objects.get(kind=RecordKind.ACCOUNT_CLOSED)
    assert (closed.user, closed.by) == (clerk.user, by_keeper.user)
    response = client.get("/admin/")
    assert response.status_code == 302 and "/admin/login/" in response["Location"]


def test_a_leaver_of_a_day_to_come_works_until_its_end(
    clerk: StaffMember, by_keeper: Actor, client: Client, settings: Any
) -> None:
    leave(clerk, by_keeper, TOMORROW, reason="调离")
    client.force_login(User.objects.get(pk=clerk.user_id))
    for day, status in ((TODAY, 200), (TOMORROW, 200), (TOMORROW + timedelta(days=1), 302)):
        settings.AS_OF = day
        assert client.get("/admin/").status_code == status


def test_no_password_opens_a_closed_account(clerk: StaffMember, by_keeper: Actor, client: Client) -> None:
    clerk.user.set_password("still-known-2026")
    clerk.user.save()
    leave(clerk, by_keeper, reason="调离")
    client.post("/admin/login/", {"username": "jingban", "password": "still-known-2026"})
    assert client.get("/admin/").status_code == 302
    assert SignInRecord.objects.filter(kind=RecordKind.PASSWORD_WRONG).exists()


def test_whoever_went_last_week_is_entered_with_the_true_day(clerk: StaffMember, by_keeper: Actor) -> None:
    gone = TODAY - timedelta(days=7)
    clerk.post.starts_on = date(2026, 1, 4)  # type: ignore[union-attr]
    clerk.post.save()  # type: ignore[union-attr]
    leave(clerk, by_keeper, gone, reason="调离")
    clerk.refresh_from_db()
    assert clerk.post is not None and clerk.post.ends_on == gone
    assert held(clerk, TODAY) == {("office", "clerk")}, "what was possible until today stays explained"
    assert held(clerk, TOMORROW) == set()
    assert clerk.events.get(kind="left").backfilled


def test_the_only_holder_does_not_go_without_a_word(
    clerk: StaffMember, by_keeper: Actor, office: Agency
) -> None:
    with pytest.raises(
        Refused, match="区政府没有人可以登记申请、办理申请、送达答复；区政府办没有人可以"
    ) as caught:
        leave(clerk, by_keeper)
    assert caught.value.refusal.field == "successor"
    clerk.refresh_from_db()
    assert clerk.stage == Stage.PRESENT and held(clerk, LATER) == {("office", "clerk")}
    leave(clerk, by_keeper, reason="机构改革，暂由主管部门代管")
    assert "没有人可以登记申请" in clerk.events.get(kind="left").data["lost"]


def test_who_is_not_alone_goes_without_a_reason(clerk: StaffMember, by_keeper: Actor, office: Agency) -> None:
    someone("second", office, "clerk")
    leave(clerk, by_keeper)
    assert clerk.events.get(kind="left").data.keys() == {"until"}


def test_a_successor_takes_everything_in_the_same_act(
    clerk: StaffMember, by_keeper: Actor, office: Agency
) -> None:
    second = someone("second", office, "reviewer")
    leave(clerk, by_keeper, successor=second)
    assert held(second) == {("office", "reviewer"), ("office", "clerk")}
    assert [one.kind for one in clerk.events.order_by("seq")] == ["joined", "handed_over", "left"]
    clerk.refresh_from_db()
    second.refresh_from_db()
    assert (clerk.stage, second.stage) == (Stage.LEFT, Stage.PRESENT)


def test_deputies_of_a_leaver_end_with_them(head: StaffMember, clerk: StaffMember, by_keeper: Actor) -> None:
    facts = {"assignment": post_of(head), "deputy": clerk, "starts_on": TODAY, "ends_on": LATER}
    act(assigning.deputise, head, by_keeper, **facts, reason="授权书（演示）")
    leave(head, by_keeper, reason="调离")
    assert held(clerk, TOMORROW) == {("office", "clerk")}


# --- the last keeper ------------------------------------------------------------------------------------


def test_the_last_keeper_of_the_accounts_cannot_be_removed(
    keeper: StaffMember, by_keeper: Actor, district: Agency
) -> None:
    second = someone("second", district, "security")
    by_second = Actor(second.user, district)
    with transaction.atomic():
        leave(keeper, by_second, reason="调离")
        transaction.set_rollback(True)
    leave(second, by_keeper, reason="调离")
    with pytest.raises(Refused, match="最后一位能管理区政府账号的人"):
        leave(keeper, COMMAND, reason="调离")
    keeper.refresh_from_db()
    assert keeper.stage == Stage.PRESENT


def test_nor_by_the_end_of_the_role(keeper: StaffMember, by_keeper: Actor) -> None:
    with pytest.raises(Refused, match="最后一位"):
        act(assigning.end, keeper, by_keeper, assignment=post_of(keeper), last_day=TODAY)


def test_a_deputy_or_a_towns_keeper_is_no_other_keeper(
    keeper: StaffMember, by_keeper: Actor, town_keeper: StaffMember, district: Agency, roles: dict[str, Role]
) -> None:
    helper = someone("helper", district, "supervisor")
    facts = {"assignment": post_of(keeper), "deputy": helper, "starts_on": TODAY, "ends_on": LATER}
    act(assigning.deputise, keeper, by_keeper, **facts, reason="授权书（演示）")
    with pytest.raises(Refused, match="最后一位能管理区政府账号的人"):
        act(assigning.end, keeper, by_keeper, assignment=post_of(keeper), last_day=TODAY)


def test_a_towns_keeper_may_go_since_the_district_keeps_the_town(
    keeper: StaffMember, by_keeper: Actor, town_keeper: StaffMember
) -> None:
    leave(town_keeper, by_keeper)
    assert held(town_keeper, TOMORROW) == set()


def test_nobody_closes_their_own_account(keeper: StaffMember, by_keeper: Actor, district: Agency) -> None:
    someone("second", district, "security")
    with pytest.raises(Refused, match="不能办理自己的任职、接手和离岗"):
        leave(keeper, by_keeper)


def test_a_post_elsewhere_is_ended_by_whoever_keeps_that_place(
    town: Agency, bureau: Agency, town_keeper: StaffMember, by_keeper: Actor
) -> None:
    member = someone("dianzi", town, "clerk")
    role = Role.objects.get(code="reviewer")
    act(assigning.grant, member, by_keeper, agency=bureau, role=role, starts_on=TODAY)
    with pytest.raises(Refused, match="没有管理财政局人员任职的权限"):
        leave(member, Actor(town_keeper.user, town), reason="调离")
    assert Assignment.objects.filter(user=member.user, ends_on=None).count() == 2
