"""An event of a person's ledger in one line."""

from __future__ import annotations

from datetime import date
from typing import Any

from foundation.workdays.wording import full_date


def detail(event: Any) -> str:
    """区政府办·经办，2026年1月1日起，到2026年12月31日；依据：……; whatever the event knows."""
    data = event.data
    pieces = [
        _other_person(event.kind, data),
        _post(data),
        "、".join(data.get("posts", ())),
        _days(data),
        *(f"{label}：{data[name]}" for name, label in LABELS if data.get(name)),
    ]
    return "；".join(piece for piece in pieces if piece)


LABELS = (
    ("post", "岗位"),
    ("work", "所在单位的工作"),
    ("lost", "此后"),
    ("reason", "依据"),
    ("exception", "兼任的理由"),
    ("why", "原因"),
    ("note", "事由"),
)


def _other_person(kind: str, data: dict[str, Any]) -> str:
    words = {"deputised": "代行人", "deputises": "代", "handed_over": "接收人", "took_over": "移交人"}
    return f"{words[kind]}：{data['name']}" if kind in words else ""


def _post(data: dict[str, Any]) -> str:
    return f"{data['agency']}·{data['role']}" if "role" in data else ""


def _days(data: dict[str, Any]) -> str:
    begin = f"{_day(data['from'])}起" if "from" in data else ""
    end = f"到{_day(data['until'])}" if data.get("until") else ""
    return "，".join(filter(None, (begin, end)))


def _day(text: str) -> str:
    return full_date(date.fromisoformat(text))
