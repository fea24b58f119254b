"""The metadata box above a document (国办发〔2017〕47号), from what the public may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from foundation.workdays.wording import full_date

Row = tuple[str, object, bool]
"""Label, value, and whether it takes the whole width."""


def rows(values: Mapping[str, object]) -> list[Row]:
    """What has to be shown always, then what there is."""
    always: list[Row] = [
        ("索引号", values["index_number"], False),
        ("发布机构", values["agency_name"], False),
        ("文号", values["document_number"] or "无", False),
        ("成文日期", _day(values["formed_on"]), False),
        ("发布日期", _day(values["published_on"]), False),
        ("公开属性", values["publicity"], False),
        ("体裁", values["genre"], False),
        ("有效性", _validity(values), False),
    ]
    optional: list[Row] = [
        ("原发布日期", _first_published(values), False),
        ("施行日期", _day(values["effective_from"]), False),
        ("有效期至", _day(values["effective_to"]), False),
        ("联合发文", _names(values["joint_agencies"]), True),
        ("内容概述", values["summary"], True),
    ]
    return _filled([*always, *(row for row in optional if row[1])])


def _filled(rows: list[Row]) -> list[Row]:
    """Narrow rows stand in pairs; one left over takes the whole width."""
    narrow = [place for place, row in enumerate(rows) if not row[2]]
    if len(narrow) % 2:
        label, value, _ = rows[narrow[-1]]
        rows[narrow[-1]] = (label, value, True)
    return rows


def _day(value: object) -> str:
    return full_date(value) if isinstance(value, date) else ""


def _names(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else ""


def _validity(values: Mapping[str, object]) -> str:
    repealed_on = _day(values["repealed_on"])
    return f"{values['validity']}（{repealed_on}）" if repealed_on else str(values["validity"])


def _first_published(values: Mapping[str, object]) -> str:
    day = _day(values["first_published_on"])
    return f"{day}（历史数据）" if day and values["historical"] else day
