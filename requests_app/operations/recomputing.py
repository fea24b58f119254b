"""After a new calendar was published: the limits of open requests are computed anew, batch by batch.

The same happens after the government's reading of the law was changed (GONGKAI_CLOCK). Closed requests keep
their limit and what it was counted by. Where a date moved, the ledger of the case says so (重算期限); where
none moved, only the index learns the new calendar.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from django.db import connection, transaction

from foundation.agencies.access import capabilities_of
from foundation.workdays.calendar import Calendar
from foundation.workdays.capabilities import PUBLISH
from foundation.workdays.present import now, today
from foundation.workdays.queries import published_calendar
from requests_app import history
from requests_app.capabilities import HANDLE
from requests_app.models import InformationRequest, RequestCorrection, RequestEvent, Stage
from requests_app.operations import limits

BATCH = 1000
"""Cases per transaction: a second or less, so that a clerk's own step on one of them hardly waits."""

DATES = ("due_on", "latest_on", "alarm_on", "correction_limit")
BASIS = {"calendar", "rules"}
"""What a limit is counted by. A case in which anything else of the index changes gets an event."""

READ = ("stage", "last_seq", "received_on", "closed_on", "regime_reason", *limits.INDEX)

Progress = Callable[["Recomputed"], object]


@dataclass(frozen=True)
class Recomputed:
    """How many cases were brought to the calendar in force, in how many of them a date moved, and how
    many are left: those another process holds, or for which there was no time."""

    cases: int = 0
    changed: int = 0
    remaining: int = 0


def stale_requests() -> int:
    """Open requests whose limit still has to be recomputed (重算中)."""
    return InformationRequest.objects.not_counted_by(*limits.in_force(published_calendar())).count()


def recompute_open_limits(
    *, batch: int = BATCH, within: float | None = None, progress: Progress | None = None
) -> Recomputed:
    """Bring every open request to the calendar in force; safe to stop, to run again, and to run twice.

    Each batch is a transaction. Cases that somebody holds are passed over; a pass that finds nothing to do
    ends the work. `within` seconds no new batch begins.
    """
    done = Recomputed()
    end = monotonic() + within if within is not None else None
    after = found = 0
    while end is None or monotonic() < end:
        cases, changed = _recompute_batch(batch, after)
        if cases:
            after, found = cases[-1].pk, found + len(cases)
            done = Recomputed(done.cases + len(cases), done.changed + changed)
            if progress is not None:
                progress(done)
        elif found:
            after = found = 0  # once more, for those that were passed over
        else:
            break
    return replace(done, remaining=stale_requests())


def may_recompute(user: Any) -> bool:
    """Whoever publishes calendars, and whoever works by the limits."""
    return not capabilities_of(user).isdisjoint({PUBLISH.code, HANDLE.code})


def bring_up_to_date(case: InformationRequest) -> None:
    """Before a locked case is closed: what is frozen with it must be counted by the calendar in force."""
    calendar = published_calendar()
    if limits.is_stale(case, calendar):
        _write([case], calendar)


@transaction.atomic
def _recompute_batch(batch: int, after: int) -> tuple[Sequence[InformationRequest], int]:
    """The next cases by key, and in how many of them a date moved."""
    calendar = published_calendar()
    stale = InformationRequest.objects.not_counted_by(*limits.in_force(calendar)).filter(pk__gt=after)
    cases = list(stale.order_by("pk").select_for_update(skip_locked=True).only(*READ)[:batch])
    return cases, _write(cases, calendar) if cases else 0


def _write(cases: Sequence[InformationRequest], calendar: Calendar) -> int:
    """One SELECT and one INSERT of events and one UPDATE of the index, however many cases there are."""
    ledgers, awaited, news = _ledgers(cases), _awaited_corrections(cases), []
    basis = limits.in_force(calendar)
    for case in cases:
        data = _recompute(case, ledgers[case.pk], awaited.get(case.pk), calendar)
        # Whatever the clock says, the case is done: otherwise it would come back for ever.
        case.calendar_version, case.clock_rules = basis
        if data:
            case.last_seq += 1
            news.append((case.pk, case.last_seq, json.dumps(data)))
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [history.RECOMPUTED, today(), now(), *_columns(news, 3)])
        rows = [tuple(getattr(case, name) for name in COLUMNS) for case in cases]
        cursor.execute(UPDATE, _columns(rows, len(COLUMNS)))
    if awaited:
        RequestCorrection.objects.bulk_update(awaited.values(), ["limit_on"])
    return len(news)


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    """Rows as the arrays `unnest` takes; no rows are empty arrays."""
    return [[row[place] for row in rows] for place in range(width)]


def _ledgers(cases: Sequence[InformationRequest]) -> dict[int, list[Any]]:
    """The events of each case in order, as bare rows: objects of the model take four times as long."""
    ledgers: dict[int, list[Any]] = {case.pk: [] for case in cases}
    events = RequestEvent.objects.filter(subject__in=ledgers).order_by("subject", "seq")
    for event in events.values_list("subject", *history.ENTRY, named=True):
        ledgers[event.subject].append(event)
    return ledgers


def _awaited_corrections(cases: Sequence[InformationRequest]) -> dict[int, RequestCorrection]:
    """Those that wait for the applicant, whose own period is one of working days, too."""
    ids = [case.pk for case in cases if case.stage == Stage.CORRECTING]
    if not ids:
        return {}
    delivered = RequestCorrection.objects.filter(request__in=ids, delivered_on__isnull=False)
    return {one.request_id: one for one in delivered}


def _recompute(
    case: InformationRequest,
    ledger: Sequence[history.Entry],
    correction: RequestCorrection | None,
    calendar: Calendar,
) -> dict[str, object]:
    """Count the case by this calendar. What the event tells (see `history.RECOMPUTED`), empty when all
    dates stay.
    """
    before, told = _index(case, correction), history.told_limit(case.due_on, ledger)
    clock = limits.clock_of(case, calendar=calendar, written=ledger)
    if clock is not None:
        limits.write_index(case, clock)
    if correction is not None and correction.delivered_on is not None:
        correction.limit_on = limits.correction_limit(calendar, correction.delivered_on, correction.workdays)
    after = _index(case, correction)
    if all(before[name] == after[name] for name in after.keys() - BASIS):
        return {}
    data: dict[str, object] = {name: [before[name], after[name]] for name in after}
    if told is not None and told != case.due_on:
        data["printed"] = told.isoformat()
    return data


def _index(case: InformationRequest, correction: RequestCorrection | None) -> dict[str, object]:
    """What the index says, as the ledger keeps it."""
    dates = [case.due_on, case.latest_on, case.alarm_on]
    if correction is not None:
        dates.append(correction.limit_on)
    return {
        "calendar": case.calendar_version,
        "rules": case.clock_rules,
        **{name: day.isoformat() if day else None for name, day in zip(DATES, dates, strict=False)},
        "provisional": case.provisional,
    }


# As plain statements over arrays: objects of the model and bulk_update take twice as long.
INSERT = """
    INSERT INTO requests_app_requestevent
        (subject_id, seq, kind, effective_on, recorded_at, origin, capability, data, backfilled)
    SELECT new.subject_id, new.seq, %s, %s, %s, 'command', '', new.data, false
    FROM unnest(%s::bigint[], %s::integer[], %s::jsonb[]) AS new (subject_id, seq, data)
"""
UPDATE = """
    UPDATE requests_app_informationrequest AS request
    SET last_seq = new.last_seq, regime = new.regime, due_on = new.due_on, latest_on = new.latest_on,
        alarm_on = new.alarm_on, calendar_version = new.calendar_version, provisional = new.provisional,
        clock_rules = new.clock_rules
    FROM unnest(%s::bigint[], %s::integer[], %s::text[], %s::date[], %s::date[], %s::date[], %s::text[],
        %s::boolean[], %s::text[])
        AS new (id, last_seq, regime, due_on, latest_on, alarm_on, calendar_version, provisional, clock_rules)
    WHERE request.id = new.id
"""
COLUMNS = ("id", "last_seq", *limits.INDEX)
