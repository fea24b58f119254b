"""The sign-in log: readable to the auditor, rewritten by nobody, shortened by the owner after six months."""

from __future__ import annotations

import os
from datetime import date, datetime
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import get_default_timezone
from psycopg2.extensions import connection as Connection

from foundation.agencies.models import Agency, User
from foundation.signin import records
from foundation.signin.models import RecordKind, SignInRecord
from portal.database_roles import append_only_tables
from portal.management.commands import prune_sign_in_log
from tests.foundation.signin.conftest import ELSEWHERE, browser, person, sign_in

CHANGES = (
    "UPDATE signin_signinrecord SET kind = 'signed_out'",
    "DELETE FROM signin_signinrecord",
    "TRUNCATE signin_signinrecord CASCADE",
)


NOW = datetime(2026, 11, 23, 9, tzinfo=get_default_timezone())


def record_of(year: int, month: int) -> SignInRecord:
    at = datetime(year, month, 1, 9, tzinfo=get_default_timezone())
    record = SignInRecord.objects.create(kind=RecordKind.SIGNED_IN, at=at)
    connection.check_constraints()  # else they wait for the end of the test, and the table is in use
    return record


class TestNobodyRewritesIt:
    @pytest.mark.parametrize("change", CHANGES)
    def test_not_the_owner(self, change: str, transactional_db: None) -> None:
        records.write(RecordKind.PRUNED)
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
        assert SignInRecord.objects.count() == 1

    @pytest.mark.parametrize("change", CHANGES)
    def test_not_the_serving_role(self, change: str, serving_connection: Connection) -> None:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), serving_connection.cursor() as cursor:
            cursor.execute(change)

    def test_it_is_among_the_guarded_tables(self) -> None:
        assert "signin_signinrecord" in append_only_tables()


@pytest.mark.django_db
class TestReading:
    def test_the_auditor_reads_and_changes_nothing(self, office: Agency, clerk: User) -> None:
        person("auditor", office, "agencies.audit")
        sign_in(browser(ELSEWHERE), "clerk", "wrong")
        sign_in(browser(ELSEWHERE), "typed-a-password", "wrong")
        client = browser()
        sign_in(client, "auditor")
        shown = client.get("/admin/signin/signinrecord/").content.decode()
        assert "密码不对" in shown and ELSEWHERE in shown and "演示clerk" in shown
        assert "不存在的用户名 ?" in shown and "typed-a-password" not in shown
        one = SignInRecord.objects.first()
        assert one is not None
        assert client.get(f"/admin/signin/signinrecord/{one.pk}/change/").status_code == 200
        for address in ("add/", f"{one.pk}/delete/"):
            assert client.get(f"/admin/signin/signinrecord/{address}").status_code == 403
        assert client.post(f"/admin/signin/signinrecord/{one.pk}/change/", {"detail": "x"}).status_code == 403

    def test_nobody_else_does(self, clerk: User) -> None:
        client = browser()
        sign_in(client, "clerk")
        assert client.get("/admin/signin/signinrecord/").status_code == 403

    def test_it_can_be_searched_by_account_and_address(self, keeper: User, clerk: User) -> None:
        sign_in(browser(ELSEWHERE), "clerk", "wrong")
        client = browser()
        sign_in(client, "keeper")
        for words, found in (("clerk", 1), (ELSEWHERE, 1), ("nobody", 0)):
            shown = client.get("/admin/signin/signinrecord/", {"q": words}).content.decode()
            assert shown.count('class="field-kind"') == found


@pytest.mark.django_db
class TestPruning:
    def test_what_is_older_goes_and_that_is_written_down(self) -> None:
        for month in (1, 3, 11):
            record_of(2026, month)
        number = prune_sign_in_log.prune(date(2026, 5, 1))
        assert number == 2
        kept = list(SignInRecord.objects.values_list("kind", flat=True))
        assert kept == [RecordKind.PRUNED, RecordKind.SIGNED_IN]
        assert "2条" in SignInRecord.objects.first().detail

    def test_afterwards_the_triggers_are_awake_again(self) -> None:
        record_of(2026, 1)
        prune_sign_in_log.prune(date(2026, 5, 1))
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            SignInRecord.objects.all().delete()

    def test_six_months_stay(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(prune_sign_in_log, "moment", lambda: NOW)
        with pytest.raises(CommandError, match="至少保留六个月：现在最多清理到2026-05-23以前"):
            call_command("prune_sign_in_log", "--before", "2026-05-24")
        monkeypatch.delenv("MIGRATE_DATABASE_URL", raising=False)
        with pytest.raises(CommandError, match="MIGRATE_DATABASE_URL"):
            call_command("prune_sign_in_log", "--before", "2026-05-23")

    def test_a_day_that_is_none_is_refused(self) -> None:
        with pytest.raises(CommandError, match="2026-11-22"):
            call_command("prune_sign_in_log", "--before", "yesterday")


def test_the_command_works_as_the_owner(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    record_of(2026, 1)
    monkeypatch.setattr(prune_sign_in_log, "moment", lambda: NOW)
    there = connection.get_connection_params()
    owner = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + there["dbname"]
    monkeypatch.setenv("MIGRATE_DATABASE_URL", owner)
    out = StringIO()
    call_command("prune_sign_in_log", "--before", "2026-05-01", stdout=out)
    assert "1条" in out.getvalue()
