"""What an operator gets wrong is named, each with its number, also what only the database knows."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import connection
from psycopg2.extensions import connection as Connection

from portal import checks
from portal.database_roles import append_only_tables
from tests.portal.agencies import an_agency


@pytest.fixture
def production(settings: Any) -> None:
    settings.MODE = "production"


def asked_of_the_database() -> list[CheckMessage]:
    return checks._in_production(checks.database_is_set_up)(databases=["default"])


def ids(messages: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in messages]


@pytest.mark.django_db
def test_the_owner_as_server_is_named_with_the_tables(production: None) -> None:
    (message,) = [one for one in asked_of_the_database() if one.id == "portal.W006"]
    for table in append_only_tables():
        assert table in message.msg
    assert "prepare_database" in (message.hint or "")


def test_the_serving_role_is_right(serving_connection: Connection) -> None:
    with serving_connection.cursor() as cursor:
        assert checks.the_server_cannot_rewrite_the_ledger(cursor) == []


@pytest.mark.django_db
def test_a_server_that_logs_statements_is_named() -> None:
    with connection.cursor() as cursor:
        for name, quiet in (
            ("log_statement", "none"),
            ("log_min_duration_statement", "-1"),
            ("log_min_error_statement", "panic"),
            ("log_error_verbosity", "terse"),
        ):
            cursor.execute(f"SET LOCAL {name} = '{quiet}'")
        assert checks.the_database_keeps_quiet(cursor) == []
        cursor.execute("SET LOCAL log_min_duration_statement = '500ms'")
        (message,) = checks.the_database_keeps_quiet(cursor)
    assert message.id == "portal.W007"
    assert "log_min_duration_statement=500" in message.msg and "log_statement" not in message.msg


@pytest.mark.django_db
def test_an_agency_that_confirms_by_hand_and_is_not_there_is_named(settings: Any) -> None:
    office = an_agency("shantingban", "山亭区政府办公室")
    settings.GONGKAI_CONFIRM_BY_HAND = frozenset({office.code, "shantinban"})
    with connection.cursor() as cursor:
        (message,) = checks.agencies_that_confirm_by_hand_are_known(cursor)
        assert message.id == "portal.W008" and "里的shantinban不是" in message.msg
        settings.GONGKAI_CONFIRM_BY_HAND = frozenset({office.code, "*"})
        assert checks.agencies_that_confirm_by_hand_are_known(cursor) == []


@pytest.mark.django_db
def test_nothing_is_asked_outside_production_or_without_a_database(settings: Any) -> None:
    assert asked_of_the_database() == []
    settings.MODE = "production"
    assert checks.database_is_set_up(databases=None) == []


@pytest.mark.django_db
def test_before_the_tables_are_there_nothing_is_said(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "append_only_tables", lambda: ["not_yet_there"])
    assert "portal.W006" not in ids(asked_of_the_database())


@pytest.mark.parametrize(
    ("facts", "check", "code"),
    [
        ({"ALLOWED_HOSTS": []}, checks.hosts_are_named, "portal.E001"),
        ({"SECURE_SSL_REDIRECT": True, "BEHIND_PROXY": False}, checks.somebody_ends_tls, "portal.W001"),
        ({"CSRF_TRUSTED_ORIGINS": ["https://*.cn"]}, checks.trusted_origins_are_exact, "portal.W003"),
        ({"ADMINS": []}, checks.errors_reach_somebody, "portal.W004"),
    ],
)
def test_each_mistake_has_its_number(facts: dict[str, Any], check: Any, code: str, settings: Any) -> None:
    for name, value in facts.items():
        setattr(settings, name, value)
    assert ids(check()) == [code]


@pytest.mark.parametrize("host", ["0.0.0.0", "10.1.2.3"])
def test_a_proxy_that_can_be_passed_by_is_named(
    host: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOST", host)
    settings.BEHIND_PROXY = True
    assert ids(checks.only_the_proxy_reaches_us()) == ["portal.W002"]
    settings.BEHIND_PROXY = False
    assert checks.only_the_proxy_reaches_us() == []


def test_what_is_right_is_not_mentioned(settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.ADMINS = ["www.example.gov.cn"], [("it", "it@example.gov.cn")]
    settings.SECURE_SSL_REDIRECT, settings.BEHIND_PROXY, settings.CSRF_TRUSTED_ORIGINS = True, 1, []
    named = (*checks.ALWAYS, *checks.ON_DEPLOYMENT)
    assert [message for check in named for message in check()] == []
