"""The processing fee (信息处理费): asked for, delivered, paid or not, mended, given back (条例第42条)."""

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
from foundation.workdays.committed import committed_calendar
from requests_app import (
    charges,
    deadline_answer,
    event_details,
    fee_guards,
    fees,
    history,
    notices,
    service_guards,
    standing,
    statistics,
    today,
    tracking,
)
from requests_app.deadline_case import read_case
from requests_app.facts import PartAnswer
from requests_app.fees import Facts
from requests_app.models import FeeReason, InformationRequest, ProcessingFee, Service
from requests_app.operations import charging, intake, limits, mail_returns, mending
from tests.requests_app.conftest import (
    PUBLIC,
    TODAY,
    answer,
    applicant,
    decide,
    filing,
    serve,
    sign,
    withdraw,
)

ASKED, CAME, PAID = date(2026, 9, 21), date(2026, 9, 22), date(2026, 10, 9)
UNTIL, OVER = date(2026, 10, 27), date(2026, 10, 28)
DUE, ANEW = date(2026, 10, 22), date(2026, 11, 5)
FACTS = Facts("pages", pages=45)
WAY = "凭缴款码缴入区财政专户（演示数据）"


@pytest.fixture(autouse=True)
def charging_district(settings: Any) -> None:
    settings.GONGKAI_FEES = fees.read_fee_policy("items,pages")
    settings.AS_OF = date(2026, 11, 20)


@pytest.fixture
def case(filed: intake.Filed) -> InformationRequest:
    InformationRequest.objects.update(registered_on=TODAY)
    return filed.request


@pytest.fixture
def filed(district: Agency, settings: Any) -> intake.Filed:
    settings.AS_OF = TODAY
    made = intake.file(filing(district), actor=PUBLIC)
    settings.AS_OF = date(2026, 11, 20)
    return made


@pytest.fixture
def asked(case: InformationRequest, by_clerk: Actor) -> InformationRequest:
    return ask(case, by_clerk)


@pytest.fixture
def delivered(asked: InformationRequest, by_clerk: Actor) -> InformationRequest:
    deliver(asked, by_clerk)
    return fresh(asked)


@pytest.fixture
def paid(delivered: InformationRequest, by_clerk: Actor) -> InformationRequest:
    pay(delivered, by_clerk)
    return fresh(delivered)


def ask(case: InformationRequest, actor: Actor, on: date = ASKED, **changes: Any) -> InformationRequest:
    given = {"facts": FACTS, "how_to_pay": WAY, **changes}
    return charging.ask(case.pk, actor=actor, seen=None, effective_on=on, **given)


def deliver(case: InformationRequest, actor: Actor, on: date = CAME) -> None:
    charging.deliver(case.pk, actor=actor, seen=None, effective_on=on, route="post")


def pay(case: InformationRequest, actor: Actor, on: date = PAID, **changes: Any) -> InformationRequest:
    given = {"receipt_number": "演示票据0001", **changes}
    return charging.pay(case.pk, actor=actor, seen=None, effective_on=on, **given)


def give_up(case: InformationRequest, actor: Actor, on: date = OVER) -> InformationRequest:
    return charging.give_up(case.pk, actor=actor, seen=None, effective_on=on, finding="缴费期限内没有缴费。")


def correct(case: InformationRequest, actor: Actor, on: date = date(2026, 9, 23), **changes: Any) -> None:
    given = {"facts": Facts("pages", pages=40), "how_to_pay": WAY, **changes}
    charging.correct_amount(case.pk, actor=actor, seen=None, effective_on=on, **given)


def refund(case: InformationRequest, actor: Actor, fen: int = 5000, on: date = date(2026, 10, 12)) -> None:
    given: dict[str, Any] = {"amount_fen": fen, "receipt_number": "演示退付0001", "reason": FeeReason.WRONG}
    charging.refund(case.pk, actor=actor, seen=None, effective_on=on, **given)


def take_back(case: InformationRequest, actor: Actor, on: date = date(2026, 9, 24)) -> InformationRequest:
    return charging.withdraw(case.pk, actor=actor, seen=None, effective_on=on, reason=FeeReason.NOT_DUE)


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


# --- asking ---------------------------------------------------------------------------------------------


def test_asking_stops_the_clock_and_makes_the_notice(asked: InformationRequest) -> None:
    case = fresh(asked)
    assert (case.stage, case.due_on, case.received_on) == ("paying", None, TODAY)
    assert (case.fee.amount_fen, case.fee.tariff, case.fee.pages) == (15000, "pages", 45)
    clock = limits.clock_of(case)
    assert clock is not None and (clock.waiting, clock.due_on, clock.payment_due_on) == ("fee", None, None)
    event = history.last(case, "fee_asked")
    assert event is not None and event.data["amount_fen"] == 15000 and "unlawful" not in event.data
    assert event_details.detail(event) == "150元"
    assert case.fee.notice.kind == "fee" and case.fee.notice.pdf_file and case.fee.notice.word_file


def test_the_notice_says_basis_scale_amount_way_window_and_what_follows(asked: InformationRequest) -> None:
    text = write(notices.fee(fresh(asked), fees.charged(FACTS), how_to_pay=WAY, on=ASKED), "txt").decode()
    for said in (
        "《中华人民共和国政府信息公开条例》第四十二条",
        "《政府信息公开信息处理费管理办法》第五条",
        "收取信息处理费150元",
        "第31至45页：10元/页×15页=150元。",
        f"缴纳方式：{WAY}",
        "自收到本通知书次日起20个工作日内缴纳",
        "视为放弃申请",
        "重新计算答复期限",
    ):
        assert said in text
    assert "行政复议" not in text and "作废" not in text


@pytest.mark.parametrize(("on", "lawful"), [(DUE, True), (date(2026, 10, 23), False)])
def test_it_is_asked_for_inside_the_running_limit(case: InformationRequest, on: date, lawful: bool) -> None:
    refusal = fee_guards.may_be_charged(fresh(case), on)
    assert (refusal is None) == lawful
    assert refusal is None or refusal.article == "《政府信息公开信息处理费管理办法》第六条"


def test_a_late_notice_is_recorded_and_moves_nothing(case: InformationRequest, by_clerk: Actor) -> None:
    late = date(2026, 10, 23)
    with pytest.raises(Refused, match="届满后不能再发收费通知"):
        ask(case, by_clerk, late)
    ask(case, by_clerk, late, recording=True)
    case = fresh(case)
    assert (case.stage, case.due_on) == ("paying", DUE)
    event = history.last(case, "fee_asked")
    assert event is not None and "届满" in event.data["unlawful"]
    deliver(case, by_clerk, late)
    pay(case, by_clerk, date(2026, 10, 26))
    assert (fresh(case).stage, fresh(case).due_on) == ("handling", DUE)


def test_a_fee_before_the_receipt_is_refused(case: InformationRequest) -> None:
    refusal = fee_guards.may_be_charged(fresh(case), date(2026, 9, 17))
    assert refusal is not None and refusal.field == "effective_on"


def test_one_request_is_charged_once_even_when_recording(paid: InformationRequest, by_clerk: Actor) -> None:
    for recording in (False, True):
        with pytest.raises(Refused, match="一件只收一次"):
            ask(paid, by_clerk, date(2026, 10, 12), recording=recording)
    assert ProcessingFee.objects.count() == 1


def test_a_district_that_does_not_charge_may_still_record_what_it_did(
    case: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    settings.GONGKAI_FEES = fees.read_fee_policy("none")
    with pytest.raises(Refused, match="本区不收取信息处理费"):
        ask(case, by_clerk)
    assert ask(case, by_clerk, recording=True).stage == "paying"


@pytest.mark.parametrize("received", [date(2012, 9, 26), date(2020, 12, 1)])
def test_where_no_fee_existed_none_can_be_made(
    district: Agency, by_clerk: Actor, settings: Any, received: date
) -> None:
    settings.AS_OF = received
    old = intake.file(filing(district), actor=PUBLIC).request
    for recording in (False, True):
        with pytest.raises(Refused, match="没有信息处理费|起才有"):
            ask(old, by_clerk, received, recording=recording)
    assert not ProcessingFee.objects.exists() and not old.notices.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"how_to_pay": " "}, "how_to_pay"),
        ({"facts": Facts("pages", pages=30)}, "pages"),
        ({"facts": Facts("items", earlier=9, items=1)}, "items"),
        ({"facts": Facts("items", items=12, pages=45)}, "pages"),
    ],
)
def test_nothing_to_pay_or_no_way_to_pay_is_refused(
    case: InformationRequest, by_clerk: Actor, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        ask(case, by_clerk, recording=True, **changes)
    assert refused.value.refusal.field == field
    assert not case.notices.exists() and fresh(case).stage == "handling"


# --- delivery and payment -------------------------------------------------------------------------------


def test_the_window_runs_from_the_delivery(delivered: InformationRequest) -> None:
    assert charges.pay_by(delivered.fee) == UNTIL
    clock = limits.clock_of(delivered)
    assert clock is not None and (clock.payment_due_on, clock.due_on) == (UNTIL, None)
    [service] = delivered.fee.notice.services.all()
    assert (service.route, service.served_on) == ("post", CAME)


def test_it_is_delivered_once_and_not_before_it_was_written(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    with pytest.raises(Refused, match="不能早于收费通知发出"):
        deliver(asked, by_clerk, TODAY)
    deliver(asked, by_clerk)
    with pytest.raises(Refused, match="已登记于2026年9月22日送达"):
        deliver(asked, by_clerk)


def test_payment_starts_the_whole_period_anew(paid: InformationRequest) -> None:
    assert (paid.stage, paid.due_on, paid.received_on) == ("handling", ANEW, TODAY)
    assert (paid.fee.paid_on, paid.fee.receipt_number) == (PAID, "演示票据0001")
    clock = limits.clock_of(paid)
    assert clock is not None and (clock.due_on, clock.runs_from) == (paid.due_on, PAID)
    event = history.last(paid, "fee_paid")
    assert event is not None and "receipt" not in str(event.data)


def test_page_calculator_and_command_agree_with_the_stored_limit(
    paid: InformationRequest, client: Client
) -> None:
    clock = limits.clock_of(paid)
    assert clock is not None
    page = client.get(tracking.count_along(paid, clock)).content.decode()
    assert "2026年11月5日" in page
    days = {"notified_on": str(ASKED), "delivered_on": str(CAME), "paid_on": str(PAID)}
    given = {"received_on": str(TODAY), "events": [{"kind": "fee", **days}]}
    said = deadline_answer.answer(read_case(given, PAID), committed_calendar())
    assert said["due_on"] == ANEW.isoformat()
    assert set(clock.explanation) <= set(said["explanation"])


def test_a_payment_before_its_notice_came_is_refused_even_when_recording(
    delivered: InformationRequest, by_clerk: Actor
) -> None:
    for recording in (False, True):
        with pytest.raises(Refused, match="不能早于收费通知"):
            pay(delivered, by_clerk, ASKED, recording=recording)


def test_a_payment_without_a_recorded_delivery_counts(asked: InformationRequest, by_clerk: Actor) -> None:
    pay(asked, by_clerk)
    assert (fresh(asked).due_on, fresh(asked).fee.delivered_on) == (ANEW, None)


def test_a_late_payment_is_refused_and_recorded_where_it_was_taken(
    delivered: InformationRequest, by_clerk: Actor
) -> None:
    assert fee_guards.may_be_paid(delivered, UNTIL) is None
    with pytest.raises(Refused, match="缴费期限（2026年10月27日）已过"):
        pay(delivered, by_clerk, OVER)
    pay(delivered, by_clerk, OVER, recording=True)
    clock = limits.clock_of(fresh(delivered))
    assert clock is not None and [flag.code for flag in clock.flags] == ["late_payment"]
    assert clock.due_on == fresh(delivered).due_on == date(2026, 11, 25)


# --- not paid ---------------------------------------------------------------------------------------------


def test_who_does_not_pay_in_the_window_gives_the_request_up(
    delivered: InformationRequest, by_clerk: Actor
) -> None:
    with pytest.raises(Refused, match="还没有过"):
        give_up(delivered, by_clerk, UNTIL)
    give_up(delivered, by_clerk)
    case = fresh(delivered)
    assert [part.reply_type for part in case.parts.all()] == ["F2"]
    sign(case, by_clerk, OVER)
    serve(case, by_clerk, date(2026, 10, 29), route="post")
    case = fresh(case)
    assert (case.stage, case.report_row, case.due_on) == ("closed", "o2", None)
    assert case.notices.last().kind == "abandoned"
    family = statistics.APPLICATIONS
    counted = family.count([case.respondent_id], 2026)
    assert counted[(case.respondent_id, "o2", "total")] == 1
    assert [one.pk for one in family.records([case.respondent_id], 2026, "o2", "total")] == [case.pk]
    with pytest.raises(Refused, match="现在的阶段不能"):
        pay(case, by_clerk, date(2026, 10, 30), recording=True)


def test_nobody_gives_up_without_proof_of_delivery(asked: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有收费通知书的送达记录"):
        give_up(asked, by_clerk)


def test_unpaid_is_signed_only_where_it_was_so(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk, PartAnswer(1, "F2", finding="没有缴费。", reasons="没有缴费。"), on=ASKED)
    with pytest.raises(Refused, match="没有等待缴纳的信息处理费"):
        sign(case, by_clerk, ASKED)


# --- a mistake is a new event -----------------------------------------------------------------------------


def test_a_wrong_amount_is_mended_by_a_new_notice_and_a_new_window(
    delivered: InformationRequest, by_clerk: Actor
) -> None:
    correct(delivered, by_clerk)
    case = fresh(delivered)
    assert (case.stage, case.due_on, case.fee.amount_fen, case.fee.delivered_on) == (
        "paying",
        None,
        10000,
        None,
    )
    assert case.notices.filter(kind="fee").count() == 2
    with pytest.raises(Refused, match="没有收费通知书的送达记录"):
        give_up(case, by_clerk)
    with pytest.raises(Refused, match="不能早于收费通知发出"):
        deliver(case, by_clerk, CAME)
    deliver(case, by_clerk, date(2026, 9, 28))
    clock = limits.clock_of(fresh(case))
    assert clock is not None and clock.payment_due_on == charges.pay_by(fresh(case).fee) == date(2026, 10, 30)
    event = history.last(fresh(case), "fee_corrected")
    assert event is not None and event_details.detail(event) == "改为100元"
    pay(case, by_clerk, date(2026, 10, 12))
    assert fresh(case).due_on == date(2026, 11, 9)
    text = write(
        notices.fee(case, fees.charged(FACTS), how_to_pay=WAY, on=ASKED, former=case.fee.notice), "txt"
    ).decode()
    assert "收费通知书数额有误，以本通知书为准" in text


def test_the_same_amount_is_no_correction_and_none_is_a_withdrawal(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    with pytest.raises(Refused, match="都没有变"):
        correct(asked, by_clerk, facts=FACTS)
    with pytest.raises(Refused, match="不需要发收费通知"):
        correct(asked, by_clerk, facts=Facts("pages", pages=30))
    correct(asked, by_clerk, facts=FACTS, how_to_pay="到办事大厅缴纳")
    correct(asked, by_clerk, facts=Facts("items", earlier=11, items=1))
    fee = fresh(asked).fee
    assert (fee.tariff, fee.earlier, fee.items, fee.pages, fee.amount_fen) == ("items", 11, 1, 0, 10000)


def test_a_withdrawn_notice_has_moved_nothing(delivered: InformationRequest, by_clerk: Actor) -> None:
    take_back(delivered, by_clerk)
    case = fresh(delivered)
    assert (case.stage, case.due_on) == ("handling", DUE)
    event = history.last(case, "fee_withdrawn")
    assert event is not None and event_details.detail(event) == "不属于应当收费的情形"
    with pytest.raises(Refused, match="一件只收一次"):
        ask(case, by_clerk, date(2026, 9, 25))
    decide(case, by_clerk, PartAnswer(1, "F2", finding="没有缴费。", reasons="没有缴费。"), on=OVER)
    with pytest.raises(Refused, match="没有等待缴纳"):
        sign(case, by_clerk, OVER)


def test_money_goes_back_once_and_never_more_than_came(paid: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="不能早于缴费之日"):
        refund(paid, by_clerk, on=date(2026, 10, 8))
    for fen in (0, 15001):
        with pytest.raises(Refused, match="不超过已缴的150元"):
            refund(paid, by_clerk, fen)
    refund(paid, by_clerk, 15000)
    case = fresh(paid)
    assert (case.due_on, case.fee.refunded_fen, case.stage) == (ANEW, 15000, "handling")
    event = history.last(case, "fee_refunded")
    assert event is not None and event_details.detail(event) == "150元，数量或者数额计算有误"
    with pytest.raises(Refused, match="已于2026年10月12日登记退付"):
        refund(case, by_clerk)


def test_what_a_review_revoked_is_given_back_after_the_end(paid: InformationRequest, by_clerk: Actor) -> None:
    answer(paid, by_clerk, on=date(2026, 10, 12))
    refund(paid, by_clerk, 15000, date(2026, 11, 18))
    assert (fresh(paid).stage, fresh(paid).fee.refunded_on) == ("closed", date(2026, 11, 18))


def test_nothing_goes_back_where_nothing_came(delivered: InformationRequest) -> None:
    refusal = fee_guards.may_be_refunded(delivered, OVER)
    assert refusal is not None and "没有缴纳过" in refusal.sentence


@pytest.mark.parametrize(
    ("kind", "on", "due", "field"),
    [
        ("fee_paid", date(2026, 10, 12), date(2026, 11, 9), "paid_on"),
        ("fee_delivered", date(2026, 9, 23), ANEW, "delivered_on"),
        ("fee_asked", date(2026, 9, 22), ANEW, "asked_on"),
    ],
)
def test_a_corrected_date_moves_limit_and_row(
    paid: InformationRequest, by_clerk: Actor, kind: str, on: date, due: date, field: str
) -> None:
    old = history.last(paid, kind)
    assert old is not None
    mending.correct_date(
        paid.pk, actor=by_clerk, seen=None, effective_on=on, event_seq=old.seq, reason="票据日期"
    )
    case = fresh(paid)
    clock = limits.clock_of(case)
    assert clock is not None and (case.due_on, clock.due_on, getattr(case.fee, field)) == (due, due, on)


def test_the_delivery_of_a_replaced_notice_is_corrected_there_only(
    delivered: InformationRequest, by_clerk: Actor
) -> None:
    correct(delivered, by_clerk, date(2026, 9, 24))
    old = history.last(delivered, "fee_delivered")
    assert old is not None
    mending.correct_date(
        delivered.pk,
        actor=by_clerk,
        seen=None,
        effective_on=date(2026, 9, 23),
        event_seq=old.seq,
        reason="邮戳",
    )
    assert fresh(delivered).fee.delivered_on is None
    former = delivered.notices.get(pk=old.data["notice"])
    assert former.services.get().served_on == date(2026, 9, 23)


def test_dates_stay_in_their_order(paid: InformationRequest, by_clerk: Actor) -> None:
    old = history.last(paid, "fee_paid")
    assert old is not None
    with pytest.raises(Refused, match="先后矛盾"):
        mending.correct_date(
            paid.pk, actor=by_clerk, seen=None, effective_on=ASKED, event_seq=old.seq, reason="票据"
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"pages": 45, "items": 1},
        {"tariff": "items"},
        {"public_pages": 45},
        {"amount_fen": 0},
        {"how_to_pay": ""},
        {"asked_on": date(2020, 12, 31)},
        {"delivered_on": date(2026, 9, 20)},
        {"paid_on": PAID},
        {"receipt_number": "0001"},
        {"paid_on": PAID, "receipt_number": "0001", "withdrawn_on": PAID},
        {"withdrawn_on": date(2026, 9, 20)},
        {"refunded_on": PAID, "refunded_fen": 1, "refund_receipt": "1"},
        {
            "paid_on": PAID,
            "receipt_number": "1",
            "refunded_on": PAID,
            "refunded_fen": 15001,
            "refund_receipt": "1",
        },
        {"paid_on": PAID, "receipt_number": "1", "refunded_on": PAID, "refunded_fen": 1},
    ],
)
def test_the_database_keeps_these_promises(asked: InformationRequest, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcessingFee.objects.filter(request=asked).update(**changes)


# --- who asked how often ----------------------------------------------------------------------------------


def test_the_month_counts_the_same_applicant_at_the_same_agency(
    case: InformationRequest, district: Agency, bureau: Agency, by_clerk: Actor, settings: Any
) -> None:
    def filed(on: date, where: Agency = district, **who: str) -> InformationRequest:
        settings.AS_OF = on
        return intake.file(filing(where, applicant=applicant(**who)), actor=PUBLIC).request

    later = filed(date(2026, 9, 28))
    filed(date(2026, 9, 28), bureau)
    filed(date(2026, 9, 28), identity_number="990101199001010027")
    void = filed(date(2026, 9, 28))
    mending.void(void.pk, actor=by_clerk, seen=None, effective_on=date(2026, 9, 28), reason="重复登记")
    last, october = filed(date(2026, 9, 29)), filed(date(2026, 10, 9))
    assert [charges.earlier_in_month(fresh(one)) for one in (case, later, last, october)] == [0, 1, 2, 0]
    ask(later, by_clerk, date(2026, 9, 30), facts=Facts("items", earlier=9, items=4))
    assert charges.earlier_in_month(fresh(last)) == 5
    take_back(later, by_clerk, date(2026, 10, 9))
    assert charges.earlier_in_month(fresh(last)) == 2


def test_a_name_without_a_paper_is_compared_as_a_name(district: Agency, settings: Any) -> None:
    settings.AS_OF = TODAY
    papers = applicant(identity_kind="", identity_number="")
    one, other = (intake.file(filing(district, applicant=papers), actor=PUBLIC).request for _ in range(2))
    assert [charges.earlier_in_month(fresh(case)) for case in (one, other)] == [0, 1]


def test_a_district_may_place_requests_by_the_day_of_filing(
    district: Agency, by_clerk: Actor, settings: Any
) -> None:
    settings.AS_OF = date(2026, 8, 31)
    first = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    settings.AS_OF = date(2026, 9, 1)
    intake.receive(
        first.pk,
        actor=by_clerk,
        seen=None,
        effective_on=date(2026, 9, 1),
        received_basis="confirmed",
        means="phone",
    )
    second = intake.file(filing(district), actor=PUBLIC).request
    assert charges.earlier_in_month(fresh(second)) == 1
    settings.GONGKAI_FEES = fees.read_fee_policy("items,month=submitted")
    assert charges.earlier_in_month(fresh(second)) == 0


# --- what people see --------------------------------------------------------------------------------------


def test_the_applicant_reads_how_much_until_when_where_and_what_if_not(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    said = "\n".join(tracking.standing(fresh(asked)).fee)
    assert "应缴150元，请自收到收费通知书次日起20个工作日内缴纳" in said
    deliver(asked, by_clerk)
    told = tracking.standing(fresh(asked))
    said = "\n".join(told.fee)
    assert told.stage == "待缴费"
    for words in ("请最迟在2026年10月27日缴纳", "10元/页×15页", WAY, "视为放弃申请", "重新计算"):
        assert words in said
    assert "收费通知书" in " ".join(paper.name for paper in told.papers)
    pay(asked, by_clerk)
    assert tracking.standing(fresh(asked)).fee == ()


def test_today_names_what_is_to_be_done_and_stops(
    asked: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    def lines(on: date) -> list[str]:
        return [f"{one.next_step}：{one.note}" for one in today.payments(clerk, on)]

    [said] = lines(CAME)
    assert said.startswith("登记送达") and "还没有送达记录" in said
    deliver(asked, by_clerk)
    assert lines(UNTIL) == []
    [said] = lines(OVER)
    assert said.startswith("逾期未缴费，不再处理") and "2026年10月27日已过" in said
    pay(asked, by_clerk, OVER, recording=True)
    assert lines(date(2026, 10, 29)) == []


def test_the_case_page_tells_the_fee(paid: InformationRequest, by_clerk: Actor, clerk: User) -> None:
    assert charges.standing(paid.fee) == "2026年10月9日缴纳150元（财政票据号演示票据0001）。"
    refund(paid, by_clerk)
    assert "退付50元（凭证号演示退付0001）" in charges.standing(fresh(paid).fee)


def test_the_sentence_of_where_it_stands(asked: InformationRequest, by_clerk: Actor) -> None:
    assert "缴费期限没有起算" in charges.standing(fresh(asked).fee)
    deliver(asked, by_clerk)
    assert charges.standing(fresh(asked).fee).endswith("缴费期限到2026年10月27日为止。")
    take_back(asked, by_clerk)
    assert charges.standing(fresh(asked).fee) == "2026年9月24日撤销收费通知，不收费。"


def test_a_request_that_waits_for_payment_can_be_withdrawn(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    withdraw(asked, by_clerk, date(2026, 9, 28))
    assert (fresh(asked).stage, fresh(asked).report_row) == ("withdrawn", "o3")


# --- through the workbench --------------------------------------------------------------------------------


def step_page(case: InformationRequest, code: str) -> str:
    return f"/admin/requests_app/informationrequest/{case.pk}/step/{code}/"


def post(client: Client, case: InformationRequest, code: str, **typed: str) -> str:
    """Send the form and confirm it; what the page said before the confirmation."""
    given = {"seen": str(fresh(case).last_seq), **typed}
    looked = client.post(step_page(case, code), {**given, "look": "1"}).content.decode()
    client.post(step_page(case, code), {**given, "perform": "1"})
    return looked


PAGES = {"tariff": "pages", "pages": "45", "how_to_pay": WAY}


def test_the_form_works_the_amount_out_line_by_line(
    case: InformationRequest, client: Client, clerk: User
) -> None:
    client.force_login(clerk)
    opened = client.get(step_page(case, "ask-fee")).content.decode()
    assert "系统查到同一申请人本月此前向本机关申请0件（按收到申请之日所在的自然月）" in opened
    looked = post(client, case, "ask-fee", effective_on="2026-09-21", **PAGES)
    assert "第31至45页：10元/页×15页=150元。" in looked and "合计150元。" in looked
    assert (fresh(case).stage, fresh(case).fee.amount_fen) == ("paying", 15000)
    shown = client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    assert "还没有送达记录，缴费期限没有起算" in shown and "更正收费数额" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"pages": "30"}, "应收0元，不需要发收费通知"),
        ({"items": "12"}, "同一件申请不能同时按件、按量计收"),
        ({"tariff": ""}, "请选择收费标准"),
        ({"how_to_pay": ""}, "请填写缴纳方式"),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(
    case: InformationRequest, client: Client, clerk: User, typed: dict[str, str], said: str
) -> None:
    client.force_login(clerk)
    looked = post(client, case, "ask-fee", effective_on="2026-09-21", **{**PAGES, **typed})
    assert said in looked and fresh(case).stage == "handling"
    assert WAY in looked or not typed.get("how_to_pay", "-")


def test_only_the_fields_of_the_districts_tariff_are_asked(
    case: InformationRequest, client: Client, clerk: User, settings: Any
) -> None:
    client.force_login(clerk)
    settings.GONGKAI_FEES = fees.read_fee_policy("items")
    opened = client.get(step_page(case, "ask-fee")).content.decode()
    assert 'name="earlier"' in opened and 'name="pages"' not in opened
    settings.GONGKAI_FEES = fees.read_fee_policy("pages")
    opened = client.get(step_page(case, "ask-fee")).content.decode()
    assert 'name="earlier"' not in opened and 'name="public_pages"' in opened


def test_where_the_district_does_not_charge_the_step_is_not_offered(
    case: InformationRequest, client: Client, clerk: User, settings: Any
) -> None:
    client.force_login(clerk)
    page = f"/admin/requests_app/informationrequest/{case.pk}/change/"
    assert "发收费通知" in client.get(page).content.decode()
    settings.GONGKAI_FEES = fees.read_fee_policy("none")
    assert "发收费通知" not in client.get(page).content.decode()


def test_the_whole_way_through_the_forms(asked: InformationRequest, client: Client, clerk: User) -> None:
    client.force_login(clerk)
    looked = post(client, asked, "fee-delivered", effective_on="2026-09-22", route="post")
    assert "申请人最迟在2026年10月27日缴费（20个工作日）" in looked
    typed = {"tariff": "pages", "pages": "40", "how_to_pay": WAY}
    assert 'value="45"' in client.get(step_page(asked, "correct-fee")).content.decode()
    looked = post(client, asked, "correct-fee", effective_on="2026-09-23", **typed)
    assert "原通知数额150元。" in looked and "合计100元。" in looked
    post(client, asked, "fee-delivered", effective_on="2026-09-24", route="post")
    looked = post(client, asked, "fee-paid", effective_on="2026-10-09", receipt_number="演示票据0002")
    assert "已缴100元。" in looked and "答复期限重新计算：2026年11月5日" in looked
    typed = {"amount": "60.50", "receipt_number": "演示退付0002", "reason": "wrong"}
    looked = post(client, asked, "refund-fee", effective_on="2026-10-12", **typed)
    assert "退付60.50元" in looked
    fee = fresh(asked).fee
    assert (fee.amount_fen, fee.refunded_fen, fresh(asked).due_on) == (10000, 6050, ANEW)


def test_taking_it_back_shows_the_limit_it_comes_to(
    delivered: InformationRequest, client: Client, clerk: User
) -> None:
    client.force_login(clerk)
    looked = post(client, delivered, "withdraw-fee", effective_on="2026-09-24", reason="let_off")
    assert "答复期限照没有收费通知计算：2026年10月22日" in looked
    assert fresh(delivered).stage == "handling"


def test_giving_up_is_prefilled_with_what_happened(
    delivered: InformationRequest, client: Client, clerk: User
) -> None:
    client.force_login(clerk)
    opened = client.get(step_page(delivered, "fee-unpaid")).content.decode()
    assert "通知缴纳信息处理费150元，收费通知书于2026年9月22日送达，缴费期限到2026年10月27日为止" in opened
    post(client, delivered, "fee-unpaid", effective_on="2026-10-28", finding="期限内没有缴费。")
    assert [part.reply_type for part in fresh(delivered).parts.all()] == ["F2"]


# --- reminders ----------------------------------------------------------------------------------------------


def test_a_reminder_falls_due_when_the_window_is_over(
    delivered: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    calendar = committed_calendar()
    case = InformationRequest.objects.prefetch_related("events", "consultations").get(pk=delivered.pk)
    on = date(2026, 11, 20)
    stood = standing.stood(case, on, calendar)
    assert stood is not None and stood.next_step.code == "fee-paid"
    assert [(one.what, one.limit_on) for one in stood.standing.waiting] == [("fee", UNTIL)]
    assert stood.standing.due_on is None
    pay(delivered, by_clerk)
    case = InformationRequest.objects.prefetch_related("events", "consultations").get(pk=delivered.pk)
    stood = standing.stood(case, on, calendar)
    assert stood is not None and stood.next_step.code == "decide" and stood.standing.due_on == ANEW


def test_a_payment_of_nothing_is_refused(case: InformationRequest, by_clerk: Actor) -> None:
    refusal = fee_guards.awaited(case, CAME)
    assert refusal is not None and "没有等待缴纳" in refusal.sentence


@pytest.mark.parametrize("code", ["fee-delivered", "fee-paid", "fee-unpaid", "correct-fee", "refund-fee"])
def test_each_page_says_where_nothing_is_charged_that_there_is_nothing_to_do(
    case: InformationRequest, client: Client, clerk: User, code: str
) -> None:
    client.force_login(clerk)
    said = client.get(step_page(case, code)).content.decode()
    assert ("本件没有缴纳过信息处理费" if code == "refund-fee" else "现在的阶段不能") in said


def test_a_refund_names_its_amount(paid: InformationRequest, client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert str(paid.fee) == f"{paid.pk} 150元"
    assert "已缴150元，财政票据号演示票据0001" in client.get(step_page(paid, "refund-fee")).content.decode()
    looked = post(client, paid, "refund-fee", effective_on="2026-10-12", receipt_number="1", reason="wrong")
    assert "请填写退付数额（元）" in looked and fresh(paid).fee.refunded_fen == 0


def test_a_window_into_a_year_without_a_plan_is_an_estimate(
    asked: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    settings.AS_OF = date(2026, 12, 10)
    deliver(asked, by_clerk, date(2026, 12, 7))
    fee = fresh(asked).fee
    assert charges.last_day_in_words(fee) == "预计2027年1月4日"
    told = tracking.standing(fresh(asked)).fee[0]
    assert "20个工作日内（预计2027年1月4日，以国务院放假安排为准）缴纳" in told


def test_a_fee_notice_that_came_back_starts_no_window(asked: InformationRequest, by_clerk: Actor) -> None:
    charging.deliver(asked.pk, actor=by_clerk, seen=None, effective_on=CAME, route="post")
    letter = Service.objects.get(notice=fresh(asked).fee.notice)
    assert [one.pk for one in service_guards.posted(fresh(asked))] == [letter.pk]
    back = {"service": letter.pk, "reason": "moved", "effective_on": CAME}
    mail_returns.come_back(asked.pk, actor=by_clerk, seen=None, **back)
    assert fresh(asked).fee.delivered_on is None and fresh(asked).due_on is None
    assert fee_guards.notice_undelivered(fresh(asked), CAME) is None
    deliver(asked, by_clerk)
    assert fresh(asked).fee.delivered_on == CAME
