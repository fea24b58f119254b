"""Codes of an app, of a printed card, of the recovery list: each is right once, and only for its owner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from foundation.agencies.models import Agency, User
from foundation.privacy.models import DataKey
from foundation.signin import authenticator, code_sheets, second_factor
from foundation.signin.code_shapes import tidy
from foundation.signin.models import AuthenticatorApp, CodeSheet, SheetCode, SheetKind
from tests.foundation.signin.conftest import bind, code_of, person

pytestmark = pytest.mark.django_db


def rested(user: User) -> None:
    """The back-off after wrong codes has passed."""
    AuthenticatorApp.objects.filter(user=user).update(
        throttling_failure_timestamp=timezone.now() - timedelta(hours=1)
    )


class TestApp:
    def test_it_counts_only_once_a_code_confirmed_it(self, clerk: User) -> None:
        app = authenticator.begin(clerk)
        assert not second_factor.ways(clerk).any
        assert not authenticator.accepts(clerk, code_of(app))
        assert not authenticator.confirm(clerk, "000000")
        rested(clerk)
        assert authenticator.confirm(clerk, code_of(app))
        assert second_factor.ways(clerk).app

    def test_a_code_is_accepted_once(self, clerk: User) -> None:
        app = bind(clerk)
        assert second_factor.check(clerk, code_of(app)) == "验证器"
        assert second_factor.check(clerk, code_of(app)) == ""

    def test_a_clock_may_be_half_a_minute_off_but_no_more(self, clerk: User) -> None:
        app = bind(clerk)
        assert not authenticator.accepts(clerk, code_of(app, 3))
        rested(clerk)
        assert authenticator.accepts(clerk, code_of(app, 1))

    def test_after_wrong_codes_even_the_right_one_must_wait(self, clerk: User) -> None:
        app = bind(clerk)
        for _ in range(3):
            assert not authenticator.accepts(clerk, "000000")
            AuthenticatorApp.objects.update(throttling_failure_timestamp=timezone.now())
        assert not authenticator.accepts(clerk, code_of(app))
        rested(clerk)
        assert authenticator.accepts(clerk, code_of(app))
        assert AuthenticatorApp.objects.get().throttling_failure_count == 0

    def test_the_back_off_ends_at_seventeen_minutes(self, clerk: User) -> None:
        app = bind(clerk)
        for _ in range(30):
            app.throttle_increment()
        allowed, why = app.verify_is_allowed()
        assert not allowed
        assert why["locked_until"] - timezone.now() < timedelta(minutes=18)

    def test_a_new_phone_takes_the_place_of_the_old_one(self, clerk: User) -> None:
        old = bind(clerk)
        new = authenticator.begin(clerk)
        assert authenticator.begin(clerk).pk == new.pk, "a reloaded page shows the same picture"
        assert authenticator.accepts(clerk, code_of(old)), "until then the old one works"
        assert authenticator.confirm(clerk, code_of(new))
        assert not authenticator.accepts(clerk, code_of(old, 1))
        assert DataKey.objects.get(pk=old.key_id).destroyed_at is not None

    def test_a_picture_left_lying_for_a_day_is_worthless(self, clerk: User) -> None:
        first = authenticator.begin(clerk)
        AuthenticatorApp.objects.update(begun_at=timezone.now() - timedelta(days=1))
        assert authenticator.begin(clerk).pk != first.pk
        assert not authenticator.confirm(clerk, code_of(first))

    def test_the_secret_lies_sealed(self, clerk: User) -> None:
        app = bind(clerk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM signin_authenticatorapp t")
            (row,) = cursor.fetchone()
        assert authenticator._secret(app).hex() not in row
        assert authenticator.secret_text(app).replace(" ", "") not in row

    def test_the_picture_says_whose_secret_it_is(self, clerk: User) -> None:
        app = authenticator.begin(clerk)
        link = authenticator.link(app)
        assert link.startswith("otpauth://totp/") and link.count(":") >= 1 and "clerk" in link
        assert authenticator.secret_text(app).replace(" ", "") in link
        width, path = authenticator.picture(app)
        assert width > 40 and path.startswith("M")

    def test_the_database_keeps_one_app_in_use(self, clerk: User) -> None:
        app = bind(clerk)
        second = authenticator.begin(clerk)
        assert app.pk != second.pk
        with pytest.raises(IntegrityError), transaction.atomic():
            AuthenticatorApp.objects.filter(pk=second.pk).update(confirmed=True)


class TestSheets:
    def test_each_code_works_once_and_is_crossed_out_by_its_number(self, clerk: User) -> None:
        issued = code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        assert [number for number, _ in issued.codes] == list(range(1, 51))
        assert len({code for _, code in issued.codes}) == 50
        third = issued.codes[2][1]
        assert second_factor.check(clerk, third.lower().replace("-", " ")) == "口令卡第3号"
        assert second_factor.check(clerk, third) == ""
        assert 3 not in (second_factor.ways(clerk).printed or [])

    def test_a_card_is_its_owners(self, clerk: User, office: Agency) -> None:
        other = person("other", office, "requests.read")
        code = code_sheets.issue(clerk, SheetKind.PRINTED, by=None).codes[0][1]
        assert second_factor.check(other, code) == ""
        assert second_factor.check(clerk, code)

    def test_a_new_card_ends_the_former(self, clerk: User) -> None:
        old = code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        new = code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        assert second_factor.check(clerk, old.codes[0][1]) == ""
        assert second_factor.check(clerk, new.codes[0][1]) == "口令卡第1号"

    def test_recovery_codes_help_out_but_are_no_second_factor_by_themselves(self, clerk: User) -> None:
        issued = code_sheets.issue(clerk, SheetKind.RECOVERY, by=clerk)
        assert len(issued.codes) == 10
        assert not second_factor.ways(clerk).any
        assert second_factor.check(clerk, issued.codes[9][1]) == "恢复码第10号"

    def test_a_used_up_card_is_still_a_second_factor(self, clerk: User) -> None:
        """Else whoever knows the password could bind a phone of their own."""
        code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        SheetCode.objects.update(used_at=timezone.now())
        ways = second_factor.ways(clerk)
        assert ways.any and ways.printed == [] and ways.running_out

    def test_only_keyed_hashes_are_kept(self, clerk: User) -> None:
        issued = code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(t::text, ' ') FROM signin_sheetcode t")
            (rows,) = cursor.fetchone()
        for _, code in issued.codes:
            assert code not in rows and tidy(code) not in rows

    def test_the_database_keeps_one_card_in_use(self, clerk: User) -> None:
        code_sheets.issue(clerk, SheetKind.PRINTED, by=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            CodeSheet.objects.create(user=clerk, kind=SheetKind.PRINTED, issued_at=timezone.now())


@pytest.mark.parametrize("typed", ["", "abc", "123", "K7QM-3XTD", "１２３４５６"])
def test_without_any_nothing_is_right(clerk: User, typed: str) -> None:
    assert second_factor.check(clerk, typed) == ""


class TestWhoNeedsOne:
    @pytest.mark.parametrize(
        ("setting", "reader", "writer", "superuser"),
        [
            ("everybody", True, True, True),
            ("writers", False, True, True),
            ("nobody", False, False, False),
        ],
    )
    def test_the_setting_decides_down_to_the_writers(
        self, office: Agency, settings: Any, setting: str, reader: bool, writer: bool, superuser: bool
    ) -> None:
        settings.SECOND_FACTOR = setting
        reads = person("reads", office, "requests.read", "agencies.read", "agencies.audit")
        writes = person("writes", office, "requests.read", "requests.register")
        root = User.objects.create_superuser("root", email="", password="x", name="演示超级")
        assert second_factor.required(reads) is reader
        assert second_factor.required(writes) is writer
        assert second_factor.required(root) is superuser
