"""The way in: password, code, own password, second factor; nobody is signed in before its end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from foundation.agencies.models import User
from foundation.signin import authenticator, code_sheets, second_factor
from foundation.signin.models import AuthenticatorApp, Lock, RecordKind, SheetCode, SheetKind, SignInRecord
from foundation.signin.waits import FREE
from tests.foundation.signin.conftest import (
    ELSEWHERE,
    HERE,
    PASSWORD,
    bind,
    browser,
    code_of,
    is_in,
    sign_in,
)

pytestmark = pytest.mark.django_db

CODE, OWN, APP = "/admin/login/code/", "/admin/login/password/", "/admin/account/app/"
NEW = "another-quiet-phrase"


def test_without_a_second_factor_the_password_is_enough_in_the_demo(clerk: User) -> None:
    client = browser()
    answer = sign_in(client, "clerk", next="/admin/account/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/account/")
    assert is_in(client)
    assert SignInRecord.objects.get().kind == RecordKind.SIGNED_IN


def test_it_leads_to_no_other_site(clerk: User) -> None:
    assert sign_in(browser(), "clerk", next="https://evil.example/")["Location"] == "/admin/"
    assert sign_in(browser(), "clerk", next="//evil.example/")["Location"] == "/admin/"


def test_who_is_in_already_goes_on(clerk: User) -> None:
    client = browser()
    sign_in(client, "clerk")
    assert client.get("/admin/login/?next=/admin/account/")["Location"] == "/admin/account/"


def test_missing_answers_are_asked_for(clerk: User) -> None:
    shown = sign_in(browser(), "", "").content.decode()
    assert "请填写用户名。" in shown and "请填写密码。" in shown


class TestCode:
    def test_the_code_comes_before_the_workbench(self, clerk: User) -> None:
        app = bind(clerk)
        client = browser()
        assert sign_in(client, "clerk", next="/admin/account/")["Location"] == CODE
        assert not is_in(client)
        assert client.get("/admin/").status_code == 302, "the password alone opens nothing"
        answer = client.post(CODE, {"code": code_of(app)})
        assert answer["Location"] == "/admin/account/"
        assert is_in(client)
        assert SignInRecord.objects.filter(kind=RecordKind.SIGNED_IN).get().detail == "验证器"

    def test_a_card_and_a_recovery_code_do_as_well(self, clerk: User) -> None:
        bind(clerk)
        for kind, number in ((SheetKind.PRINTED, 7), (SheetKind.RECOVERY, 2)):
            issued = code_sheets.issue(clerk, kind, by=None)
            client = browser()
            sign_in(client, "clerk")
            client.post(CODE, {"code": dict(issued.codes)[number]})
            assert is_in(client)
            assert SignInRecord.objects.first().detail == f"{kind.label}第{number}号"

    def test_a_code_cannot_be_replayed(self, clerk: User) -> None:
        app = bind(clerk)
        used = code_of(app)
        first, second = browser(), browser(ELSEWHERE)
        for client in (first, second):
            sign_in(client, "clerk")
            client.post(CODE, {"code": used})
        assert is_in(first) and not is_in(second)

    def test_wrong_codes_are_counted_with_the_wrong_passwords(self, clerk: User) -> None:
        code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        client = browser(ELSEWHERE)
        sign_in(client, "clerk", "wrong")
        sign_in(client, "clerk")
        answers = [client.post(CODE, {"code": "000000"}).status_code for _ in range(FREE)]
        assert answers == [200] * (FREE - 1) + [429]
        assert client.post(CODE, {"code": "000000"}).status_code == 429
        assert Lock.objects.get().failures_since_start == FREE + 1
        kinds = list(SignInRecord.objects.values_list("kind", flat=True))
        assert kinds.count(RecordKind.CODE_WRONG) == FREE and kinds[0] == RecordKind.LOCKED

    def test_the_page_says_what_may_be_shown(self, clerk: User) -> None:
        code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        SheetCode.objects.filter(number__lte=6).update(used_at=timezone.now())
        client = browser()
        sign_in(client, "clerk")
        shown = client.get(CODE).content.decode()
        assert "<strong>7</strong>号" in shown and "验证器</strong>" not in shown
        SheetCode.objects.update(used_at=timezone.now())
        assert "口令卡已经用完" in client.get(CODE).content.decode()

    def test_few_codes_left_are_said_after_signing_in(self, clerk: User) -> None:
        issued = code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        SheetCode.objects.filter(number__gt=5).update(used_at=timezone.now())
        client = browser()
        sign_in(client, "clerk")
        client.post(CODE, {"code": issued.codes[0][1]})
        assert "口令卡快用完了" in client.get("/admin/").content.decode()

    def test_nobody_gets_to_the_code_without_the_password(self, clerk: User) -> None:
        bind(clerk)
        for address in (CODE, OWN, APP):
            assert browser().get(address)["Location"] == "/admin/login/"

    def test_the_way_in_is_open_for_ten_minutes(self, clerk: User, later: Callable[..., None]) -> None:
        app = bind(clerk)
        client = browser()
        sign_in(client, "clerk")
        later(minutes=11)
        assert client.post(CODE, {"code": code_of(app)})["Location"] == "/admin/login/"
        assert not is_in(client)

    @pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"session_epoch": 1}])
    def test_an_account_that_changes_meanwhile_does_not_get_in(self, clerk: User, change: Any) -> None:
        app = bind(clerk)
        client = browser()
        sign_in(client, "clerk")
        User.objects.filter(pk=clerk.pk).update(**change)
        client.post(CODE, {"code": code_of(app)})
        assert not is_in(client)


class TestFirstDay:
    @pytest.fixture
    def fresh(self, clerk: User) -> User:
        clerk.must_change_password = True
        clerk.save()
        return clerk

    def test_a_temporary_password_is_changed_before_anything_else(self, fresh: User) -> None:
        client = browser()
        assert sign_in(client, "clerk", next="/admin/account/")["Location"] == OWN
        assert not is_in(client)
        answer = client.post(OWN, {"new_password1": NEW, "new_password2": NEW})
        assert answer["Location"] == "/admin/account/"
        assert is_in(client)
        fresh.refresh_from_db()
        assert fresh.check_password(NEW) and not fresh.must_change_password

    @pytest.mark.parametrize(
        ("first", "second", "said"),
        [
            (PASSWORD, PASSWORD, "不能与现在的密码相同"),
            ("short-1", "short-1", "密码太短，至少要10个字符"),
            ("my-clerk-phrase", "my-clerk-phrase", "不能含有您的用户名"),
            ("我是演示clerk呀呀", "我是演示clerk呀呀", "不能含有您的用户名"),
            ("password123", "password123", "太常见，容易被猜到"),
            ("482957103846", "482957103846", "不能全是数字，请加上"),
            (NEW, "something-else", "两次输入的新密码不一样"),
            ("", "", "请填写新密码"),
        ],
    )
    def test_a_bad_one_is_refused_in_words(self, fresh: User, first: str, second: str, said: str) -> None:
        client = browser()
        sign_in(client, "clerk")
        answer = client.post(OWN, {"new_password1": first, "new_password2": second})
        assert said in answer.content.decode()
        assert not is_in(client)

    def test_then_comes_the_second_factor_with_recovery_codes_shown_once(
        self, fresh: User, demanding: None
    ) -> None:
        client = browser()
        sign_in(client, "clerk", next="/admin/account/")
        assert client.get(APP)["Location"] == "/admin/login/", "not before the own password"
        assert client.post(OWN, {"new_password1": NEW, "new_password2": NEW})["Location"] == APP
        assert not is_in(client)
        assert "<svg" in client.get(APP).content.decode()
        assert "动态码不对" in client.post(APP, {"code": "000000"}).content.decode()
        AuthenticatorApp.objects.update(throttling_failure_timestamp=None)
        shown = client.post(APP, {"code": code_of(AuthenticatorApp.objects.get())})
        assert is_in(client)
        codes = re.findall(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4})</code>", shown.content.decode())
        assert len(codes) == 10 and 'href="/admin/account/"' in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert client.get("/admin/").status_code == 200
        assert second_factor.check(fresh, codes[0]) == "恢复码第1号"

    def test_who_has_a_card_needs_no_phone(self, clerk: User, demanding: None) -> None:
        issued = code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        client = browser()
        assert sign_in(client, "clerk")["Location"] == CODE
        assert client.get(APP)["Location"] == "/admin/login/", "a phone of one's own is no way round the card"
        client.post(CODE, {"code": issued.codes[0][1]})
        assert is_in(client)

    def test_a_used_up_card_does_not_let_the_password_alone_bind_a_phone(
        self, clerk: User, demanding: None
    ) -> None:
        code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        SheetCode.objects.update(used_at=timezone.now())
        client = browser()
        assert sign_in(client, "clerk")["Location"] == CODE
        assert client.get(APP)["Location"] == "/admin/login/"
        assert not authenticator.is_bound(clerk)

    def test_a_session_without_the_second_factor_ends_once_it_is_demanded(
        self, clerk: User, settings: Any
    ) -> None:
        client = browser()
        sign_in(client, "clerk")
        settings.SECOND_FACTOR = "writers"
        answer = client.get("/admin/account/")
        assert answer["Location"].startswith("/admin/login/?why=factor")
        assert not is_in(client)


def test_the_session_has_a_new_key_after_each_stage(clerk: User) -> None:
    app = bind(clerk)
    client = browser()
    client.get("/admin/login/")
    keys = [client.session.session_key]
    sign_in(client, "clerk")
    keys.append(client.session.session_key)
    client.post(CODE, {"code": code_of(app)})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3


def test_no_page_of_the_way_in_is_kept_by_the_browser(clerk: User) -> None:
    bind(clerk)
    client: Client = browser(HERE)
    sign_in(client, "clerk")
    for address in ("/admin/login/", CODE):
        assert "no-store" in client.get(address)["Cache-Control"]
