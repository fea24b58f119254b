"""Stored files: refused when not what they say, encrypted under a key, never overwritten."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter

from foundation.contracts import Refused
from foundation.files import store
from foundation.files.checks import MAX_BYTES, check, clean_name
from foundation.files.models import StoredFile
from foundation.privacy import vault

pytestmark = pytest.mark.django_db

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def _roots(settings: Any, tmp_path: Path) -> None:
    settings.FILES_PUBLIC_ROOT = tmp_path / "public"
    settings.FILES_PRIVATE_ROOT = tmp_path / "private"


def word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def sheet(text: str) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet().write_string(0, 0, text)
    book.close()
    return target.getvalue()


def packed(**entries: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def keep(name: str, content: bytes, **changes: Any) -> StoredFile:
    return store.store(name, content, **{"public": False, "owner_kind": "test", **changes})


def test_it_keeps_the_content_and_its_facts() -> None:
    stored = keep("说明.txt", "政府信息公开".encode(), public=True)
    assert store.read(StoredFile.objects.get(pk=stored.pk)) == "政府信息公开".encode()
    assert (stored.size, stored.content_type, stored.text) == (18, "text/plain", "政府信息公开")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案.docx", word("实施方案正文")),
        ("台账.xlsx", sheet("实施方案正文")),
        ("文.csv", "实施方案正文".encode("gb18030")),
    ],
)
def test_it_reads_the_text_of_office_files(name: str, content: bytes) -> None:
    stored = keep(name, content)
    assert "实施方案正文" in stored.text
    assert stored.text_extracted


def test_a_picture_says_that_it_has_no_text() -> None:
    stored = keep("图.png", PNG)
    assert (stored.text, stored.text_extracted) == ("", False)


def test_sealed_evidence_is_unreadable_on_disk_and_gone_with_its_key() -> None:
    key = vault.new_key()
    stored = keep("身份证.png", PNG, data_key=key)
    raw = store.path_of(stored).read_bytes()
    assert PNG[:8] not in raw
    assert store.read(stored) == PNG
    vault.destroy(key)
    with pytest.raises(vault.KeyDestroyed):
        store.read(StoredFile.objects.get(pk=stored.pk))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.pdf", b"", "是空的"),
        ("大.txt", b"a" * (MAX_BYTES + 1), "超过20MB"),
        ("程序.exe", b"MZ", "不能上传"),
        ("无扩展名", b"abc", "不能上传"),
        ("假.pdf", b"MZ\x90\x00", "内容与扩展名不符"),
        ("假.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "内容与扩展名不符"),
        ("假.docx", b"PK\x03\x04 not really", "内容与扩展名不符"),
        ("压缩包.docx", packed(readme=b"x"), "内容与扩展名不符"),
        ("宏.docx", packed(word__document_xml=b"x"), "内容与扩展名不符"),
        ("二进制.txt", b"a\x00b", "内容与扩展名不符"),
        ("乱码.txt", b"\xff\xfe\xff\x81", "内容与扩展名不符"),
    ],
)
def test_it_refuses_what_is_not_what_it_says_and_keeps_nothing(
    name: str, content: bytes, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=sentence):
        keep(name, content)
    assert not StoredFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_it_refuses_a_document_with_macros_and_a_zip_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.files.checks.MAX_UNPACKED_BYTES", 1_000_000)
    macro = {"word/document.xml": b"x", "word/vbaProject.bin": b"x"}
    bomb = {"word/document.xml": b"0" * 1_000_001}
    for entries in (macro, bomb):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                archive.writestr(name, content)
        with pytest.raises(Refused, match="内容与扩展名不符"):
            check("文件.docx", target.getvalue())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\我的文档\\申请.pdf", "申请.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\r\nb\x00.txt", "ab.txt"),
        ("", "文件"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_damaged_disk_is_noticed() -> None:
    stored = keep("说明.txt", b"abc")
    store.path_of(stored).write_bytes(b"abd")
    with pytest.raises(Refused, match="不一致"):
        store.read(stored)


def test_a_damaged_document_has_no_text_and_is_still_kept() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", b"<broken")
    stored = keep("坏.docx", target.getvalue())
    assert not stored.text_extracted


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("mark", ["绝密★1年", "机密★", "秘密★启用前", "内部资料 注意保存"])
def test_a_classified_file_never_enters(mark: str, sealed: bool, tmp_path: Path) -> None:
    key = vault.new_key() if sealed else None
    with pytest.raises(Refused, match="没有存入"):
        keep("文件.docx", word(f"{mark}\n关于某事的请示"), data_key=key)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_trade_secrets_are_not_a_classification() -> None:
    assert keep("说明.txt", "涉及商业秘密的处理办法".encode()).text_extracted
