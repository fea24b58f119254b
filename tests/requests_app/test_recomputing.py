"""A new calendar moves the limits of open requests, and of open ones only; the ledger says what moved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.workdays.committed import committed_calendar
from foundation.workdays.queries import published_calendar
from requests_app import changed_limits, history, limit_wording, tracking
from requests_app.clock import Rules, reckon
from requests_app.facts import PartAnswer, PartFacts
from requests_app.models import InformationRequest, RequestEvent
from requests_app.operations import (
    correcting,
    handling,
    intake,
    limits,
    mending,
    recomputing,
    serving,
    telling,
)
from requests_app.operations.recomputing import Recomputed
from tests.requests_app.conftest import (
    NAME,
    PUBLIC,
    answer,
    ask,
    decide,
    filing,
    publish_calendar,
    review,
    sign,
)

OLD = committed_calendar().version
ESTIMATE, TRUTH = date(2027, 1, 7), date(2027, 1, 11)
DAY = date(2026, 12, 10)


def row_of(case: InformationRequest) -> dict[str, Any]:
    return InformationRequest.objects.filter(pk=case.pk).values().get()


def news_of(case: InformationRequest) -> list[RequestEvent]:
    return list(case.events.filter(kind="recomputed").order_by("seq"))


# --- what moves and what stays --------------------------------------------------------------------------


def test_an_open_limit_follows_the_new_calendar(december: InformationRequest) -> None:
    assert (december.due_on, december.provisional) == (ESTIMATE, True)
    publish_calendar()
    assert recomputing.recompute_open_limits() == Recomputed(cases=1, changed=1, remaining=0)
    december.refresh_from_db()
    assert (december.due_on, december.provisional, december.calendar_version) == (TRUTH, False, "2027-1")
    clock = reckon(DAY, published_calendar())
    assert (december.latest_on, december.alarm_on) == (clock.latest_possible_on, clock.alarm_on)


def test_the_ledger_says_what_moved_and_names_nobody(december: InformationRequest, settings: Any) -> None:
    publish_calendar()
    settings.AS_OF = date(2026, 12, 14)
    recomputing.recompute_open_limits()
    december.refresh_from_db()
    [event] = news_of(december)
    assert event.data == {
        "calendar": [OLD, "2027-1"],
        "rules": ["", ""],
        "due_on": ["2027-01-07", "2027-01-11"],
        "latest_on": ["2027-02-04", "2027-02-08"],
        "alarm_on": ["2027-01-05", "2027-01-11"],
        "provisional": [True, False],
        "printed": "2027-01-07",
    }
    assert (event.seq, december.last_seq) == (3, 3)
    assert (event.effective_on, event.origin, event.capability) == (date(2026, 12, 14), "command", "")
    assert event.actor is None and event.acting_agency is None and not event.backfilled
    assert NAME not in str(event.data)


def test_a_request_whose_dates_stay_only_learns_the_calendar(district: Agency, settings: Any) -> None:
    settings.AS_OF = date(2026, 11, 2)
    case = intake.file(filing(district), actor=PUBLIC).request
    before = row_of(case)
    settings.AS_OF = DAY
    publish_calendar()
    assert recomputing.recompute_open_limits() == Recomputed(cases=1, changed=0, remaining=0)
    assert row_of(case) == {**before, "calendar_version": "2027-1"}
    assert not news_of(case)


def test_a_latest_limit_that_moves_is_recorded_and_nobody_has_to_be_told(
    district: Agency, settings: Any
) -> None:
    settings.AS_OF = date(2026, 11, 24)
    case = intake.file(filing(district), actor=PUBLIC).request
    assert case.due_on == date(2026, 12, 22)
    publish_calendar()
    recomputing.recompute_open_limits()
    [event] = news_of(case)
    assert event.data["due_on"] == ["2026-12-22", "2026-12-22"]
    assert event.data["latest_on"][0] != event.data["latest_on"][1]
    assert "printed" not in event.data
    assert history.untold_change(case) is None


def test_closed_void_and_unconfirmed_requests_are_not_touched(
    december: InformationRequest, district: Agency, by_clerk: Actor
) -> None:
    closed, void, waiting = (
        intake.file(filing(district), actor=PUBLIC, confirm=confirm).request
        for confirm in (True, True, False)
    )
    answer(closed, by_clerk, on=DAY)
    mending.void(void.pk, actor=by_clerk, seen=None, effective_on=DAY, reason="重复登记")
    before = [(row_of(case), case.events.count()) for case in (closed, void, waiting)]
    publish_calendar()
    assert recomputing.recompute_open_limits().cases == 1
    assert [(row_of(case), case.events.count()) for case in (closed, void, waiting)] == before


def test_a_closed_request_is_explained_by_the_calendar_it_was_counted_by(
    december: InformationRequest, by_clerk: Actor
) -> None:
    answer(december, by_clerk, on=DAY)
    publish_calendar()
    clock = limits.clock_of(InformationRequest.objects.get(pk=december.pk))
    assert clock is not None and (clock.due_on, clock.calendar_version) == (ESTIMATE, OLD)
    mending.correct_date(
        december.pk, actor=by_clerk, seen=None, effective_on=date(2026, 12, 9), event_seq=2, reason="签收单"
    )
    december.refresh_from_db()
    assert (december.due_on, december.calendar_version) == (date(2027, 1, 6), OLD)


def test_what_is_answered_before_it_was_recomputed_is_frozen_by_the_calendar_in_force(
    december: InformationRequest, by_clerk: Actor
) -> None:
    decide(december, by_clerk, on=DAY)
    review(december, by_clerk, on=DAY)
    sign(december, by_clerk, on=DAY)
    publish_calendar()
    serving.serve(december.pk, actor=by_clerk, seen=5, effective_on=DAY, route="online")
    december.refresh_from_db()
    assert (december.due_on, december.calendar_version, december.stage) == (TRUTH, "2027-1", "closed")
    assert [event.kind for event in december.events.order_by("seq")][-2:] == ["recomputed", "served"]
    assert december.last_seq == december.events.count()


def test_what_ends_without_a_notice_is_frozen_by_the_calendar_in_force_too(
    december: InformationRequest, by_clerk: Actor
) -> None:
    decide(december, by_clerk, PartAnswer(1, "F3", reasons="书面撤回"), on=DAY)
    publish_calendar()
    serving.end_without_notice(december.pk, actor=by_clerk, seen=3, effective_on=DAY)
    december.refresh_from_db()
    assert (december.due_on, december.calendar_version, december.stage) == (TRUTH, "2027-1", "closed")


def test_another_reading_of_the_law_recomputes_open_requests_too(
    district: Agency, by_clerk: Actor, settings: Any
) -> None:
    case, closed = (intake.file(filing(district), actor=PUBLIC).request for _ in range(2))
    answer(closed, by_clerk)
    before = row_of(closed)
    settings.GONGKAI_CLOCK = Rules(other_agency_cap=10)
    assert recomputing.stale_requests() == 1
    assert recomputing.recompute_open_limits() == Recomputed(cases=1, changed=0, remaining=0)
    assert row_of(case)["clock_rules"] == "other_agency_cap=10"
    assert row_of(closed) == before
    assert recomputing.stale_requests() == 0


# --- again, in pieces, in bounded time ------------------------------------------------------------------


@pytest.fixture
def seven(district: Agency, settings: Any) -> list[InformationRequest]:
    settings.AS_OF = DAY
    return [intake.file(filing(district), actor=PUBLIC).request for _ in range(7)]


def test_it_is_done_once(seven: list[InformationRequest]) -> None:
    publish_calendar()
    assert recomputing.recompute_open_limits(batch=3) == Recomputed(cases=7, changed=7, remaining=0)
    before = [row_of(case) for case in seven]
    assert recomputing.recompute_open_limits(batch=3) == Recomputed()
    assert [row_of(case) for case in seven] == before
    assert all(len(news_of(case)) == 1 for case in seven)


def test_progress_is_told_batch_by_batch(seven: list[InformationRequest]) -> None:
    publish_calendar()
    seen: list[int] = []
    recomputing.recompute_open_limits(batch=3, progress=lambda done: seen.append(done.cases))
    assert seen == [3, 6, 7]


def test_it_stops_when_the_time_is_over_and_says_how_many_are_left(
    seven: list[InformationRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_calendar()
    ticks = iter([0.0, 1.0, 9.9, 10.1])
    monkeypatch.setattr(recomputing, "monotonic", lambda: next(ticks))
    assert recomputing.recompute_open_limits(batch=2, within=10) == Recomputed(4, 4, remaining=3)
    monkeypatch.undo()
    assert recomputing.recompute_open_limits(batch=2) == Recomputed(3, 3, remaining=0)


def test_a_batch_takes_the_same_few_queries_for_one_as_for_many(seven: list[InformationRequest]) -> None:
    def queries(cases: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert recomputing.recompute_open_limits() == Recomputed(cases, cases, remaining=0)
        return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)

    publish_calendar()
    published_calendar()
    # Calendar, cases, events, INSERT, UPDATE; two passes that find nothing more; what is left.
    assert queries(7) == 5 + 2 * 2 + 2
    one = InformationRequest.objects.filter(pk=seven[0].pk)
    one.update(calendar_version=OLD, due_on=ESTIMATE)
    assert queries(1) == 5 + 2 * 2 + 2


def test_a_request_without_an_event_of_receipt_does_not_come_back_for_ever(
    district: Agency, settings: Any
) -> None:
    settings.AS_OF = DAY
    case = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    broken = InformationRequest.objects.filter(pk=case.pk)
    broken.update(stage="handling", registered_on=DAY, received_on=DAY)
    publish_calendar()
    assert recomputing.recompute_open_limits() == Recomputed(cases=1, changed=0, remaining=0)
    assert row_of(case)["due_on"] is None


def test_a_ledger_read_as_bare_rows_gives_the_same_clock(december: InformationRequest) -> None:
    rows = recomputing._ledgers([december])[december.pk]
    assert limits.clock_of(december, written=rows) == limits.clock_of(december) is not None


# --- what the applicant holds ---------------------------------------------------------------------------


def test_what_is_printed_stays_what_was_told_until_somebody_tells(
    december: InformationRequest, by_clerk: Actor
) -> None:
    publish_calendar()
    recomputing.recompute_open_limits()
    publish_calendar("2027-2", text="元旦：1月1日（周五）至5日（周二）放假。")
    recomputing.recompute_open_limits()
    first, second = news_of(december)
    assert second.data["due_on"] == ["2027-01-11", "2027-01-12"]
    assert first.data["printed"] == second.data["printed"] == "2027-01-07"
    december.refresh_from_db()
    assert history.untold_change(december) == second
    telling.tell_limit(december.pk, actor=by_clerk, seen=4, effective_on=DAY, manner="phone")
    publish_calendar("2027-3")
    recomputing.recompute_open_limits()
    third = news_of(december)[-1]
    assert third.data["printed"] == "2027-01-12", "the day that was told by phone"


def test_a_limit_that_comes_back_to_the_printed_day_need_not_be_told(december: InformationRequest) -> None:
    publish_calendar()
    recomputing.recompute_open_limits()
    publish_calendar("2027-2", text="元旦：1月2日放假。春节：2月8日放假。")
    recomputing.recompute_open_limits()
    december.refresh_from_db()
    assert december.due_on == ESTIMATE
    assert "printed" not in news_of(december)[-1].data
    assert history.untold_change(december) is None


def test_an_extension_prints_the_new_limit_and_settles_the_matter(
    december: InformationRequest, by_clerk: Actor
) -> None:
    publish_calendar()
    recomputing.recompute_open_limits()
    handling.extend(
        december.pk,
        actor=by_clerk,
        seen=3,
        effective_on=DAY,
        workdays=5,
        approver_name="演示负责人",
        reason="需要检索",
    )
    december.refresh_from_db()
    assert history.untold_change(december) is None


def test_a_corrected_day_of_receipt_prints_no_new_paper(
    december: InformationRequest, by_clerk: Actor
) -> None:
    publish_calendar()
    recomputing.recompute_open_limits()
    mending.correct_date(
        december.pk, actor=by_clerk, seen=3, effective_on=date(2026, 12, 9), event_seq=2, reason="签收单"
    )
    december.refresh_from_db()
    change = history.untold_change(december)
    assert change is not None and change.data["printed"] == "2027-01-07"


# --- while a correction is awaited ----------------------------------------------------------------------


@pytest.fixture
def awaited(december: InformationRequest, by_clerk: Actor, settings: Any) -> InformationRequest:
    """Asked on 10 December to correct the request within 15 working days from delivery on the 14th."""
    ask(december, by_clerk, on=DAY)
    settings.AS_OF = date(2026, 12, 14)
    delivered = {"effective_on": date(2026, 12, 14), "route": "post"}
    correcting.deliver(december.pk, actor=by_clerk, seen=None, **delivered)
    december.refresh_from_db()
    assert december.correction.limit_on == date(2027, 1, 4)
    return december


def test_the_applicants_own_period_follows_the_new_calendar(awaited: InformationRequest) -> None:
    publish_calendar()
    assert recomputing.recompute_open_limits() == Recomputed(cases=1, changed=1, remaining=0)
    awaited.refresh_from_db()
    awaited.correction.refresh_from_db()
    assert awaited.correction.limit_on == date(2027, 1, 6)
    [event] = news_of(awaited)
    assert event.data["correction_limit"] == ["2027-01-04", "2027-01-06"]
    assert event.data["due_on"] == [None, None] and "printed" not in event.data
    assert history.untold_change(awaited) is None
    said = limit_wording.recomputation(event.data)
    assert said.startswith("答复期限仍暂停计算，补正期限由2027年1月4日改为2027年1月6日")
    assert limit_wording.told_of(event.data) == "补正期限按新的放假安排重新计算"
    [told] = [one for one in tracking.standing(awaited).events if "重新计算" in one.wording]
    assert told.detail == "由2027年1月4日改为2027年1月6日"


def test_a_correction_that_is_not_known_to_have_come_has_no_period_yet(
    december: InformationRequest, by_clerk: Actor
) -> None:
    ask(december, by_clerk, on=DAY)
    publish_calendar()
    recomputing.recompute_open_limits()
    december.correction.refresh_from_db()
    assert december.correction.limit_on is None


def test_after_the_correction_the_progress_page_told_the_limit(
    awaited: InformationRequest, by_clerk: Actor
) -> None:
    parts = (PartFacts("2025年度城乡低保资金发放汇总表"),)
    came = {"effective_on": date(2026, 12, 14), "parts": parts}
    correcting.receive(awaited.pk, actor=by_clerk, seen=None, **came)
    publish_calendar()
    recomputing.recompute_open_limits()
    [event] = news_of(awaited)
    assert event.data["printed"] == event.data["due_on"][0] == "2027-01-11"
    event.subject.refresh_from_db()
    assert changed_limits.line(event).papers == "网上进度、登记回执（补正、征求意见以前的期限）"


# --- telling --------------------------------------------------------------------------------------------


def test_telling_is_recorded_with_day_and_manner(december: InformationRequest, by_clerk: Actor) -> None:
    publish_calendar()
    recomputing.recompute_open_limits()
    telling.tell_limit(december.pk, actor=by_clerk, seen=3, effective_on=DAY, manner="message")
    december.refresh_from_db()
    event = december.events.order_by("seq").last()
    assert (event.kind, event.capability, event.actor) == ("limit_told", "requests.handle", by_clerk.user)
    assert event.data == {"due_on": "2027-01-11", "manner": "message"}
    assert december.stage == "handling" and december.due_on == TRUTH
    with pytest.raises(Refused, match="已经告知过"):
        telling.tell_limit(december.pk, actor=by_clerk, seen=4, effective_on=DAY, manner="phone")


def test_telling_what_did_not_change_or_in_no_manner_is_refused(
    december: InformationRequest, by_clerk: Actor
) -> None:
    with pytest.raises(Refused, match="没有因为新的放假安排而改变"):
        telling.tell_limit(december.pk, actor=by_clerk, seen=2, effective_on=DAY, manner="phone")
    publish_calendar()
    recomputing.recompute_open_limits()
    with pytest.raises(Refused) as caught:
        telling.tell_limit(december.pk, actor=by_clerk, seen=3, effective_on=DAY, manner="鸽子")
    assert caught.value.refusal.field == "manner"
    with pytest.raises(Refused) as caught:
        telling.tell_limit(
            december.pk, actor=by_clerk, seen=3, effective_on=date(2026, 12, 9), manner="phone"
        )
    assert caught.value.refusal.field == "effective_on", "not before the request was received"


# --- the commands ---------------------------------------------------------------------------------------


def test_the_command_tells_progress_on_stderr_and_can_be_run_again(
    seven: list[InformationRequest], capsys: pytest.CaptureFixture[str]
) -> None:
    publish_calendar()
    call_command("recompute_deadlines", batch=3)
    said = capsys.readouterr()
    assert said.out == "重算7件，其中7件的日期有变化；全部重算完毕。\n"
    assert said.err.splitlines() == [
        "已重算3/7件，3件有变化",
        "已重算6/7件，6件有变化",
        "已重算7/7件，7件有变化",
    ]
    call_command("recompute_deadlines")
    assert capsys.readouterr().out.startswith("重算0件")


def test_the_daily_task_recomputes(december: InformationRequest, capsys: pytest.CaptureFixture[str]) -> None:
    publish_calendar()
    call_command("run_daily")
    assert "重算期限1件，其中1件有变化" in capsys.readouterr().out
