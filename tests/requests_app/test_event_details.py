"""The few words the timeline adds to an event."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from requests_app import event_details, history
from requests_app.models import RequestEvent


def told(kind: str, **data: Any) -> str:
    return event_details.detail(RequestEvent(kind=kind, data=data, effective_on=date(2026, 9, 18)))


def test_every_detail_belongs_to_an_event_of_a_request() -> None:
    assert set(event_details.DETAILS) <= set(history.WORDINGS)


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("extended", {"workdays": 15}, "延长15个工作日"),
        ("deferred", {"until": "2026-10-20"}, "延迟到2026年10月20日答复"),
        ("correction_asked", {"points": 2, "workdays": 15}, "2项，给申请人15个工作日"),
        ("split", {"positions": [1, 3], "reason": "agreed"}, "第1项、第3项，申请人同意分开办理"),
        (
            "searched",
            {"position": 2, "place": "archive", "result": "nothing"},
            "第2项，本机关档案室，没有找到",
        ),
        ("voided", {"reason": "重复登记"}, "重复登记"),
        ("one_withdrew", {"who": 2}, "第2位"),
        ("withdrawn", {}, ""),
        ("consultation_reminded", {"manner": "phone"}, "电话"),
        ("received", {"means": "phone", "at": "15:20"}, "电话，15:20"),
        ("signed", {}, ""),
        ("signed", {"manner": "paper"}, "纸质审签单签发，没有审签单扫描件"),
        ("filed", {}, ""),
    ],
)
def test_what_is_told(kind: str, data: dict[str, Any], said: str) -> None:
    assert told(kind, **data) == said
