"""Excessive requests: asked why, then left unprocessed or given a later day (条例第35条)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.documents.writers import write
from foundation.ledger.acts import Actor
from requests_app import files, history, notices, procedure_guards, statistics, today, tracking
from requests_app.facts import PartAnswer
from requests_app.models import ExcessReasons, InformationRequest
from requests_app.operations import excusing, handling, intake, limits, mending
from tests.requests_app.conftest import PUBLIC, TODAY, applicant, decide, filing, serve, sign

ASKED, CAME, GIVEN = date(2026, 9, 21), date(2026, 9, 22), date(2026, 9, 28)
LIMIT, OVER = date(2026, 10, 20), date(2026, 10, 21)
DUE, UNTIL = date(2026, 10, 22), date(2026, 12, 1)
FACTS = "本月已提出21件"


@pytest.fixture
def case(filed: intake.Filed, settings: Any) -> InformationRequest:
    settings.AS_OF = date(2026, 11, 2)
    return filed.request


def ask(case: InformationRequest, actor: Actor, on: date = ASKED, **changes: Any) -> InformationRequest:
    facts = {"facts": FACTS, "workdays": 15, **changes}
    return excusing.ask(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def deliver(case: InformationRequest, actor: Actor, on: date = CAME, route: str = "post") -> None:
    excusing.deliver(case.pk, actor=actor, seen=None, effective_on=on, route=route)


def give(case: InformationRequest, actor: Actor, on: date = GIVEN, given: str = "用于编写村志。") -> None:
    excusing.receive(case.pk, actor=actor, seen=None, effective_on=on, given=given)


def leave(case: InformationRequest, actor: Actor, on: date) -> InformationRequest:
    texts = {"finding": f"{FACTS}。", "reasons": "说明的理由与所申请的信息无关。"}
    return excusing.leave(case.pk, actor=actor, seen=None, effective_on=on, **texts)


def defer(
    case: InformationRequest, actor: Actor, on: date = GIVEN, until: date = UNTIL, **changes: Any
) -> InformationRequest:
    facts = {"until": until, "reason": "卷宗数量大", **changes}
    return excusing.defer(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


@pytest.fixture
def asked(case: InformationRequest, by_clerk: Actor) -> InformationRequest:
    ask(case, by_clerk)
    return case


@pytest.fixture
def answered(asked: InformationRequest, by_clerk: Actor) -> InformationRequest:
    deliver(asked, by_clerk)
    give(asked, by_clerk)
    return asked


# --- asking -------------------------------------------------------------------------------------------------


def test_asking_stops_no_clock(answered: InformationRequest) -> None:
    assert fresh(answered).due_on == DUE


def test_the_notice_says_what_until_when_and_what_follows(case: InformationRequest) -> None:
    text = write(notices.give_reasons(case, facts=FACTS, workdays=15, on=ASKED), "txt").decode()
    for said in (FACTS, "15个工作日内书面说明理由", "第三十五条", "不予处理", "延迟答复", "照常计算"):
        assert said in text
    assert "行政复议" not in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"facts": " "}, "facts"), ({"workdays": 0}, "workdays"), ({"workdays": 61}, "workdays")],
)
def test_no_facts_or_no_time_is_refused(
    case: InformationRequest, by_clerk: Actor, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        ask(case, by_clerk, **changes)
    assert refused.value.refusal.field == field and not case.notices.exists()


def test_it_is_asked_once_even_when_recording(asked: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="已于2026年9月21日要求"):
        ask(asked, by_clerk)
    with pytest.raises(Refused, match="已经要求过说明理由"):
        ask(asked, by_clerk, recording=True)


def test_delivery_and_reasons_are_written_down_once_and_in_order(
    case: InformationRequest, by_clerk: Actor
) -> None:
    with pytest.raises(Refused, match="没有等待送达的说明理由告知书"):
        deliver(case, by_clerk)
    with pytest.raises(Refused, match="没有在等待申请人说明理由"):
        give(case, by_clerk)
    ask(case, by_clerk)
    for act in (deliver, give):
        with pytest.raises(Refused, match="不能早于要求说明理由之日"):
            act(case, by_clerk, TODAY)
    with pytest.raises(Refused, match="没有选择送达方式"):
        deliver(case, by_clerk, route="pigeon")
    with pytest.raises(Refused, match="没有写明申请人说明的理由"):
        give(case, by_clerk, given=" ")
    deliver(case, by_clerk)
    give(case, by_clerk)
    for act in (deliver, give):
        with pytest.raises(Refused, match="没有"):
            act(case, by_clerk)
    asked = ExcessReasons.objects.get()
    assert (asked.delivered_on, asked.given_on) == (CAME, GIVEN)
    assert asked.notice.services.get().served_on == CAME


def test_another_desk_asks_nothing(case: InformationRequest, stranger: Actor) -> None:
    with pytest.raises(Refused, match="没有在本单位"):
        ask(case, stranger)


# --- not processed ------------------------------------------------------------------------------------------


def test_nobody_is_refused_who_could_not_say_why(asked: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有送达记录"):
        leave(asked, by_clerk, OVER)
    deliver(asked, by_clerk)
    with pytest.raises(Refused, match="还没有过"):
        leave(asked, by_clerk, LIMIT)
    leave(asked, by_clerk, OVER)
    sign(asked, by_clerk, OVER)
    serve(asked, by_clerk, OVER)
    case = fresh(asked)
    assert (case.stage, case.report_row) == ("closed", "n4")
    assert case.decisions.get().notice.kind == "not_processed"
    counted = statistics.APPLICATIONS.count([case.respondent_id], 2026)
    assert {row for (_, row, column) in counted if column == "total"} == {"new", "n4", "total"}


def test_unreasonable_reasons_end_it_at_once(answered: InformationRequest, by_clerk: Actor) -> None:
    leave(answered, by_clerk, GIVEN)
    assert fresh(answered).parts.get().reply_type == "E4"
    assert sign(answered, by_clerk, GIVEN).stage == "signed"


def test_the_draft_by_hand_is_not_signed_before_the_question(
    case: InformationRequest, by_clerk: Actor
) -> None:
    decide(case, by_clerk, PartAnswer(1, "E4", reasons="本月已提出21件。"), on=ASKED)
    with pytest.raises(Refused, match="还没有要求申请人说明理由"):
        sign(case, by_clerk, ASKED)
    sign(case, by_clerk, ASKED, recording=True)
    event = history.last(fresh(case), "signed")
    assert event is not None and "条例第35条" in event.data["unlawful"]


# --- a later day --------------------------------------------------------------------------------------------


def test_a_later_day_replaces_the_limit_and_is_told(answered: InformationRequest, by_clerk: Actor) -> None:
    defer(answered, by_clerk)
    case = fresh(answered)
    assert (case.due_on, case.latest_on) == (UNTIL, UNTIL)
    clock = limits.clock_of(case)
    assert clock is not None and "合理期限定为2026年12月1日" in "".join(clock.explanation)
    notice = case.notices.get(kind="deferral")
    text = write(notices.deferral(case, clock, on=GIVEN, reason="卷宗数量大"), "txt").decode()
    assert "卷宗数量大" in text and "2026年12月1日" in text and "行政复议" not in text
    assert files.was_given(case, notice.pdf_file)
    assert history.tells(case.events.get(kind="deferred"))


def test_it_needs_reasons_happens_once_and_ends_extensions(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    with pytest.raises(Refused, match="还没有说明理由"):
        defer(asked, by_clerk)
    give(asked, by_clerk)
    defer(asked, by_clerk)
    with pytest.raises(Refused, match="已经另定过答复日期"):
        defer(asked, by_clerk, until=date(2026, 12, 10))
    with pytest.raises(Refused, match="已经按延迟答复另定"):
        handling.extend(
            asked.pk, actor=by_clerk, seen=None, effective_on=GIVEN, workdays=5,
            approver_name="演示负责人", reason="需要检索",
        )  # fmt: skip


@pytest.mark.parametrize(("until", "says"), [(DUE, "不晚于现在的答复期限"), (GIVEN, "不晚于现在的答复期限")])
def test_a_day_that_is_no_later_one_is_refused(
    answered: InformationRequest, by_clerk: Actor, until: date, says: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        defer(answered, by_clerk, until=until)
    assert refused.value.refusal.field == "until"


def test_a_day_before_the_telling_is_refused_even_late(answered: InformationRequest, by_clerk: Actor) -> None:
    late = date(2026, 11, 2)
    with pytest.raises(Refused, match="应当晚于告知之日"):
        defer(answered, by_clerk, late, date(2026, 10, 30), recording=True)


def test_one_told_after_the_limit_is_recorded_and_moves_nothing(
    answered: InformationRequest, by_clerk: Actor
) -> None:
    late = date(2026, 10, 23)
    with pytest.raises(Refused, match="已于2026年10月22日届满"):
        defer(answered, by_clerk, late)
    defer(answered, by_clerk, late, recording=True)
    case = fresh(answered)
    clock = limits.clock_of(case)
    assert clock is not None and [flag.code for flag in clock.flags] == ["late_deferral"]
    assert case.due_on == DUE and not case.notices.filter(kind="deferral").exists()
    assert not history.tells(case.events.get(kind="deferred"))


# --- mending ------------------------------------------------------------------------------------------------


def test_each_date_is_mended(answered: InformationRequest, by_clerk: Actor) -> None:
    defer(answered, by_clerk)
    days = {
        "deferred": date(2026, 9, 30),
        "reasons_given": date(2026, 9, 29),
        "reasons_delivered": date(2026, 9, 23),
        "reasons_asked": TODAY,
    }
    for kind, on in days.items():
        event = history.last(fresh(answered), kind)
        assert event is not None
        mending.correct_date(
            answered.pk, actor=by_clerk, seen=None, effective_on=on, event_seq=event.seq, reason="回执"
        )
    asked = ExcessReasons.objects.get()
    assert (asked.asked_on, asked.delivered_on, asked.given_on) == (
        TODAY,
        days["reasons_delivered"],
        days["reasons_given"],
    )
    assert asked.notice.services.get().served_on == days["reasons_delivered"]
    assert fresh(answered).due_on == UNTIL


# --- how many? ----------------------------------------------------------------------------------------------


def test_requests_of_the_same_person_are_counted_by_paper_or_by_name(
    case: InformationRequest, district: Agency, office: Agency
) -> None:
    def came(**changes: str) -> InformationRequest:
        return intake.file(filing(district, applicant=applicant(**changes)), actor=PUBLIC).request

    same, other = came(name="测试改名某某"), came(identity_number="110105199001010011")
    intake.file(filing(office), actor=PUBLIC)
    count = InformationRequest.objects.by_same_applicant
    assert count(same) == (1, 2)  # this one in November, the first in September
    assert count(other) == (1, 1)
    nameless = came(identity_number="", name="测试无证某某")
    assert count(nameless) == (1, 1)


# --- what people see ----------------------------------------------------------------------------------------


def test_the_applicant_is_told_what_and_until_when(asked: InformationRequest, by_clerk: Actor) -> None:
    standing = tracking.standing(fresh(asked))
    assert (standing.asked_why, standing.explain_by) == (FACTS, "自收到说明理由告知书之日起15个工作日内")
    deliver(asked, by_clerk)
    assert tracking.standing(fresh(asked)).explain_by == "2026年10月20日前"
    give(asked, by_clerk)
    defer(asked, by_clerk)
    standing = tracking.standing(fresh(asked))
    assert standing.asked_why == "" and standing.events[-1].wording == "机关告知您延迟答复"
    assert standing.limit.startswith("2026年12月1日")


def test_the_workbench_asks_for_the_next_step_and_then_is_silent(
    asked: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    assert today.reasons(clerk, date(2026, 9, 22)) == []
    [item] = today.reasons(clerk, date(2026, 9, 24))
    assert item.next_step == "登记说明理由告知书送达"
    deliver(asked, by_clerk)
    assert today.reasons(clerk, LIMIT) == []
    [item] = today.reasons(clerk, OVER)
    assert item.next_step == "逾期没有说明理由，判断是否不予处理"
    give(asked, by_clerk)
    [item] = today.reasons(clerk, GIVEN)
    assert item.next_step == "判断申请人说明的理由是否合理"
    defer(asked, by_clerk)
    assert today.reasons(clerk, GIVEN) == []


def test_a_drafted_answer_is_asked_about_no_more(
    answered: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    leave(answered, by_clerk, GIVEN)
    assert today.reasons(clerk, GIVEN) == []


def test_the_clerk_walks_it_through_the_pages(case: InformationRequest, clerk: User) -> None:
    desk = Client()
    desk.force_login(clerk)
    page = f"/admin/requests_app/informationrequest/{case.pk}/"

    def post(code: str, **fields: Any) -> str:
        address, seen = f"{page}step/{code}/", fresh(case).last_seq
        looked = desk.post(address, {"seen": seen, "look": "1", **fields}).content.decode()
        done = desk.post(address, {"seen": seen, "perform": "1", **fields})
        assert done.status_code == 302, done.content.decode()
        return looked

    assert "本月1件，近一年1件" in desk.get(f"{page}step/ask-reasons/").content.decode()
    looked = post("ask-reasons", facts=FACTS, workdays="15", effective_on="2026-09-21")
    assert "答复期限照常计算，不因此停止" in looked
    assert "申请人逾期没有说明" in desk.get(f"{page}step/leave-excess/").content.decode()
    assert "最迟在2026年10月20日说明理由" in post(
        "reasons-delivered", route="post", effective_on="2026-09-22"
    )
    post("reasons-given", given="用于编写村志。", effective_on="2026-09-28")
    left = {
        "seen": fresh(case).last_seq,
        "look": "1",
        "finding": FACTS,
        "reasons": "无关",
        "effective_on": "2026-09-28",
    }
    assert "4.无正当理由大量反复申请" in desk.post(f"{page}step/leave-excess/", left).content.decode()
    early = desk.post(
        f"{page}step/defer/",
        {
            "seen": fresh(case).last_seq,
            "look": "1",
            "until": "2026-09-28",
            "reason": "多",
            "effective_on": "2026-09-28",
        },
    ).content.decode()
    assert "应当晚于告知之日" in early
    looked = post("defer", until="2026-12-01", reason="卷宗数量大", effective_on="2026-09-28")
    assert "原答复期限：2026年10月22日" in looked and "延迟后的答复期限：2026年12月1日" in looked
    shown = desk.get(f"{page}change/").content.decode()
    for said in (FACTS, "用于编写村志", "给申请人15个工作日", "延迟到2026年12月1日答复"):
        assert said in shown


# --- the database keeps its promises ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": ""},
        {"workdays": 0},
        {"delivered_on": TODAY},
        {"given_on": GIVEN},
        {"given": "用于编写村志。"},
        {"given": "用于编写村志。", "given_on": TODAY},
    ],
)
def test_contradictions_are_not_stored(asked: InformationRequest, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ExcessReasons.objects.update(**changes)


def test_nobody_was_asked(case: InformationRequest) -> None:
    assert procedure_guards.reasons_of(case) is None
    assert procedure_guards.asked_for_reasons(case, GIVEN) is None
