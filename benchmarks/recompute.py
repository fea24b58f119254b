"""A new calendar over many open requests, beside one bare UPDATE of the same rows in the same run."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from unittest import mock

from django.db import connection
from django.test import override_settings

from benchmarks import memory, rows
from benchmarks.database import (
    BenchmarkRefused,
    counting,
    refuse_used_database,
    server_version,
    vacuum,
)
from foundation.workdays import operations as calendars
from requests_app import history
from requests_app.models import InformationRequest, RequestEvent
from requests_app.operations import limits, recomputing

PLAN_2027 = "元旦：1月1日至3日放假。春节：2月5日至12日放假，1月31日、2月20日上班。"
"""Invented: the real plan of 2027 is not out."""

BARE_UPDATE = (
    "UPDATE requests_app_informationrequest SET due_on = due_on + 1, calendar_version = 'bare-update'"
)
BATCH = recomputing.BATCH
CHECKED = 200


@dataclass(frozen=True)
class Figures:
    """What was measured; seconds are of the wall. `ratio` is recomputation over bare UPDATE."""

    rows: int
    events: int
    changed: int
    seconds: float
    baseline_seconds: float
    ratio: float
    rows_per_second: float
    seconds_in_the_clock: float
    seconds_at_the_database: float
    queries: int
    peak_memory_mib: float
    batch: int
    seed: int
    postgresql: str
    python: str


def measure(size: int, *, seed: int = 2026, batch: int = BATCH, say: Callable[[str], object]) -> Figures:
    """Fill an empty database, publish a calendar, recompute, check the result, compare.

    Raises BenchmarkRefused when the database is not empty or the result is wrong.
    """
    refuse_used_database()
    with override_settings(AS_OF=rows.TODAY):
        say(f"生成{size}件演示申请……")
        rows.fill(size, seed)
        events = RequestEvent.objects.count()
        publish_plan()
        vacuum()
        say("重算……")
        measured = _recompute(batch)
        refuse_wrong_result(size, events, measured["changed"])
        vacuum()
        say("对照：一条 UPDATE……")
        baseline = _seconds(bare_update)
    seconds = measured["seconds"]
    return Figures(
        rows=size,
        events=events,
        baseline_seconds=baseline,
        ratio=seconds / baseline,
        rows_per_second=size / seconds,
        batch=batch,
        seed=seed,
        postgresql=server_version(),
        python=platform.python_version(),
        **measured,
    )


def publish_plan() -> None:
    version = calendars.start_draft(code="bench-2027", source_document=rows.DEMO, by="演示起草人")
    calendars.set_days(version.pk, year=2027, text=PLAN_2027, by="演示起草人")
    calendars.submit_for_confirmation(version.pk)
    calendars.publish(version.pk, by="演示确认人")


def _recompute(batch: int) -> dict[str, Any]:
    clock, plain = Stopwatch(), limits.clock_of
    memory.forget_peak()
    with counting() as asked, mock.patch.object(limits, "clock_of", clock.timing(plain)):
        begun = perf_counter()
        done = recomputing.recompute_open_limits(batch=batch)
        seconds = perf_counter() - begun
    return {
        "seconds": seconds,
        "changed": done.changed,
        "seconds_in_the_clock": clock.seconds,
        "seconds_at_the_database": asked.seconds,
        "queries": asked.queries,
        "peak_memory_mib": memory.peak_mib(),
    }


class Stopwatch:
    """The time spent in a function, over all its calls."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timing(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            begun = perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                self.seconds += perf_counter() - begun

        return timed


def refuse_wrong_result(size: int, events: int, changed: int) -> None:
    """A quick wrong answer is no answer: nothing is stale, and the ledger and a sample of clocks agree."""
    stale, news = recomputing.stale_requests(), RequestEvent.objects.filter(kind=history.RECOMPUTED).count()
    if stale or news != changed or RequestEvent.objects.count() != events + changed:
        raise BenchmarkRefused(f"重算的结果不对：还有{stale}件没有重算，{changed}件有变化而记录有{news}条。")
    every = max(1, size // CHECKED)
    for case in InformationRequest.objects.order_by("pk")[::every]:
        clock = limits.clock_of(case)
        if clock is None or (clock.due_on, clock.alarm_on) != (case.due_on, case.alarm_on):
            raise BenchmarkRefused(f"{case.number}的期限与单独计算的不一致。")


def bare_update() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE_UPDATE)


def _seconds(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun
