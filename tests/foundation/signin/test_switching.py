"""换人: one click, the next person's password, the same page; nothing of the former person is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.signin import code_sheets, known_names
from foundation.signin.models import RecordKind, SheetKind, SignInRecord
from tests.foundation.signin.conftest import bind, browser, code_of, is_in, person, sign_in

pytestmark = pytest.mark.django_db
ACCOUNT, CODE = "/admin/account/", "/admin/login/code/"


@pytest.fixture
def colleague(office: Agency) -> User:
    return person("colleague", office, "requests.read")


def switch(client: Client, next_url: str = ACCOUNT) -> Any:
    return client.post("/admin/login/switch/", {"next": next_url})


def test_it_is_on_every_staff_page(clerk: User) -> None:
    client = browser()
    sign_in(client, "clerk")
    for address in ("/admin/", ACCOUNT, "/admin/password_change/"):
        shown = client.get(address).content.decode()
        assert 'action="/admin/login/switch/"' in shown and f'name="next" value="{address}"' in shown


def test_the_next_person_finds_the_same_page(clerk: User, colleague: User) -> None:
    client = browser()
    sign_in(client, "clerk")
    answer = switch(client, "/admin/account/?x=1")
    assert answer["Location"] == "/admin/login/?next=%2Fadmin%2Faccount%2F%3Fx%3D1"
    shown = client.get(answer["Location"]).content.decode()
    assert 'name="pick" value="clerk"' in shown and "演示clerk" not in shown, "names of accounts only"
    assert sign_in(client, "colleague", next="/admin/account/?x=1")["Location"] == "/admin/account/?x=1"
    assert "演示colleague" in client.get(ACCOUNT).content.decode()
    kinds = list(SignInRecord.objects.values_list("kind", "user__username"))
    assert kinds[:2] == [(RecordKind.SIGNED_IN, "colleague"), (RecordKind.SWITCHED, "clerk")]


def test_a_page_that_is_not_for_the_next_person_leads_to_the_workbench(keeper: User, colleague: User) -> None:
    client = browser()
    sign_in(client, "keeper")
    theirs = "/admin/agencies/role/"
    assert client.get(theirs).status_code == 200
    switch(client, theirs)
    sign_in(client, "colleague", next=theirs)
    answer = client.get(theirs)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert "不对您的账号开放" in client.get("/admin/").content.decode()
    assert client.get(theirs).status_code == 403, "asked for again it is refused like any other"


def test_nothing_of_the_former_session_is_left(clerk: User, colleague: User) -> None:
    client = browser()
    sign_in(client, "clerk")
    session = client.session
    session["draft"] = "half a sentence"
    session.save()
    client.cookies["request_receipt"] = "the query code of the last applicant"
    former = client.session.session_key
    switch(client)
    assert client.cookies["request_receipt"].value == ""
    sign_in(client, "colleague")
    assert "draft" not in client.session
    assert client.session.session_key != former
    client.cookies["sessionid"] = former
    assert client.get(ACCOUNT).status_code == 302


def test_messages_end_with_the_session(clerk: User, colleague: User) -> None:
    client = browser()
    sign_in(client, "clerk")
    client.post("/admin/account/sessions/end-others/")  # leaves a message nobody has seen
    switch(client)
    sign_in(client, "colleague")
    assert "没有其他登录" not in client.get(ACCOUNT).content.decode()


class TestNames:
    def test_a_picked_name_stands_in_the_form_and_in_no_address(self, clerk: User) -> None:
        client = browser()
        sign_in(client, "clerk")
        switch(client)
        answer = client.post("/admin/login/", {"pick": "clerk", "next": ACCOUNT})
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert 'value="clerk"' in shown and f'name="next" value="{ACCOUNT}"' in shown

    def test_a_name_can_be_taken_off_the_list(self, clerk: User, colleague: User) -> None:
        client = browser()
        for name in ("clerk", "colleague"):
            sign_in(client, name)
            switch(client)
        shown = client.post("/admin/login/", {"forget": "clerk"}).content.decode()
        assert 'value="clerk"' not in shown and 'name="pick" value="colleague"' in shown
        assert 'name="pick" value="clerk"' not in client.get("/admin/login/").content.decode()

    def test_the_last_six_are_kept(self, office: Agency) -> None:
        client = browser()
        for number in range(8):
            person(f"person{number}", office)
            sign_in(client, f"person{number}")
            switch(client)
        shown = client.get("/admin/login/").content.decode()
        assert [f"person{n}" for n in range(8) if f'value="person{n}"' in shown] == [
            f"person{n}" for n in range(2, 8)
        ]

    def test_a_forged_list_is_no_list(self, clerk: User) -> None:
        client = browser()
        client.cookies[known_names.COOKIE] = "forged"
        assert "在这台电脑上登录过" not in client.get("/admin/login/").content.decode()


class TestSecondFactorInThisBrowser:
    """Switching takes one click and a password: the code is asked for once a day in one browser."""

    @pytest.fixture
    def bound(self, clerk: User, colleague: User) -> Client:
        app = bind(clerk)
        client = browser()
        sign_in(client, "clerk")
        client.post(CODE, {"code": code_of(app)})
        assert is_in(client)
        return client

    def test_back_again_the_password_is_enough(self, bound: Client) -> None:
        switch(bound)
        sign_in(bound, "colleague")
        switch(bound)
        assert sign_in(bound, "clerk")["Location"] == "/admin/"
        assert SignInRecord.objects.first().detail == "本浏览器今天已验证"

    def test_another_browser_is_asked(self, bound: Client) -> None:
        assert sign_in(browser(), "clerk")["Location"] == CODE

    def test_after_the_longest_session_it_is_asked_again(
        self, bound: Client, later: Callable[..., None]
    ) -> None:
        switch(bound)
        later(hours=13)
        assert sign_in(bound, "clerk")["Location"] == CODE

    def test_the_hours_are_counted_from_the_code_not_from_the_last_password(
        self, bound: Client, later: Callable[..., None]
    ) -> None:
        for hours in (5, 10):
            switch(bound)
            later(hours=hours)
            assert sign_in(bound, "clerk")["Location"] == "/admin/"
        switch(bound)
        later(hours=13)
        assert sign_in(bound, "clerk")["Location"] == CODE

    def test_leaving_for_good_asks_again_and_keeps_the_name(self, bound: Client) -> None:
        bound.post("/admin/logout/")
        assert 'name="pick" value="clerk"' in bound.get("/admin/login/").content.decode()
        assert sign_in(bound, "clerk")["Location"] == CODE

    def test_ended_sessions_ask_again(self, bound: Client, clerk: User) -> None:
        User.objects.filter(pk=clerk.pk).update(session_epoch=9)
        assert sign_in(bound, "clerk")["Location"] == CODE

    def test_the_cookie_of_one_person_is_no_use_to_another(self, bound: Client, colleague: User) -> None:
        code_sheets.issue(colleague, SheetKind.PRINTED, by=None)
        switch(bound)
        assert sign_in(bound, "colleague")["Location"] == CODE
