"""The workbench: who sees which requests, the list, the counter, the steps with preview and refusal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from requests_app import personal, query_codes
from requests_app.facts import PartAnswer, PartFacts
from requests_app.models import InformationRequest, RemedyCase, Stage
from requests_app.operations import intake, mending
from tests.requests_app.conftest import (
    IMPORT,
    NAME,
    PHONE,
    PUBLIC,
    TODAY,
    answer,
    decide,
    filing,
    person,
    review,
    sign,
)
from tests.requests_app.test_operations import PDF

LIST = "/admin/requests_app/informationrequest/"
REGISTER = f"{LIST}register/"


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def step(case: InformationRequest, code: str) -> str:
    return f"{LIST}{case.pk}/step/{code}/"


def page_of(case: InformationRequest) -> str:
    return f"{LIST}{case.pk}/change/"


def post(desk: Client, case: InformationRequest, code: str, button: str = "perform", **facts: Any) -> Any:
    case.refresh_from_db()
    seen = facts.pop("seen", case.last_seq)
    return desk.post(
        step(case, code), {"seen": seen, "effective_on": TODAY.isoformat(), button: "1", **facts}, follow=True
    )


# --- who sees what --------------------------------------------------------------------------------------


def test_the_list_shows_the_own_agencies_requests_only(
    desk: Client, case: InformationRequest, bureau: Agency
) -> None:
    other = intake.file(filing(bureau), actor=PUBLIC).request
    shown = desk.get(LIST).content.decode()
    assert case.number in shown and other.number not in shown
    assert desk.get(page_of(other), follow=True).status_code == 200
    assert other.number not in desk.get(page_of(other), follow=True).content.decode()
    assert desk.get(step(other, "assign")).status_code == 404


def test_whoever_may_not_read_requests_sees_none(
    client: Client, case: InformationRequest, office: Agency
) -> None:
    client.force_login(person("writer", office, "disclosure.read"))
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(case)).status_code == 403


def test_a_superuser_without_a_post_sees_no_request(client: Client, case: InformationRequest) -> None:
    client.force_login(User.objects.create_superuser("root", "root@example.invalid", "x", name="演示管理"))
    assert case.number not in client.get(LIST).content.decode()


def test_a_capability_is_needed_for_each_step(
    client: Client, case: InformationRequest, office: Agency
) -> None:
    client.force_login(person("reader", office, "requests.read"))
    assert "此件现在没有您可以办理的事项" in client.get(page_of(case)).content.decode()
    assert client.get(step(case, "extend")).status_code == 403
    assert client.get(REGISTER).status_code == 403
    assert "登记申请" not in client.get(LIST).content.decode()


def test_nothing_is_added_changed_or_deleted_beside_the_steps(desk: Client, case: InformationRequest) -> None:
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.get(f"{LIST}{case.pk}/delete/").status_code == 403
    assert desk.post(page_of(case), {"title": "改"}).status_code == 403


# --- the list -------------------------------------------------------------------------------------------


@pytest.fixture
def several(district: Agency, by_clerk: Actor) -> dict[str, InformationRequest]:
    """One of each: unconfirmed, overdue, due soon, far, closed, void."""

    def received(on: date) -> InformationRequest:
        paper = filing(district, channel="counter")
        return intake.register(
            paper, actor=IMPORT, arrived_on=on, received_on=on, received_basis="submitted"
        ).request

    cases = {
        "far": received(TODAY),
        "soon": received(date(2026, 8, 28)),
        "overdue": received(date(2026, 8, 10)),
        "unconfirmed": intake.file(filing(district), actor=PUBLIC, confirm=False).request,
        "closed": received(date(2026, 8, 27)),
        "void": received(date(2026, 8, 26)),
    }
    answer(cases["closed"], by_clerk)
    mending.void(cases["void"].pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记")
    return cases


def numbers(page: Any) -> list[str]:
    return [case.number for case in page.context["cl"].result_list]


def test_the_list_begins_with_what_is_unconfirmed_and_goes_on_by_limit(
    desk: Client, several: dict[str, InformationRequest]
) -> None:
    order = ["unconfirmed", "overdue", "soon", "far", "closed", "void"]
    page = desk.get(LIST)
    assert numbers(page) == [several[name].number for name in order]
    text = page.content.decode()
    for sentence in ("待确认，确认后起算", "已超过期限", "还剩", "办结", "已作废"):
        assert sentence in text


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("open", {"unconfirmed", "overdue", "soon", "far"}),
        ("overdue", {"overdue"}),
        ("soon", {"soon"}),
        ("unconfirmed", {"unconfirmed"}),
    ],
)
def test_the_list_is_filtered_by_limit(
    desk: Client, several: dict[str, InformationRequest], limit: str, expected: set[str]
) -> None:
    assert set(numbers(desk.get(LIST, {"limit": limit}))) == {several[name].number for name in expected}


def test_the_list_is_filtered_by_stage(desk: Client, several: dict[str, InformationRequest]) -> None:
    for stage in Stage.values:
        expected = {
            case.number
            for case in several.values()
            if InformationRequest.objects.get(pk=case.pk).stage == stage
        }
        assert set(numbers(desk.get(LIST, {"stage": stage}))) == expected


def test_the_list_takes_as_many_queries_for_six_as_for_one(
    desk: Client, several: dict[str, InformationRequest], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        desk.get(LIST)


# --- the counter ----------------------------------------------------------------------------------------


def at_the_counter(district: Agency, **changes: Any) -> dict[str, Any]:
    facts = {
        "who": "natural",
        "part_count": "1",
        "respondent": district.pk,
        "arrival": "registered",
        "arrived_on": "2026-09-16",
        "wanted_name_1": "某村土地台账",
        "name": NAME,
        "identity_kind": "resident",
        "identity_number": "",
        "phone": "",
        "perform": "1",
    }
    return {**facts, **changes}


def test_a_letter_is_registered_with_its_legal_date_and_a_receipt_is_printed(
    desk: Client, district: Agency
) -> None:
    page = desk.post(REGISTER, at_the_counter(district), follow=True)
    case = InformationRequest.objects.get()
    assert (case.received_on, case.due_on, case.stage) == (date(2026, 9, 16), date(2026, 10, 20), "handling")
    code = page.context["query_code"]
    assert code in page.content.decode()
    assert query_codes.find(case.number, code) == case
    event = case.events.first()
    assert (event.actor.username, event.acting_agency.code) == ("clerk", "shantingban")
    assert personal.read(case.applicant).name == NAME


def test_the_receipt_of_the_counter_is_shown_to_whoever_registered_only(
    desk: Client, district: Agency, case: InformationRequest
) -> None:
    desk.post(REGISTER, at_the_counter(district))
    assert desk.get(f"{LIST}{case.pk}/receipt/").url == page_of(case)
    assert desk.get(f"{LIST}999/receipt/").status_code == 404


def test_a_paper_without_a_confirmed_date_is_registered_and_waits(desk: Client, district: Agency) -> None:
    facts = at_the_counter(district, arrival="fax")
    page = desk.post(REGISTER, facts, follow=True)
    assert InformationRequest.objects.get().stage == "unconfirmed"
    assert "与申请人确认收到之后开始计算" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"arrived_on": ""}, "arrived_on"),
        ({"arrived_on": "2026-09-19"}, "__all__"),
        ({"arrival": ""}, "arrival"),
        ({"arrival": "fax", "confirmed_on": "2026-09-17"}, "means"),
        ({"arrival": "fax", "means": "phone"}, "confirmed_on"),
        ({"arrival": "fax", "confirmed_on": "2026-09-15", "means": "phone"}, "confirmed_on"),
        ({"confirmed_on": "2026-09-17"}, "confirmed_on"),
        ({"guide": "演示指南"}, "guide"),
        ({"arrival": "oral"}, "read_back"),
        ({"arrival": "platform"}, "external_number"),
        ({"external_number": "SD-1"}, "source_system"),
        ({"wanted_name_1": ""}, "wanted_name_1"),
        ({"name": ""}, "name"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_an_error_at_the_counter_stands_at_its_field_and_loses_nothing(
    desk: Client, district: Agency, changes: dict[str, str], field: str
) -> None:
    page = desk.post(REGISTER, at_the_counter(district, **changes))
    form = page.context["form"]
    assert list(form.errors) == [field], form.errors
    assert form["wanted_name_1"].value() == changes.get("wanted_name_1", "某村土地台账")
    assert not InformationRequest.objects.exists()


def test_another_part_is_added_at_the_counter(desk: Client, district: Agency) -> None:
    facts = at_the_counter(district, more="1")
    page = desk.post(REGISTER, facts)
    assert page.context["form"].shown_parts() == 2 and not page.context["form"].errors
    assert not InformationRequest.objects.exists()


# --- steps ----------------------------------------------------------------------------------------------


def test_the_case_page_shows_clock_parts_applicant_and_lawful_steps(
    desk: Client, case: InformationRequest
) -> None:
    text = desk.get(page_of(case)).content.decode()
    for shown in (
        "还剩20个工作日（到10月22日）",
        "这个日期怎样算出来的",
        case.title,
        NAME,
        "延长答复期限",
        "办理过程",
    ):
        assert shown in text
    assert "确认收到申请" not in text, "a step of another stage is not offered"
    assert "第1项还没有拟定答复" in text, "why signing is not possible yet"


def test_the_case_page_takes_few_queries(
    desk: Client, case: InformationRequest, by_clerk: Actor, django_assert_max_num_queries: Any
) -> None:
    answer(case, by_clerk)
    with django_assert_max_num_queries(35):
        desk.get(page_of(case))


def test_a_step_is_previewed_before_it_is_performed(desk: Client, case: InformationRequest) -> None:
    facts = {"workdays": 10, "approver_name": "演示负责人", "reason": "需要检索"}
    page = post(desk, case, "extend", "look", **facts)
    assert "延长后的答复期限：2026年11月5日" in page.content.decode()
    case.refresh_from_db()
    assert case.last_seq == 2
    page = post(desk, case, "extend", **facts)
    assert "已办理：延长答复期限" in page.content.decode()
    case.refresh_from_db()
    assert case.due_on == date(2026, 11, 5)


def test_the_draft_names_row_notice_and_review_before_it_is_kept(
    desk: Client, case: InformationRequest
) -> None:
    page = post(desk, case, "decide", "look", reply_type_1="A2")
    text = page.content.decode()
    assert "（一）予以公开" in text and "《予以公开告知书》" in text and "保密审查" in text
    case.refresh_from_db()
    assert case.last_seq == 2


def test_a_part_without_its_reasons_is_shown_at_that_part(desk: Client, district: Agency) -> None:
    parts = (PartFacts("甲"), PartFacts("乙"))
    case = intake.file(filing(district, parts=parts), actor=PUBLIC).request
    page = post(desk, case, "decide", reply_type_1="A2", finding_1="找到了", reply_type_2="C4")
    form = page.context["form"]
    assert list(form.errors) == ["reasons_2"]
    assert form["finding_1"].value() == "找到了"


def test_a_case_that_moved_on_is_refused_and_what_was_typed_stays(
    desk: Client, case: InformationRequest
) -> None:
    page = post(desk, case, "decide", seen=1, reply_type_1="A2", finding_1="找到了")
    text = page.content.decode()
    assert "您打开页面之后，此件已有新的办理记录" in text and "找到了" in text


def test_after_the_news_are_shown_the_same_page_can_be_submitted_again(
    desk: Client, case: InformationRequest
) -> None:
    facts = {"reply_type_1": "A2", "finding_1": "找到了"}
    post(desk, case, "decide", **facts)
    page = post(desk, case, "decide", "look", seen=2, **facts)
    assert page.context["preview"] is None
    assert [entry.wording for entry in page.context["news"]] == ["拟定答复"]
    page = post(desk, case, "decide", seen=page.context["seen"], **facts)
    assert "已办理：拟定答复" in page.content.decode()


def test_a_day_that_would_be_refused_is_named_before_the_confirmation(
    desk: Client, case: InformationRequest
) -> None:
    for wrong, reason in (("2099-01-01", "不能晚于今天"), ("2020-01-01", "不能早于收到申请之日")):
        page = post(desk, case, "decide", "look", effective_on=wrong, reply_type_1="A2", finding_1="找到了")
        assert page.context["preview"] is None
        assert reason in str(page.context["form"].errors["effective_on"])


def test_a_step_of_another_stage_says_so_before_anything_is_typed(
    desk: Client, case: InformationRequest
) -> None:
    assert "现在的阶段不能“送达答复”" in desk.get(step(case, "serve")).content.decode()


def test_a_missing_field_is_named_in_a_whole_sentence(desk: Client, case: InformationRequest) -> None:
    errors = post(desk, case, "extend", "look", workdays=10).context["form"].errors
    assert errors["approver_name"] == ["请填写批准人。"]
    assert post(desk, case, "assign", "look").context["form"].errors["handler"] == ["请选择承办单位。"]


def test_a_request_goes_from_the_draft_to_the_service_by_its_pages(
    desk: Client, case: InformationRequest
) -> None:
    post(
        desk, case, "decide", reply_type_1="B1", ground_1="X4", reasons_1="涉及商业秘密。", finding_1="已找到"
    )
    post(desk, case, "review", conclusion="may_open", reviewer_name="演示审查人")
    draft = desk.get(page_of(case)).content.decode()
    assert "告知书预览" in draft and "枣庄市中级人民法院" in draft
    post(
        desk,
        case,
        "record-signature",
        manner="paper",
        signer_name="演示负责人",
        evidence=SimpleUploadedFile("审签单.pdf", PDF[1]),
        document_number="山政公开[2026]7号",
    )
    post(desk, case, "serve", route="post", evidence_note="EMS 1000000000001")
    case.refresh_from_db()
    assert (case.stage, case.report_row, case.closed_on) == ("closed", "part", TODAY)
    assert case.notices.get().document_number == "山政公开〔2026〕7号"
    text = desk.get(page_of(case)).content.decode()
    for shown in ("部分公开告知书", "下载PDF", "EMS 1000000000001", "已在期限内答复", "（二）部分公开"):
        assert shown in text


def test_the_file_given_with_the_answer_is_kept(
    desk: Client, case: InformationRequest, by_clerk: Actor, tmp_path: Any
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    sign(case, by_clerk)
    table = tmp_path / "汇总表.csv"
    table.write_text("镇街,金额\n甲,1\n", encoding="utf-8")
    with table.open("rb") as file:
        post(desk, case, "serve", route="online", provided_file=file)
    assert case.notices.get().provided.get().file.name == "汇总表.csv"


def test_a_corrected_date_is_previewed_and_marked_in_the_timeline(
    desk: Client, case: InformationRequest
) -> None:
    facts = {"event_seq": 2, "effective_on": "2026-09-16", "reason": "邮件签收单"}
    page = post(desk, case, "correct", "look", **facts)
    assert "答复期限：2026年10月20日" in page.content.decode()
    post(desk, case, "correct", **facts)
    text = desk.get(page_of(case)).content.decode()
    assert "更正第2号记录：邮件签收单" in text and "此记录已被更正" in text


def test_an_unconfirmed_request_is_confirmed_and_handed_over(
    desk: Client, district: Agency, bureau: Agency
) -> None:
    case = intake.file(filing(district), actor=PUBLIC, confirm=False).request
    page = post(desk, case, "receive", "look", received_basis="confirmed", means="phone")
    assert "答复期限：2026年10月22日" in page.content.decode()
    post(desk, case, "receive", received_basis="confirmed", means="phone")
    post(desk, case, "assign", "look", handler=bureau.pk)
    post(desk, case, "assign", handler=bureau.pk)
    case.refresh_from_db()
    assert (case.stage, case.handler) == ("handling", bureau)


def test_a_withdrawn_request_ends_and_a_wrong_one_is_void_by_their_pages(
    desk: Client, district: Agency, by_clerk: Actor
) -> None:
    ended, void = (intake.file(filing(district), actor=PUBLIC).request for _ in range(2))
    decide(ended, by_clerk, PartAnswer(1, "F3", reasons="书面撤回"))
    post(desk, ended, "end")
    post(desk, void, "void", "look", reason="重复登记")
    post(desk, void, "void", reason="重复登记")
    stages = [InformationRequest.objects.get(pk=one.pk).stage for one in (ended, void)]
    assert stages == ["closed", "void"]
    assert "重复登记" in desk.get(page_of(void)).content.decode()


def test_what_was_unlawful_when_it_happened_stands_in_the_timeline(
    desk: Client, case: InformationRequest, settings: Any
) -> None:
    settings.AS_OF = date(2026, 10, 26)
    facts = {
        "effective_on": "2026-10-26",
        "workdays": 10,
        "approver_name": "演示负责人",
        "reason": "需要检索",
    }
    assert "届满后不能延长" in post(desk, case, "extend", **facts).content.decode()
    post(desk, case, "extend", recording="on", **facts)
    text = desk.get(page_of(case)).content.decode()
    assert "届满后不能延长" in text and "已超过期限" in text


# --- disputes -------------------------------------------------------------------------------------------


def test_a_dispute_is_entered_and_concluded(desk: Client, district: Agency, case: InformationRequest) -> None:
    address = "/admin/requests_app/remedycase/"
    facts = {
        "respondent": district.pk,
        "kind": "review",
        "organ": "枣庄市人民政府",
        "case_number": "枣政复〔2026〕1号",
        "filed_on": "2026-09-01",
        "request": case.pk,
    }
    bad = desk.post(f"{address}add/", {**facts, "filed_on": "2026-09-30"})
    assert list(bad.context["adminform"].form.errors) == ["filed_on"]
    desk.post(f"{address}add/", facts)
    dispute = RemedyCase.objects.get()
    assert "枣政复〔2026〕1号" in desk.get(page_of(case)).content.decode()
    empty = desk.post(f"{address}{dispute.pk}/change/", {"result": "", "concluded_on": ""})
    assert set(empty.context["adminform"].form.errors) == {"result", "concluded_on"}
    desk.post(f"{address}{dispute.pk}/change/", {"result": "upheld", "concluded_on": "2026-09-17"})
    dispute.refresh_from_db()
    assert (dispute.result, dispute.concluded_on) == ("upheld", date(2026, 9, 17))
    assert "枣政复〔2026〕1号" in desk.get(address).content.decode()


def test_readers_look_at_disputes_without_changing_them(
    client: Client, district: Agency, office: Agency
) -> None:
    dispute = RemedyCase.objects.create(
        respondent=district, kind="review", organ="枣庄市人民政府", filed_on=date(2026, 9, 1)
    )
    client.force_login(person("reader", office, "requests.read"))
    address = f"/admin/requests_app/remedycase/{dispute.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 403


def test_disputes_of_another_agency_are_out_of_reach(desk: Client, bureau: Agency) -> None:
    facts = {"kind": "review", "organ": "枣庄市人民政府", "filed_on": "2026-09-01"}
    other = RemedyCase.objects.create(respondent=bureau, **{**facts, "filed_on": date(2026, 9, 1)})
    address = "/admin/requests_app/remedycase/"
    assert other not in desk.get(address).context["cl"].result_list
    assert desk.get(f"{address}{other.pk}/change/").status_code == 302
    refused = desk.post(f"{address}add/", {**facts, "respondent": bureau.pk})
    assert list(refused.context["adminform"].form.errors) == ["respondent"]


def test_telephone_numbers_are_for_handlers(client: Client, case: InformationRequest, office: Agency) -> None:
    client.force_login(person("signer", office, "requests.read", "requests.sign"))
    assert PHONE not in client.get(page_of(case)).content.decode()


def test_the_page_of_a_step_says_what_it_is_about(
    case: InformationRequest, by_clerk: Actor, clerk: User, client: Client
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    client.force_login(clerk)
    url = f"/admin/requests_app/informationrequest/{case.pk}/step/sign/"
    page = client.get(url).content.decode()
    assert "2025年度城乡低保资金发放汇总表" in page and "可以公开" in page and "还剩" in page
    facts = {"manner": "system", "signer_name": "演示负责人", "effective_on": "2026-09-18", "look": "1"}
    looked = client.post(url, {**facts, "seen": InformationRequest.objects.get().last_seq}).content.decode()
    assert "年度报告计入" in looked and "签发前必须办理保密审查" not in looked
