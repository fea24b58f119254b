"""`manage.py deadline`: what it prints, and how it refuses what it cannot read."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from foundation.workdays.committed import committed_calendar
from requests_app import deadline_command
from requests_app.management.commands import deadline as command

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)


def case(*events: dict[str, Any], **more: Any) -> str:
    return json.dumps({"received_on": "2025-03-03", "events": list(events), **more})


def run(text: str | bytes, tmp_path: Path) -> tuple[int, dict[str, Any], str]:
    file = tmp_path / "case.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    out, err = io.StringIO(), io.StringIO()
    code = deadline_command.run(str(file), committed_calendar(), TODAY, out=out, err=err)
    return code, json.loads(out.getvalue()), err.getvalue()


def test_it_prints_the_answer(tmp_path: Path) -> None:
    code, result, err = run(case(), tmp_path)
    assert (code, result["due_on"], err) == (0, "2025-03-31", "")


FAR_AWAY = case({"kind": "reopened", "ordered_on": "2099-03-04", "workdays": 1000}).encode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "不是有效的JSON（第1行第1个字符）"),
        (b'{"received_on": ', "不是有效的JSON"),
        (b"\xff\xfe", "不是UTF-8编码"),
        (b'{"received_on": "2025-03-03", "received_on": "2025-03-04"}', "“received_on”写了两次"),
        (b"[" * 100_000, "不是可以处理的JSON"),
        (b'{"received_on": ' + b"9" * 5000 + b"}", "不是可以处理的JSON"),
        (b" " * 1_000_001, "超过1000000个字符"),
        (FAR_AWAY, "日期太远"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text: bytes, words: str, tmp_path: Path) -> None:
    code, result, err = run(text, tmp_path)
    assert code == 2
    assert result["error"].keys() == {"field", "message", "article", "remedy"}
    assert words in result["error"]["message"] and words in err


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    assert run("\ufeff" + case(), tmp_path)[0] == 0


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert deadline_command.run("no-such-file.json", committed_calendar(), TODAY) == 2
    assert "读不到文件no-such-file.json" in capsys.readouterr().err


def test_the_refusal_names_field_and_article_on_standard_error(tmp_path: Path) -> None:
    late = {"kind": "extension", "decided_on": "2025-04-01", "workdays": 5}
    code, result, err = run(case(late), tmp_path)
    assert code == 2
    assert result["error"]["field"] == "events[0].decided_on"
    assert err.startswith("events[0].decided_on：") and "第三十三条第二款" in err


def manage(*arguments: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {key: value for key, value in os.environ.items() if key not in ("GONGKAI_MODE", "DATABASE_URL")}
    return subprocess.run(
        [sys.executable, "manage.py", "deadline", *arguments],
        cwd=ROOT,
        env=bare | environment,
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_it_needs_no_settings_and_no_database() -> None:
    done = manage("--case", "-", text=case(as_of="2025-03-04"))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["calendar_version"] == committed_calendar().version
    assert manage("--case", "-", text="[]").returncode == 2
    assert manage(text="{}").returncode == 2


@pytest.mark.django_db
def test_with_a_database_it_counts_on_the_published_calendar(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.AS_OF = TODAY
    file = tmp_path / "case.json"
    file.write_text(case(), encoding="utf-8")
    call_command("deadline", "--case", str(file))
    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-11-23"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        call_command("deadline", "--case", str(file))
    assert left.value.code == 2


def test_without_its_tables_it_says_which_calendar_it_uses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unprepared() -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(command, "published_calendar", unprepared)
    file = tmp_path / "case.json"
    file.write_text(case(), encoding="utf-8")
    call_command("deadline", "--case", str(file))
    said = capsys.readouterr()
    assert "按随产品提供的工作日历计算" in said.err
    assert json.loads(said.out)["calendar_version"] == committed_calendar().version
