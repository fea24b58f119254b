"""How being signed in ends: left alone, after half a day, by oneself, with the password, with the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from foundation.agencies import operations as agencies
from foundation.agencies.models import User
from foundation.signin import sessions
from foundation.signin.models import OpenSession, RecordKind, SignInRecord
from tests.foundation.signin.conftest import ELSEWHERE, PASSWORD, browser, is_in, sign_in

pytestmark = pytest.mark.django_db
ACCOUNT = "/admin/account/"


@pytest.fixture(autouse=True)
def strict(settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS = 30 * 60
    settings.SESSION_COOKIE_AGE = 12 * 3600


@pytest.fixture
def client(clerk: User) -> Any:
    client = browser()
    sign_in(client, "clerk")
    return client


class TestLeftAlone:
    def test_half_an_hour_of_nothing_ends_it(self, client: Any, later: Callable[..., None]) -> None:
        later(minutes=29)
        assert client.get(ACCOUNT).status_code == 200
        later(minutes=29 + 31)
        answer = client.get(f"{ACCOUNT}?x=1")
        assert answer["Location"] == "/admin/login/?why=idle&next=%2Fadmin%2Faccount%2F%3Fx%3D1"
        assert not is_in(client)
        assert "较长时间没有操作" in client.get(answer["Location"]).content.decode()
        assert SignInRecord.objects.first().kind == RecordKind.TIMED_OUT

    def test_typing_counts_as_being_there(self, client: Any, later: Callable[..., None]) -> None:
        later(minutes=25)
        assert client.post("/admin/account/here/").status_code == 204
        later(minutes=50)
        assert client.get(ACCOUNT).status_code == 200

    def test_the_use_is_written_down_once_a_minute(self, client: Any, later: Callable[..., None]) -> None:
        before = OpenSession.objects.get().seen_at
        client.get(ACCOUNT)
        assert OpenSession.objects.get().seen_at == before
        later(minutes=2)
        client.get(ACCOUNT)
        assert OpenSession.objects.get().seen_at > before

    def test_what_was_typed_too_late_is_shown_to_be_copied(
        self, client: Any, later: Callable[..., None]
    ) -> None:
        later(minutes=31)
        typed = {"reasons": "经检索，<本机关>未保存", "part": "2", "new_password1": "a-secret-phrase"}
        answer = client.post("/admin/requests_app/informationrequest/1/step/decide/", typed)
        shown = answer.content.decode()
        assert "经检索，&lt;本机关&gt;未保存" in shown
        assert "a-secret-phrase" not in shown
        assert "no-store" in answer["Cache-Control"]
        assert not is_in(client)

    def test_a_button_pressed_too_late_leads_to_the_workbench(
        self, client: Any, later: Callable[..., None]
    ) -> None:
        later(minutes=31)
        answer = client.post("/admin/account/sessions/end-others/")
        address = answer["Location"]
        assert address.startswith("/admin/login/?why=idle")
        later()
        sign_in(client, "clerk", next="/admin/account/sessions/end-others/")
        assert client.get("/admin/account/sessions/end-others/")["Location"] == "/admin/"

    def test_a_public_page_goes_on_without_the_person(self, client: Any, later: Callable[..., None]) -> None:
        later(minutes=31)
        assert client.get("/about/").status_code == 200
        assert not is_in(client)


def test_after_twelve_hours_it_ends_however_busy(client: Any, later: Callable[..., None]) -> None:
    for minutes in range(20, 12 * 60, 20):
        later(minutes=minutes)
        assert client.get(ACCOUNT).status_code == 200
    later(minutes=12 * 60 + 1)
    assert client.get(ACCOUNT)["Location"].startswith("/admin/login/?why=long")


class TestOnesOwn:
    @pytest.fixture
    def other(self, client: Any) -> Any:
        other = browser(ELSEWHERE)
        other.post(
            "/admin/login/",
            {"username": "clerk", "password": PASSWORD},
            HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/128.0",
        )
        return other

    def test_a_person_sees_and_ends_them(self, client: Any, other: Any) -> None:
        shown = client.get(ACCOUNT).content.decode()
        assert "Firefox，Windows" in shown and ELSEWHERE in shown and "现在这里" in shown
        assert all(key not in shown for key in Session.objects.values_list("pk", flat=True))
        theirs = OpenSession.objects.get(address=ELSEWHERE)
        client.post(f"/admin/account/sessions/{theirs.pk}/end/", follow=True)
        assert other.get(ACCOUNT).status_code == 302
        assert client.get(ACCOUNT).status_code == 200

    def test_all_the_others_at_once(self, client: Any, other: Any) -> None:
        shown = client.post("/admin/account/sessions/end-others/", follow=True).content.decode()
        assert "已结束其他1处登录" in shown
        assert other.get(ACCOUNT).status_code == 302
        again = client.post("/admin/account/sessions/end-others/", follow=True).content.decode()
        assert "没有其他登录" in again

    def test_nobody_ends_somebody_elses(self, client: Any, keeper: User) -> None:
        theirs = browser(ELSEWHERE)
        sign_in(theirs, "keeper")
        pk = OpenSession.objects.get(user=keeper).pk
        client.post(f"/admin/account/sessions/{pk}/end/")
        assert theirs.get(ACCOUNT).status_code == 200

    def test_a_new_password_ends_the_others_and_not_this_one(self, client: Any, other: Any) -> None:
        new = "another-quiet-phrase"
        answer = client.post(
            "/admin/password_change/",
            {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
        )
        assert answer["Location"] == ACCOUNT
        assert client.get(ACCOUNT).status_code == 200
        assert other.get(ACCOUNT).status_code == 302
        assert OpenSession.objects.count() == 1

    def test_the_old_password_is_needed_and_counted(self, client: Any) -> None:
        new = "another-quiet-phrase"
        facts = {"old_password": "wrong", "new_password1": new, "new_password2": new}
        answers = [client.post("/admin/password_change/", facts).status_code for _ in range(6)]
        assert answers == [200] * 4 + [429] * 2
        assert User.objects.get(username="clerk").check_password(PASSWORD)


def test_the_form_for_a_new_password_is_no_way_to_guess_the_present_one(client: Any, keeper: User) -> None:
    """It says “the same as before” only of what was typed above it, and nothing to a keeper."""
    same = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    shown = client.post("/admin/password_change/", {"old_password": "wrong", **same}).content.decode()
    assert "不能与现在的密码相同" not in shown and "密码不对" in shown
    shown = client.post("/admin/password_change/", {"old_password": PASSWORD, **same}).content.decode()
    assert "不能与现在的密码相同" in shown
    desk = browser(ELSEWHERE)
    sign_in(desk, "keeper")
    clerk = User.objects.get(username="clerk")
    assert desk.post(f"/admin/agencies/user/{clerk.pk}/password/", same).status_code == 302


def test_a_closed_account_is_out_at_once(client: Any, clerk: User) -> None:
    clerk.is_active = False
    clerk.save()
    assert client.get(ACCOUNT).status_code == 302


def test_handing_over_ends_every_session(client: Any, clerk: User) -> None:
    """agencies.end_sessions is below the sign-in, for whatever operation needs it."""
    agencies.end_sessions(clerk)
    assert not sessions.open_of(clerk).exists()
    assert client.get(ACCOUNT).status_code == 302


def test_signing_out_ends_session_and_row(client: Any, clerk: User) -> None:
    assert client.post("/admin/logout/")["Location"] == "/admin/login/"
    assert not is_in(client)
    assert not OpenSession.objects.exists()
    assert SignInRecord.objects.first().kind == RecordKind.SIGNED_OUT
    assert browser().post("/admin/logout/").status_code == 302
    assert browser().post("/admin/login/switch/").status_code == 302, "also for who is not in"


def test_the_session_cookie_is_for_this_site_and_no_script(client: Any, settings: Any) -> None:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]
