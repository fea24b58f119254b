"""A message goes out once, by the way that reaches the person; what fails is tried again, then called."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from foundation.agencies.models import Agency, AgencyKind, User
from foundation.contracts import Refused
from foundation.outbox import delivery, operations, sms, today
from foundation.outbox.delivery import Delivered, deliver
from foundation.outbox.models import Channel, Message, State
from foundation.workdays.present import moment
from tests.foundation.outbox.conftest import TODAY
from tests.requests_app.conftest import agency as another_agency
from tests.requests_app.conftest import person

TEXT = "【政府信息公开】申请shanting-2026-0001离答复期限还剩3个工作日（到9月23日）：拟定答复。"
GATEWAY = sms.Gateway("https://sms.example.invalid/", "mobile={phone}&content={text}")


def write(agency: Agency, *users: User, source: str = "test:1", **changes: Any) -> int:
    facts = {"agency": agency, "text": TEXT, "path": "/admin/", "made_on": TODAY, **changes}
    return operations.write(source, users, **facts)


def due_now() -> None:
    Message.objects.update(next_try_at=moment() - timedelta(seconds=1))


# --- writing --------------------------------------------------------------------------------------------


def test_it_is_written_once_to_each(agency: Agency, clerk: User) -> None:
    other = person("other", agency)
    assert write(agency, clerk, other) == 2
    assert write(agency, clerk, other) == 0
    assert write(agency, clerk, source="test:2") == 1
    assert Message.objects.count() == 3


def test_it_takes_the_way_that_reaches_the_person(agency: Agency, clerk: User, settings: Any) -> None:
    assert operations.channel_of(clerk) == Channel.EMAIL
    settings.OUTBOX_BY_EMAIL = False
    assert operations.channel_of(clerk) == Channel.CALL
    settings.SMS_GATEWAY = GATEWAY
    assert operations.channel_of(clerk) == Channel.CALL, "no number is known"
    clerk.phone = "13900000001"
    assert operations.channel_of(clerk) == Channel.SMS


# --- delivery -------------------------------------------------------------------------------------------


def test_a_mail_goes_out_once_and_says_where_to_look(agency: Agency, clerk: User) -> None:
    write(agency, clerk)
    assert deliver() == Delivered(sent=1)
    assert deliver() == Delivered()
    [letter] = mail.outbox
    assert letter.to == ["clerk@example.invalid"]
    assert letter.body.startswith(TEXT) and "/admin/" in letter.body
    assert Message.objects.get().done_at is not None


def test_what_is_obsolete_or_to_be_called_is_not_sent(agency: Agency, clerk: User) -> None:
    write(agency, clerk, obsolete=True)
    write(agency, person("other", agency), source="test:2")
    assert deliver() == Delivered()
    assert {one.state for one in Message.objects.all()} == {State.OBSOLETE, State.WAITING}


def test_a_failure_hinders_nobody_and_is_tried_again_later(
    agency: Agency, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = person("other", agency)
    other.email = "other@example.invalid"
    other.save()
    write(agency, clerk, other)
    plain = delivery.send_mail

    def only_other(subject: str, body: str, sender: str, to: list[str]) -> None:
        if to == ["clerk@example.invalid"]:
            raise ConnectionRefusedError("clerk@example.invalid refused")
        plain(subject, body, sender, to)

    monkeypatch.setattr(delivery, "send_mail", only_other)
    assert deliver() == Delivered(sent=1, failed=1)
    failed = Message.objects.get(recipient=clerk)
    assert failed.last_error == "电子邮件没有发出（ConnectionRefusedError）", "never with an address"
    assert deliver() == Delivered(), "not before its time"
    for _ in range(3):
        due_now()
        assert deliver() == Delivered(failed=1)
    due_now()
    assert deliver() == Delivered(dead=1)
    assert Message.objects.get(recipient=clerk).state == State.DEAD


def test_an_address_that_was_taken_away_fails_like_any_other(agency: Agency, clerk: User) -> None:
    write(agency, clerk)
    clerk.email = ""
    clerk.save()
    assert deliver() == Delivered(failed=1)


def test_the_command_says_what_it_did(agency: Agency, clerk: User, capsys: Any) -> None:
    write(agency, clerk)
    call_command("deliver_messages")
    assert "发出提醒1条；失败、稍后重试0条；不再重试0条。" in capsys.readouterr().out


def test_one_run_ends_and_the_next_goes_on(
    agency: Agency, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "AT_ONCE", 1)
    write(agency, clerk)
    write(agency, clerk, source="test:2")
    assert (deliver().sent, deliver().sent, deliver().sent) == (1, 1, 0)


# --- text messages --------------------------------------------------------------------------------------


class Answer:
    def __init__(self, said: str) -> None:
        self.said = said

    def read(self, _most: int) -> bytes:
        return self.said.encode()

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, *_: object) -> None:
        return None


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What went to the gateway, which answers "ok"."""
    seen: list[Any] = []

    def urlopen(request: Any, timeout: int) -> Answer:
        seen.append(request)
        return Answer("ok")

    monkeypatch.setattr(sms, "urlopen", urlopen)
    return seen


def test_a_text_message_is_one_post(agency: Agency, clerk: User, settings: Any, posted: list[Any]) -> None:
    settings.OUTBOX_BY_EMAIL, settings.SMS_GATEWAY = False, GATEWAY
    clerk.phone = "13900000001"
    clerk.save()
    write(agency, clerk)
    assert deliver() == Delivered(sent=1)
    [request] = posted
    assert request.method == "POST"
    assert request.data.startswith(b"mobile=13900000001&content=%E3%80%90")
    write(agency, clerk, source="test:2")
    settings.SMS_GATEWAY = None
    assert deliver() == Delivered(failed=1)


def test_what_is_filled_in_cannot_break_out_of_the_body() -> None:
    gateway = sms.Gateway("https://x.invalid", '{"to": "{phone}", "text": "{text}"}', "application/json")
    assert json.loads(gateway.filled("1", '"}, {"\n')) == {"to": "1", "text": '"}, {"\n'}
    assert GATEWAY.filled("1", "a&mobile=2") == b"mobile=1&content=a%26mobile%3D2"


def test_a_gateway_must_say_that_it_took_the_message(posted: list[Any]) -> None:
    with pytest.raises(OSError, match="did not confirm"):
        sms.Gateway("https://x.invalid", "{phone}{text}", success='"code":0').send("1", "x")
    sms.Gateway("https://x.invalid", "{phone}{text}", headers={"A": "b"}, success="ok").send("1", "x")
    assert posted[-1].headers["A"] == "b"


@pytest.mark.parametrize(
    "value",
    [
        "[",
        '{"url": "https://x"}',
        '{"url": "file:///etc/passwd", "body": "{phone}{text}"}',
        '{"url": "https://x", "body": "{text}"}',
    ],
)
def test_a_gateway_that_makes_no_sense_is_refused_at_the_start(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SMS_GATEWAY"):
        sms.read(value)


def test_a_gateway_is_read_from_its_setting() -> None:
    assert sms.read("") is None
    assert sms.read('{"url": "https://x", "body": "{phone}{text}"}') == sms.Gateway(
        "https://x", "{phone}{text}"
    )


# --- by telephone ---------------------------------------------------------------------------------------

CALLS = "/admin/outbox/message/calls/"


def test_the_call_list_goes_down_as_people_are_told(client: Client, agency: Agency, clerk: User) -> None:
    other = person("other", agency)
    other.phone = "0632-0000000"
    other.save()
    write(agency, other)
    [item] = today.calls(clerk, TODAY)
    assert item.title == "1条提醒没有其他办法送达，请打电话告知"
    client.force_login(clerk)
    page = client.get(CALLS).content.decode()
    assert TEXT in page and "0632-0000000" in page
    message = Message.objects.get()
    client.post(CALLS, {"message": message.pk, "result": "missed"})
    assert "已试1次，电话没有接通" in client.get(CALLS).content.decode()
    client.post(CALLS, {"message": message.pk, "result": "reached"})
    assert "没有要打的电话" in client.get(CALLS).content.decode()
    message.refresh_from_db()
    assert (message.state, message.done_by, message.attempts) == (State.SENT, clerk, 2)
    assert today.calls(clerk, TODAY) == []
    again = client.post(CALLS, {"message": "x", "result": "reached"}, follow=True).content.decode()
    assert "不在您的电话催办单上" in again


def test_it_is_for_those_who_call_there(client: Client, agency: Agency, clerk: User, bureau: Agency) -> None:
    write(agency, person("other", agency))
    stranger, reader = person("stranger", bureau, "outbox.call"), person("reader", agency, "outbox.watch")
    with pytest.raises(Refused):
        operations.called(Message.objects.get().pk, by=stranger, reached=True)
    client.force_login(stranger)
    assert TEXT not in client.get(CALLS).content.decode()
    client.force_login(reader)
    assert client.get(CALLS).status_code == 403
    assert today.calls(reader, TODAY) == []
    listed = client.get("/admin/outbox/message/").content.decode()
    assert TEXT in listed and "电话催办单</a>" not in listed


@pytest.fixture
def bureau(agency: Agency) -> Agency:
    return another_agency("bureau", "演示财政局", AgencyKind.DEPARTMENT, agency)


def test_what_could_not_be_sent_stands_with_the_keeper_and_on_the_call_list(
    agency: Agency, clerk: User
) -> None:
    keeper = person("keeper", agency, "outbox.watch")
    assert today.undelivered(keeper, TODAY) == []
    write(agency, clerk)
    Message.objects.update(state=State.DEAD)
    [item] = today.undelivered(keeper, TODAY)
    assert (item.title, item.url) == ("1条提醒多次发送失败", "/admin/outbox/message/?state__exact=dead")
    assert today.undelivered(clerk, TODAY) == []
    assert len(today.calls(person("desk", agency, "outbox.call"), TODAY)) == 1
    assert today.calls(clerk, TODAY) == [], "nobody calls themselves"


def test_it_says_what_it_is(agency: Agency, clerk: User) -> None:
    write(agency, clerk)
    assert str(Message.objects.get()) == f"演示clerk：{TEXT}"
