"""The identity number: masked until the handler has confirmed who they are; every look is in the ledger."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.privacy import vault
from requests_app.models import InformationRequest
from requests_app.operations import intake, revealing
from tests.requests_app.conftest import IDENTITY, PUBLIC, applicant, filing, look, person

MASKED = f"{IDENTITY[0]}{'*' * 16}{IDENTITY[-1]}"
PASSWORD = "a-long-and-quiet-phrase"


def page_of(case: InformationRequest, step: str = "reveal-identity") -> str:
    return f"/admin/requests_app/informationrequest/{case.pk}/step/{step}/"


def case_page(client: Client, case: InformationRequest) -> str:
    return client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    clerk.set_password(PASSWORD)
    clerk.save()
    client.post("/admin/login/", {"username": clerk.username, "password": PASSWORD})
    return client


def confirm(client: Client) -> None:
    client.post("/admin/account/confirm/", {"password": PASSWORD, "next": "/admin/"})


def reveal(client: Client, case: InformationRequest, **changes: Any) -> Any:
    case.refresh_from_db()
    facts = {"reason": "papers", "seen": case.last_seq, "perform": "1", **changes}
    return client.post(page_of(case), {name: value for name, value in facts.items() if value is not None})


class TestOperation:
    def test_one_look_is_one_event_with_who_and_why_and_without_the_number(
        self, case: InformationRequest, by_clerk: Actor
    ) -> None:
        revealed = look(case, by_clerk, reason="collecting")
        assert (revealed.number, revealed.kind) == (IDENTITY, "居民身份证")
        event = case.events.order_by("seq").last()
        assert event is not None
        assert (event.kind, event.actor, event.data) == (
            "identity_revealed",
            by_clerk.user,
            {"reason": "collecting"},
        )
        assert IDENTITY not in repr(revealed)

    def test_it_moves_nothing_on(self, case: InformationRequest, by_clerk: Actor) -> None:
        case.refresh_from_db()
        before = (case.stage, case.due_on, case.last_seq)
        look(case, by_clerk)
        case.refresh_from_db()
        assert (case.stage, case.due_on, case.last_seq - 1) == before

    def test_a_reason_from_the_list_is_needed(self, case: InformationRequest, by_clerk: Actor) -> None:
        for reason in ("", "因为张三来了"):
            with pytest.raises(Refused, match="请选择查看的理由"):
                look(case, by_clerk, reason=reason)
        assert not case.events.filter(kind="identity_revealed").exists()

    def test_only_by_who_handles_the_case(
        self, case: InformationRequest, office: Agency, stranger: Actor
    ) -> None:
        reader = Actor(person("reader", office, "requests.read", "requests.register"), office)
        for actor in (reader, stranger, PUBLIC):
            with pytest.raises(Refused, match="没有在本单位"):
                look(case, actor)

    def test_an_organisations_code_and_a_missing_number_are_nothing_to_reveal(
        self, district: Agency, by_clerk: Actor
    ) -> None:
        company = applicant(kind="enterprise", identity_kind="", identity_number="91370406MA3C000000")
        for facts in (company, applicant(identity_number="")):
            case = intake.file(filing(district, applicant=facts), actor=PUBLIC).request
            with pytest.raises(Refused, match="没有登记申请人的证件号码"):
                look(case, by_clerk)

    def test_a_destroyed_key_shows_and_records_nothing(
        self, case: InformationRequest, by_clerk: Actor
    ) -> None:
        vault.destroy(case.applicant.key)
        with pytest.raises(vault.KeyDestroyed):
            look(case, by_clerk)
        assert not case.events.filter(kind="identity_revealed").exists()

    def test_a_look_counts_as_lately_for_five_minutes(
        self, case: InformationRequest, by_clerk: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from datetime import timedelta

        from foundation.workdays.present import now

        look(case, by_clerk)
        assert revealing.was_shown_lately(case, by_clerk.user)
        monkeypatch.setattr(revealing, "now", lambda: now() + timedelta(minutes=6))
        assert not revealing.was_shown_lately(case, by_clerk.user)


class TestPages:
    def test_the_case_page_shows_the_number_masked(self, desk: Client, case: InformationRequest) -> None:
        shown = case_page(desk, case)
        assert f"居民身份证 {MASKED}" in shown and IDENTITY not in shown
        assert f'href="{page_of(case)}"' in shown
        assert shown.count("查看证件号码") == 0, "not among the steps that move a case on"

    def test_a_reader_finds_neither_number_nor_door(
        self, client: Client, office: Agency, case: InformationRequest
    ) -> None:
        client.force_login(person("reader", office, "requests.read"))
        shown = case_page(client, case)
        assert MASKED not in shown and page_of(case) not in shown

    def test_a_companys_code_is_public(self, desk: Client, district: Agency) -> None:
        company = applicant(kind="enterprise", identity_kind="", identity_number="91370406MA3C000000")
        case = intake.file(filing(district, applicant=company), actor=PUBLIC).request
        shown = case_page(desk, case)
        assert "91370406MA3C000000" in shown and page_of(case) not in shown

    def test_first_the_password_once_more(self, desk: Client, case: InformationRequest) -> None:
        for answer in (desk.get(page_of(case)), reveal(desk, case)):
            assert answer["Location"].startswith("/admin/account/confirm/?next=")
        assert not case.events.filter(kind="identity_revealed").exists()

    def test_then_the_reason_then_the_number_once(self, desk: Client, case: InformationRequest) -> None:
        confirm(desk)
        shown = desk.get(page_of(case)).content.decode()
        assert "为什么要看" in shown and IDENTITY not in shown
        assert "请选择为什么要看" in reveal(desk, case, reason="").content.decode()
        before = reveal(desk, case, perform=None, look="1").content.decode()
        assert "记入办理过程：演示clerk，核对申请人身份材料" in before and IDENTITY not in before
        answer = reveal(desk, case)
        assert IDENTITY in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        again = desk.post(page_of(case), {"reason": "papers", "seen": case.last_seq, "perform": "1"})
        assert IDENTITY not in again.content.decode(), "the same form sent again shows nothing"
        assert case.events.filter(kind="identity_revealed").count() == 1
        shown = case_page(desk, case)
        assert "查看证件号码" in shown and "核对申请人身份材料" in shown and IDENTITY not in shown

    def test_the_confirmation_wears_off(
        self, desk: Client, case: InformationRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from datetime import timedelta

        from django.utils import timezone

        from foundation.signin import confirmation

        confirm(desk)
        monkeypatch.setattr(confirmation, "moment", lambda: timezone.now() + timedelta(minutes=6))
        assert reveal(desk, case).status_code == 302

    def test_the_number_is_in_no_log_no_row_no_session_and_no_address(
        self, desk: Client, case: InformationRequest, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            confirm(desk)
            assert IDENTITY in reveal(desk, case).content.decode()
        lines = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
        assert IDENTITY not in "\n".join(lines)
        assert IDENTITY not in str(dict(desk.session))
        assert IDENTITY not in str(desk.cookies)
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
                assert IDENTITY not in "\n".join(row[0] for row in cursor.fetchall()), table

    def test_the_applicant_is_not_told_who_looked(self, case: InformationRequest, by_clerk: Actor) -> None:
        from requests_app.tracking import standing

        before = standing(case).events
        look(case, by_clerk)
        assert standing(InformationRequest.objects.get(pk=case.pk)).events == before

    def test_the_picture_of_the_paper_stands_on_the_page(self, desk: Client, district: Agency) -> None:
        image = (
            "证件.png",
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06",
        )
        case = intake.file(filing(district, identity_image=image), actor=PUBLIC).request
        confirm(desk)
        shown = reveal(desk, case).content.decode()
        assert f"/files/{case.applicant.identity_file_id}/" in shown
