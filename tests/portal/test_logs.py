"""A log line finds the fault and quotes nobody: kind, place and database code, never a value."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction

from portal import logs

ROOT = Path(__file__).resolve().parents[2]
TOLD = "张三的电话13900000001"


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def line_of(message: str, *arguments: object, error: BaseException | None = None) -> dict[str, Any]:
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, arguments, told)
    line = logs.JsonLines().format(record)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_line_is_one_json_object_with_a_trace_and_no_message_of_the_exception() -> None:
    line = line_of("Internal Server Error: %s", "/requests/new/", error=raised(ValueError(TOLD)))
    assert (line["level"], line["logger"]) == ("ERROR", "django.request")
    assert line["message"] == "Internal Server Error: /requests/new/"
    assert line["error"]["type"] == "ValueError"
    assert line["error"]["places"][-1].startswith("tests/portal/test_logs.py:")
    assert TOLD not in json.dumps(line, ensure_ascii=False)


def test_what_the_code_itself_says_is_kept() -> None:
    line = line_of("x", error=raised(ImproperlyConfigured("GONGKAI_KEYS must be set")))
    assert line["error"]["message"] == "GONGKAI_KEYS must be set"


def test_the_whole_chain_is_told_and_none_of_its_words() -> None:
    broken = logs.broken(raised(RuntimeError(TOLD), cause=raised(KeyError(TOLD))))
    assert (broken["type"], broken["after"]["type"]) == ("RuntimeError", "KeyError")
    assert TOLD not in json.dumps(broken, ensure_ascii=False)


def test_no_folder_of_the_machine_stands_in_a_trace() -> None:
    try:
        json.loads("{")
    except json.JSONDecodeError as error:
        places = logs.broken(error)["places"]
    assert [place.split(":")[0] for place in places] == [
        "tests/portal/test_logs.py",
        "__init__.py",
        "decoder.py",
        "decoder.py",
    ]


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        (
            "Error handling request GET /search/?q=%E5%BC%A0%E4%B8%89&page=2",
            "Error handling request GET /search/?…",
        ),
        ("Not Found: /disclosure/x/", "Not Found: /disclosure/x/"),
        ("Why? Because", "Why? Because"),
    ],
)
def test_a_query_string_is_cut(message: str, kept: str) -> None:
    assert line_of(message)["message"] == kept


@pytest.mark.django_db
def test_a_refused_row_is_told_by_its_constraint() -> None:
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO files_storedfile (id, name, content_type, size, sha256, public, text,"
            " text_extracted, scan_state, owner_kind, owner_id, stored_at)"
            " VALUES (gen_random_uuid(), %s, '', 1, 'x', false, '', false, 'clean', '', '', now())",
            [TOLD],
        )
    assert TOLD in str(caught.value), "the database does quote the row"
    broken = logs.broken(caught.value)
    assert TOLD not in json.dumps(broken, ensure_ascii=False)
    assert broken["after"]["sqlstate"] == "23514"
    assert broken["after"]["constraint_name"] == "storedfile_sha256_is_hex"


def test_the_administrators_get_the_same_by_mail(settings: Any) -> None:
    settings.ADMINS = [("it", "it@example.test")]
    error = raised(ValueError(TOLD))
    told = (type(error), error, error.__traceback__)
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "x /y/?q=%s", (TOLD,), told)
    logs.MailAdmins().emit(record)
    (message,) = mail.outbox
    assert message.subject == "[公开] ERROR ValueError"
    assert "tests/portal/test_logs.py" in message.body
    assert TOLD not in message.subject + message.body


def test_the_configured_loggers_write_lines_and_mail_errors() -> None:
    configured = logs.configuration()
    assert configured["handlers"]["admins"]["level"] == "ERROR"
    assert configured["loggers"]["django.db.backends"]["level"] == "WARNING"
    (stderr,) = [h for h in logging.getLogger("django").handlers if type(h) is logging.StreamHandler]
    assert isinstance(stderr.formatter, logs.JsonLines)


def test_a_command_that_breaks_in_production_says_where_and_not_with_what() -> None:
    """As a daily job's output it is mailed and kept like a log."""
    code = f"import django; django.setup(); raise ValueError('{TOLD}')"
    own = {
        "SECRET_KEY": "k7!x-9Qm#" * 8,
        "DATABASE_URL": "postgres://x@127.0.0.1:1/x",
        "ALLOWED_HOSTS": "x.cn",
    }
    keys = {"GONGKAI_KEYS": "one:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "GONGKAI_MODE": "production"}
    environment = {**os.environ, **own, **keys, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert '"type": "ValueError"' in ended.stderr and TOLD not in ended.stderr
