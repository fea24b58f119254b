"""A person's events in one line."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from foundation.staff.wording import detail

POST = {"role": "经办", "agency": "区政府办", "from": "2026-01-01"}


@pytest.mark.parametrize(
    ("kind", "data", "line"),
    [
        ("back", {}, ""),
        ("granted", POST, "区政府办·经办；2026年1月1日起"),
        (
            "deputised",
            {**POST, "until": "2026-01-31", "name": "李某", "reason": "授权书"},
            "代行人：李某；区政府办·经办；2026年1月1日起，到2026年1月31日；依据：授权书",
        ),
        (
            "handed_over",
            {"posts": ["区政府办·经办"], "name": "李某", "work": "信息2件", "until": "2026-01-31"},
            "接收人：李某；区政府办·经办；到2026年1月31日；所在单位的工作：信息2件",
        ),
        (
            "left",
            {"until": "2026-01-31", "lost": "没有人可以签发答复"},
            "到2026年1月31日；此后：没有人可以签发答复",
        ),
    ],
)
def test_what_an_event_says(kind: str, data: dict[str, object], line: str) -> None:
    assert detail(SimpleNamespace(kind=kind, data=data)) == line
