"""`manage.py export_report` writes whole files and refuses in sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annual_report.exports import FORMATS
from annual_report.models import Report

MAGIC = {"docx": b"PK", "pdf": b"%PDF", "xlsx": b"PK", "html": b"<!doctype html>", "json": b"{"}


def export(target: Path, **changes: object) -> None:
    given = {"agency": "shanting", "year": 2025, "format": "json", "output": target, **changes}
    call_command("export_report", *(f"--{name}={value}" for name, value in given.items()))


@pytest.mark.parametrize("file_format", FORMATS)
def test_it_writes_every_format(
    published: Report, tmp_path: Path, file_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / f"report.{file_format}"
    export(target, format=file_format)
    assert target.read_bytes().startswith(MAGIC[file_format])
    assert capsys.readouterr().out == f"已导出：{target}（第1版）\n"
    assert [file.name for file in tmp_path.iterdir()] == [target.name], "no temporary file stays"


def test_a_draft_is_marked_as_one(report_2025: Report, tmp_path: Path) -> None:
    target = tmp_path / "draft.json"
    export(target)
    assert json.loads(target.read_text(encoding="utf-8"))["marking"] == "草稿（未签发）"


def test_it_replaces_the_file_it_is_told_to_write(published: Report, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("old", encoding="utf-8")
    export(target)
    assert target.read_bytes().startswith(b"{")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agency": "nobody"}, "没有机构代码为“nobody”的机构"),
        ({"year": 2024}, "山亭区人民政府没有2024年度报告。已有：2025。"),
        ({"agency": "minzheng"}, "山亭区民政局没有2025年度报告。它还没有任何年度报告。"),
        ({"format": "doc"}, "不能导出“doc”格式，可选：docx、pdf、xlsx、html、json。"),
    ],
)
def test_it_refuses_in_a_sentence_and_writes_nothing(
    published: Report, tmp_path: Path, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        export(tmp_path / "x", **changes)
    assert list(tmp_path.iterdir()) == []


def test_it_refuses_places_it_cannot_write_to(published: Report, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="不存在，请先建立"):
        export(tmp_path / "nowhere" / "x.json")
    with pytest.raises(CommandError, match="是文件夹，请写明文件名"):
        export(tmp_path)


def test_it_refuses_a_folder_that_cannot_be_written(
    published: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(**_where: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", forbidden)
    with pytest.raises(CommandError, match="不能写入文件夹“.*”：Permission denied。"):
        export(tmp_path / "x.json")


def test_a_failed_write_leaves_the_old_file_and_no_rest(
    published: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.json"
    target.write_text("old", encoding="utf-8")

    def disk_full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", disk_full)
    with pytest.raises(OSError, match="No space left"):
        export(target)
    assert target.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]
