"""What may be uploaded: the name's ending and the content must both say the same allowed type."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import filetype

from foundation.contracts import Refusal, Refused

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PACKED_ENTRIES = 5_000

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALLOWED = {
    "pdf": "application/pdf",
    "docx": WORD,
    "xlsx": SHEET,
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain",
    "csv": "text/csv",
    "ofd": "application/ofd",
}
PACKED_WITNESS = {WORD: "word/document.xml", SHEET: "xl/workbook.xml", "application/ofd": "OFD.xml"}
WORDING = "PDF、DOCX、XLSX、OFD、JPG、PNG、TXT、CSV"


@dataclass(frozen=True)
class Checked:
    name: str
    content_type: str


def _refuse(sentence: str, remedy: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field="file"))


def check(name: str, content: bytes) -> Checked:
    """The clean name and type of an upload. Raises Refused with what to do instead."""
    clean = clean_name(name)
    if not content:
        raise _refuse(f"文件“{clean}”是空的。", "请重新选择文件。")
    if len(content) > MAX_BYTES:
        raise _refuse(f"文件“{clean}”超过20MB。", "请压缩图片或拆分文件后再传。")
    declared = ALLOWED.get(clean.rpartition(".")[2].lower())
    if declared is None:
        raise _refuse(f"不能上传“{clean}”这种类型的文件。", f"可以上传：{WORDING}。")
    if not _content_agrees(declared, content):
        raise _refuse(f"文件“{clean}”的内容与扩展名不符。", "请用原来的软件打开后另存，再上传。")
    return Checked(clean, declared)


def clean_name(name: str) -> str:
    """The last part of the name without control characters, at most 200 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable()).strip()
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: 199 - len(ending)]}{dot}{ending}"[:200] or "文件"


def _content_agrees(declared: str, content: bytes) -> bool:
    if declared.startswith("text/"):
        return _is_text(content)
    if declared in PACKED_WITNESS:
        return _packed_agrees(declared, content)
    guessed = filetype.guess(content)
    return guessed is not None and guessed.mime == declared


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _packed_agrees(declared: str, content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except zipfile.BadZipFile:
        return False
    if len(entries) > MAX_PACKED_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        return False
    names = {entry.filename for entry in entries}
    has_macro = any(name.lower().endswith("vbaproject.bin") for name in names)
    return PACKED_WITNESS[declared] in names and not has_macro
