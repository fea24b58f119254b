"""Writing and reading stored files: on disk and synced before the row, encrypted where a key is given."""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings

from foundation.contracts import Refusal, Refused
from foundation.files.checks import check
from foundation.files.extraction import extract
from foundation.files.models import StoredFile
from foundation.privacy import vault
from foundation.privacy.detectors import find_classification_marks
from foundation.privacy.models import DataKey
from foundation.workdays.present import now

HEAD_CHARACTERS = 300
"""Marks stand at the head of a document; further down they are words of its text."""


def path_of(stored: StoredFile) -> Path:
    root = settings.FILES_PUBLIC_ROOT if stored.public else settings.FILES_PRIVATE_ROOT
    name = stored.id.hex
    return Path(root) / name[:2] / name[2:4] / name


def store(
    name: str,
    content: bytes,
    *,
    public: bool,
    owner_kind: str,
    owner_id: str = "",
    data_key: DataKey | None = None,
) -> StoredFile:
    """Check, write and register an upload. Raises Refused when it may not be stored.

    The file is on disk before the row exists; a transaction that rolls back leaves an orphan file,
    never a row without a file.
    """
    checked = check(name, content)
    text = extract(checked.content_type, content)
    refuse_classified(checked.name, text or "")
    if data_key is not None:
        text = None  # the text of sealed evidence is never kept
    stored = StoredFile(
        id=uuid.uuid4(),
        name=checked.name,
        content_type=checked.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        public=public,
        data_key=data_key,
        text=text or "",
        text_extracted=text is not None,
        owner_kind=owner_kind,
        owner_id=owner_id,
        stored_at=now(),
    )
    _write(path_of(stored), vault.seal_bytes(data_key, str(stored.id), content) if data_key else content)
    stored.save(force_insert=True)
    return stored


def refuse_classified(name: str, text: str) -> None:
    """A file that bears a classification mark never enters a system on the Internet (保守国家秘密法)."""
    if find_classification_marks(text[:HEAD_CHARACTERS]):
        raise Refused(
            Refusal(
                f"文件“{name}”的开头有密级或内部资料标志，没有存入。",
                "《中华人民共和国保守国家秘密法》",
                "涉密和工作秘密材料请在涉密设备上办理；标志是误写的，请核实并去掉后再传。",
                "file",
            )
        )


def read(stored: StoredFile) -> bytes:
    """The content as it was uploaded. Raises Refused when the disk does not give back what was stored."""
    raw = path_of(stored).read_bytes()
    content = vault.unseal_bytes(stored.data_key, str(stored.id), raw) if stored.data_key else raw
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise Refused(
            Refusal(f"文件“{stored.name}”与存入时不一致，已停止提供。", remedy="请联系系统管理员从备份恢复。")
        )
    return content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "xb") as file:  # never overwrites
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
