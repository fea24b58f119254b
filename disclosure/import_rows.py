"""Reading one row of a migrated list: every value is taken as written or refused with its reason. No ORM."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from disclosure.choices import Channel, Genre, Validity

FIELDS = {
    "agency": "机关代码",
    "title": "名称",
    "category": "类别代码",
    "genre": "体裁",
    "formed_on": "成文日期",
    "first_published_on": "原发布日期",
    "original_url": "原网址",
    "document_number": "文号",
    "summary": "内容概述",
    "body": "正文",
    "channels": "公开渠道",
    "validity": "有效性",
    "effective_from": "施行日期",
    "effective_to": "有效期至",
    "repealed_on": "废止日期",
}
# Without the old date it would be a publication that nobody reviewed, not a migration.
REQUIRED = ("agency", "title", "category", "genre", "formed_on", "first_published_on")
DATES = ("formed_on", "first_published_on", "effective_from", "effective_to", "repealed_on")
LONGEST = {"title": 300, "document_number": 80, "original_url": 500}
WRITTEN_DATE = re.compile(r"([0-9]{4})(?:-|/|年)([0-9]{1,2})(?:-|/|月)([0-9]{1,2})日?")
SEPARATORS = re.compile(r"[、,，;；\s]+")


class BadValue(Exception):
    """A value that cannot be taken as it is; says of which field and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class ImportRow:
    """One row as understood: codes and dates, nothing looked up yet."""

    agency: str
    title: str
    category: str
    genre: str
    formed_on: date
    first_published_on: date
    original_url: str
    document_number: str
    summary: str
    body: str
    channels: tuple[str, ...]
    validity: str
    effective_from: date | None
    effective_to: date | None
    repealed_on: date | None


def read(raw: Mapping[str, object]) -> ImportRow:
    """Raises BadValue for the first field that is missing or makes no sense."""
    if unknown := sorted(set(raw) - set(FIELDS)):
        raise BadValue(unknown[0], f"没有“{unknown[0]}”这一栏。")
    texts = {field: _text(raw.get(field)) for field in FIELDS}
    for field in REQUIRED:
        if field not in DATES and not texts[field]:
            raise BadValue(field, f"{FIELDS[field]}是空的。")
    for field, longest in LONGEST.items():
        if len(texts[field]) > longest:
            raise BadValue(field, f"{FIELDS[field]}超过{longest}个字。")
    dates = {field: _date(field, raw.get(field)) for field in DATES[2:]}
    return ImportRow(
        agency=texts["agency"],
        title=texts["title"],
        category=texts["category"],
        genre=_choice("genre", texts["genre"], dict(Genre.choices)),
        formed_on=_required_date("formed_on", raw),
        first_published_on=_required_date("first_published_on", raw),
        original_url=_url(texts["original_url"]),
        document_number=texts["document_number"],
        summary=texts["summary"],
        body=texts["body"],
        channels=_channels(texts["channels"]),
        validity=_choice("validity", texts["validity"] or Validity.IN_FORCE, dict(Validity.choices)),
        effective_from=dates["effective_from"],
        effective_to=dates["effective_to"],
        repealed_on=dates["repealed_on"],
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).replace("\x00", "").strip()


def _date(field: str, value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = _text(value)
    if not text:
        return None
    written = WRITTEN_DATE.fullmatch(text)
    if written is None:
        raise BadValue(field, f"{FIELDS[field]}“{text}”不是“2012-03-05”这样的日期。")
    try:
        return date(*map(int, written.groups()))
    except ValueError as error:
        raise BadValue(field, f"{FIELDS[field]}“{text}”这一天不存在。") from error


def _required_date(field: str, raw: Mapping[str, object]) -> date:
    day = _date(field, raw.get(field))
    if day is None:
        raise BadValue(field, f"{FIELDS[field]}是空的。")
    return day


def _choice(field: str, text: str, choices: Mapping[str, str]) -> str:
    """A code or its official wording."""
    found = next((code for code, wording in choices.items() if text in (code, wording)), None)
    if found is None:
        raise BadValue(field, f"{FIELDS[field]}“{text}”不在可选范围：{'、'.join(choices.values())}。")
    return found


def _channels(text: str) -> tuple[str, ...]:
    return tuple(_choice("channels", one, dict(Channel.choices)) for one in SEPARATORS.split(text) if one)


def _url(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s<>\"]+", text):
        raise BadValue("original_url", f"原网址“{text}”不是以http开头的完整网址。")
    return text
