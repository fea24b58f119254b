"""Going on with a series of numbers that was kept on paper until now (practice: 编号接续)."""

from __future__ import annotations

from django.db import transaction

from foundation.agencies.access import may
from foundation.agencies.capabilities import MANAGE
from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.ledger import numbers
from foundation.ledger.acts import Actor
from foundation.workdays.present import now, today
from requests_app.models import Series, SeriesStart

EARLIEST = 2008
"""The year the regulation came into force."""


@transaction.atomic
def start_series(
    *, actor: Actor, agency: Agency, series: str, year: int, last_used: int, reason: str
) -> SeriesStart:
    """Let the next number be `last_used` + 1. Raises Refused when numbers beyond are given out already."""
    if not (actor.trusted or may(actor.user, MANAGE.code, agency)):
        raise Refused(Refusal(f"您没有维护{agency.name}的权限。", remedy="请由系统管理员办理。"))
    if series not in Series.values:
        raise Refused(Refusal("请选择序列。", field="series"))
    if not EARLIEST <= year <= today().year:
        raise Refused(
            Refusal(
                f"年度应当在{EARLIEST}至{today().year}之间，不能是{year}。",
                remedy="请填写这个序列所属的年度。",
                field="year",
            )
        )
    if last_used < 1:
        raise Refused(
            Refusal("纸质编号至少用到第1号。", remedy="没有用过纸质编号的，不用设置。", field="last_used")
        )
    numbers.start_after(agency, series, year, last_used)
    return SeriesStart.objects.create(
        agency=agency,
        series=series,
        year=year,
        last_used=last_used,
        reason=reason,
        recorded_at=now(),
        actor=actor.user,
    )
