"""One's own account page: binding a phone, recovery codes, and confirming who one is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from foundation.agencies.models import User
from foundation.signin import authenticator, code_sheets, second_factor
from foundation.signin.models import AuthenticatorApp, RecordKind, SheetKind, SignInRecord
from foundation.signin.waits import FREE
from tests.foundation.signin.conftest import PASSWORD, bind, browser, code_of, is_in, sign_in

pytestmark = pytest.mark.django_db
ACCOUNT, APP, CODES = "/admin/account/", "/admin/account/app/", "/admin/account/codes/"
CONFIRM = "/admin/account/confirm/"


@pytest.fixture
def client(clerk: User) -> Any:
    client = browser()
    sign_in(client, "clerk")
    return client


def confirm(client: Any, **facts: str) -> Any:
    return client.post(CONFIRM, {"next": ACCOUNT, **facts})


class TestConfirming:
    def test_the_password_once_more_and_back(self, client: Any) -> None:
        answer = confirm(client, password=PASSWORD, next=APP)
        assert answer["Location"] == APP
        assert client.get(APP).status_code == 200
        assert SignInRecord.objects.first().kind == RecordKind.CONFIRMED

    def test_signing_in_is_not_confirming(self, client: Any) -> None:
        assert client.get(APP)["Location"] == f"{CONFIRM}?next=%2Fadmin%2Faccount%2Fapp%2F"

    def test_it_lasts_five_minutes(self, client: Any, later: Callable[..., None]) -> None:
        confirm(client, password=PASSWORD)
        later(minutes=4)
        assert client.get(APP).status_code == 200
        later(minutes=6)
        assert client.get(APP).status_code == 302

    def test_it_is_this_sessions_and_no_others(self, client: Any) -> None:
        confirm(client, password=PASSWORD)
        other = browser()
        sign_in(other, "clerk")
        assert other.get(APP).status_code == 302

    def test_wrong_ones_are_counted(self, client: Any) -> None:
        answers = [confirm(client, password="wrong").status_code for _ in range(FREE + 2)]
        assert answers == [200] * FREE + [429] * 2
        assert client.get(APP).status_code == 302

    def test_a_code_does_as_well(self, client: Any, clerk: User) -> None:
        app = bind(clerk)
        assert "动态码或口令" in client.get(CONFIRM).content.decode()
        assert confirm(client, code="000000").status_code == 200
        AuthenticatorApp.objects.update(throttling_failure_timestamp=None)
        assert confirm(client, code=code_of(app)).status_code == 302

    def test_wrong_codes_are_counted_too(self, client: Any, clerk: User) -> None:
        code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        answers = [confirm(client, code="000000").status_code for _ in range(FREE + 2)]
        assert answers == [200] * FREE + [429] * 2
        kinds = list(SignInRecord.objects.values_list("kind", flat=True))
        assert kinds[0] == RecordKind.LOCKED and kinds.count(RecordKind.CODE_WRONG) == FREE + 1

    def test_one_of_the_two_must_be_there(self, client: Any, clerk: User) -> None:
        assert "请填写密码。" in confirm(client).content.decode()
        bind(clerk)
        assert "请填写密码或者动态码。" in confirm(client).content.decode()


class TestBinding:
    def test_a_phone_is_bound_and_asked_for_next_time(self, client: Any, clerk: User) -> None:
        confirm(client, password=PASSWORD)
        assert "<svg" in client.get(APP).content.decode()
        shown = client.post(APP, {"code": code_of(AuthenticatorApp.objects.get())}).content.decode()
        assert len(re.findall(r"<code>[0-9A-Z]{4}-[0-9A-Z]{4}</code>", shown)) == 10
        assert f'href="{ACCOUNT}"' in shown
        assert second_factor.ways(clerk).app
        next_time = browser()
        sign_in(next_time, "clerk")
        assert not is_in(next_time)

    def test_a_wrong_code_binds_nothing(self, client: Any, clerk: User) -> None:
        confirm(client, password=PASSWORD)
        assert "动态码不对" in client.post(APP, {"code": "000000"}).content.decode()
        assert not authenticator.is_bound(clerk)
        assert client.post(APP, {"code": "letters"}).status_code == 200

    def test_recovery_codes_are_made_anew(self, client: Any, clerk: User) -> None:
        bind(clerk)
        assert client.post(CODES)["Location"].startswith(CONFIRM)
        confirm(client, password=PASSWORD)
        assert "恢复码：" in client.post(CODES).content.decode()
        assert second_factor.ways(clerk).recovery == list(range(1, 11))

    def test_without_a_phone_there_is_nothing_to_recover(self, client: Any) -> None:
        confirm(client, password=PASSWORD)
        assert client.post(CODES)["Location"] == ACCOUNT


def test_the_page_tells_what_happened_lately(client: Any) -> None:
    sign_in(browser("198.51.100.9"), "clerk", "wrong")
    shown = client.get(ACCOUNT).content.decode()
    assert "密码不对，198.51.100.9" in shown and "只要密码" in shown


def test_a_stranger_is_led_to_the_sign_in() -> None:
    for address in (ACCOUNT, CONFIRM):
        assert browser().get(address)["Location"].startswith("/admin/login/")
    assert browser().get(APP)["Location"] == "/admin/login/"
