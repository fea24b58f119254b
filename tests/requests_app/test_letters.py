"""Letters between agencies (协查函): in and out, with a ledger, papers and an end."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import IntegrityError
from django.test import Client
from django.utils.module_loading import import_string
from docx import Document

from foundation.agencies.models import Agency
from foundation.contracts import Refused, Step
from foundation.files import store
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from foundation.ledger.models import VoidNumber
from requests_app import letter_guards, letters_today, statistics
from requests_app.capabilities import CAPABILITIES
from requests_app.letter_rules import WORDINGS
from requests_app.letter_steps import LETTER_STEPS
from requests_app.models import AssistanceLetter, InformationRequest, LetterEvent, LetterStage
from requests_app.operations import letters
from tests.requests_app.conftest import ALL, TODAY, draft_out, person, send_out, take_in

PDF = ("测试甲某某回函.pdf", b"%PDF-1.4 demo")
ADDRESS = "/admin/requests_app/assistanceletter/"


@pytest.fixture
def came(district: Agency, by_clerk: Actor) -> AssistanceLetter:
    return take_in(district, by_clerk, date(2026, 9, 10), due_on=date(2026, 9, 25))


@pytest.fixture
def draft(case: InformationRequest, by_clerk: Actor) -> AssistanceLetter:
    return draft_out(case.respondent, by_clerk, date(2026, 9, 14), request=case)


@pytest.fixture
def sent(draft: AssistanceLetter, by_clerk: Actor) -> AssistanceLetter:
    return send_out(draft, by_clerk, date(2026, 9, 15), due_on=date(2026, 9, 17))


def act(operation: Any, letter: AssistanceLetter, actor: Actor, **facts: Any) -> AssistanceLetter:
    done: AssistanceLetter = operation(
        letter.pk, **{"actor": actor, "seen": None, "effective_on": TODAY, **facts}
    )
    return done


def kinds(letter: AssistanceLetter) -> list[str]:
    return list(letter.events.order_by("seq").values_list("kind", flat=True))


# --- in ---------------------------------------------------------------------------------------------------


def test_a_letter_that_came_is_assigned_and_answered(
    came: AssistanceLetter, by_clerk: Actor, bureau: Agency
) -> None:
    assert (came.number, came.stage) == ("shanting-函-2026-0001", LetterStage.RECEIVED)
    act(letters.assign_letter, came, by_clerk, handler=bureau)
    in_bureau = Actor(person("stczj", bureau, *ALL), bureau)
    done = act(letters.answer_letter, came, in_bureau, answer_number="山财函〔2026〕3号", evidence=PDF)
    assert (done.stage, done.answered_on, done.answer_number) == ("answered", TODAY, "山财函〔2026〕3号")
    assert kinds(came) == ["received", "assigned", "answer_sent"]
    evidence = came.events.get(kind="answer_sent").evidence
    assert evidence is not None and evidence.name == "回函扫描件.pdf" and evidence.data_key_id == done.key_id
    assert store.read(evidence) == PDF[1]


def test_a_late_letter_or_answer_is_recorded_all_the_same(came: AssistanceLetter, by_clerk: Actor) -> None:
    AssistanceLetter.objects.filter(pk=came.pk).update(due_on=date(2026, 9, 11))
    done = act(letters.answer_letter, came, by_clerk, effective_on=date(2026, 9, 14))
    assert done.answered_on == date(2026, 9, 14)
    assert came.events.get(kind="answer_sent").backfilled


def test_the_same_letter_is_not_entered_twice(district: Agency, by_clerk: Actor, office: Agency) -> None:
    first = take_in(district, by_clerk, letter_number="枣函1号")
    with pytest.raises(Refused, match=first.number) as caught:
        take_in(district, by_clerk, letter_number="枣函1号")
    assert caught.value.refusal.field == "letter_number"
    assert take_in(office, by_clerk, letter_number="枣函1号").pk, "sent to another agency as well"
    act(letters.void_letter, first, by_clerk, reason="登记错了")
    assert take_in(district, by_clerk, letter_number="枣函1号").number.endswith("-0002"), "no number is lost"


def test_nothing_happens_before_it_came(came: AssistanceLetter, by_clerk: Actor) -> None:
    early = date(2026, 9, 9)
    refusal = letter_guards.not_before_it_began(came, early)
    assert refusal is not None and "收函日期" in refusal.sentence
    assert letter_guards.not_before_it_began(came, date(2026, 9, 10)) is None
    with pytest.raises(Refused) as caught:
        take_in(came.respondent, by_clerk, due_on=date(2026, 9, 17))
    assert caught.value.refusal.field == "due_on"
    with pytest.raises(Refused) as caught:
        take_in(came.respondent, by_clerk, date(2026, 9, 19))
    assert caught.value.refusal.field == "received_on"


# --- out --------------------------------------------------------------------------------------------------


def test_a_letter_that_goes_out_is_numbered_printed_and_waited_for(
    sent: AssistanceLetter, by_clerk: Actor, case: InformationRequest
) -> None:
    assert sent.letter_number == f"{case.respondent.document_code}〔2026〕1号"
    assert sent.word_file is not None and sent.pdf_file is not None
    text = "\n".join(one.text for one in Document(io.BytesIO(store.read(sent.word_file))).paragraphs)
    for said in (
        "协查函",
        sent.letter_number,
        "演示市档案馆",
        "一九八五年",
        "2026年9月17日前",
        "2026年9月15日",
    ):
        assert said in text
    assert store.read(sent.pdf_file).startswith(b"%PDF")
    act(letters.deliver_letter, sent, by_clerk, effective_on=date(2026, 9, 16))
    done = act(letters.receive_answer, sent, by_clerk, answer_note="已移交", evidence=PDF)
    assert (done.stage, done.delivered_on, done.answered_on) == ("answered", date(2026, 9, 16), TODAY)
    assert kinds(sent) == ["drafted", "sent", "delivered", "answer_came"]


def test_the_limit_of_the_request_goes_on(sent: AssistanceLetter, case: InformationRequest) -> None:
    before = case.due_on
    case.refresh_from_db()
    assert case.due_on == before is not None


def test_a_number_of_the_office_system_is_taken_as_typed_and_once(
    draft: AssistanceLetter, by_clerk: Actor
) -> None:
    done = send_out(draft, by_clerk, document_number="山政函〔2026〕7号")
    assert done.letter_number == "山政函〔2026〕7号"
    again = draft_out(draft.respondent, by_clerk)
    with pytest.raises(Refused, match="已经用过"):
        send_out(again, by_clerk, document_number="山政函〔2026〕7号")
    with pytest.raises(Refused, match="不是完整的文号"):
        send_out(again, by_clerk, document_number="7号")


def test_an_empty_letter_or_one_answered_before_it_went_is_not_sent(
    draft: AssistanceLetter, by_clerk: Actor
) -> None:
    for changes, field in (({"content": "  "}, "content"), ({"due_on": date(2026, 9, 1)}, "due_on")):
        with pytest.raises(Refused) as caught:
            send_out(draft, by_clerk, **changes)
        assert caught.value.refusal.field == field
    assert letter_guards.not_before_it_began(draft, date(2026, 1, 1)) is None, "a draft has no day yet"


def test_a_silent_agency_is_reminded_given_up_and_may_still_answer(
    sent: AssistanceLetter, by_clerk: Actor
) -> None:
    for facts, field in (
        ({"manner": "", "due_on": TODAY}, "manner"),
        ({"manner": "phone", "due_on": date(2026, 9, 17)}, "due_on"),
    ):
        with pytest.raises(Refused) as caught:
            act(letters.remind, sent, by_clerk, **facts)
        assert caught.value.refusal.field == field
    reminded = act(letters.remind, sent, by_clerk, manner="phone", due_on=date(2026, 9, 25))
    assert reminded.due_on == date(2026, 9, 25)
    assert act(letters.give_up, sent, by_clerk, reason="已从别处查到").stage == LetterStage.GIVEN_UP
    assert act(letters.receive_answer, sent, by_clerk).stage == LetterStage.ANSWERED


def test_delivery_is_written_down_once(sent: AssistanceLetter, by_clerk: Actor) -> None:
    assert letter_guards.not_delivered_yet(sent, date(2026, 9, 14)) is not None, "before it went"
    assert letter_guards.not_delivered_yet(sent, TODAY) is None
    act(letters.deliver_letter, sent, by_clerk, evidence=PDF)
    with pytest.raises(Refused, match="已经登记对方于2026年9月18日收到"):
        act(letters.deliver_letter, sent, by_clerk)


def test_a_letter_serves_a_request_of_its_own_side(
    case: InformationRequest, by_clerk: Actor, bureau: Agency
) -> None:
    with pytest.raises(Refused) as caught:
        draft_out(bureau, Actor(origin="import"), request=case)
    assert caught.value.refusal.field == "request_number"


# --- mending ----------------------------------------------------------------------------------------------


def test_a_wrong_day_is_superseded_and_the_old_one_stays(came: AssistanceLetter, by_clerk: Actor) -> None:
    done = act(
        letters.correct_date,
        came,
        by_clerk,
        effective_on=date(2026, 9, 8),
        event_seq=1,
        reason="收文登记簿",
    )
    assert done.received_on == date(2026, 9, 8) and done.stage == LetterStage.RECEIVED
    old, new = came.events.order_by("seq")
    assert new.corrects == old and old.effective_on == date(2026, 9, 10)
    assert [event.pk for event in letter_guards.correctable(done)] == [new.pk]
    with pytest.raises(Refused, match="不能更正"):
        act(letters.correct_date, came, by_clerk, event_seq=1, reason="再来一次")


def test_a_mended_day_keeps_the_order(sent: AssistanceLetter, by_clerk: Actor) -> None:
    act(letters.deliver_letter, sent, by_clerk, effective_on=date(2026, 9, 16))
    with pytest.raises(Refused, match="要求回复日期不能早于发函日期") as caught:
        act(letters.correct_date, sent, by_clerk, event_seq=2, reason="签发单")
    assert caught.value.refusal.field == "effective_on"
    assert letter_guards.something_to_correct(sent, TODAY) is None


def test_a_draft_has_no_day_to_mend(draft: AssistanceLetter) -> None:
    assert letter_guards.something_to_correct(draft, TODAY) is not None


def test_a_void_letter_keeps_its_number_and_enters_no_figure(came: AssistanceLetter, by_clerk: Actor) -> None:
    ids = [came.respondent_id]
    act(letters.answer_letter, came, by_clerk)
    assert statistics.LETTERS.count(ids, 2026)[ids[0], "received", "total"] == 1
    act(letters.void_letter, came, by_clerk, reason="重复登记")
    assert statistics.LETTERS.count(ids, 2026) == {}
    assert VoidNumber.objects.get().counter.series == letters.SERIES


def test_what_we_send_is_no_letter_we_received(sent: AssistanceLetter) -> None:
    assert statistics.LETTERS.count([sent.respondent_id], 2026) == {}


# --- the table of steps -----------------------------------------------------------------------------------

ON_LETTERS = tuple(step for step in LETTER_STEPS if step.from_stages)


@pytest.fixture
def in_stage(came: AssistanceLetter, sent: AssistanceLetter, by_clerk: Actor) -> Any:
    def bring(stage: str) -> AssistanceLetter:
        if stage == "draft":
            return draft_out(came.respondent, by_clerk)
        if stage == "given_up":
            return act(letters.give_up, sent, by_clerk, reason="不需要了")
        if stage == "answered":
            return act(letters.answer_letter, came, by_clerk)
        if stage == "void":
            return act(letters.void_letter, came, by_clerk, reason="重复登记")
        return came if stage == "received" else sent

    return bring


@pytest.mark.parametrize("step", ON_LETTERS, ids=lambda step: step.code)
@pytest.mark.parametrize("stage", LetterStage.values)
def test_a_step_is_taken_from_its_stages_and_from_no_other(
    in_stage: Any, by_clerk: Actor, step: Step, stage: str
) -> None:
    letter = in_stage(stage)
    facts: dict[str, Any] = {"step": step, "actor": by_clerk, "on": TODAY, "recording": True}
    if stage in step.from_stages:
        acts.begin(AssistanceLetter.objects, letter.pk, **facts)
        return
    with pytest.raises(Refused, match="现在的阶段不能"):
        acts.begin(AssistanceLetter.objects, letter.pk, **facts)


@pytest.mark.parametrize("step", LETTER_STEPS, ids=lambda step: step.code)
def test_a_step_is_taken_with_its_capability_and_with_no_other(
    came: AssistanceLetter, office: Agency, step: Step
) -> None:
    assert callable(import_string(step.operation)) and callable(import_string(step.form))
    held = [one.code for one in CAPABILITIES if one.code != step.capability]
    lacking = Actor(person("lacking", office, *held), office)
    with pytest.raises(Refused, match="没有在本单位"):
        acts.refuse_stranger(came, step, lacking)
    acts.refuse_stranger(came, step, Actor(person("holder", office, step.capability), office))


def test_every_event_is_worded_and_kept_for_ever(
    came: AssistanceLetter, sent: AssistanceLetter, by_clerk: Actor
) -> None:
    assert {*kinds(came), *kinds(sent)} <= WORDINGS.keys()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        LetterEvent.objects.update(kind="sent")


@pytest.mark.parametrize(
    "change",
    [
        {"stage": "sent"},
        {"received_on": None},
        {"answered_on": TODAY},
        {"stage": "answered"},
        {"stage": "answered", "answered_on": date(2026, 9, 1)},
        {"due_on": date(2026, 9, 1)},
        {"delivered_on": TODAY},
        {"sent_on": TODAY},
    ],
)
def test_the_database_keeps_the_stages_and_days_of_a_letter(
    came: AssistanceLetter, change: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AssistanceLetter.objects.filter(pk=came.pk).update(**change)


# --- today ------------------------------------------------------------------------------------------------


def test_today_names_what_we_owe_and_what_is_owed_to_us(
    came: AssistanceLetter, sent: AssistanceLetter, by_clerk: Actor, office: Agency
) -> None:
    user = by_clerk.user
    (owed,), (awaited,) = letters_today.owed(user, TODAY), letters_today.awaited(user, TODAY)
    assert (owed.next_step, owed.due_on) == ("回复来函", date(2026, 9, 25))
    assert awaited.next_step == "催复，或者不再等待" and sent.request is not None
    assert sent.request.number in awaited.note
    act(letters.deliver_letter, sent, by_clerk)
    act(letters.remind, sent, by_clerk, manner="phone", due_on=date(2026, 9, 30))
    assert letters_today.awaited(user, TODAY) == []
    draft_out(came.respondent, by_clerk)
    assert [one.next_step for one in letters_today.awaited(user, TODAY)] == ["发出协查函"]
    nobody = person("nobody", office, "disclosure.read")
    assert letters_today.owed(nobody, TODAY) == [] == letters_today.awaited(nobody, TODAY)


# --- pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client: Client, by_clerk: Actor) -> Client:
    assert by_clerk.user is not None
    client.force_login(by_clerk.user)
    return client


def post(desk: Client, letter: AssistanceLetter, code: str, **facts: Any) -> Any:
    letter.refresh_from_db()
    sent = {"seen": letter.last_seq, "effective_on": "2026-09-18", "perform": "1", **facts}
    return desk.post(f"{ADDRESS}{letter.pk}/step/{code}/", sent)


def test_a_letter_is_entered_and_answered_in_the_workbench(desk: Client, district: Agency) -> None:
    facts = {
        "respondent": district.pk,
        "counterpart": "枣庄市人民政府办公室",
        "subject": "协助核实",
        "received_on": "2026-09-10",
        "due_on": "2026-09-25",
    }
    for wrong, field in (
        ({"due_on": "2026-09-01"}, "due_on"),
        ({"received_on": "2026-09-30", "due_on": ""}, "received_on"),
        ({"request_number": "没有这一件"}, "request_number"),
        ({"counterpart": ""}, "counterpart"),
    ):
        page = desk.post(f"{ADDRESS}add/", {**facts, **wrong})
        assert list(page.context["form"].errors) == [field]
    desk.post(f"{ADDRESS}add/", facts)
    letter = AssistanceLetter.objects.get()
    assert "协助核实" in desk.get(ADDRESS).content.decode()
    early = post(desk, letter, "letter-answer", effective_on="2026-09-01")
    assert list(early.context["form"].errors) == ["effective_on"]
    post(desk, letter, "letter-answer", effective_on="2026-09-15", answer_note="已复函")
    letter.refresh_from_db()
    assert (letter.answered_on, letter.answer_note) == (date(2026, 9, 15), "已复函")
    shown = desk.get(f"{ADDRESS}{letter.pk}/change/").content.decode()
    assert "已复函" in shown and "要求2026年9月25日前回复" in shown


def test_a_letter_goes_out_from_the_request_it_serves(desk: Client, case: InformationRequest) -> None:
    page = f"/admin/requests_app/informationrequest/{case.pk}/change/"
    (link,) = re.findall(r'href="([^"]*draft/\?request=[^"]*)"', desk.get(page).content.decode())
    assert desk.get(link).context["form"].initial["request_number"] == case.number
    facts = {
        "respondent": case.respondent_id,
        "counterpart": "演示市档案馆",
        "subject": "核查移交情况",
        "content": "请核查。",
        "effective_on": "2026-09-15",
        "request_number": case.number,
    }
    desk.post(link, facts)
    letter = AssistanceLetter.objects.get()
    assert letter.request == case
    page_of = f"{ADDRESS}{letter.pk}/step/letter-send/"
    late = desk.post(
        page_of, {"seen": 1, "effective_on": "2026-09-18", "content": "请核查。", "due_on": "2026-09-01"}
    )
    assert list(late.context["form"].errors) == ["due_on"]
    looked = desk.post(
        page_of, {"seen": 1, "effective_on": "2026-09-18", "content": "请核查。", "due_on": "2026-09-25"}
    )
    assert any("照常计算" in line for line in looked.context["preview"])
    assert "到2026年9月25日没有回复的，提醒催复。" in looked.context["preview"]
    post(desk, letter, "letter-send", content="请核查两次。", document_number="山政函[2026]7号")
    letter.refresh_from_db()
    assert (letter.letter_number, letter.content) == ("山政函〔2026〕7号", "请核查两次。")
    assert "演示市档案馆" in desk.get(page).content.decode()


def test_every_step_page_says_what_it_will_do(
    desk: Client, sent: AssistanceLetter, came: AssistanceLetter, bureau: Agency
) -> None:
    day = {"effective_on": "2026-09-18"}
    for letter, code, facts, said in (
        (sent, "letter-remind", {"manner": "phone", "due_on": "2026-09-25"}, "2026年9月25日前回复"),
        (sent, "letter-give-up", {"reason": "已从别处查到"}, "本件办结"),
        (sent, "letter-void", {"reason": "重复"}, "登记号保留"),
        (
            sent,
            "letter-correct",
            {"event_seq": "2", "reason": "签发单", "effective_on": "2026-09-16"},
            "更正为",
        ),
        (came, "letter-assign", {"handler": bureau.pk}, "山亭区财政局承办"),
    ):
        looked = desk.post(f"{ADDRESS}{letter.pk}/step/{code}/", {"seen": letter.last_seq, **day, **facts})
        assert said in "".join(looked.context["preview"]), code
    wrong = desk.post(
        f"{ADDRESS}{sent.pk}/step/letter-remind/",
        {"seen": sent.last_seq, **day, "manner": "phone", "due_on": "2026-09-01"},
    )
    assert list(wrong.context["form"].errors) == ["due_on"]
    page = f"{ADDRESS}{sent.pk}/change/"
    assert "登记对方收到" in [one.step.wording for one in desk.get(page).context["steps"]]
    post(desk, sent, "letter-delivered")
    assert "登记对方收到" not in [one.step.wording for one in desk.get(page).context["steps"]]
    post(desk, sent, "letter-correct", event_seq="2", reason="签发单", effective_on="2026-09-16")
    text = desk.get(f"{ADDRESS}{sent.pk}/change/").content.decode()
    assert "此记录已被更正" in text and "更正第2号记录" in text
    post(desk, sent, "letter-remind", manner="phone", due_on="2026-09-25")
    assert "电话" in desk.get(f"{ADDRESS}{sent.pk}/change/").content.decode()
    post(desk, sent, "letter-answered")
    assert desk.get(f"{ADDRESS}?stage=answered").context["cl"].result_count == 1


def test_a_refusal_of_the_operation_loses_nothing_typed(
    desk: Client, district: Agency, by_clerk: Actor
) -> None:
    take_in(district, by_clerk, letter_number="枣函1号")
    facts = {
        "respondent": district.pk,
        "counterpart": "演示市教育局",
        "letter_number": "枣函1号",
        "subject": "又一次",
        "received_on": "2026-09-10",
    }
    page = desk.post(f"{ADDRESS}add/", facts)
    assert list(page.context["form"].errors) == ["letter_number"] and "又一次" in page.content.decode()


def test_readers_look_at_letters_without_changing_them(
    client: Client, came: AssistanceLetter, sent: AssistanceLetter, by_clerk: Actor, office: Agency
) -> None:
    done = act(letters.answer_letter, came, by_clerk, evidence=PDF)
    evidence = came.events.get(kind="answer_sent").evidence
    assert evidence is not None and sent.pdf_file is not None
    client.force_login(person("reader", office, "requests.read"))
    assert client.get(f"{ADDRESS}{done.pk}/change/").status_code == 200
    assert "回函扫描件" not in client.get(f"{ADDRESS}{done.pk}/change/").content.decode()
    for address in (f"{ADDRESS}add/", f"{ADDRESS}draft/", f"{ADDRESS}{sent.pk}/step/letter-void/"):
        assert client.post(address, {}).status_code == 403
    assert client.get(f"/files/{sent.pdf_file_id}/").status_code == 200
    assert client.get(f"/files/{evidence.pk}/").status_code == 404
    client.force_login(by_clerk.user)  # type: ignore[arg-type]
    assert client.get(f"/files/{evidence.pk}/").status_code == 200


def test_letters_of_another_agency_are_out_of_reach(desk: Client, bureau: Agency) -> None:
    other = take_in(bureau, Actor(origin="import"), subject="乙")
    assert "乙" not in [str(one.subject) for one in desk.get(ADDRESS).context["cl"].result_list]
    assert desk.get(f"{ADDRESS}{other.pk}/change/").status_code == 302
    facts = {"respondent": bureau.pk, "counterpart": "甲", "subject": "丙", "received_on": "2026-09-10"}
    assert list(desk.post(f"{ADDRESS}add/", facts).context["form"].errors) == ["respondent"]


# --- rows from before there was a ledger ------------------------------------------------------------------


@pytest.mark.django_db
def test_letters_entered_before_become_cases_with_their_days(district: Agency) -> None:
    executor = MigrationExecutor(connection)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    old = executor.migrate([("requests_app", "0016_internal_notes")]).apps
    rows = old.get_model("requests_app", "AssistanceLetter").objects
    for subject, answered in (("已复", date(2025, 3, 10)), ("未复", None)):
        rows.create(
            respondent_id=district.pk,
            sender="枣庄市人民政府办公室",
            subject=subject,
            received_on=date(2025, 3, 3),
            due_on=date(2025, 3, 17),
            answered_on=answered,
        )
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("requests_app"))
    answered_one, open_one = AssistanceLetter.objects.order_by("number")
    assert [one.number for one in (answered_one, open_one)] == [
        "shanting-函-2025-0001",
        "shanting-函-2025-0002",
    ]
    assert (answered_one.stage, open_one.stage) == ("answered", "received")
    assert answered_one.counterpart == "枣庄市人民政府办公室"
    assert [(event.kind, event.effective_on) for event in answered_one.events.all()] == [
        ("received", date(2025, 3, 3)),
        ("answer_sent", date(2025, 3, 10)),
    ]
    assert all(event.backfilled and event.origin == "import" for event in LetterEvent.objects.all())
    assert (answered_one.last_seq, open_one.last_seq) == (2, 1)
    assert take_in(district, Actor(origin="import"), date(2025, 4, 1)).number == "shanting-函-2025-0003"
