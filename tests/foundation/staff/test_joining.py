"""到岗 and 重新到岗: account, post and role at once, or nothing."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from foundation.agencies.models import Agency, Role, StaffPost, User
from foundation.agencies.statistics import STAFF
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.signin.models import RecordKind, SignInRecord
from foundation.staff.models import StaffMember, Stage
from foundation.staff.operations import joining, leaving
from foundation.staff.operations.joining import Joined, Post
from tests.foundation.staff.conftest import TODAY, act, held, someone

pytestmark = pytest.mark.django_db


def join(actor: Actor, where: Agency, **changes: Any) -> Joined:
    facts = {
        "effective_on": TODAY,
        "username": "xinren",
        "name": "演示新人",
        "agency": where,
        "role": Role.objects.get(code="clerk"),
        **changes,
    }
    return joining.join(actor=actor, **facts)


def test_one_act_opens_account_post_and_role(by_keeper: Actor, office: Agency) -> None:
    joined = join(by_keeper, office, post=Post.FULL_TIME, reason="分工文件（演示）")
    user = User.objects.get(username="xinren")
    assert user.is_staff and not user.is_superuser and user.check_password(joined.password)
    assert held(joined.member) == {("office", "clerk")}
    assert STAFF.count([office.pk], 2026)[office.pk, "full_time", "total"] == 1
    event = joined.member.events.get()
    assert (event.kind, event.actor) == ("joined", by_keeper.user)
    assert joined.password not in str(event.data)


def test_the_first_password_is_good_for_one_sign_in(client: Client, by_keeper: Actor, office: Agency) -> None:
    joined = join(by_keeper, office)
    answer = client.post("/admin/login/", {"username": "xinren", "password": joined.password})
    assert answer["Location"] == "/admin/login/password/"
    opened = SignInRecord.objects.get(kind=RecordKind.ACCOUNT_OPENED, user=joined.member.user)
    assert opened.by == by_keeper.user


def test_whoever_came_earlier_has_the_post_since_then_and_the_powers_since_today(
    by_keeper: Actor, office: Agency
) -> None:
    arrived = TODAY - timedelta(days=14)
    joined = join(by_keeper, office, effective_on=arrived)
    assert joined.member.post is not None and joined.member.post.starts_on == arrived
    assert held(joined.member, TODAY - timedelta(days=1)) == set()
    assert held(joined.member, TODAY) == {("office", "clerk")}
    assert joined.member.events.get().backfilled


def test_somebody_who_does_no_disclosure_work_is_not_counted(by_keeper: Actor, office: Agency) -> None:
    assert join(by_keeper, office, post=Post.NONE).member.post is None
    assert not StaffPost.objects.filter(agency=office).exists()


def test_a_name_in_use_is_refused_and_nothing_is_left_of_it(
    by_keeper: Actor, office: Agency, clerk: StaffMember
) -> None:
    with pytest.raises(Refused, match="用户名“jingban”已被演示jingban使用。请另取"):
        join(by_keeper, office, username="jingban")
    with pytest.raises(Refused, match="没有在本单位“到岗”的权限"):
        join(Actor(clerk.user, office), office)
    assert not User.objects.filter(username="xinren").exists()


def test_a_name_that_is_none_is_refused_at_its_field(by_keeper: Actor, office: Agency) -> None:
    with pytest.raises(Refused) as caught:
        join(by_keeper, office, username="新 人")
    assert caught.value.refusal.field == "username"


def test_the_first_role_obeys_the_same_rules(
    by_keeper: Actor, office: Agency, bureau: Agency, town_keeper: StaffMember, town: Agency
) -> None:
    with pytest.raises(Refused, match="没有在本单位“到岗”的权限"):
        join(Actor(town_keeper.user, town), bureau)
    assert not StaffMember.objects.filter(user__username="xinren").exists()


# --- coming back ----------------------------------------------------------------------------------------


@pytest.fixture
def gone(clerk: StaffMember, by_keeper: Actor) -> StaffMember:
    act(leaving.leave, clerk, by_keeper, last_day=TODAY, reason="借调")
    return StaffMember.objects.get(pk=clerk.pk)


def test_whoever_comes_back_has_the_old_account_and_a_new_password(
    gone: StaffMember, by_keeper: Actor, bureau: Agency
) -> None:
    role = Role.objects.get(code="reviewer")
    with pytest.raises(Refused, match="重新到岗"):
        joining.refuse_known_name("jingban")
    back = act(joining.rejoin, gone, by_keeper, agency=bureau, role=role)
    assert back.member.stage == Stage.PRESENT and back.member.agency == bureau
    assert ("bureau", "reviewer") in held(back.member)
    user = User.objects.get(username="jingban")
    assert user.check_password(back.password) and user.must_change_password
    assert [event.kind for event in gone.events.order_by("seq")] == ["joined", "left", "rejoined"]


def test_only_who_has_left_comes_back(clerk: StaffMember, by_keeper: Actor, office: Agency) -> None:
    with pytest.raises(Refused, match="阶段不能“重新到岗”"):
        act(joining.rejoin, clerk, by_keeper, agency=office, role=Role.objects.get(code="clerk"))


# --- the first administrator ----------------------------------------------------------------------------


def appoint(**changes: str) -> str:
    said = StringIO()
    facts = {"agency": "district", "username": "anquan", "name": "演示安全管理", **changes}
    call_command("appoint_administrator", stdout=said, **facts)
    return said.getvalue()


def test_the_operator_appoints_the_first_administrator_and_no_second(
    district: Agency, roles: dict[str, Role]
) -> None:
    said = appoint()
    password = said.split("初始密码 ")[1].split("（")[0]
    assert User.objects.get(username="anquan").check_password(password)
    assert held(StaffMember.objects.get()) == {("district", "security")}
    with pytest.raises(CommandError, match="已有人管理账号"):
        appoint(username="another")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agency": "nowhere"}, "没有代码为“nowhere”的机构"),
        ({"role": "king"}, "没有代码为“king”的角色"),
        ({"username": "坏 名"}, "用户名"),
    ],
)
def test_the_command_says_what_is_wrong(
    changes: dict[str, str], words: str, district: Agency, roles: dict[str, Role]
) -> None:
    with pytest.raises(CommandError, match=words):
        appoint(**changes)
    assert not User.objects.exists()


def test_a_day_after_the_start_of_the_post_is_a_date_of_the_past_only(
    by_keeper: Actor, office: Agency
) -> None:
    with pytest.raises(Refused, match="发生日期不能晚于今天"):
        join(by_keeper, office, effective_on=date(2026, 12, 1))


def test_people_of_two_units_are_told_apart(office: Agency, bureau: Agency, roles: dict[str, Role]) -> None:
    assert str(someone("jia", office, "clerk")) == "演示jia（区政府办）"
    assert str(someone("yi", bureau, "clerk")) == "演示yi（财政局）"
