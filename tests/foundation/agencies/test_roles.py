"""Editing a role counts at once for everybody: what must not come of it, and who changed what."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from foundation.agencies import operations
from foundation.agencies.access import capabilities_of, may
from foundation.agencies.changes import role_changes
from foundation.agencies.models import Agency, Assignment, Reach, Role, User
from foundation.contracts import Refused
from tests.foundation.agencies.test_access import agency

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.AS_OF = DAY


@pytest.fixture
def district() -> Agency:
    return agency("district", kind="government")


@pytest.fixture
def town(district: Agency) -> Agency:
    return agency("town", district, kind="town")


@pytest.fixture
def security() -> Role:
    capabilities = ["agencies.accounts", "staff.read"]
    return Role.objects.create(code="security", name="安全管理员", reach="subtree", capabilities=capabilities)


@pytest.fixture
def clerks() -> Role:
    return Role.objects.create(code="clerk", name="经办", capabilities=["requests.read", "requests.handle"])


def person(name: str, where: Agency, role: Role) -> User:
    user = User.objects.create(username=name, name=f"演示{name}", is_staff=True)
    operations.assign(user, where, role, starts_on=DAY)
    return user


@pytest.fixture
def keeper(district: Agency, security: Role) -> User:
    return person("anquan", district, security)


def edit(role: Role, by: User, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(role, name, value)
    try:
        operations.save_role(role, by=by)
    finally:
        role.refresh_from_db()


def test_an_edit_counts_at_once_and_the_history_says_whose_it_was(
    district: Agency, keeper: User, clerks: Role
) -> None:
    clerk = person("jingban", district, clerks)
    assert not may(clerk, "requests.serve", district)
    edit(clerks, keeper, capabilities=["requests.handle", "requests.serve"], name="承办", reach=Reach.SUBTREE)
    assert may(clerk, "requests.serve", district)
    newest, first = role_changes(clerks)
    assert newest.by == "演示anquan" and first.differences == ("建立角色",) and first.by == ""
    assert newest.differences == (
        "增加：送达答复",
        "去掉：查看依申请公开案件",
        "名称由“经办”改为“承办”",
        "范围改为“本单位及所属各单位”",
    )


def test_a_role_of_two_groups_is_refused(keeper: User, clerks: Role) -> None:
    with pytest.raises(Refused, match="“系统管理”和“办理业务”的权限"):
        edit(clerks, keeper, capabilities=["requests.handle", "agencies.manage"])
    with pytest.raises(Refused, match="一个角色不能同时有"):
        new = Role(code="new", name="新", capabilities=["agencies.accounts", "workdays.publish"])
        operations.save_role(new, by=keeper)
    assert not Role.objects.filter(code="new").exists()


def test_a_new_role_of_one_group_is_kept(keeper: User) -> None:
    operations.save_role(Role(code="signer", name="签发", capabilities=["requests.sign"]), by=keeper)
    assert Role.objects.get(code="signer").capabilities == ["requests.sign"]


@pytest.mark.parametrize("reach", ["own", "subtree"])
def test_nobody_widens_their_own_role(keeper: User, security: Role, district: Agency, reach: str) -> None:
    Role.objects.filter(pk=security.pk).update(reach=reach)
    security.refresh_from_db()
    with pytest.raises(Refused, match="您自己任此角色"):
        edit(security, keeper, capabilities=[*security.capabilities, "staff.watch"])
    if reach == "own":
        with pytest.raises(Refused, match="您自己任此角色"):
            edit(security, keeper, reach=Reach.SUBTREE)
    edit(security, keeper, capabilities=["agencies.accounts"], name="管账号")
    assert capabilities_of(keeper) == {"agencies.accounts"}


def test_the_last_keepers_do_not_lose_their_capability(
    keeper: User, security: Role, town: Agency, district: Agency
) -> None:
    with pytest.raises(Refused, match="最后一位能管理district账号的人"):
        edit(security, keeper, capabilities=["staff.read"])
    second = Role.objects.create(
        code="second", name="另一安全管理员", reach="subtree", capabilities=["agencies.accounts"]
    )
    person("another", district, second)
    edit(security, keeper, capabilities=["staff.read"])
    assert not may(keeper, "agencies.accounts", district)


def test_an_edit_that_would_mix_a_holder_is_refused_with_the_name(
    district: Agency, keeper: User, clerks: Role
) -> None:
    reading = Role.objects.create(code="reader", name="查阅", capabilities=["requests.read"])
    clerk = person("jingban", district, clerks)
    operations.assign(clerk, district, reading, starts_on=DAY)
    with pytest.raises(Refused, match="演示jingban已任district“经办”，不能同时任“查阅”"):
        edit(reading, keeper, capabilities=["workdays.prepare"])
    Assignment.objects.filter(role=clerks).update(exception="全区只有一人")
    edit(reading, keeper, capabilities=["workdays.prepare"])


def test_roles_are_edited_at_the_top_of_the_tree_only(
    town: Agency, keeper: User, security: Role, clerks: Role
) -> None:
    towns = person("zhen", town, security)
    with pytest.raises(Refused, match="只有主管部门的安全管理员可以修改"):
        edit(clerks, towns, name="改名")
    with pytest.raises(Refused, match="只有主管部门"):
        edit(clerks, person("jingban", town, clerks), name="改名")
    root = User.objects.create_superuser("root", email="", password="x", name="运维")
    edit(clerks, root, name="改名")
    assert clerks.name == "改名"


# --- the page -------------------------------------------------------------------------------------------


def form(role: Role, **changes: Any) -> dict[str, Any]:
    return {"name": role.name, "reach": role.reach, "capabilities": role.capabilities, **changes}


def test_the_page_shows_what_the_operation_refuses_and_keeps_what_was_ticked(
    client: Client, keeper: User, clerks: Role
) -> None:
    client.force_login(keeper)
    address = f"/admin/agencies/role/{clerks.pk}/change/"
    mixed = ["requests.handle", "agencies.manage"]
    shown = client.post(address, form(clerks, capabilities=mixed)).content.decode()
    assert "一个角色不能同时有“系统管理”和“办理业务”的权限" in shown
    ticked = re.search(r'value="agencies.manage"[^>]*checked', shown)
    assert ticked, "what was ticked stays ticked"
    clerks.refresh_from_db()
    assert "agencies.manage" not in clerks.capabilities


def test_a_good_edit_is_saved_and_stands_in_the_record_of_changes(
    client: Client, keeper: User, clerks: Role
) -> None:
    client.force_login(keeper)
    address = f"/admin/agencies/role/{clerks.pk}/change/"
    assert client.post(address, form(clerks, capabilities=["requests.read"])).status_code == 302
    page = client.get(address).content.decode()
    assert "变动记录" in page and "去掉：办理申请" in page and "演示anquan" in page


def test_no_role_and_no_assignment_is_deleted_or_edited_past_the_rules(
    client: Client, keeper: User, clerks: Role, district: Agency
) -> None:
    person("jingban", district, clerks)
    client.force_login(keeper)
    held = Assignment.objects.get(role=clerks)
    for address in (
        f"/admin/agencies/role/{clerks.pk}/delete/",
        f"/admin/agencies/assignment/{held.pk}/delete/",
        "/admin/agencies/assignment/add/",
        "/admin/agencies/user/add/",
    ):
        assert client.post(address, {"post": "yes"}).status_code == 403
    client.post(f"/admin/agencies/assignment/{held.pk}/change/", {"ends_on": "2026-03-01"})
    held.refresh_from_db()
    assert held.ends_on is None


def test_the_account_page_opens_and_closes_nobody(client: Client, keeper: User, clerks: Role) -> None:
    other = User.objects.create(username="other", name="演示他人", is_staff=True, is_active=False)
    client.force_login(keeper)
    facts = {"username": "other", "name": "改名", "email": "", "is_active": "on", "is_superuser": "on"}
    assert client.post(f"/admin/agencies/user/{other.pk}/change/", facts).status_code == 302
    other.refresh_from_db()
    assert other.name == "改名" and not other.is_active and not other.is_superuser


def test_an_administrator_sees_the_assignments_of_their_agencies(
    client: Client, keeper: User, town: Agency, security: Role, clerks: Role, district: Agency
) -> None:
    person("jingban", district, clerks)
    for user, count in ((keeper, 3), (person("zhen", town, security), 1)):
        client.force_login(user)
        page = client.get("/admin/agencies/assignment/")
        assert page.context["cl"].result_count == count
