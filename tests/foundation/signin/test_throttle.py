"""Wrong tries: an attacker waits, the person does not, and nobody learns who has an account."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import Any
from unittest import mock

import pytest
from axes.exceptions import AxesBackendRequestParameterRequired
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.utils import timezone

from foundation.agencies.models import User
from foundation.signin.addresses import networks
from foundation.signin.models import Lock, RecordKind, SignInRecord
from foundation.signin.waits import FREE, MEMORY
from tests.foundation.signin.conftest import ELSEWHERE, HERE, PASSWORD, browser, is_in, person, sign_in

pytestmark = pytest.mark.django_db


def wrong(times: int, username: str, address: str = ELSEWHERE) -> Any:
    """The last answer to so many wrong passwords."""
    return [sign_in(browser(address), username, f"wrong-{number}") for number in range(times)][-1]


def wait_is_over(username: str = "clerk") -> None:
    Lock.objects.filter(username=username).update(attempt_time=timezone.now() - timedelta(hours=1, seconds=1))


def test_four_wrong_ones_are_free_and_the_fifth_brings_a_wait(clerk: User) -> None:
    assert wrong(FREE, "clerk").status_code == 200
    refused = wrong(1, "clerk")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "请等1分钟" in refused.content.decode() and "以后</strong>再试" in refused.content.decode()


def test_while_waiting_even_the_right_password_is_not_looked_at(clerk: User) -> None:
    wrong(FREE + 1, "clerk")
    thief = browser(ELSEWHERE)
    assert sign_in(thief, "clerk").status_code == 429
    assert not is_in(thief)
    assert Lock.objects.get().failures_since_start == FREE + 1, "waiting people do not make it worse"


def test_an_attacker_elsewhere_cannot_lock_out_the_clerk(clerk: User) -> None:
    for number in range(8):
        wrong(FREE + 1, "clerk", f"198.51.100.{number}")
    at_the_desk = browser(HERE)
    sign_in(at_the_desk, "clerk")
    assert is_in(at_the_desk)


def test_one_locked_name_does_not_lock_the_office_behind_the_same_address(clerk: User, office: Any) -> None:
    colleague = person("colleague", office, "requests.read")
    wrong(FREE + 1, "clerk", HERE)
    wrong(FREE + 1, "nobody-here", HERE)
    at_the_desk = browser(HERE)
    sign_in(at_the_desk, colleague.username)
    assert is_in(at_the_desk)


def test_after_the_wait_the_right_one_gets_in_and_all_is_forgotten(clerk: User) -> None:
    wrong(FREE + 1, "clerk")
    wait_is_over()
    visitor = browser(ELSEWHERE)
    sign_in(visitor, "clerk")
    assert is_in(visitor)
    assert not Lock.objects.exists()


def test_the_wait_rises_with_every_further_wrong_one(clerk: User) -> None:
    wrong(FREE + 1, "clerk")
    waits = []
    for _ in range(3):
        wait_is_over()
        waits.append(ceil(int(wrong(1, "clerk")["Retry-After"]) / 60))
    assert waits == [2, 5, 15]


def test_the_answer_is_the_same_for_a_name_nobody_has(clerk: User) -> None:
    for times in (1, FREE + 1):
        known, unknown = wrong(times, "clerk"), wrong(times, "nobody-here")
        assert known.status_code == unknown.status_code
        # The page repeats the name that was typed, and the token against forged forms differs every time.
        pages = [
            text.content.decode().split('<div id="content"')[1].split("<footer")[0]
            for text in (known, unknown)
        ]
        assert (
            pages[0].replace("clerk", "").split("csrf")[0]
            == pages[1].replace("nobody-here", "").split("csrf")[0]
        )


def test_a_closed_account_answers_like_a_wrong_password(clerk: User, office: Any) -> None:
    clerk.is_active = False
    clerk.save()
    outsider = User.objects.create_user("outsider", password=PASSWORD, name="演示外人")
    for name in (clerk.username, outsider.username):
        answer = sign_in(browser(), name)
        assert "用户名或密码不对" in answer.content.decode()
        assert Lock.objects.get(username=name).failures_since_start == 1


def test_a_name_nobody_has_takes_as_much_hashing(clerk: User) -> None:
    """What takes the time is the password's hash: once for either."""
    with mock.patch("django.contrib.auth.hashers.MD5PasswordHasher.encode", autospec=True) as encode:
        encode.return_value = "md5$x$y"
        sign_in(browser(), "clerk", "wrong")
        for_known = encode.call_count
        sign_in(browser(), "nobody-here", "wrong")
        assert encode.call_count == 2 * for_known == 2


def test_what_was_typed_is_stored_nowhere(clerk: User) -> None:
    """People type their password into the field for the name."""
    sign_in(browser(), "my-secret-password", "my-other-secret")
    rows = [*Lock.objects.values(), *SignInRecord.objects.values()]
    assert rows and "secret" not in str(rows)
    assert SignInRecord.objects.get().unknown_name.startswith("?")


def test_the_rows_hold_nothing_but_name_address_number_and_time(clerk: User) -> None:
    visitor = browser(ELSEWHERE)
    for agent in ("one", "two"):
        visitor.post(
            "/admin/login/?next=/admin/", {"username": "clerk", "password": "x"}, HTTP_USER_AGENT=agent
        )
    (row,) = Lock.objects.values()  # a changing browser does not add rows
    assert row["failures_since_start"] == 2
    assert (row["username"], row["ip_address"]) == ("clerk", ELSEWHERE)
    assert "".join(row[name] for name in ("get_data", "post_data")).strip("-\n") == ""


def test_no_password_is_looked_at_without_being_counted(clerk: User, rf: Any) -> None:
    """Also where somebody asks Django directly, past the pages of the sign-in."""
    with pytest.raises(AxesBackendRequestParameterRequired):
        authenticate(username="clerk", password=PASSWORD)
    request = rf.post("/", {"username": "clerk"}, REMOTE_ADDR=HERE)
    assert authenticate(request, username="clerk", password="wrong") is None
    row = Lock.objects.get()
    assert (row.username, row.ip_address) == ("clerk", HERE)
    Lock.objects.update(failures_since_start=FREE + 1)
    assert authenticate(rf.post("/", REMOTE_ADDR=HERE), username="clerk", password=PASSWORD) is None
    assert authenticate(rf.post("/", REMOTE_ADDR=ELSEWHERE), username="clerk", password=PASSWORD) == clerk


def test_failures_and_the_lock_are_in_the_log(clerk: User) -> None:
    wrong(FREE + 1, "clerk")
    kinds = list(SignInRecord.objects.filter(user=clerk, address=ELSEWHERE).values_list("kind", flat=True))
    assert kinds == [RecordKind.LOCKED] + [RecordKind.PASSWORD_WRONG] * (FREE + 1)


def test_the_daily_run_bounds_the_table(clerk: User) -> None:
    for number in range(5):
        wrong(1, f"nobody-{number}")
    Lock.objects.update(attempt_time=timezone.now() - MEMORY)
    wrong(1, "clerk")
    call_command("run_daily", stdout=mock.Mock())
    assert [row.username for row in Lock.objects.all()] == ["clerk"]


class TestBehindAProxy:
    def test_the_proxys_word_is_taken_and_nobody_elses(self, clerk: User, settings: Any) -> None:
        settings.PROXY_ADDRESSES = networks(["10.0.0.5"])
        through = browser("10.0.0.5")
        through.post(
            "/admin/login/",
            {"username": "clerk", "password": "x"},
            HTTP_X_FORWARDED_FOR=f"203.0.113.9, {ELSEWHERE}",
        )
        past = browser(HERE)
        past.post("/admin/login/", {"username": "clerk", "password": "x"}, HTTP_X_FORWARDED_FOR="203.0.113.9")
        assert {row.ip_address for row in Lock.objects.all()} == {ELSEWHERE, HERE}

    def test_a_proxy_that_was_not_named_is_told_of_once(
        self, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.BEHIND_PROXY = True
        for _ in range(3):
            browser("10.0.0.77").post(
                "/admin/login/", {"username": "clerk", "password": "x"}, HTTP_X_FORWARDED_FOR=HERE
            )
        told = [one.getMessage() for one in caplog.records if one.name == "foundation.signin.throttle"]
        assert len(told) == 1 and "10.0.0.77" in told[0]

    def test_an_attacker_cannot_pretend_to_be_the_clerks_address(self, clerk: User, settings: Any) -> None:
        settings.PROXY_ADDRESSES = networks(["10.0.0.5"])
        for _ in range(FREE + 1):
            browser("10.0.0.5").post(
                "/admin/login/",
                {"username": "clerk", "password": "x"},
                HTTP_X_FORWARDED_FOR=f"{HERE}, {ELSEWHERE}",
            )
        at_the_desk = browser("10.0.0.5")
        at_the_desk.post(
            "/admin/login/", {"username": "clerk", "password": PASSWORD}, HTTP_X_FORWARDED_FOR=HERE
        )
        assert is_in(at_the_desk)
