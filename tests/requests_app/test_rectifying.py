"""Requests to correct a record about oneself (条例第41条): from the counter to the service."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.utils.module_loading import import_string
from docx import Document

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused, Step
from foundation.files import store
from foundation.ledger import acts
from foundation.ledger.acts import Actor
from foundation.ledger.models import VoidNumber
from foundation.privacy import vault
from requests_app import personal, rectification_guards, rectifications_today, statistics
from requests_app.capabilities import CAPABILITIES
from requests_app.facts import RecordFacts
from requests_app.models import InformationRequest, Rectification, RectificationEvent, RectificationStage
from requests_app.operations import rectifying
from requests_app.rectification_rules import WORDINGS
from requests_app.rectification_steps import RECTIFICATION_STEPS
from requests_app.reply_types import REPLY_TYPES
from tests.requests_app.conftest import IDENTITY, NAME, PHONE, RECORD, TODAY, ask_rectification, person

PDF = (f"{NAME}的户口簿.pdf", b"%PDF-1.4 demo")
ADDRESS = "/admin/requests_app/rectification/"
DECISION = {
    "outcome": "corrected",
    "reasons": "核对了原始登记表，抄录有误",
    "approver_name": "演示负责人",
}


@pytest.fixture
def asked(district: Agency, by_clerk: Actor) -> Rectification:
    return ask_rectification(district, by_clerk, date(2026, 9, 10))


def act(operation: Any, case: Rectification, actor: Actor, **facts: Any) -> Rectification:
    done: Rectification = operation(case.pk, **{"actor": actor, "seen": None, "effective_on": TODAY, **facts})
    return done


def decide(case: Rectification, actor: Actor, **facts: Any) -> Rectification:
    return act(rectifying.decide, case, actor, **{**DECISION, **facts})


def demand(case: Rectification, actor: Actor, **facts: Any) -> Rectification:
    """Ask for more evidence."""
    said = {"missing": "请提供户口簿", "manner": "phone", "workdays": 15, **facts}
    return act(rectifying.ask_evidence, case, actor, **said)


def serve(case: Rectification, actor: Actor, **facts: Any) -> Rectification:
    return act(rectifying.serve, case, actor, **{"route": "direct", **facts})


def text_of(case: Rectification) -> str:
    assert case.word_file is not None
    return "\n".join(one.text for one in Document(io.BytesIO(store.read(case.word_file))).paragraphs)


# --- the counter ------------------------------------------------------------------------------------------


def test_it_has_a_number_of_its_own_and_a_target_that_is_no_limit(asked: Rectification) -> None:
    assert (asked.number, asked.stage, asked.proven) == ("shanting-更-2026-0001", "received", False)
    assert asked.target_on == date(2026, 10, 14)
    assert asked.events.get().data == {"proven": False}


def test_evidence_is_handed_in_or_said_to_be_missing(district: Agency, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有上传证据材料") as caught:
        ask_rectification(district, by_clerk, unproven=False)
    assert caught.value.refusal.field == "evidence"
    case = ask_rectification(district, by_clerk, unproven=False, evidence=PDF)
    evidence = case.events.get().evidence
    assert case.proven and evidence is not None and evidence.name == "证据材料.pdf"
    assert evidence.data_key_id == case.applicant.key_id and store.read(evidence) == PDF[1]


def test_what_is_to_be_corrected_must_be_said(
    district: Agency, by_clerk: Actor, case: InformationRequest, bureau: Agency
) -> None:
    for facts in (RecordFacts(" ", right="乙"), RecordFacts("甲")):
        with pytest.raises(Refused) as caught:
            ask_rectification(district, by_clerk, facts=facts)
        assert caught.value.refusal.field == "record"
    assert ask_rectification(district, by_clerk, request=case).request == case
    with pytest.raises(Refused) as caught:
        ask_rectification(bureau, Actor(origin="import"), request=case)
    assert caught.value.refusal.field == "request_number"


def test_it_is_in_no_figure_of_requests(asked: Rectification, by_clerk: Actor) -> None:
    serve(decide(asked, by_clerk), by_clerk)
    ids = [asked.respondent_id]
    assert all(family.count(ids, 2026) == {} for family in statistics.FAMILIES)
    assert not InformationRequest.objects.exists()


# --- evidence, decision, service --------------------------------------------------------------------------


def test_missing_evidence_is_asked_for_and_comes(asked: Rectification, by_clerk: Actor) -> None:
    for wrong, field in (
        ({"manner": ""}, "manner"),
        ({"missing": " "}, "missing"),
        ({"workdays": 0}, "missing"),
    ):
        with pytest.raises(Refused) as caught:
            demand(asked, by_clerk, **wrong)
        assert caught.value.refusal.field == field
    waiting = demand(asked, by_clerk)
    assert (waiting.stage, waiting.evidence_due_on) == ("asked", date(2026, 10, 15))
    assert personal.read_record(waiting.applicant, bytes(waiting.sealed)).asked == "请提供户口簿"
    with pytest.raises(Refused):
        act(rectifying.receive_evidence, asked, by_clerk, evidence=None)
    done = act(rectifying.receive_evidence, asked, by_clerk, evidence=PDF)
    assert (done.stage, done.proven, done.evidence_due_on) == ("received", True, None)


def test_the_notice_says_what_was_corrected_and_what_can_be_done(
    asked: Rectification, by_clerk: Actor
) -> None:
    done = decide(asked, by_clerk, evidence=PDF)
    assert done.document_number == f"{asked.respondent.document_code}〔2026〕1号"
    text = text_of(done)
    for said in (
        "更正告知书",
        done.document_number,
        f"{NAME}：",
        "公租房轮候登记",
        "原记录为“登记日期2025年3月1日”，更正为“登记日期2025年1月3日”",
        "第四十一条",
        "60日内向枣庄市人民政府申请行政复议",
        "6个月内直接向枣庄市中级人民法院提起行政诉讼",
        "2026年9月18日",
    ):
        assert said in text, said
    assert done.pdf_file is not None and store.read(done.pdf_file).startswith(b"%PDF")
    served = serve(done, by_clerk, evidence_note="本人签收", evidence=PDF)
    assert (served.stage, served.served_on, served.service_note) == ("closed", TODAY, "本人签收")


def test_another_agency_is_named_when_it_is_the_one(asked: Rectification, by_clerk: Actor) -> None:
    for wrong, field in (
        ({"outcome": "transferred"}, "other_agency"),
        ({"approver_name": " "}, "approver_name"),
        ({"document_number": "1号"}, "document_number"),
    ):
        with pytest.raises(Refused) as caught:
            decide(asked, by_clerk, **wrong)
        assert caught.value.refusal.field == field
    done = decide(asked, by_clerk, outcome="transferred", other_agency="枣庄市住房和城乡建设局")
    assert "已经转送有权更正的行政机关处理：枣庄市住房和城乡建设局" in text_of(done)


def test_a_number_is_used_once_whatever_bears_it(asked: Rectification, by_clerk: Actor) -> None:
    decide(asked, by_clerk, document_number="山政更〔2026〕1号")
    again = ask_rectification(asked.respondent, by_clerk)
    with pytest.raises(Refused, match="已经用过"):
        decide(again, by_clerk, document_number="山政更〔2026〕1号")


def test_nothing_happens_before_it_came_or_is_served_before_it_is_decided(
    asked: Rectification, by_clerk: Actor
) -> None:
    assert rectification_guards.not_before_receipt(asked, date(2026, 9, 9)) is not None
    assert rectification_guards.not_before_decision(asked, date(2026, 9, 9)) is None
    done = decide(asked, by_clerk)
    assert rectification_guards.not_before_decision(done, date(2026, 9, 17)) is not None
    assert rectification_guards.not_before_decision(done, TODAY) is None


def test_the_applicant_takes_it_back(asked: Rectification, by_clerk: Actor) -> None:
    done = act(rectifying.withdraw, decide(asked, by_clerk), by_clerk, evidence=PDF)
    assert done.stage == RectificationStage.WITHDRAWN


# --- mending ----------------------------------------------------------------------------------------------


def test_a_wrong_day_is_superseded_and_the_target_follows(asked: Rectification, by_clerk: Actor) -> None:
    wrong = {"event_seq": 1, "reason": "邮戳", "effective_on": date(2026, 9, 8)}
    done = act(rectifying.correct_date, asked, by_clerk, **wrong)
    assert (done.received_on, done.target_on) == (date(2026, 9, 8), date(2026, 10, 12))
    with pytest.raises(Refused, match="不能更正"):
        act(rectifying.correct_date, asked, by_clerk, **wrong)
    demand(asked, by_clerk, effective_on=date(2026, 9, 14))
    with pytest.raises(Refused, match="先后矛盾"):
        act(rectifying.correct_date, asked, by_clerk, event_seq=2, reason="邮戳", effective_on=TODAY)


def test_the_service_stays_after_the_decision(asked: Rectification, by_clerk: Actor) -> None:
    serve(decide(asked, by_clerk), by_clerk)
    with pytest.raises(Refused, match="先后矛盾"):
        act(
            rectifying.correct_date,
            asked,
            by_clerk,
            event_seq=3,
            reason="回证",
            effective_on=date(2026, 9, 17),
        )


def test_a_void_one_keeps_its_number(asked: Rectification, by_clerk: Actor) -> None:
    act(rectifying.void, asked, by_clerk, reason="重复登记")
    assert VoidNumber.objects.get().counter.series == rectifying.SERIES
    assert ask_rectification(asked.respondent, by_clerk).number.endswith("-0002")


# --- the table of steps -----------------------------------------------------------------------------------

ON_CASES = tuple(step for step in RECTIFICATION_STEPS if step.from_stages)


@pytest.fixture
def in_stage(asked: Rectification, by_clerk: Actor) -> Any:
    ways = {
        "received": lambda: asked,
        "asked": lambda: demand(asked, by_clerk),
        "decided": lambda: decide(asked, by_clerk),
        "closed": lambda: serve(decide(asked, by_clerk), by_clerk),
        "withdrawn": lambda: act(rectifying.withdraw, asked, by_clerk),
        "void": lambda: act(rectifying.void, asked, by_clerk, reason="重复登记"),
    }
    return lambda stage: ways[stage]()


@pytest.mark.parametrize("step", ON_CASES, ids=lambda step: step.code)
@pytest.mark.parametrize("stage", RectificationStage.values)
def test_a_step_is_taken_from_its_stages_and_from_no_other(
    in_stage: Any, by_clerk: Actor, step: Step, stage: str
) -> None:
    case = in_stage(stage)
    facts: dict[str, Any] = {"step": step, "actor": by_clerk, "on": TODAY, "recording": True}
    if stage in step.from_stages:
        acts.begin(Rectification.objects, case.pk, **facts)
        return
    with pytest.raises(Refused, match="现在的阶段不能"):
        acts.begin(Rectification.objects, case.pk, **facts)


@pytest.mark.parametrize("step", RECTIFICATION_STEPS, ids=lambda step: step.code)
def test_a_step_is_taken_with_its_capability_and_with_no_other(
    asked: Rectification, office: Agency, step: Step
) -> None:
    assert callable(import_string(step.operation)) and callable(import_string(step.form))
    held = [one.code for one in CAPABILITIES if one.code != step.capability]
    lacking = Actor(person("lacking", office, *held), office)
    with pytest.raises(Refused, match="没有在本单位"):
        acts.refuse_stranger(asked, step, lacking)
    acts.refuse_stranger(asked, step, Actor(person("holder", office, step.capability), office))


@pytest.mark.parametrize(
    "change",
    [
        {"stage": "handling"},
        {"stage": "decided"},
        {"outcome": "corrected"},
        {"other_agency": "某局"},
        {"served_on": TODAY},
        {"decided_on": date(2026, 9, 1)},
    ],
)
def test_the_database_keeps_what_belongs_together(asked: Rectification, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Rectification.objects.filter(pk=asked.pk).update(**change)


def test_the_ledger_is_worded_and_kept_for_ever(asked: Rectification, by_clerk: Actor) -> None:
    serve(decide(asked, by_clerk), by_clerk)
    assert set(asked.events.values_list("kind", flat=True)) <= WORDINGS.keys()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        RectificationEvent.objects.update(kind="decided")


# --- privacy ----------------------------------------------------------------------------------------------

SECRETS = (
    NAME,
    IDENTITY,
    PHONE,
    RECORD.record,
    RECORD.wrong,
    RECORD.right,
    "请提供户口簿",
    DECISION["reasons"],
)


@pytest.fixture
def handled(district: Agency, by_clerk: Actor) -> Rectification:
    case = ask_rectification(district, by_clerk, unproven=False, evidence=PDF)
    demand(case, by_clerk)
    act(rectifying.receive_evidence, case, by_clerk, evidence=PDF)
    return serve(decide(case, by_clerk, evidence=PDF), by_clerk, evidence=PDF)


def test_no_table_no_file_and_no_log_holds_the_person_or_the_record(
    handled: Rectification, tmp_path: Path, client: Client, clerk: User, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(clerk)
    assert RECORD.right in client.get(f"{ADDRESS}{handled.pk}/change/").content.decode()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            rows = "\n".join(row[0] for row in cursor.fetchall())
            for secret in SECRETS:
                assert secret not in rows and secret.encode().hex() not in rows, (table, secret)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 6
    assert not any(secret.encode() in path.read_bytes() for path in files for secret in SECRETS)
    lines = "\n".join(one.getMessage() for one in caplog.records if one.name != "django.db.backends")
    assert not any(secret in lines for secret in SECRETS)


def test_destroying_the_key_erases_the_person_the_record_and_the_notice(handled: Rectification) -> None:
    vault.destroy(handled.applicant.key)
    case = Rectification.objects.get()
    with pytest.raises(vault.KeyDestroyed):
        personal.read_record(case.applicant, bytes(case.sealed))
    with pytest.raises(vault.KeyDestroyed):
        store.read(case.pdf_file)  # type: ignore[arg-type]
    assert case.outcome == "corrected" and case.events.count() == 5


def test_readers_see_neither_name_nor_record_nor_evidence(
    handled: Rectification, client: Client, office: Agency, clerk: User, bureau: Agency
) -> None:
    evidence = handled.events.get(kind="registered").evidence
    assert evidence is not None
    page, scan, notice = (
        f"{ADDRESS}{handled.pk}/change/",
        f"/files/{evidence.pk}/",
        f"/files/{handled.pdf_file_id}/",
    )
    client.force_login(person("reader", office, "requests.read"))
    shown = client.get(page).content.decode()
    assert not any(secret in shown for secret in SECRETS) and "测试〇〇〇" in shown
    assert (client.get(scan).status_code, client.get(notice).status_code) == (404, 200)
    assert client.post(f"{ADDRESS}add/", {}).status_code == 403
    client.force_login(clerk)
    assert NAME in client.get(page).content.decode()
    assert (client.get(scan).status_code, client.get(notice).status_code) == (200, 200)
    client.force_login(person("elsewhere", bureau, "requests.read", "requests.handle"))
    assert client.get(page).status_code == 302 and client.get(notice).status_code == 404


# --- pages and today --------------------------------------------------------------------------------------


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def typed(district: Agency, **changes: Any) -> dict[str, Any]:
    return {
        "who": "natural",
        "respondent": district.pk,
        "received_on": "2026-09-10",
        "record": RECORD.record,
        "right": RECORD.right,
        "name": NAME,
        "identity_kind": "resident",
        "unproven": "on",
        **changes,
    }


def test_it_is_registered_at_the_counter(desk: Client, district: Agency, case: InformationRequest) -> None:
    for wrong, field in (
        ({"unproven": ""}, "evidence"),
        ({"request_number": "没有"}, "request_number"),
        ({"received_on": "2026-09-30"}, "received_on"),
        ({"identity_number": "1"}, "identity_number"),
        ({"phone": "1"}, "phone"),
        ({"name": ""}, "name"),
    ):
        page = desk.post(f"{ADDRESS}add/", typed(district, **wrong))
        assert list(page.context["form"].errors) == [field], field
        assert RECORD.record in page.content.decode(), "nothing typed is lost"
    scan = SimpleUploadedFile(*PDF)
    desk.post(f"{ADDRESS}add/", typed(district, evidence=scan, phone=PHONE, request_number=case.number))
    made = Rectification.objects.get()
    assert made.request == case and personal.read(made.applicant).phone == PHONE
    assert case.number in desk.get(f"{ADDRESS}{made.pk}/change/").content.decode()


def test_an_organisation_asks_too(desk: Client, district: Agency) -> None:
    page = desk.get(f"{ADDRESS}add/?who=organisation&request=shanting-2026-0001")
    assert "统一社会信用代码" in page.content.decode()
    assert page.context["form"].initial["request_number"] == "shanting-2026-0001"
    desk.post(f"{ADDRESS}add/", typed(district, who="organisation", kind="enterprise", name="演示有限公司"))
    assert Rectification.objects.get().applicant.kind == "enterprise"
    assert desk.get(f"{ADDRESS}add/?who=somebody").context["who"] == "natural"


def post(desk: Client, case: Rectification, code: str, **facts: Any) -> Any:
    case.refresh_from_db()
    sent = {"seen": case.last_seq, "effective_on": "2026-09-18", "perform": "1", **facts}
    return desk.post(f"{ADDRESS}{case.pk}/step/{code}/", sent)


def test_every_step_has_its_page(desk: Client, asked: Rectification) -> None:
    look = {"seen": 1, "effective_on": "2026-09-18"}
    address = f"{ADDRESS}{asked.pk}/step/"
    facts = {"missing": "请提供户口簿", "manner": "phone", "workdays": "15"}
    looked = desk.post(f"{address}rectify-ask-evidence/", {**look, **facts})
    assert looked.context["preview"] == ["等到2026年10月15日；到期没有补充的，按现有材料作出决定。"]
    post(desk, asked, "rectify-ask-evidence", **facts)
    assert list(post(desk, asked, "rectify-evidence").context["form"].errors) == ["evidence"]
    post(desk, asked, "rectify-evidence", evidence=SimpleUploadedFile(*PDF))
    correct = {"event_seq": "1", "reason": "邮戳", "effective_on": "2026-09-09"}
    assert "更正为2026年9月9日" in str(
        desk.post(f"{address}rectify-correct/", {**look, "seen": 3, **correct}).context["preview"]
    )
    post(desk, asked, "rectify-correct", **correct)
    form = desk.get(f"{address}rectify-decide/").context["form"]
    assert "附有证据" in form.fields["outcome"].help_text and RECORD.right in form.fields["outcome"].help_text
    wrong = post(desk, asked, "rectify-decide", **{**DECISION, "outcome": "elsewhere"})
    assert list(wrong.context["form"].errors) == ["other_agency"]
    post(desk, asked, "rectify-decide", **DECISION, document_number="山政更[2026]1号")
    post(desk, asked, "rectify-serve", route="direct")
    asked.refresh_from_db()
    assert (asked.stage, asked.document_number) == ("closed", "山政更〔2026〕1号")
    text = desk.get(f"{ADDRESS}{asked.pk}/change/").content.decode()
    for said in ("没有提供证据", "给申请人15个工作日", "予以更正", "此记录已被更正", "邮戳"):
        assert said in text
    assert desk.get(f"{ADDRESS}?stage=closed").context["cl"].result_count == 1


def test_what_was_entered_by_mistake_is_taken_back_on_its_page(desk: Client, asked: Rectification) -> None:
    page = desk.post(
        f"{ADDRESS}{asked.pk}/step/rectify-void/",
        {"seen": 1, "effective_on": "2026-09-18", "reason": "重复登记"},
    )
    assert "编号保留" in page.context["preview"][0]
    assert desk.get(f"{ADDRESS}{asked.pk}/step/rectify-withdraw/").status_code == 200


def test_today_has_the_next_step_of_each(
    asked: Rectification, by_clerk: Actor, clerk: User, office: Agency
) -> None:
    (item,) = rectifications_today.rectifications(clerk, TODAY)
    assert (item.title, item.next_step, item.due_on) == (
        asked.number,
        "审核，作出处理决定",
        asked.target_on,
    )
    assert "条例没有规定期限" in item.note
    demand(asked, by_clerk)
    assert rectifications_today.rectifications(clerk, TODAY) == []
    assert len(rectifications_today.rectifications(clerk, date(2026, 10, 16))) == 1
    assert rectifications_today.rectifications(person("nobody", office, "disclosure.read"), TODAY) == []


def test_the_clerk_is_pointed_there_when_a_request_turns_out_to_be_one() -> None:
    assert "更正申请" in REPLY_TYPES["G1"].duty and "条例第41条" in REPLY_TYPES["G1"].duty
