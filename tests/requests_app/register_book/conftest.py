"""The sample registers: ten rows of an invented desk, and one row for each reason to refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from requests_app.models import RegisterUpload
from requests_app.operations import register_books, register_runs
from requests_app.register_book.columns import NO_COLUMN

DATA = Path(__file__).parents[2] / "data"
GOOD, BAD = "register-2026.xlsx", "register-bad.xlsx"
WORDS = {
    "channel": {"网上": "online", "来信": "post", "当面": "counter", "传真": "fax", "/": "refuse"},
    "kind": {"个人": "natural", "企业": "enterprise", "（空白）": "refuse"},
    "reply": {
        "全部公开": "A2",
        "信息不存在": "D1a",
        "非本机关公开": "D1b",
        "撤回": "withdrawn",
        "已办": "refuse",
    },
    "route": {"邮寄": "post", "当面领取": "direct", "电子邮件": "online", NO_COLUMN: "post"},
}


@pytest.fixture
def unit(district: Agency) -> Agency:
    district.document_code = "山政公开"
    district.save()
    return district


def put_in(agency: Agency, actor: Actor, name: str = GOOD) -> RegisterUpload:
    """Uploaded, with the columns as they were guessed and the words explained."""
    content = (DATA / name).read_bytes()
    made = register_books.upload(actor=actor, agency=agency, name=name, content=content)
    register_books.confirm_columns(made.pk, actor=actor, columns=made.columns)
    return register_books.confirm_words(made.pk, actor=actor, words=WORDS)


def brought_in(agency: Agency, actor: Actor, name: str = GOOD, **how: Any) -> RegisterUpload:
    made = put_in(agency, actor, name)
    register_runs.run(made.pk, actor=actor, **how)
    made.refresh_from_db()
    return made
