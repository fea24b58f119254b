"""Letters that ask for opinions: each with its own slot, and their time taken out of the limit."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from docx import Document

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.documents.writers import write
from foundation.files import store
from foundation.ledger.acts import Actor
from requests_app import files, history, notices, today, tracking
from requests_app.facts import LetterFacts
from requests_app.models import Consultation, InformationRequest
from requests_app.operations import consulting, intake, limits, mending
from tests.requests_app.conftest import NAME, decide, person

SENT, CAME, ANSWERED = date(2026, 9, 21), date(2026, 9, 22), date(2026, 9, 28)
THIRD = "测试第三方有限公司"
ABOUT = "某项目的补偿协议（演示数据）"


@pytest.fixture
def case(filed: intake.Filed, settings: Any) -> InformationRequest:
    """Filed on 18 September; everything after it is written down in November."""
    settings.AS_OF = date(2026, 11, 2)
    return filed.request


def consult(
    case: InformationRequest, actor: Actor, *names: str, kind: str = "third_party", on: date = SENT
) -> InformationRequest:
    letters = [LetterFacts(kind, name) for name in names or (THIRD,)]
    return consulting.consult(case.pk, actor=actor, seen=None, effective_on=on, letters=letters, about=ABOUT)


def deliver(case: InformationRequest, actor: Actor, on: date = CAME, letter: int = 1) -> InformationRequest:
    return consulting.deliver(case.pk, actor=actor, seen=None, effective_on=on, letter=letter)


def receive(
    case: InformationRequest, actor: Actor, on: date = ANSWERED, letter: int = 1
) -> InformationRequest:
    return consulting.receive(
        case.pk, actor=actor, seen=None, effective_on=on, letter=letter, opinion="objects"
    )


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


# --- the limit ----------------------------------------------------------------------------------------------


def test_a_letter_on_its_way_leaves_no_date(case: InformationRequest, by_clerk: Actor) -> None:
    consult(case, by_clerk)
    assert fresh(case).due_on is None


def test_from_delivery_on_silence_is_assumed_and_the_answer_shortens_it(
    case: InformationRequest, by_clerk: Actor
) -> None:
    consult(case, by_clerk)
    deliver(case, by_clerk)
    # Due 22 October; the window ends 20 October, so 16 working days are out: 22 September and the 15 of it.
    assert fresh(case).due_on == date(2026, 11, 13)
    receive(case, by_clerk)
    case = fresh(case)
    assert case.due_on == date(2026, 10, 28)  # four working days out: 22, 23, 24, 28 September
    clock = limits.clock_of(case)
    assert clock is not None and len(clock.excluded) == 4


def test_several_letters_have_each_their_slot_and_overlaps_count_once(
    case: InformationRequest, by_clerk: Actor
) -> None:
    consult(case, by_clerk, "演示单位一", "演示单位二", kind="co_maker")
    for letter in (1, 2):
        deliver(case, by_clerk, letter=letter)
        receive(case, by_clerk, letter=letter)
    assert [one.addressee for one in Consultation.objects.all()] == ["演示单位一", "演示单位二"]
    assert fresh(case).due_on == date(2026, 10, 28)
    assert [event.kind for event in history.in_force(fresh(case))][-6:] == [
        *["consulted"] * 2,
        *["consultation_delivered", "consultation_answered"] * 2,
    ]


def test_a_letter_that_comes_back_stops_nothing_more(case: InformationRequest, by_clerk: Actor) -> None:
    consult(case, by_clerk)
    consulting.come_back(case.pk, actor=by_clerk, seen=None, effective_on=date(2026, 9, 24), letter=1)
    assert fresh(case).due_on == date(2026, 10, 27)
    with pytest.raises(Refused, match="不在等待意见之列|没有等待意见"):
        receive(case, by_clerk)


def test_a_letter_after_the_limit_is_sent_and_excludes_nothing(
    case: InformationRequest, by_clerk: Actor
) -> None:
    consult(case, by_clerk, on=date(2026, 10, 23))
    clock = limits.clock_of(fresh(case))
    assert clock is not None
    assert (clock.due_on, [flag.code for flag in clock.flags]) == (date(2026, 10, 22), ["late_consultation"])


# --- refusals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "about", "field"),
    [
        ([], ABOUT, "addressees"),
        ([LetterFacts("third_party", " ")], ABOUT, "addressees"),
        ([LetterFacts("co_maker", f"演示单位{n}") for n in range(21)], ABOUT, "addressees"),
        ([LetterFacts("co_maker", "演示单位")], " ", "about"),
    ],
)
def test_nobody_or_nothing_to_ask_is_refused(
    case: InformationRequest, by_clerk: Actor, letters: list[LetterFacts], about: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        consulting.consult(
            case.pk, actor=by_clerk, seen=None, effective_on=SENT, letters=letters, about=about
        )
    assert refused.value.refusal.field == field
    assert not Consultation.objects.exists()


def test_what_became_of_a_letter_is_written_down_once_and_in_order(
    case: InformationRequest, by_clerk: Actor
) -> None:
    consult(case, by_clerk)
    with pytest.raises(Refused, match="不能早于信函发出"):
        deliver(case, by_clerk, date(2026, 9, 20))
    deliver(case, by_clerk)
    with pytest.raises(Refused, match="没有等待送达"):
        deliver(case, by_clerk)
    consult(case, by_clerk, "测试第三方二")
    with pytest.raises(Refused, match="已登记于2026年9月22日送达"):
        deliver(case, by_clerk)
    with pytest.raises(Refused, match="已登记于2026年9月22日送达"):
        consulting.come_back(case.pk, actor=by_clerk, seen=None, effective_on=ANSWERED, letter=1)
    receive(case, by_clerk)
    with pytest.raises(Refused, match="不在等待意见之列"):
        receive(case, by_clerk)


def test_another_desk_sends_nothing(case: InformationRequest, stranger: Actor) -> None:
    with pytest.raises(Refused, match="没有在本单位"):
        consult(case, stranger)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "neighbour"},
        {"addressee": "测试公开的名称"},
        {"delivered_on": date(2026, 9, 20)},
        {"opinion": "agrees"},
        {"answered_on": ANSWERED},
        {"answered_on": ANSWERED, "opinion": "agrees", "returned_on": ANSWERED},
    ],
)
def test_contradictions_are_not_stored(
    case: InformationRequest, by_clerk: Actor, changes: dict[str, Any]
) -> None:
    consult(case, by_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.update(**changes)


# --- mending ------------------------------------------------------------------------------------------------


def test_dates_of_letters_are_mended_each_in_its_own_order(case: InformationRequest, by_clerk: Actor) -> None:
    consult(case, by_clerk)
    deliver(case, by_clerk)
    receive(case, by_clerk)
    consult(case, by_clerk, "测试第三方二", on=date(2026, 9, 30))
    answered = history.last(fresh(case), "consultation_answered")
    assert answered is not None
    mending.correct_date(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=date(2026, 10, 8),  # after the second letter, which is another thread
        event_seq=answered.seq,
        reason="邮戳",
    )
    assert Consultation.objects.get(position=1).answered_on == date(2026, 10, 8)
    delivered = history.last(fresh(case), "consultation_delivered")
    assert delivered is not None
    with pytest.raises(Refused, match="先后矛盾"):
        mending.correct_date(
            case.pk,
            actor=by_clerk,
            seen=None,
            effective_on=date(2026, 10, 9),
            event_seq=delivered.seq,
            reason="邮戳",
        )


# --- who may know -------------------------------------------------------------------------------------------


def test_the_letters_say_what_silence_means_and_never_who_asked(case: InformationRequest) -> None:
    texts = {
        kind: write(notices.letter(case, LetterFacts(kind, "演示单位"), about=ABOUT, on=SENT), "txt").decode()
        for kind in ("third_party", "co_maker", "other_agency")
    }
    assert "由本机关依照" in texts["third_party"] and "15个工作日" in texts["third_party"]
    assert "视为同意公开" in texts["co_maker"]
    assert "视为同意" not in texts["third_party"] + texts["other_agency"]
    assert "15个工作日" not in texts["other_agency"]
    assert all(NAME not in text and "演示单位" in text for text in texts.values())


def test_a_third_partys_name_is_nowhere_in_the_open(case: InformationRequest, by_clerk: Actor) -> None:
    consult(case, by_clerk)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            assert not any(THIRD in row[0] for row in cursor.fetchall()), table
    assert consulting.addressee_of(Consultation.objects.get()) == THIRD


def test_the_applicant_learns_that_others_are_asked_and_not_whom(
    case: InformationRequest, by_clerk: Actor
) -> None:
    consult(case, by_clerk)
    standing = tracking.standing(fresh(case))
    assert "机关正在征求有关方面的意见" in standing.events[-1].wording
    assert standing.papers == ()
    notice = Consultation.objects.get().notice
    assert not files.was_given(fresh(case), notice.pdf_file)


def note_of(case: InformationRequest) -> str:
    """The text of the 征求意见告知书."""
    notice = case.notices.get(kind="consultation_note")
    assert notice.word_file is not None
    return "\n".join(one.text for one in Document(io.BytesIO(store.read(notice.word_file))).paragraphs)


@pytest.mark.parametrize("kind", ["third_party", "co_maker", "other_agency"])
def test_the_applicant_is_told_on_paper_that_others_are_asked_and_not_whom(
    case: InformationRequest, by_clerk: Actor, kind: str
) -> None:
    letters = [LetterFacts(kind, THIRD), LetterFacts(kind, "演示另一方")]
    consulting.consult(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=SENT,
        letters=letters,
        about=ABOUT,
        tell_applicant=True,
    )
    text = note_of(case)
    assert (
        NAME in text and case.number in text and "第三十三条第三款" in text and "不计算在答复期限内" in text
    )
    assert THIRD not in text and "演示另一方" not in text
    notice = case.notices.get(kind="consultation_note")
    assert files.was_given(fresh(case), notice.pdf_file)
    standing = tracking.standing(fresh(case))
    assert standing.events[-1].detail == "见“给您的文书”中的征求意见告知书"
    assert [paper.name for paper in standing.papers] == [f"征求意见告知书（申请人）（{case.number}）.pdf"]
    told = [event.data.get("note") for event in case.events.filter(kind="consulted")]
    assert told == [notice.pk, notice.pk], "one paper, however many are asked"


def test_the_paper_says_so_when_the_limit_runs_on(case: InformationRequest, by_clerk: Actor) -> None:
    late = date(2026, 10, 23)
    text = write(notices.consultation_note(case, "third_party", on=late, excluded=False), "txt").decode()
    assert "答复期限照常计算" in text and "不计算在答复期限内" not in text
    consulting.consult(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=late,
        letters=[LetterFacts("third_party", THIRD)],
        about=ABOUT,
        tell_applicant=True,
    )
    assert "答复期限照常计算" in note_of(case)


def test_the_name_is_for_those_who_handle_it(
    case: InformationRequest, by_clerk: Actor, clerk: User, office: Agency
) -> None:
    consult(case, by_clerk)
    page = f"/admin/requests_app/informationrequest/{case.pk}/change/"
    handler, reader = Client(), Client()
    handler.force_login(clerk)
    reader.force_login(person("reader", office, "requests.read"))
    assert THIRD in handler.get(page).content.decode()
    shown = reader.get(page).content.decode()
    assert THIRD not in shown and "第三方（第1份）" in shown


# --- the pages ----------------------------------------------------------------------------------------------


def test_the_clerk_walks_it_through_the_pages(case: InformationRequest, clerk: User) -> None:
    desk = Client()
    desk.force_login(clerk)

    def post(code: str, **fields: Any) -> str:
        address = f"/admin/requests_app/informationrequest/{case.pk}/step/{code}/"
        seen = fresh(case).last_seq
        looked = desk.post(address, {"seen": seen, "look": "1", **fields}).content.decode()
        done = desk.post(address, {"seen": seen, "perform": "1", **fields})
        assert done.status_code == 302, done.content.decode()
        return looked

    sent = post(
        "consult", kind="co_maker", addressees="演示单位一\n\n演示单位二\n演示单位一", about=ABOUT,
        effective_on="2026-09-21",
    )  # fmt: skip
    assert "2份" in sent and "视为同意公开" in sent
    delivered = post("consultation-delivered", letter="1", effective_on="2026-09-22")
    assert "对方的答复期到2026年10月20日为止" in delivered
    post("consultation-answered", letter="1", opinion="agrees", effective_on="2026-09-28")
    back = post("consultation-returned", letter="2", effective_on="2026-09-24")
    assert "答复期限：2026年10月28日" in back
    shown = desk.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    assert "同意公开" in shown and "2026年9月24日退回" in shown


def test_the_form_says_when_a_letter_comes_too_late(case: InformationRequest, clerk: User) -> None:
    desk = Client()
    desk.force_login(clerk)
    looked = desk.post(
        f"/admin/requests_app/informationrequest/{case.pk}/step/consult/",
        {
            "seen": case.last_seq,
            "look": "1",
            "kind": "third_party",
            "addressees": THIRD,
            "about": ABOUT,
            "effective_on": "2026-10-23",
        },
    ).content.decode()
    assert "所需时间不予扣除" in looked and "征求意见告知书" not in looked.split("<form")[0]
    long_name = desk.post(
        f"/admin/requests_app/informationrequest/{case.pk}/step/consult/",
        {"seen": case.last_seq, "look": "1", "kind": "third_party", "addressees": "某" * 101, "about": ABOUT},
    ).content.decode()
    assert "每个名称最多100个字" in long_name


@pytest.mark.parametrize("code", ["consultation-delivered", "consultation-answered", "consultation-returned"])
def test_a_day_before_the_letter_is_refused_at_its_field(
    case: InformationRequest, by_clerk: Actor, clerk: User, code: str
) -> None:
    consult(case, by_clerk)
    desk = Client()
    desk.force_login(clerk)
    answer = desk.post(
        f"/admin/requests_app/informationrequest/{case.pk}/step/{code}/",
        {
            "seen": fresh(case).last_seq,
            "perform": "1",
            "letter": "1",
            "opinion": "agrees",
            "effective_on": "2026-09-18",
        },
    ).content.decode()
    assert "不能早于信函发出或者送达之日" in answer


def test_the_workbench_follows_letters_until_the_answer_is_drafted(
    case: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    consult(case, by_clerk)
    assert today.consultations(clerk, date(2026, 9, 23)) == []
    [item] = today.consultations(clerk, date(2026, 9, 24))
    assert item.next_step == "登记送达" and THIRD not in item.note
    deliver(case, by_clerk)
    assert today.consultations(clerk, date(2026, 10, 20)) == []
    [item] = today.consultations(clerk, date(2026, 10, 21))
    assert item.next_step == "答复期已过，自行决定"
    decide(fresh(case), by_clerk, on=date(2026, 10, 21))
    assert today.consultations(clerk, date(2026, 10, 21)) == []


def test_another_agency_without_a_period_is_not_nagged_about(
    case: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    consult(case, by_clerk, "演示单位", kind="other_agency")
    assert today.consultations(clerk, date(2026, 10, 30)) == []
