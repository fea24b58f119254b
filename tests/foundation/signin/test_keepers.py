"""Keepers help those who cannot get in, as far as their own agencies reach, and each act is in the log."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.signin import operations, second_factor
from foundation.signin.models import Lock, RecordKind, SignInRecord
from foundation.signin.waits import FREE
from tests.foundation.agencies.test_access import agency
from tests.foundation.signin.conftest import ELSEWHERE, PASSWORD, bind, browser, is_in, person, sign_in

pytestmark = pytest.mark.django_db
USER = "/admin/agencies/user/"


@pytest.fixture
def desk(keeper: User) -> Client:
    client = browser()
    sign_in(client, "keeper")
    return client


@pytest.fixture
def locked(clerk: User) -> Lock:
    for _ in range(FREE + 1):
        sign_in(browser(ELSEWHERE), "clerk", "wrong")
    return Lock.objects.get()


def last() -> SignInRecord:
    record = SignInRecord.objects.first()
    assert record is not None
    return record


class TestLocks:
    def test_a_keeper_sees_who_waits_and_lifts_it(self, desk: Client, locked: Lock, keeper: User) -> None:
        shown = desk.get("/admin/signin/lock/").content.decode()
        assert "clerk" in shown and ELSEWHERE in shown
        page = f"/admin/signin/lock/{locked.pk}/lift/"
        assert f'href="{page}"' in shown
        assert "5次" in desk.get(page).content.decode()
        assert "已解除：clerk" in desk.post(page, follow=True).content.decode()
        visitor = browser(ELSEWHERE)
        sign_in(visitor, "clerk")
        assert is_in(visitor)
        lifted = SignInRecord.objects.get(kind=RecordKind.LIFTED)
        assert (lifted.user.username, lifted.by, lifted.detail) == ("clerk", keeper, f"地址{ELSEWHERE}")

    def test_an_unknown_name_is_listed_without_its_words(self, desk: Client) -> None:
        for _ in range(FREE + 1):
            sign_in(browser(ELSEWHERE), "typed-a-password", "wrong")
        shown = desk.get("/admin/signin/lock/").content.decode()
        assert "不存在的用户名" in shown and "typed-a-password" not in shown
        desk.post(f"/admin/signin/lock/{Lock.objects.get().pk}/lift/")
        assert not Lock.objects.exists()

    def test_one_that_is_over_is_not_listed(self, desk: Client, locked: Lock) -> None:
        Lock.objects.update(failures_since_start=FREE)
        assert ELSEWHERE not in desk.get("/admin/signin/lock/").content.decode()
        answer = desk.get(f"/admin/signin/lock/{locked.pk}/lift/", follow=True).content.decode()
        assert "已经过去" in answer

    def test_others_may_not(self, clerk: User, locked: Lock) -> None:
        client = browser()
        sign_in(client, "clerk")
        assert client.get("/admin/signin/lock/").status_code == 403
        assert client.post(f"/admin/signin/lock/{locked.pk}/lift/").status_code == 403


class TestReach:
    """A keeper of one agency has no say over people elsewhere, nor over superusers."""

    @pytest.fixture
    def town_keeper(self, office: Agency) -> User:
        return person("townkeeper", agency("town", office, kind="town"), "agencies.accounts", reach="own")

    def test_not_over_people_of_another_agency(self, town_keeper: User, clerk: User, locked: Lock) -> None:
        client = browser()
        sign_in(client, "townkeeper")
        shown = client.post(f"/admin/signin/lock/{locked.pk}/lift/").content.decode()
        assert "没有管理此账号的权限" in shown
        assert Lock.objects.exists()
        shown = client.post(f"{USER}{clerk.pk}/factor/", {"issue": "1"}).content.decode()
        assert "没有管理此账号的权限" in shown
        assert second_factor.ways(clerk).printed is None

    def test_over_ones_own_people_and_new_accounts(self, town_keeper: User) -> None:
        own = person("own", Agency.objects.get(code="town"), "requests.read")
        new = User.objects.create_user("new", password=PASSWORD, name="演示新人", is_staff=True)
        for user in (own, new):
            operations.issue_card(user, None, by=town_keeper)

    def test_not_over_a_superuser(self, keeper: User, desk: Client) -> None:
        root = User.objects.create_superuser("root", email="", password=PASSWORD, name="演示超级")
        with pytest.raises(Refused, match="没有管理此账号"):
            operations.issue_card(root, None, by=keeper)
        assert desk.get(f"{USER}{root.pk}/password/").status_code == 403
        operations.issue_card(keeper, None, by=root)

    def test_without_the_capability_over_nobody(self, clerk: User, keeper: User) -> None:
        with pytest.raises(Refused, match="没有管理此账号"):
            operations.issue_card(keeper, None, by=clerk)
        client = browser()
        sign_in(client, "clerk")
        assert client.get(f"{USER}{keeper.pk}/factor/").status_code == 403


class TestSecondFactor:
    def test_a_card_is_printed_once(self, desk: Client, clerk: User, keeper: User) -> None:
        page = f"{USER}{clerk.pk}/factor/"
        assert "未签发" in desk.get(page).content.decode()
        answer = desk.post(page, {"issue": "1"})
        shown = answer.content.decode()
        codes = re.findall(r"<span>(\d+)</span><code>([0-9A-Z-]{9})</code>", shown)
        assert [int(number) for number, _ in codes] == list(range(1, 51))
        assert "no-store" in answer["Cache-Control"] and "演示clerk" in shown
        assert (last().kind, last().user, last().by) == (RecordKind.SHEET_ISSUED, clerk, keeper)
        assert codes[0][1] not in desk.get(page).content.decode()
        assert "还剩50个口令" in desk.get(page).content.decode()

    def test_a_lost_phone_is_cut_off(self, desk: Client, clerk: User, keeper: User) -> None:
        theirs = browser(ELSEWHERE)
        sign_in(theirs, "clerk")
        bind(clerk)
        page = f"{USER}{clerk.pk}/factor/"
        shown = desk.post(page, {"remove": "1"}, follow=True).content.decode()
        assert "验证器已停用" in shown
        assert not second_factor.ways(clerk).any
        assert theirs.get("/admin/account/").status_code == 302, "whoever holds the phone is out"
        assert (last().kind, last().by) == (RecordKind.APP_REMOVED, keeper)
        assert "没有绑定验证器" in desk.post(page, {"remove": "1"}).content.decode()

    def test_an_account_that_is_not_there(self, desk: Client) -> None:
        assert desk.get(f"{USER}999999/factor/").status_code == 404
        assert desk.get(f"{USER}999999/password/").status_code == 404

    def test_the_server_can_issue_one_to_the_last_keeper(self, keeper: User) -> None:
        out = StringIO()
        call_command("issue_card", "keeper", stdout=out)
        first = re.search(r"  1  ([0-9A-Z-]{9})", out.getvalue())
        assert first is not None
        assert second_factor.check(keeper, first[1]) == "口令卡第1号"
        assert (last().kind, last().by, last().address) == (RecordKind.SHEET_ISSUED, None, None)
        with pytest.raises(CommandError, match="没有用户名为nobody"):
            call_command("issue_card", "nobody")


class TestAccounts:
    def test_no_account_is_opened_here(self, desk: Client) -> None:
        facts = {"username": "newcomer", "name": "演示新人", "password1": PASSWORD, "password2": PASSWORD}
        assert desk.post(f"{USER}add/", facts).status_code == 403
        assert not User.objects.filter(username="newcomer").exists()

    def test_an_account_out_of_reach_keeps_its_name_and_its_password(
        self, office: Agency, clerk: User
    ) -> None:
        person("townkeeper", agency("town", office, kind="town"), "agencies.accounts", reach="own")
        client = browser()
        sign_in(client, "townkeeper")
        new = {"new_password1": "for-one-sign-in-only", "new_password2": "for-one-sign-in-only"}
        assert client.post(f"{USER}{clerk.pk}/password/", new).status_code == 403
        renamed = {"username": "clerk", "name": "改名", "email": ""}
        assert client.post(f"{USER}{clerk.pk}/change/", renamed).status_code == 403
        clerk.refresh_from_db()
        assert clerk.check_password(PASSWORD) and clerk.name == "演示clerk"

    def test_a_reset_password_is_temporary_and_ends_every_session(
        self, desk: Client, clerk: User, keeper: User
    ) -> None:
        theirs = browser(ELSEWHERE)
        sign_in(theirs, "clerk")
        page = f"{USER}{clerk.pk}/password/"
        temporary = "for-one-sign-in-only"
        assert "临时密码" in desk.get(page).content.decode()
        refused = desk.post(page, {"new_password1": "short", "new_password2": "short"})
        assert "密码太短，至少要10个字符" in refused.content.decode()
        desk.post(page, {"new_password1": temporary, "new_password2": temporary})
        assert theirs.get("/admin/account/").status_code == 302
        assert (last().kind, last().user, last().by) == (RecordKind.PASSWORD_RESET, clerk, keeper)
        assert sign_in(browser(), "clerk", temporary)["Location"] == "/admin/login/password/"

    def test_ones_own_password_is_changed_elsewhere(self, desk: Client, keeper: User) -> None:
        assert desk.get(f"{USER}{keeper.pk}/password/")["Location"] == "/admin/password_change/"

    def test_no_account_is_closed_here(self, desk: Client, clerk: User) -> None:
        theirs = browser(ELSEWHERE)
        sign_in(theirs, "clerk")
        desk.post(f"{USER}{clerk.pk}/change/", {"username": "clerk", "name": "演示clerk", "email": ""})
        clerk.refresh_from_db()
        assert clerk.is_active and clerk.is_staff
        assert theirs.get("/admin/account/").status_code == 200

    def test_closing_an_account_ends_its_sessions(self, clerk: User, keeper: User) -> None:
        theirs = browser(ELSEWHERE)
        sign_in(theirs, "clerk")
        for active, kind in ((False, RecordKind.ACCOUNT_CLOSED), (True, RecordKind.ACCOUNT_OPENED)):
            clerk.is_active = active
            clerk.save()
            operations.note_activity_of_account(clerk, by=keeper)
            assert (last().kind, last().user, last().by) == (kind, clerk, keeper)
            assert theirs.get("/admin/account/").status_code == 302

    def test_another_change_of_an_account_ends_nothing(self, desk: Client, clerk: User) -> None:
        theirs = browser(ELSEWHERE)
        sign_in(theirs, "clerk")
        facts: dict[str, Any] = {"username": "clerk", "name": "演示改名", "email": ""}
        desk.post(f"{USER}{clerk.pk}/change/", {**facts, "is_staff": "on", "is_active": "on"})
        assert theirs.get("/admin/account/").status_code == 200

    def test_the_page_leads_to_the_second_factor(self, desk: Client, clerk: User) -> None:
        assert f"{USER}{clerk.pk}/factor/" in desk.get(f"{USER}{clerk.pk}/change/").content.decode()
