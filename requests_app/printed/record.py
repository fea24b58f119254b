"""流程记录单: every act in the order of its day, by whom, and how many working days after the one before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from foundation.documents.blocks import Cell, Document, Table
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from requests_app import event_details, history
from requests_app.models import InformationRequest, RequestEvent
from requests_app.operations import limits
from requests_app.printed.sheet import day, document, heading

TITLE = "政府信息公开申请流程记录单"
NOTE = "“工作日”是与上一行相距的工作日数；更正、退回的记录保留并注明。本单不写申请人的个人信息。"
HEADS = ("序号", "日期", "办理事项", "办理人", "工作日")


def sheet(case: InformationRequest) -> Document:
    events = sorted(case.events.all(), key=lambda event: (event.effective_on, event.seq))
    rows = tuple(
        _row(event, gap) for event, gap in zip(events, gaps(events, limits.calendar_of(case)), strict=True)
    )
    table = Table(
        columns=(0.5, 1.5, 2.8, 1.3, 0.8),
        rows=(tuple(heading(one) for one in HEADS), *rows),
        header_rows=1,
        caption=summary(case),
        note=NOTE,
    )
    return document(case, TITLE, table)


def gaps(events: Sequence[RequestEvent], calendar: Calendar) -> list[str]:
    """Working days between an event and the one before; nothing before the first."""
    days = [event.effective_on for event in events]
    return ["", *(str(arithmetic.count(calendar, *between)) for between in pairwise(days))]


def _row(event: RequestEvent, gap: str) -> tuple[Cell, ...]:
    said = (
        history.WORDINGS[event.kind],
        event_details.corrects(event),
        event_details.detail(event),
        event_details.superseded(event),
        "补录" if event.backfilled else "",
    )
    return (
        Cell(str(event.seq), align="center"),
        Cell(day(event.effective_on)),
        Cell("；".join(filter(None, said))),
        Cell(who(event)),
        Cell(gap, align="center"),
    )


def who(event: RequestEvent) -> str:
    """The colleague, with the agency for which they acted; the applicant is never named."""
    if event.actor is None:
        return "申请人" if event.origin == "public" else "系统"
    agency = event.acting_agency.short_name if event.acting_agency else ""
    return "\n".join(filter(None, (event.actor.name, agency)))


def summary(case: InformationRequest) -> str:
    """申请编号…，2026年9月18日收到，2026年10月9日办结，历时11个工作日."""
    if case.received_on is None:
        return f"申请编号{case.number}，还没有确认收到"
    until = f"{day(case.closed_on)}办结" if case.closed_on else "还在办理"
    took = ""
    if case.closed_on:
        days = arithmetic.count(limits.calendar_of(case), case.received_on, case.closed_on)
        took = f"，历时{days}个工作日"
    return f"申请编号{case.number}，{day(case.received_on)}收到，{until}{took}"
