"""Disclosing against a third party's word: decided with reasons, told in writing, and only then served."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.agencies.models import User
from foundation.contracts import Refused
from foundation.documents.writers import write
from foundation.ledger.acts import Actor
from requests_app import history, notices, procedure_guards, statistics, today, tracking
from requests_app.facts import LetterFacts, PartAnswer
from requests_app.models import Consultation, InformationRequest, Override
from requests_app.operations import consulting, intake, mail_returns, mending, overriding
from tests.requests_app.conftest import NAME, decide, review, serve, sign, withdraw

SENT, CAME, ANSWERED, DECIDED, TOLD = (
    date(2026, 9, 21),
    date(2026, 9, 22),
    date(2026, 9, 28),
    date(2026, 9, 29),
    date(2026, 10, 9),
)
OVER = date(2026, 10, 21)
"""The day after the third party's own period."""
THIRD = "测试第三方有限公司"
ABOUT = "某项目的环境监测报告（演示数据）"
REASONS = "报告关系周边居民的饮水安全。"
WITHHELD = PartAnswer(1, "C4", "X4", reasons="涉及商业秘密。")


@pytest.fixture
def case(filed: intake.Filed, settings: Any) -> InformationRequest:
    settings.AS_OF = date(2026, 11, 2)
    return filed.request


@pytest.fixture
def asked(case: InformationRequest, by_clerk: Actor) -> InformationRequest:
    """One third party has its letter since 22 September."""
    letters = [LetterFacts("third_party", THIRD)]
    common = {"actor": by_clerk, "seen": None}
    consulting.consult(case.pk, effective_on=SENT, letters=letters, about=ABOUT, **common)
    consulting.deliver(case.pk, effective_on=CAME, letter=1, **common)
    return case


def hear(case: InformationRequest, actor: Actor, opinion: str = "objects") -> None:
    consulting.receive(case.pk, actor=actor, seen=None, effective_on=ANSWERED, letter=1, opinion=opinion)


@pytest.fixture
def objected(asked: InformationRequest, by_clerk: Actor) -> InformationRequest:
    hear(asked, by_clerk)
    return asked


def override(
    case: InformationRequest, actor: Actor, on: date = DECIDED, **changes: Any
) -> InformationRequest:
    facts: dict[str, Any] = {
        "letter": 1,
        "basis": "public_interest",
        "content": ABOUT,
        "reasons": REASONS,
        "approver_name": "演示负责人",
        **changes,
    }
    return overriding.override(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def tell(case: InformationRequest, actor: Actor, on: date = TOLD, **changes: Any) -> InformationRequest:
    facts = {"letter": 1, "route": "post", **changes}
    return overriding.tell(case.pk, actor=actor, seen=None, effective_on=on, **facts)


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


def draft(case: InformationRequest, actor: Actor, *answers: PartAnswer, on: date = DECIDED) -> None:
    decide(case, actor, *answers, on=on)
    review(case, actor, on=on)


# --- signing against a third party --------------------------------------------------------------------------


def test_what_a_third_party_objected_to_is_not_opened_without_the_override(
    objected: InformationRequest, by_clerk: Actor
) -> None:
    draft(objected, by_clerk)
    with pytest.raises(Refused, match="不同意公开，拟定的答复却没有保护其权益") as refused:
        sign(objected, by_clerk, DECIDED)
    assert refused.value.refusal.article == "条例第32条"
    override(objected, by_clerk)
    assert sign(objected, by_clerk, DECIDED).stage == "signed"


def test_what_happened_can_be_recorded_with_the_refusal_in_the_event(
    objected: InformationRequest, by_clerk: Actor
) -> None:
    draft(objected, by_clerk)
    sign(objected, by_clerk, DECIDED, recording=True)
    event = history.last(fresh(objected), "signed")
    assert event is not None and "不同意公开" in event.data["unlawful"]


def test_an_objection_that_is_heeded_stands_in_no_ones_way(
    objected: InformationRequest, by_clerk: Actor
) -> None:
    decide(objected, by_clerk, WITHHELD, on=DECIDED)
    assert sign(objected, by_clerk, DECIDED).report_row == "d4"


def test_while_the_third_party_may_still_speak_nothing_is_opened(
    asked: InformationRequest, by_clerk: Actor
) -> None:
    draft(asked, by_clerk)
    with pytest.raises(Refused, match="答复期到2026年10月20日为止"):
        sign(asked, by_clerk, DECIDED)
    sign(asked, by_clerk, OVER)  # silence: the agency decides by itself
    assert not Override.objects.exists()
    serve(asked, by_clerk, OVER)


@pytest.mark.parametrize("opinion", ["agrees", "other"])
def test_who_agrees_or_says_neither_is_not_overridden(
    asked: InformationRequest, by_clerk: Actor, opinion: str
) -> None:
    hear(asked, by_clerk, opinion)
    with pytest.raises(Refused, match="没有不同意公开或者逾期不答复的第三方"):
        override(asked, by_clerk)
    draft(asked, by_clerk)
    assert sign(asked, by_clerk, DECIDED).stage == "signed"


# --- the override -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"basis": "because"}, "basis"),
        ({"content": " "}, "content"),
        ({"reasons": ""}, "reasons"),
        ({"approver_name": ""}, "approver_name"),
        ({"letter": 2}, "letter"),
        ({"on": date(2026, 9, 25)}, "effective_on"),
        ({"document_number": "十二号"}, "document_number"),
    ],
)
def test_content_reasons_and_approver_are_asked_for(
    objected: InformationRequest, by_clerk: Actor, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        override(objected, by_clerk, **changes)
    assert refused.value.refusal.field == field
    assert not Override.objects.exists()


def test_the_notice_tells_content_reasons_and_remedies_and_never_who_asked(
    objected: InformationRequest, by_clerk: Actor
) -> None:
    override(objected, by_clerk)
    made = Override.objects.get()
    assert made.notice.kind == "third_party_override" and made.notice.document_number.endswith("号")
    letter = Consultation.objects.select_related("request__applicant__key").get()
    document = notices.override(
        letter, THIRD, basis=made.basis, content=ABOUT, reasons=REASONS, number="", on=DECIDED
    )
    text = write(document, "txt").decode()
    for said in (THIRD, ABOUT, REASONS, "第三十二条", "对公共利益造成重大影响", "60日内", "不同意公开的意见"):
        assert said in text
    assert NAME not in text
    assert tracking.standing(fresh(objected)).papers == ()


def test_who_was_silent_may_be_overridden_and_told_too(asked: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有不同意公开或者逾期不答复"):
        override(asked, by_clerk, date(2026, 10, 20))
    override(asked, by_clerk, OVER, basis="public_interest")
    document = notices.override(
        Consultation.objects.select_related("request__applicant__key").get(),
        THIRD,
        basis="not_reasonable",
        content=ABOUT,
        reasons=REASONS,
        number="",
        on=OVER,
    )
    text = write(document, "txt").decode()
    assert "逾期没有提出意见" in text and "不同意公开的理由不合理" in text


def test_it_is_decided_once_for_each_third_party(objected: InformationRequest, by_clerk: Actor) -> None:
    override(objected, by_clerk)
    with pytest.raises(Refused, match="没有不同意公开或者逾期不答复"):
        override(objected, by_clerk)
    with pytest.raises(Refused, match="没有不同意公开，也没有逾期"):
        override(objected, by_clerk, recording=True)


def test_the_limit_stays_and_the_row_is_that_of_the_answer(
    objected: InformationRequest, by_clerk: Actor
) -> None:
    due = fresh(objected).due_on
    override(objected, by_clerk)
    tell(objected, by_clerk)
    draft(objected, by_clerk, on=TOLD)
    sign(objected, by_clerk, TOLD)
    serve(objected, by_clerk, TOLD)
    assert fresh(objected).due_on == due
    counted = statistics.APPLICATIONS.count([objected.respondent_id], 2026)
    assert {row for (_, row, column) in counted if column == "total"} == {"new", "open", "total"}


# --- telling before serving ---------------------------------------------------------------------------------


def test_the_applicant_gets_it_only_after_the_third_party_knows(
    objected: InformationRequest, by_clerk: Actor
) -> None:
    override(objected, by_clerk)
    draft(objected, by_clerk)
    sign(objected, by_clerk, DECIDED)
    with pytest.raises(Refused, match="还没有送达记录"):
        serve(objected, by_clerk, DECIDED)
    tell(objected, by_clerk)
    with pytest.raises(Refused, match="2026年10月9日才送达"):
        serve(objected, by_clerk, DECIDED)
    assert serve(objected, by_clerk, TOLD).stage == "closed"


def test_a_service_that_came_first_is_recorded_and_the_third_party_told_afterwards(
    objected: InformationRequest, by_clerk: Actor
) -> None:
    override(objected, by_clerk)
    draft(objected, by_clerk)
    sign(objected, by_clerk, DECIDED)
    serve(objected, by_clerk, DECIDED, recording=True)
    event = history.last(fresh(objected), "served")
    assert event is not None and "决定公开的告知书还没有送达记录" in event.data["unlawful"]
    assert tell(objected, by_clerk).stage == "closed"


def test_it_is_told_once_after_the_decision_by_a_known_route(
    objected: InformationRequest, by_clerk: Actor
) -> None:
    with pytest.raises(Refused, match="没有等待送达的第三方告知书"):
        tell(objected, by_clerk)
    override(objected, by_clerk)
    with pytest.raises(Refused, match="不在等待送达之列"):
        tell(objected, by_clerk, letter=2)
    with pytest.raises(Refused, match="不能早于决定之日"):
        tell(objected, by_clerk, ANSWERED)
    with pytest.raises(Refused, match="没有选择送达方式"):
        tell(objected, by_clerk, route="pigeon")
    tell(objected, by_clerk)
    [service] = Override.objects.get().notice.services.all()
    assert (service.route, service.served_on) == ("post", TOLD)


def test_a_returned_notice_told_the_third_party_nothing(
    objected: InformationRequest, by_clerk: Actor
) -> None:
    override(objected, by_clerk)
    tell(objected, by_clerk)
    service = fresh(objected).notices.get(kind="third_party_override").services.get()
    facts: dict[str, Any] = {"service": service.pk, "reason": "moved", "effective_on": TOLD}
    mail_returns.come_back(objected.pk, actor=by_clerk, seen=None, **facts)
    assert history.last(fresh(objected), "override_told") is None
    assert fresh(objected).consultations.get().override.told_on is None
    tell(objected, by_clerk, route="direct")
    assert fresh(objected).consultations.get().override.told_on == TOLD


def test_both_dates_are_mended(objected: InformationRequest, by_clerk: Actor) -> None:
    override(objected, by_clerk)
    tell(objected, by_clerk)
    for kind, on in (("override_told", date(2026, 10, 10)), ("override_decided", date(2026, 9, 30))):
        event = history.last(fresh(objected), kind)
        assert event is not None
        common = {"actor": by_clerk, "seen": None, "event_seq": event.seq, "reason": "回证"}
        with pytest.raises(Refused, match="先后矛盾"):
            mending.correct_date(objected.pk, effective_on=date(2026, 9, 25), **common)
        mending.correct_date(objected.pk, effective_on=on, **common)
    made = Override.objects.get()
    assert (made.decided_on, made.told_on) == (date(2026, 9, 30), date(2026, 10, 10))
    assert (made.notice.made_on, made.notice.services.get().served_on) == (made.decided_on, made.told_on)


# --- other agencies are reminded ----------------------------------------------------------------------------


def ask_agency(case: InformationRequest, actor: Actor, kind: str = "other_agency", **changes: Any) -> None:
    letters = [LetterFacts(kind, "演示单位", **changes)]
    consulting.consult(case.pk, actor=actor, seen=None, effective_on=SENT, letters=letters, about=ABOUT)


def remind(case: InformationRequest, actor: Actor, **changes: Any) -> InformationRequest:
    facts: dict[str, Any] = {"letter": 1, "manner": "phone", "reply_by": date(2026, 10, 16), **changes}
    return consulting.remind(case.pk, actor=actor, seen=None, effective_on=date(2026, 10, 12), **facts)


def test_another_agency_is_asked_until_a_day_and_reminded_after_it(
    case: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    ask_agency(case, by_clerk, reply_by=date(2026, 10, 9))
    text = write(
        notices.letter(
            case, LetterFacts("other_agency", "演示单位", date(2026, 10, 9)), about=ABOUT, on=SENT
        ),
        "txt",
    ).decode()
    assert "在2026年10月9日前书面提出" in text
    assert today.consultations(clerk, date(2026, 10, 9)) == []
    [item] = today.consultations(clerk, date(2026, 10, 12))
    assert item.next_step == "催复，或者自行决定"
    due = fresh(case).due_on
    remind(case, by_clerk)
    assert fresh(case).due_on == due
    assert today.consultations(clerk, date(2026, 10, 16)) == []
    assert len(today.consultations(clerk, date(2026, 10, 19))) == 1


def test_the_period_of_the_law_is_nobodys_to_set_or_to_remind_of(
    case: InformationRequest, by_clerk: Actor
) -> None:
    for kind in ("third_party", "co_maker"):
        with pytest.raises(Refused, match="由条例规定，不能另定"):
            ask_agency(case, by_clerk, kind, reply_by=date(2026, 10, 9))
    with pytest.raises(Refused, match="不能早于发出之日"):
        ask_agency(case, by_clerk, reply_by=date(2026, 9, 20))
    ask_agency(case, by_clerk, "co_maker")
    with pytest.raises(Refused, match="没有还未回复的其他机关"):
        remind(case, by_clerk)
    ask_agency(case, by_clerk)
    with pytest.raises(Refused, match="由条例规定，不能另定"):
        remind(case, by_clerk)
    with pytest.raises(Refused, match="没有选择催复的方式"):
        remind(case, by_clerk, letter=2, manner="smoke")


def test_a_silent_co_maker_agrees(case: InformationRequest, by_clerk: Actor, clerk: User) -> None:
    ask_agency(case, by_clerk, "co_maker")
    consulting.deliver(case.pk, actor=by_clerk, seen=None, effective_on=CAME, letter=1)
    [item] = today.consultations(clerk, OVER)
    assert item.next_step == "答复期已过，视为同意公开"
    assert procedure_guards.third_parties_heard(fresh(case), DECIDED) is None


# --- what people see ----------------------------------------------------------------------------------------


def test_the_workbench_asks_to_tell_the_third_party(
    objected: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    override(objected, by_clerk)
    [item] = today.consultations(clerk, DECIDED)
    assert item.next_step == "登记第三方告知书送达" and THIRD not in item.note
    tell(objected, by_clerk)
    assert today.consultations(clerk, TOLD) == []


def test_nobody_is_told_of_what_is_disclosed_no_more(
    objected: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    override(objected, by_clerk)
    withdraw(objected, by_clerk, DECIDED)
    assert today.consultations(clerk, DECIDED) == []


def desk_of(clerk: User) -> Client:
    desk = Client()
    desk.force_login(clerk)
    return desk


def post(desk: Client, case: InformationRequest, code: str, **fields: Any) -> str:
    address = f"/admin/requests_app/informationrequest/{case.pk}/step/{code}/"
    seen = fresh(case).last_seq
    looked = desk.post(address, {"seen": seen, "look": "1", **fields}).content.decode()
    done = desk.post(address, {"seen": seen, "perform": "1", **fields})
    assert done.status_code == 302, done.content.decode()
    return looked


def test_the_clerk_walks_it_through_the_pages(objected: InformationRequest, clerk: User) -> None:
    desk = desk_of(clerk)
    looked = post(
        desk,
        objected,
        "override",
        letter="1",
        basis="public_interest",
        content=ABOUT,
        reasons=REASONS,
        approver_name="演示负责人",
        document_number="山政公开[2026]77号",
        effective_on="2026-09-29",
    )
    assert "不写明申请人是谁" in looked and "不同意公开" in looked
    assert "2026年10月9日收到" in post(
        desk, objected, "override-told", letter="1", route="post", effective_on="2026-10-09"
    )
    shown = desk.get(f"/admin/requests_app/informationrequest/{objected.pk}/change/").content.decode()
    assert "2026年9月29日决定公开（不公开会对公共利益造成重大影响，批准人演示负责人）" in shown
    assert "2026年10月9日告知第三方" in shown and "山政公开〔2026〕77号" in shown


def test_silence_is_explained_and_offered_to_be_decided(
    asked: InformationRequest, clerk: User, by_clerk: Actor
) -> None:
    desk = desk_of(clerk)
    page = f"/admin/requests_app/informationrequest/{asked.pk}/"
    shown = desk.get(f"{page}change/").content.decode()
    assert "没有答复：由行政机关依照条例决定是否公开" in shown
    assert "逾期没有提出意见" in desk.get(f"{page}step/override/").content.decode()
    override(asked, by_clerk, OVER)
    assert "还没有告知第三方的送达记录" in desk.get(f"{page}change/").content.decode()


def test_the_clerk_reminds_another_agency_through_the_pages(
    case: InformationRequest, clerk: User, by_clerk: Actor
) -> None:
    desk = desk_of(clerk)
    wrong = desk.post(
        f"/admin/requests_app/informationrequest/{case.pk}/step/consult/",
        {
            "seen": fresh(case).last_seq,
            "look": "1",
            "kind": "third_party",
            "addressees": THIRD,
            "about": ABOUT,
            "effective_on": "2026-09-21",
            "reply_by": "2026-10-09",
        },
    ).content.decode()
    assert "由条例规定，不能另定" in wrong
    post(
        desk, case, "consult", kind="other_agency", addressees="演示单位", about=ABOUT,
        effective_on="2026-09-21", reply_by="2026-10-09",
    )  # fmt: skip
    looked = post(
        desk, case, "remind", letter="1", manner="phone", reply_by="2026-10-16", effective_on="2026-10-12"
    )
    assert "要求在2026年10月16日前回复；答复期限不变" in looked
    shown = desk.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    assert "催复" in shown and "2026年10月16日前要求回复" in shown


# --- the database keeps its promises ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [{"basis": "because"}, {"content": ""}, {"reasons": ""}, {"approver_name": ""}, {"told_on": SENT}],
)
def test_contradictions_are_not_stored(
    objected: InformationRequest, by_clerk: Actor, changes: dict[str, Any]
) -> None:
    override(objected, by_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.update(**changes)


def test_an_own_period_is_only_stored_for_other_agencies(asked: InformationRequest) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.update(reply_by=OVER)
