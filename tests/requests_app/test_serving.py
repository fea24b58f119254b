"""Service of every paper: numbers, evidence, letters that come back, and the day that closes a request."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app import history, service_guards, statistics, today, tracking
from requests_app.models import InformationRequest, MailReturn, Service
from requests_app.operations import correcting, excusing, handling, intake, mail_returns, mending, serving
from requests_app.register_book import export_columns
from tests.requests_app.conftest import PUBLIC, TODAY, ask, decide, filing, review, serve, sign
from tests.requests_app.test_operations import PDF

NUMBER, SECOND = "1032156789012", "XA12345678901"
BACK, AGAIN = date(2026, 9, 24), date(2026, 9, 28)


@pytest.fixture
def case(district: Agency, settings: Any) -> InformationRequest:
    """Asked for on paper, by post."""
    made = intake.file(filing(district, provision_routes=("post",)), actor=PUBLIC).request
    settings.AS_OF = date(2026, 11, 2)
    return made


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


def answer(case: InformationRequest, actor: Actor, on: date = TODAY, **changes: Any) -> None:
    decide(case, actor, on=on)
    review(case, actor, on=on)
    sign(case, actor, on=on)
    serve(case, actor, **{"on": on, "route": "post", "mail_number": NUMBER, **changes})


def extend(case: InformationRequest, actor: Actor) -> int:
    facts = {"workdays": 15, "approver_name": "演示负责人", "reason": "检索范围大"}
    handling.extend(case.pk, actor=actor, seen=None, effective_on=TODAY, **facts)  # type: ignore[arg-type]
    return fresh(case).notices.get(kind="extension").pk


def record(case: InformationRequest, actor: Actor, notice: int, **changes: Any) -> None:
    facts = {"effective_on": TODAY, "route": "post", "mail_number": NUMBER, **changes}
    serving.record_service(case.pk, actor=actor, seen=None, notice=notice, **facts)


def come_back(case: InformationRequest, actor: Actor, reason: str = "not_fetched", **changes: Any) -> None:
    letter = service_guards.posted(fresh(case))[-1]
    facts = {"effective_on": BACK, "service": letter.pk, **changes}
    mail_returns.come_back(case.pk, actor=actor, seen=None, reason=reason, **facts)


def send_again(case: InformationRequest, actor: Actor, **changes: Any) -> None:
    notice = service_guards.to_serve_again(fresh(case))[0].pk
    facts = {
        "effective_on": AGAIN,
        "notice": notice,
        "route": "direct",
        "evidence_note": "本人签收",
        **changes,
    }
    mail_returns.serve_again(case.pk, actor=actor, seen=None, **facts)


# --- papers on the way ----------------------------------------------------------------------------------


def test_every_paper_on_the_way_can_be_recorded_as_served_once(
    case: InformationRequest, by_clerk: Actor
) -> None:
    notice = extend(case, by_clerk)
    due = fresh(case).due_on
    record(case, by_clerk, notice, mail_number=" 1032 1567 89012 ", evidence=PDF)
    service = Service.objects.get()
    assert (service.served_on, service.mail_number) == (TODAY, NUMBER) and service.evidence is not None
    event = history.last(fresh(case), "notice_served")
    assert event is not None and event.data == {"route": "post", "notice": notice}
    assert fresh(case).due_on == due
    with pytest.raises(Refused, match="没有等待登记送达的文书"):
        record(case, by_clerk, notice)


def test_what_has_a_step_of_its_own_is_not_recorded_here(case: InformationRequest, by_clerk: Actor) -> None:
    ask(case, by_clerk)
    assert not service_guards.unserved(fresh(case))
    with pytest.raises(Refused, match="各有自己的办理事项"):
        record(case, by_clerk, fresh(case).correction.notice_id)


def test_a_paper_of_another_case_or_before_it_was_made_is_refused(
    case: InformationRequest, by_clerk: Actor
) -> None:
    notice = extend(case, by_clerk)
    with pytest.raises(Refused, match="不属于本件"):
        record(case, by_clerk, notice + 1)
    with pytest.raises(Refused, match="早于文书的成文日期"):
        record(case, by_clerk, notice, effective_on=date(2026, 9, 17))
    with pytest.raises(Refused, match="没有选择送达方式"):
        record(case, by_clerk, notice, route="courier", mail_number="")
    assert not Service.objects.exists()


def test_strangers_record_nothing(case: InformationRequest, by_clerk: Actor, stranger: Actor) -> None:
    notice = extend(case, by_clerk)
    with pytest.raises(Refused, match="权限"):
        record(case, stranger, notice)


# --- the number -----------------------------------------------------------------------------------------


def test_a_courier_number_or_one_beside_another_way_is_refused(
    case: InformationRequest, by_clerk: Actor
) -> None:
    notice = extend(case, by_clerk)
    with pytest.raises(Refused, match="快递公司"):
        record(case, by_clerk, notice, mail_number="SF1234567890123")
    with pytest.raises(Refused, match="只有邮寄"):
        record(case, by_clerk, notice, route="direct")


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_numbers_for_letters_only(case: InformationRequest, by_clerk: Actor) -> None:
    answer(case, by_clerk)
    with pytest.raises(IntegrityError, match="service_mail_number_of_a_letter"), transaction.atomic():
        Service.objects.update(route="direct")


# --- electronically -------------------------------------------------------------------------------------


def test_online_only_with_the_consent_on_the_form(case: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有选择电子邮件或者网上获取"):
        answer(case, by_clerk, route="online", mail_number="")
    assert fresh(case).stage == "signed"
    serve(case, by_clerk, route="online", recording=True)
    served = history.last(fresh(case), "served")
    assert served is not None and "没有选择电子邮件" in served.data["unlawful"]


def test_who_chose_it_is_served_online_and_reads_of_the_online_review(
    district: Agency, by_clerk: Actor, settings: Any
) -> None:
    settings.GONGKAI_REVIEW_CHANNEL = "https://review.example.invalid"
    case = intake.file(filing(district, provision_routes=("email",)), actor=PUBLIC).request
    answer(case, by_clerk, route="online", mail_number="")
    served = history.last(fresh(case), "served")
    assert fresh(case).stage == "closed" and served is not None and "unlawful" not in served.data


def test_what_was_brought_online_without_consent_is_noted_where_it_is_only_recorded(
    case: InformationRequest, by_clerk: Actor
) -> None:
    ask(case, by_clerk)
    correcting.deliver(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, route="online")
    event = history.last(fresh(case), "correction_delivered")
    assert event is not None and "没有选择电子邮件" in event.data["unlawful"]


# --- the last day to post -------------------------------------------------------------------------------


def test_the_last_day_to_post_stands_beside_the_limit(
    client: Client, case: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    client.force_login(clerk)
    page = client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    assert "最迟交邮日" in page and "2026年10月22日17时前" in page
    decide(case, by_clerk)
    review(case, by_clerk)
    [line] = today.waiting_for_signature(clerk, TODAY)
    assert "最迟10月22日17时前交邮" in line.note
    sign(case, by_clerk)
    [line] = today.to_serve(clerk, TODAY)
    assert "最迟10月22日17时前交邮" in line.note


# --- the slip that came later ---------------------------------------------------------------------------


def keep(case: InformationRequest, actor: Actor, service: int, **changes: Any) -> None:
    serving.keep_evidence(
        case.pk, actor=actor, seen=None, effective_on=date(2026, 9, 21), service=service, **changes
    )


def test_the_slip_is_kept_later_and_moves_no_day(case: InformationRequest, by_clerk: Actor) -> None:
    answer(case, by_clerk, mail_number="")
    service = Service.objects.get()
    assert "还缺送达凭证" in service_guards.missing(service)
    with pytest.raises(Refused, match="至少提供一样"):
        keep(case, by_clerk, service.pk)
    keep(case, by_clerk, service.pk, mail_number=NUMBER)
    keep(case, by_clerk, service.pk, evidence=PDF)
    service.refresh_from_db()
    assert (service.mail_number, service.served_on) == (NUMBER, TODAY) and service.evidence is not None
    assert service_guards.missing(service) == "" and fresh(case).closed_on == TODAY
    with pytest.raises(Refused, match="已经有凭证"):
        keep(case, by_clerk, service.pk, evidence=PDF)


# --- letters that come back -----------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["refused", "not_fetched", "moved"])
def test_a_returned_answer_was_served_and_is_to_be_brought_anew(
    case: InformationRequest, by_clerk: Actor, clerk: User, reason: str
) -> None:
    answer(case, by_clerk)
    assert not today.returned(clerk, BACK)
    come_back(case, by_clerk, reason, evidence=PDF)
    assert (fresh(case).closed_on, fresh(case).stage) == (TODAY, "closed")
    assert Service.objects.get().mail_return.returned_on == BACK
    [line] = today.returned(clerk, BACK)
    assert line.next_step == "重新送达" and "退回" in line.note
    assert "被邮局退回" in tracking.standing(fresh(case)).meaning
    send_again(case, by_clerk)
    assert fresh(case).closed_on == TODAY and history.last(fresh(case), "served_again") is not None
    assert not today.returned(clerk, AGAIN) and Service.objects.count() == 2
    assert tracking.standing(fresh(case)).meaning == "答复已经送达。"
    with pytest.raises(Refused, match="没有退回以后等待重新送达的文书"):
        mail_returns.serve_again(
            case.pk, actor=by_clerk, seen=None, effective_on=AGAIN, notice=1, route="direct"
        )


def test_under_our_own_wrong_address_the_second_service_closes_it(
    case: InformationRequest, by_clerk: Actor
) -> None:
    answer(case, by_clerk)
    come_back(case, by_clerk, "wrong_address")
    with pytest.raises(Refused, match="地址是本机关写错的"):
        leave(case, by_clerk)
    send_again(case, by_clerk)
    closed = fresh(case)
    served = history.last(closed, "served")
    assert closed.closed_on == AGAIN and served is not None and served.corrects is not None
    assert export_columns._served_on(closed) == AGAIN
    mending.correct_date(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=date(2026, 9, 29),
        event_seq=served.seq,
        reason="回证",
    )
    days = list(Service.objects.values_list("served_on", flat=True))
    assert fresh(case).closed_on == date(2026, 9, 29) and days == [TODAY, date(2026, 9, 29)]


def test_the_register_shows_the_service_that_closed_it(case: InformationRequest, by_clerk: Actor) -> None:
    answer(case, by_clerk)
    come_back(case, by_clerk)
    send_again(case, by_clerk)
    assert export_columns._served_on(fresh(case)) == TODAY


@pytest.mark.parametrize(
    ("posted", "reason", "year"),
    [
        (date(2026, 12, 31), "not_fetched", 2026),
        (date(2026, 12, 31), "wrong_address", 2027),
        (date(2027, 1, 4), "", 2027),
    ],
)
def test_at_the_turn_of_the_year_one_day_decides_where_it_is_counted(
    district: Agency, by_clerk: Actor, settings: Any, posted: date, reason: str, year: int
) -> None:
    settings.AS_OF = date(2026, 12, 10)
    case = intake.file(filing(district, provision_routes=("post",)), actor=PUBLIC).request
    settings.AS_OF = date(2027, 1, 12)
    signed = date(2026, 12, 31)
    decide(case, by_clerk, on=signed)
    review(case, by_clerk, on=signed)
    sign(case, by_clerk, on=signed)
    serve(case, by_clerk, on=posted, route="post", mail_number=NUMBER)
    if reason:
        come_back(case, by_clerk, reason, effective_on=date(2027, 1, 5))
        send_again(case, by_clerk, effective_on=date(2027, 1, 8))
    later = year == 2027
    old, new = ({*statistics.APPLICATIONS.count([case.respondent_id], one)} for one in (2026, 2027))
    assert ((case.respondent_id, "carry_out", "total") in old) is later
    assert ((case.respondent_id, "carry_in", "total") in new) is later
    assert ((case.respondent_id, "total", "total") in old) is not later
    assert ((case.respondent_id, "total", "total") in new) is later


def test_a_return_names_a_letter_a_reason_and_a_day_after_posting(
    case: InformationRequest, by_clerk: Actor
) -> None:
    answer(case, by_clerk)
    with pytest.raises(Refused, match="不能早于送达日期"):
        come_back(case, by_clerk, effective_on=date(2026, 9, 17))
    with pytest.raises(Refused, match="没有选择退回原因"):
        come_back(case, by_clerk, "lost")
    come_back(case, by_clerk)
    with pytest.raises(Refused, match="没有登记过邮寄送达的文书"):
        mail_returns.come_back(
            case.pk, actor=by_clerk, seen=None, effective_on=BACK, service=1, reason="refused"
        )
    with pytest.raises(Refused, match="不能早于退回之日"):
        send_again(case, by_clerk, effective_on=TODAY)


def leave(case: InformationRequest, actor: Actor, note: str = "电话三次无人接听，另寄一次退回。") -> None:
    notice = service_guards.to_serve_again(fresh(case))[0].pk
    mail_returns.leave(case.pk, actor=actor, seen=None, effective_on=AGAIN, notice=notice, left_note=note)


def test_what_cannot_be_brought_is_left_with_what_was_tried(
    case: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    answer(case, by_clerk)
    come_back(case, by_clerk)
    with pytest.raises(Refused, match="没有写明试过哪些方式"):
        leave(case, by_clerk, " ")
    leave(case, by_clerk)
    assert not today.returned(clerk, AGAIN)
    assert "被邮局退回" in tracking.standing(fresh(case)).meaning  # it still lies here for the applicant
    event = history.last(fresh(case), "returned_left")
    assert event is not None and set(event.data) == {"notice"}
    refusal = service_guards.may_be_left(fresh(case), AGAIN)
    assert refusal is not None and "没有退回以后" in refusal.sentence


def test_a_returned_correction_notice_was_never_delivered(case: InformationRequest, by_clerk: Actor) -> None:
    ask(case, by_clerk)
    correcting.deliver(
        case.pk, actor=by_clerk, seen=None, effective_on=TODAY, route="post", mail_number=NUMBER
    )
    assert fresh(case).correction.limit_on is not None
    come_back(case, by_clerk)
    assert fresh(case).correction.limit_on is None
    assert history.last(fresh(case), "correction_delivered") is None
    with pytest.raises(Refused, match="没有补正告知书的送达记录"):
        correcting.give_up(
            case.pk, actor=by_clerk, seen=None, effective_on=date(2026, 11, 2), finding="没有补正。"
        )
    assert not service_guards.to_serve_again(fresh(case))
    correcting.deliver(
        case.pk, actor=by_clerk, seen=None, effective_on=AGAIN, route="direct", evidence_note="本人签收"
    )
    assert fresh(case).correction.delivered_on == AGAIN
    assert not MailReturn.objects.get().is_open


def test_returned_questions_for_reasons_are_undelivered_until_reasons_came(
    case: InformationRequest, by_clerk: Actor
) -> None:
    common = {"actor": by_clerk, "seen": None, "effective_on": TODAY}
    excusing.ask(case.pk, facts="本月已提出21件", workdays=15, **common)  # type: ignore[arg-type]
    excusing.deliver(case.pk, route="post", mail_number=NUMBER, **common)  # type: ignore[arg-type]
    come_back(case, by_clerk)
    assert fresh(case).excess.delivered_on is None
    excusing.deliver(case.pk, route="post", mail_number=SECOND, **common)  # type: ignore[arg-type]
    excusing.receive(case.pk, given="用于编写村志。", **common)  # type: ignore[arg-type]
    assert not service_guards.posted(fresh(case))


@pytest.mark.django_db(transaction=True)
def test_the_database_knows_every_reason_and_leaves_nothing_without_one(
    case: InformationRequest, by_clerk: Actor
) -> None:
    answer(case, by_clerk)
    come_back(case, by_clerk)
    for change, name in (
        ({"reason": "lost"}, "mail_return_reason_known"),
        ({"left_on": AGAIN}, "mail_return_left_for_a_reason"),
        ({"left_note": "试过"}, "mail_return_left_for_a_reason"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            MailReturn.objects.update(**change)


# --- the pages ------------------------------------------------------------------------------------------


def test_number_and_note_stand_on_the_case_and_in_no_event_nor_with_the_applicant(
    client: Client, case: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    answer(case, by_clerk)
    come_back(case, by_clerk)
    leave(case, by_clerk, "电话三次无人接听")
    client.force_login(clerk)
    page = client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    assert NUMBER in page and "无人签收，逾期未领" in page and "存档备取" in page
    events = "".join(str(event.data) for event in fresh(case).events.all())
    assert NUMBER not in events and "无人接听" not in events
    told = str(tracking.standing(fresh(case)))
    assert NUMBER not in told and "无人接听" not in told


def test_the_forms_say_what_they_do_and_refuse_a_number_of_no_post(
    client: Client, case: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    notice = extend(case, by_clerk)
    client.force_login(clerk)
    address = f"/admin/requests_app/informationrequest/{case.pk}/step"
    common = {"seen": str(fresh(case).last_seq), "effective_on": "2026-09-18", "notice": str(notice)}
    wrong = {**common, "route": "post", "mail_number": "SF1234567890123", "perform": "1"}
    assert "快递公司寄送的不是有效送达" in client.post(f"{address}/serve-notice/", wrong).content.decode()
    stray = {**common, "route": "direct", "mail_number": NUMBER, "perform": "1"}
    assert "只有邮寄送达才有邮件号" in client.post(f"{address}/serve-notice/", stray).content.decode()
    right = {**common, "route": "post", "mail_number": NUMBER, "perform": "1"}
    assert client.post(f"{address}/serve-notice/", right).status_code == 302
    answer(case, by_clerk, mail_number=SECOND)
    service = Service.objects.get(mail_number=SECOND).pk
    back = {"seen": str(fresh(case).last_seq), "effective_on": "2026-09-24", "service": str(service)}
    for reason, said in (("refused", "就是送达"), ("wrong_address", "不是向申请人送达")):
        shown = client.post(f"{address}/mail-returned/", {**back, "reason": reason}).content.decode()
        assert said in shown
    client.post(f"{address}/mail-returned/", {**back, "reason": "refused", "perform": "1"})
    assert "延期答复告知书" not in client.get(f"{address}/serve-again/").content.decode()
    left = client.post(
        f"{address}/leave-returned/",
        {
            "seen": str(fresh(case).last_seq),
            "effective_on": "2026-09-28",
            "notice": str(service_guards.to_serve_again(fresh(case))[0].pk),
            "left_note": "电话联系三次",
        },
    ).content.decode()
    assert "随时可以领取" in left
    assert "不改变送达日期" in client.get(f"{address}/service-evidence/").content.decode()
