"""The pages of people: joining with a look beforehand, the first day, who may do what, the list of work."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from foundation.agencies.models import Agency, Assignment, Role, User
from foundation.contracts import composed
from foundation.ledger.acts import Actor
from foundation.staff.models import StaffMember, Stage
from foundation.staff.operations import assigning, handing_over
from foundation.staff.steps import EVENT_WORDINGS, STEPS
from requests_app.capabilities import HANDLE
from tests.foundation.staff.conftest import LATER, TODAY, act, held, post_of, someone

pytestmark = pytest.mark.django_db
LIST = "/admin/staff/staffmember/"
SOON = date(2026, 9, 18)


@pytest.fixture
def desk(client: Client, keeper: StaffMember) -> Client:
    client.force_login(keeper.user)
    return client


def page_of(member: StaffMember, *rest: str) -> str:
    return "/".join((f"{LIST}{member.pk}", *(rest or ("change",)))) + "/"


def post(desk: Client, member: StaffMember, code: str, button: str = "perform", **facts: Any) -> str:
    member.refresh_from_db()
    sent = {"seen": member.last_seq, button: "1", **facts}
    return str(desk.post(page_of(member, "step", code), sent, follow=True).content.decode())


# --- joining --------------------------------------------------------------------------------------------


def joining(where: Agency, **changes: Any) -> dict[str, Any]:
    return {
        "name": "演示新人",
        "username": "xinren",
        "agency": where.pk,
        "post": "full_time",
        "effective_on": TODAY.isoformat(),
        "role": Role.objects.get(code="clerk").pk,
        **changes,
    }


def test_joining_is_looked_at_then_confirmed_and_shows_the_password_once(
    desk: Client, office: Agency
) -> None:
    looked = desk.post(f"{LIST}add/", joining(office, look="1")).content.decode()
    assert "请核对，确认后将会" in looked and "登记为专职人员" in looked
    assert not User.objects.filter(username="xinren").exists()
    response = desk.post(f"{LIST}add/", joining(office, perform="1"))
    page = response.content.decode()
    assert "只显示这一次" in page and "登记申请、确认收到" in page
    assert "no-store" in response["Cache-Control"]
    password = page.split("初始密码</dt><dd>")[1].split("<")[0]
    member = StaffMember.objects.get(user__username="xinren")
    assert password not in desk.get(page_of(member, "first-day")).content.decode()
    assert member.user.check_password(password)


def test_what_would_be_refused_is_said_before_the_confirmation(desk: Client, office: Agency) -> None:
    someone("taken", office, "clerk")
    page = desk.post(f"{LIST}add/", joining(office, username="taken", look="1")).content.decode()
    assert "用户名“taken”已被演示taken使用" in page and "请核对，确认后将会" not in page
    assert 'value="演示新人"' in page


def test_missing_fields_are_asked_for_by_their_names(desk: Client) -> None:
    page = desk.post(f"{LIST}add/", {"look": "1"}).content.decode()
    for words in ("请填写姓名。", "请填写用户名。", "请选择单位。", "请选择角色。", "请填写到岗日期。"):
        assert words in page


def test_only_agencies_of_ones_own_are_offered(
    client: Client, town: Agency, bureau: Agency, town_keeper: StaffMember
) -> None:
    client.force_login(town_keeper.user)
    page = client.post(f"{LIST}add/", joining(bureau, look="1")).content.decode()
    assert "财政局" not in page and not User.objects.filter(username="xinren").exists()


# --- the acts -------------------------------------------------------------------------------------------


def test_a_role_is_previewed_refused_or_given(desk: Client, clerk: StaffMember, office: Agency) -> None:
    facts = {"agency": office.pk, "starts_on": TODAY.isoformat()}
    mixed = {**facts, "role": Role.objects.get(code="keeper").pk}
    assert "“系统管理”和“办理业务”要分立" in post(desk, clerk, "grant", "look", **mixed)
    good = {**facts, "role": Role.objects.get(code="reviewer").pk}
    preview = post(desk, clerk, "grant", "look", **good)
    assert "演示jingban从2026年9月14日起在演示区政府办任“审核”，长期。" in preview
    assert held(clerk) == {("office", "clerk")}, "a look changes nothing"
    assert "已办理：授予角色" in post(desk, clerk, "grant", **good)
    assert held(clerk) == {("office", "clerk"), ("office", "reviewer")}


def test_every_act_is_previewed_and_done_on_the_page(
    desk: Client, clerk: StaffMember, head: StaffMember, office: Agency
) -> None:
    day, end = TODAY.isoformat(), SOON.isoformat()
    assert "出差" in post(desk, head, "absent", starts_on=day, ends_on=end, note="出差")
    deputy = {"assignment": post_of(head).pk, "deputy": clerk.pk, "starts_on": day, "ends_on": end}
    assert "自己的权限不变" in post(desk, head, "deputise", "look", **deputy, reason="授权书（演示）")
    page = post(desk, head, "deputise", **deputy, reason="授权书（演示）")
    assert "由他人代行" in page and "演示jingban：区政府办·负责人" in page
    assert "在岗。" in post(desk, head, "back", "look", effective_on=day)
    assert "登记返岗" in post(desk, head, "back", effective_on=day)
    one = Assignment.objects.get(user=clerk.user, deputy_for=head.user)
    more = {"assignment": one.pk, "until": LATER.isoformat(), "reason": "授权书（演示）"}
    assert "延长到2026年12月31日" in post(desk, clerk, "extend", "look", **more)
    assert "已办理：延长任职" in post(desk, clerk, "extend", **more)
    ending = {"assignment": Assignment.objects.get(user=clerk.user, role__code="clerk").pk, "last_day": day}
    assert "注意：此后区政府没有人可以登记申请" in post(desk, clerk, "end", "look", **ending)
    assert "已办理：结束任职" in post(desk, clerk, "end", **ending)


def test_leaving_and_coming_back_on_the_page(desk: Client, clerk: StaffMember, office: Agency) -> None:
    leaving = {"last_day": TODAY.isoformat()}
    assert "请选择接收人；暂时没有人接的，写明理由" in post(desk, clerk, "leave", "look", **leaving)
    preview = post(desk, clerk, "leave", "look", **leaving, reason="借调")
    assert "账号jingban立即停用" in preview and "注意：此后区政府没有人可以登记申请" in preview
    assert "已办离岗" in post(desk, clerk, "leave", **leaving, reason="借调")
    back = {
        "effective_on": TODAY.isoformat(),
        "agency": office.pk,
        "post": "none",
        "role": Role.objects.get(code="clerk").pk,
    }
    assert "重新启用账号" in post(desk, clerk, "rejoin", "look", **back)
    assert "只显示这一次" in post(desk, clerk, "rejoin", **back)
    clerk.refresh_from_db()
    assert clerk.stage == Stage.PRESENT
    assert held(clerk, LATER) == {("office", "clerk")}, "what ended today goes on"
    assert Assignment.objects.filter(user=clerk.user).count() == 1


def test_handing_over_on_the_page_counts_the_work_and_names_the_posts(
    desk: Client, clerk: StaffMember, head: StaffMember
) -> None:
    facts = {"successor": head.pk, "last_day": TODAY.isoformat()}
    preview = post(desk, clerk, "hand-over", "look", **facts)
    assert "转给演示fuze：区政府办·经办" in preview and "没有未办结的工作" in preview
    page = post(desk, clerk, "hand-over", **facts)
    assert "接收人：演示fuze" in page
    leaving = post(desk, head, "leave", "look", successor=clerk.pk, last_day=TODAY.isoformat())
    assert "转给演示jingban：区政府办·负责人" in leaving


def test_the_administrator_is_not_offered_to_themselves(
    desk: Client, clerk: StaffMember, keeper: StaffMember
) -> None:
    page = desk.get(page_of(clerk, "step", "hand-over")).content.decode()
    assert f'value="{keeper.pk}"' not in page
    forced = post(desk, clerk, "hand-over", successor=keeper.pk, last_day=TODAY.isoformat())
    assert "接收人" in forced and held(keeper) == {("district", "security")}


def test_two_administrators_do_not_act_past_each_other(
    desk: Client, clerk: StaffMember, office: Agency
) -> None:
    seen = clerk.last_seq
    facts = {
        "agency": office.pk,
        "starts_on": TODAY.isoformat(),
        "role": Role.objects.get(code="reviewer").pk,
    }
    post(desk, clerk, "grant", **facts)
    stale = desk.post(
        page_of(clerk, "step", "end"),
        {"seen": seen, "perform": "1", "assignment": post_of(clerk).pk, "last_day": TODAY.isoformat()},
    )
    assert "此件已有新的办理记录" in stale.content.decode()


def test_every_event_has_a_wording_and_every_step_resolves() -> None:
    assert composed().steps["staff"] == STEPS
    for kind in ("joined", "granted", "withdrawn", "took_over", "left"):
        assert kind in EVENT_WORDINGS


# --- who may do what ------------------------------------------------------------------------------------


def powers(client: Client, query: str = "") -> Any:
    return client.get(f"{LIST}powers/{query}")


def cell(response: Any, wording: str, name: str) -> str:
    rows = response.context["matrix"].rows
    row = next(one for one in rows if one.capability.wording == wording)
    return str(dict(row.cells).get(name, ""))


def test_the_matrix_shows_by_which_role(
    desk: Client, clerk: StaffMember, head: StaffMember, by_keeper: Actor
) -> None:
    facts = {"assignment": post_of(head), "deputy": clerk, "starts_on": TODAY, "ends_on": SOON}
    act(assigning.deputise, head, by_keeper, **facts, reason="授权书（演示）")
    shown = powers(desk, "?agency=office")
    assert cell(shown, "登记申请、确认收到", "演示jingban") == "经办"
    assert cell(shown, "签发答复", "演示jingban") == "负责人"
    assert cell(shown, HANDLE.wording, "演示jingban") == "经办、负责人"
    assert cell(shown, "签发答复", "演示fuze") == "负责人"
    assert cell(shown, "保密审查", "演示fuze") == ""
    page = shown.content.decode()
    assert "负责人（区政府办，代演示fuze，到9月18日）" in page and "没有人</span>" in page
    after = powers(desk, "?agency=office&on=2026-09-19")
    assert cell(after, "签发答复", "演示jingban") == ""


def test_a_past_day_stays_readable(desk: Client, clerk: StaffMember, by_keeper: Actor) -> None:
    act(assigning.end, clerk, by_keeper, assignment=post_of(clerk), last_day=TODAY)
    assert cell(powers(desk, "?agency=office&on=2026-09-15"), "送达答复", "演示jingban") == ""
    assert cell(powers(desk, "?agency=office&on=2026-03-02"), "送达答复", "演示jingban") == "经办"


def test_a_managed_agency_shows_the_people_of_its_manager(desk: Client, clerk: StaffMember) -> None:
    shown = powers(desk, "?agency=district&on=nonsense")
    assert "“nonsense”不是日期，下面显示的是今天" in shown.content.decode()
    assert shown.context["on"] == TODAY
    assert cell(shown, "送达答复", "演示jingban") == "经办"
    assert "由演示区政府办代管" in shown.content.decode()


def test_an_agency_without_anybody_says_so(desk: Client, bureau: Agency) -> None:
    shown = powers(desk, "?agency=bureau").content.decode()
    assert "没有人可以登记申请、办理申请、作保密审查、签发答复、送达答复、发布信息" in shown
    Assignment.objects.update(starts_on=TODAY)
    assert "这一天没有任何人" in powers(desk, "?agency=bureau&on=2020-01-01").content.decode()


def test_what_is_not_ones_own_is_not_found(
    client: Client, town: Agency, bureau: Agency, town_keeper: StaffMember, clerk: StaffMember
) -> None:
    client.force_login(town_keeper.user)
    assert powers(client).context["agency"] == town
    assert powers(client, "?agency=bureau").status_code == 404
    assert client.get(page_of(clerk)).status_code == 302, "the admin's word for not found"
    assert client.get(page_of(clerk, "first-day")).status_code == 404
    client.force_login(clerk.user)
    assert powers(client).status_code == 403
    assert client.get(page_of(clerk, "first-day")).status_code == 200
    assert client.get(f"{LIST}999999/first-day/").status_code == 404


def test_a_superuser_sees_people_but_holds_no_office(
    client: Client, clerk: StaffMember, office: Agency
) -> None:
    client.force_login(User.objects.create_superuser("root", email="", password="x", name="运维"))
    assert client.get(page_of(clerk)).status_code == 200
    assert "授予角色" not in client.get(page_of(clerk)).content.decode().split("办理过程")[0]
    assert client.get(page_of(clerk, "step", "grant")).status_code == 403
    joined = client.post(f"{LIST}add/", joining(office, perform="1")).content.decode()
    assert "选择一个有效的选项" in joined and not User.objects.filter(username="xinren").exists()


# --- the list of work -----------------------------------------------------------------------------------


def test_the_list_is_printed_by_the_person_not_by_the_administrator(
    desk: Client, clerk: StaffMember, client: Client, by_keeper: Actor, head: StaffMember
) -> None:
    assert desk.get(page_of(clerk, "handover", "pdf")).status_code == 403
    assert "由本人、接收人和可以查看这些案件的人打印" in desk.get(page_of(clerk)).content.decode()
    client.force_login(clerk.user)
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        response = client.get(page_of(clerk, "handover", kind))
        assert response.status_code == 200 and response.content.startswith(start)
        assert "no-store" in response["Cache-Control"]
    assert client.get(page_of(clerk, "handover", "exe")).status_code == 404
    act(handing_over.hand_over, clerk, by_keeper, successor=head, last_day=TODAY)


def test_the_list_of_people_tells_who_is_where(
    desk: Client, clerk: StaffMember, head: StaffMember, by_keeper: Actor
) -> None:
    head.absences.create(starts_on=TODAY, ends_on=SOON)
    facts = {"assignment": post_of(head), "deputy": clerk, "starts_on": TODAY, "ends_on": SOON}
    act(assigning.deputise, head, by_keeper, **facts, reason="授权书（演示）")
    page = desk.get(LIST).content.decode()
    assert "负责人（代）" in page and "外出" in page and "在岗" in page
