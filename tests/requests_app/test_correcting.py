"""The one correction: asked for in time, delivered, received or not, each with its effect on the limit."""

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
from requests_app import history, notices, procedure_guards, today, tracking
from requests_app.facts import CorrectionPoint, PartAnswer, PartFacts
from requests_app.models import InformationRequest, RequestCorrection
from requests_app.operations import correcting, handling, intake, limits, mending
from tests.requests_app.conftest import POINT, PUBLIC, TODAY, ask, decide, filing, review, serve, sign

ASKED, DELIVERED, CORRECTED = date(2026, 9, 22), date(2026, 9, 24), date(2026, 10, 9)
LIMIT = date(2026, 10, 22)
"""15 working days after 24 September 2026, past both holidays."""
PARTS = (PartFacts("2025年度城乡低保资金发放汇总表", "", "2025年度，按镇街"),)


@pytest.fixture
def asked(case: InformationRequest, by_clerk: Actor, settings: Any) -> InformationRequest:
    settings.AS_OF = date(2026, 11, 2)
    return ask(case, by_clerk, ASKED)


def deliver(case: InformationRequest, actor: Actor, on: date = DELIVERED) -> InformationRequest:
    return correcting.deliver(case.pk, actor=actor, seen=None, effective_on=on, route="post")


def receive(case: InformationRequest, actor: Actor, on: date = CORRECTED, **more: Any) -> InformationRequest:
    facts = {"parts": PARTS, **more}
    return correcting.receive(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def give_up(case: InformationRequest, actor: Actor, on: date) -> InformationRequest:
    return correcting.give_up(
        case.pk, actor=actor, seen=None, effective_on=on, finding="期限内没有收到补正。"
    )


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


# --- asking -------------------------------------------------------------------------------------------------


def test_once_it_is_asked_for_nothing_runs(asked: InformationRequest) -> None:
    case = fresh(asked)
    assert (case.stage, case.due_on, case.latest_on, case.alarm_on) == ("correcting", None, None, None)
    [notice] = case.notices.all()
    assert (notice.kind, notice.made_on, notice.document_number) == ("correction", ASKED, "")
    event = history.last(case, "correction_asked")
    assert event is not None and event.data == {"workdays": 15, "points": 1, "notice": notice.pk}


def test_the_notice_says_what_how_until_when_and_offers_no_remedy(case: InformationRequest) -> None:
    points = (POINT, CorrectionPoint("没有写明获取方式"))
    document = notices.correction(case, points, workdays=15, on=ASKED)
    text = write(document, "txt").decode()
    assert "1．没有写明是哪一年度的汇总表，无法查找。例如：2025年度。" in text
    assert "2．没有写明获取方式。" in text
    assert "自收到本告知书之日起15个工作日内补正" in text and "视为放弃申请" in text
    assert "第三十条" in text and "0632-0000000" in text
    assert "行政复议" not in text and "诉讼" not in text


@pytest.mark.parametrize(("on", "lawful"), [(date(2026, 9, 29), True), (date(2026, 9, 30), False)])
def test_it_can_be_asked_for_through_the_seventh_working_day(
    case: InformationRequest, on: date, lawful: bool
) -> None:
    refusal = procedure_guards.may_ask_for_correction(case, on)
    assert (refusal is None) == lawful
    assert refusal is None or (refusal.article == "条例第30条" and "2026年9月29日" in refusal.sentence)


def test_a_late_notice_is_recorded_and_the_earlier_date_rings(
    case: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    settings.AS_OF = date(2026, 11, 2)
    with pytest.raises(Refused, match="已过"):
        ask(case, by_clerk, date(2026, 9, 30))
    ask(case, by_clerk, date(2026, 9, 30), recording=True)
    case = fresh(case)
    assert (case.due_on, case.alarm_on) == (None, date(2026, 10, 22))
    event = history.last(case, "correction_asked")
    assert event is not None and "期限" in event.data["unlawful"]


def test_it_is_asked_for_once_even_when_recording(asked: InformationRequest, by_clerk: Actor) -> None:
    receive(asked, by_clerk)
    for recording in (False, True):
        with pytest.raises(Refused, match="已经告知过补正"):
            ask(fresh(asked), by_clerk, CORRECTED, recording=recording)
    assert RequestCorrection.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"points": ()}, "problem_1"),
        ({"points": (CorrectionPoint(" "),)}, "problem_1"),
        ({"workdays": 0}, "workdays"),
        ({"workdays": 61}, "workdays"),
    ],
)
def test_nothing_to_correct_or_no_time_for_it_is_refused(
    case: InformationRequest, by_clerk: Actor, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        ask(case, by_clerk, **changes)
    assert refused.value.refusal.field == field
    assert not case.notices.exists() and fresh(case).stage == "handling"


# --- delivery -----------------------------------------------------------------------------------------------


def test_the_applicants_period_runs_from_delivery(asked: InformationRequest, by_clerk: Actor) -> None:
    deliver(asked, by_clerk)
    correction = RequestCorrection.objects.get()
    assert (correction.delivered_on, correction.limit_on) == (DELIVERED, LIMIT)
    [service] = correction.notice.services.all()
    assert (service.route, service.served_on) == ("post", DELIVERED)


def test_it_is_delivered_once_and_not_before_it_was_written(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    with pytest.raises(Refused, match="不能早于告知补正之日"):
        deliver(asked, by_clerk, date(2026, 9, 21))
    deliver(asked, by_clerk)
    with pytest.raises(Refused, match="已登记于2026年9月24日送达"):
        deliver(asked, by_clerk)


# --- what came back -----------------------------------------------------------------------------------------


def test_the_whole_period_runs_anew_from_the_correction(asked: InformationRequest, by_clerk: Actor) -> None:
    deliver(asked, by_clerk)
    receive(asked, by_clerk)
    case = fresh(asked)
    assert (case.stage, case.due_on) == ("handling", date(2026, 11, 5))
    assert (case.registered_on, case.received_on) == (TODAY, CORRECTED)
    assert case.title == "2025年度城乡低保资金发放汇总表"
    assert case.parts.get().features == "2025年度，按镇街"
    clock = limits.clock_of(case)
    assert clock is not None and "收到补正的申请" in "".join(clock.explanation)


def test_a_correction_may_come_before_the_delivery_is_known(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    assert receive(asked, by_clerk).stage == "handling"
    with pytest.raises(Refused, match="现在的阶段不能"):
        deliver(asked, by_clerk)


def test_a_late_correction_is_taken_all_the_same(asked: InformationRequest, by_clerk: Actor) -> None:
    deliver(asked, by_clerk)
    case = receive(asked, by_clerk, date(2026, 10, 23))
    clock = limits.clock_of(fresh(case))
    assert clock is not None
    assert [flag.code for flag in clock.flags] == ["corrected_after_limit"]
    assert clock.due_on == date(2026, 11, 20)


def test_the_number_of_parts_stays(asked: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="不改变申请事项的项数"):
        receive(asked, by_clerk, parts=PARTS * 2)
    assert fresh(asked).stage == "correcting"


# --- silence ------------------------------------------------------------------------------------------------


def test_nobody_has_given_up_without_proof_of_delivery(asked: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有补正告知书的送达记录"):
        give_up(asked, by_clerk, date(2026, 11, 2))


def test_silence_is_giving_up_from_the_day_after_the_period(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    deliver(asked, by_clerk)
    with pytest.raises(Refused, match="还没有过"):
        give_up(asked, by_clerk, LIMIT)
    give_up(asked, by_clerk, date(2026, 10, 23))
    case = fresh(asked)
    assert (case.stage, case.parts.get().reply_type) == ("handling", "F1")
    sign(case, by_clerk, on=date(2026, 10, 26))
    serve(case, by_clerk, on=date(2026, 10, 27))
    case = fresh(case)
    assert (case.report_row, case.closed_on) == ("o1", date(2026, 10, 27))
    assert case.decisions.get().notice.kind == "abandoned"


@pytest.mark.parametrize("reply, missing", [("D3", "还没有收到补正的记录"), ("F1", "没有逾期不补正的记录")])
def test_nobody_is_told_of_a_correction_that_was_never_asked_for(
    case: InformationRequest, by_clerk: Actor, reply: str, missing: str
) -> None:
    decide(case, by_clerk, PartAnswer(1, reply, finding="没有补正。", reasons="无法查找。"))
    with pytest.raises(Refused, match=missing):
        sign(case, by_clerk)


def test_what_is_unclear_after_the_correction_is_answered_so(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    deliver(asked, by_clerk)
    receive(asked, by_clerk)
    decide(asked, by_clerk, PartAnswer(1, "D3", reasons="补正后仍无法查找。"), on=date(2026, 10, 12))
    sign(asked, by_clerk, on=date(2026, 10, 13))
    assert fresh(asked).stage == "signed"


# --- mending ------------------------------------------------------------------------------------------------


def correct(case: InformationRequest, actor: Actor, kind: str, on: date) -> InformationRequest:
    event = history.last(fresh(case), kind)
    assert event is not None
    return mending.correct_date(
        case.pk, actor=actor, seen=None, effective_on=on, event_seq=event.seq, reason="邮件签收单"
    )


def test_each_date_can_be_mended(asked: InformationRequest, by_clerk: Actor) -> None:
    deliver(asked, by_clerk)
    correct(asked, by_clerk, "correction_delivered", date(2026, 9, 25))
    correction = RequestCorrection.objects.get()
    assert (correction.delivered_on, correction.limit_on) == (date(2026, 9, 25), date(2026, 10, 22))
    correct(asked, by_clerk, "correction_asked", date(2026, 9, 21))
    receive(asked, by_clerk)
    correct(asked, by_clerk, "corrected", date(2026, 10, 10))
    case = fresh(asked)
    correction = RequestCorrection.objects.get()
    assert (correction.asked_on, correction.corrected_on) == (date(2026, 9, 21), date(2026, 10, 10))
    assert (case.received_on, case.due_on) == (date(2026, 10, 10), date(2026, 11, 6))
    correct(case, by_clerk, "received", date(2026, 9, 17))
    case = fresh(case)
    assert (case.registered_on, case.received_on, case.due_on) == (
        date(2026, 9, 17),
        date(2026, 10, 10),
        date(2026, 11, 6),
    )


def test_dates_that_contradict_each_other_are_refused(asked: InformationRequest, by_clerk: Actor) -> None:
    deliver(asked, by_clerk)
    with pytest.raises(Refused, match="先后矛盾"):
        correct(asked, by_clerk, "correction_delivered", date(2026, 9, 21))
    with pytest.raises(Refused, match="先后矛盾"):
        correct(asked, by_clerk, "correction_asked", date(2026, 9, 25))


def test_an_extension_may_lie_on_either_side_of_a_correction(
    case: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    settings.AS_OF = date(2026, 11, 2)
    handling.extend(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=date(2026, 9, 21),
        workdays=5,
        approver_name="演示负责人",
        reason="需要检索多个单位",
    )
    ask(fresh(case), by_clerk, ASKED)
    correct(case, by_clerk, "correction_asked", date(2026, 9, 23))
    assert fresh(case).due_on is None


# --- what people see ----------------------------------------------------------------------------------------


def test_the_applicant_is_told_what_to_correct_and_until_when(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    standing = tracking.standing(fresh(asked))
    assert standing.stage == "待补正"
    assert standing.corrections == ("1．没有写明是哪一年度的汇总表，无法查找。例如：2025年度。",)
    assert standing.correct_by == "自收到补正告知书之日起15个工作日内"
    deliver(asked, by_clerk)
    assert tracking.standing(fresh(asked)).correct_by == "2026年10月22日前"
    assert [told.wording for told in standing.events][-1] == "机关请您补正申请"
    receive(asked, by_clerk)
    assert tracking.standing(fresh(asked)).corrections == ()


def test_the_workbench_asks_for_the_next_step_and_then_is_silent(
    asked: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    [item] = today.corrections(clerk, date(2026, 10, 8))
    assert (item.next_step, item.note.endswith("补正告知书还没有送达记录")) == ("登记送达", True)
    deliver(asked, by_clerk)
    assert today.corrections(clerk, LIMIT) == []
    [item] = today.corrections(clerk, date(2026, 10, 23))
    assert item.next_step == "逾期不补正，不再处理"
    receive(asked, by_clerk)
    assert today.corrections(clerk, date(2026, 10, 23)) == []


def test_the_clerk_walks_it_through_the_pages(case: InformationRequest, clerk: User, settings: Any) -> None:
    settings.AS_OF = date(2026, 11, 2)
    desk = Client()
    desk.force_login(clerk)
    page = f"/admin/requests_app/informationrequest/{case.pk}/"

    def post(code: str, **fields: Any) -> str:
        address = f"{page}step/{code}/"
        seen = fresh(case).last_seq
        looked = desk.post(address, {"seen": seen, "look": "1", **fields}).content.decode()
        done = desk.post(address, {"seen": seen, "perform": "1", **fields})
        assert done.status_code == 302, done.content.decode()
        return looked

    asked = post(
        "ask-correction",
        problem_1="没有写明年度",
        example_1="2025年度",
        workdays="15",
        effective_on="2026-09-22",
    )
    assert "只能告知一次" in asked
    delivered = post("correction-delivered", route="post", effective_on="2026-09-24")
    assert "最迟在2026年10月22日补正" in delivered
    corrected = post("corrected", wanted_name_1="2025年度汇总表", effective_on="2026-10-09")
    assert "答复期限重新计算：2026年11月5日" in corrected
    shown = desk.get(f"{page}change/").content.decode()
    assert "给申请人15个工作日" in shown and "收到补正" in shown


def test_an_example_without_a_problem_is_asked_about(case: InformationRequest, clerk: User) -> None:
    desk = Client()
    desk.force_login(clerk)
    answer = desk.post(
        f"/admin/requests_app/informationrequest/{case.pk}/step/ask-correction/",
        {"seen": "2", "look": "1", "problem_1": "年度", "example_2": "邮寄", "workdays": "15"},
    ).content.decode()
    assert "写了例子，没有写哪里不明确" in answer
    empty = desk.post(
        f"/admin/requests_app/informationrequest/{case.pk}/step/ask-correction/", {"seen": "2", "look": "1"}
    ).content.decode()
    assert "请填写第1项：哪里不明确。" in empty


def test_a_corrected_request_without_words_is_asked_about(asked: InformationRequest, clerk: User) -> None:
    desk = Client()
    desk.force_login(clerk)
    answer = desk.post(
        f"/admin/requests_app/informationrequest/{asked.pk}/step/corrected/",
        {"seen": "3", "look": "1", "effective_on": "2026-10-09"},
    ).content.decode()
    assert "请至少填写信息的名称" in answer


def test_the_form_of_giving_up_tells_the_dates(
    asked: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    deliver(asked, by_clerk)
    desk = Client()
    desk.force_login(clerk)
    shown = desk.get(
        f"/admin/requests_app/informationrequest/{asked.pk}/step/not-corrected/"
    ).content.decode()
    assert "本机关于2026年9月22日告知补正，告知书于2026年9月24日送达" in shown


# --- the database keeps its promises ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"workdays": 0},
        {"delivered_on": date(2026, 9, 21), "limit_on": LIMIT},
        {"delivered_on": DELIVERED, "limit_on": None},
        {"delivered_on": DELIVERED, "limit_on": DELIVERED},
        {"corrected_on": date(2026, 9, 21)},
    ],
)
def test_contradictions_are_not_stored(asked: InformationRequest, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestCorrection.objects.update(**changes)


def test_another_desk_reads_nothing_of_it(district: Agency, stranger: Actor) -> None:
    case = intake.file(filing(district), actor=PUBLIC).request
    with pytest.raises(Refused, match="没有在本单位"):
        ask(case, stranger)


def test_an_answer_drafted_before_may_be_decided_again_after_it(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    receive(asked, by_clerk)
    case = fresh(asked)
    decide(case, by_clerk, on=CORRECTED)
    review(case, by_clerk, on=CORRECTED)
    sign(case, by_clerk, on=CORRECTED)
    serve(case, by_clerk, on=CORRECTED)
    assert fresh(case).stage == "closed"


def test_the_regulation_of_2007_sets_no_days_for_the_notice(case: InformationRequest) -> None:
    case.regime = "REG2007"
    assert procedure_guards.correction_notice_limit(case) is None
    assert procedure_guards.may_ask_for_correction(case, date(2026, 10, 21)) is None
