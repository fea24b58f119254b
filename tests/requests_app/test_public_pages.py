"""The public's pages: filing without an account, the receipt, tracking; what goes wrong loses nothing."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from django.test import Client

from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.files import store
from foundation.ledger.acts import Actor
from requests_app import holders, personal
from requests_app.forms import filing as filing_form
from requests_app.models import InformationRequest
from requests_app.operations import handling, intake, mending
from tests.requests_app.conftest import (
    IDENTITY,
    NAME,
    PHONE,
    PUBLIC,
    TODAY,
    answer,
    decide,
    filing,
    review,
    serve,
    sign,
)

NEW, TRACK, RECEIPT = "/requests/new/", "/requests/track/", "/requests/receipt/"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests fill the form in no time; the one about haste says so itself."""
    monkeypatch.setattr(filing_form, "FASTEST_SECONDS", 0)


def typed(**changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "who": "natural",
        "part_count": "1",
        "respondent": "shanting",
        "wanted_name_1": "2025年度城乡低保资金发放汇总表",
        "document_number_1": "",
        "features_1": "",
        "name": NAME,
        "identity_kind": "resident",
        "identity_number": IDENTITY,
        "phone": PHONE,
        "address": "",
        "postcode": "",
        "email": "",
        "fax": "",
        "provision_forms": ["electronic"],
        "provision_routes": ["online"],
        "accepts_other_form": "on",
    }
    return {**facts, **changes}


def company(**changes: Any) -> dict[str, Any]:
    facts = typed(
        who="organisation",
        kind="enterprise",
        name="虚构贸易有限公司",
        identity_number="91110000600037341L",
        legal_representative="测试乙某某",
        contact_name="测试丙某某",
    )
    return {**facts, **changes}


def submit(client: Client, **changes: Any) -> Any:
    return client.post(NEW, {**typed(**changes), "submit": "1"}, follow=True)


# --- filing ---------------------------------------------------------------------------------------------


def test_the_landing_page_leads_to_filing_and_tracking(client: Client, district: Agency) -> None:
    page = client.get("/requests/").content.decode()
    assert NEW in page and TRACK in page
    assert "不用说明用途" in page


def test_the_first_question_is_who_asks_and_keeps_what_another_page_filled_in(
    client: Client, bureau: Agency
) -> None:
    page = client.get(NEW, {"agency": "stczj", "wanted": "预算"}).content.decode()
    assert "who=natural&amp;agency=stczj&amp;wanted=%E9%A2%84%E7%AE%97" in page
    form = client.get(NEW, {"who": "natural", "agency": "stczj", "wanted": "预算"}).context["form"]
    assert (form["respondent"].value(), form["wanted_name_1"].value()) == ("stczj", "预算")


def test_the_form_never_asks_for_a_purpose(client: Client, district: Agency) -> None:
    for who in ("natural", "organisation"):
        form = client.get(NEW, {"who": who}).context["form"]
        assert not any("用途" in str(field.label) for field in form)


def test_a_person_files_checks_and_gets_a_receipt(client: Client, district: Agency) -> None:
    check = client.post(NEW, typed())
    assert "核对并提交" in check.content.decode()
    assert not InformationRequest.objects.exists(), "nothing is filed before the answers were checked"
    page = submit(client)
    case = InformationRequest.objects.get()
    text = page.content.decode()
    assert page.redirect_chain[-1][0] == RECEIPT
    assert case.number in text and "2026年10月22日" in text
    code = page.context["query_code"]
    assert code in text and len(code) == 8
    assert personal.read(case.applicant).name == NAME
    assert (case.channel, case.applicant.kind, case.provision_routes) == ("online", "natural", ["online"])


def test_a_company_is_counted_in_its_own_column(client: Client, district: Agency) -> None:
    client.post(NEW, {**company(), "submit": "1"})
    case = InformationRequest.objects.get()
    person = personal.read(case.applicant)
    assert (case.applicant.kind, person.legal_representative, person.contact_name) == (
        "enterprise",
        "测试乙某某",
        "测试丙某某",
    )


def test_the_receipt_of_an_estimated_limit_never_prints_a_bare_date(
    client: Client, district: Agency, settings: Any
) -> None:
    settings.AS_OF = date(2026, 12, 24)
    text = submit(client).content.decode()
    assert "自收到之日起20个工作日内" in text and "以国务院放假安排为准" in text


def test_the_image_of_the_identity_paper_is_sealed(client: Client, district: Agency, tmp_path: Any) -> None:
    picture = tmp_path / "证件.png"
    picture.write_bytes(PNG)
    with picture.open("rb") as file:
        client.post(NEW, {**typed(), "submit": "1", "identity_image": file})
    stored = InformationRequest.objects.get().applicant.identity_file
    assert stored is not None and stored.data_key is not None
    assert store.read(stored) == PNG
    assert store.path_of(stored).read_bytes() != PNG


def test_a_bad_image_is_named_and_loses_nothing(client: Client, district: Agency, tmp_path: Any) -> None:
    fake = tmp_path / "证件.png"
    fake.write_bytes(b"MZ not a picture")
    with fake.open("rb") as file:
        page = client.post(NEW, {**typed(), "submit": "1", "identity_image": file})
    assert "内容与扩展名不符" in page.content.decode()
    assert f'value="{NAME}"' in page.content.decode()
    assert not InformationRequest.objects.exists()


def test_several_things_are_asked_for_without_a_script(client: Client, district: Agency) -> None:
    page = client.post(NEW, {**typed(), "more": "1"})
    form = page.context["form"]
    assert form.shown_parts() == 2 and not form.errors
    assert form["wanted_name_1"].value() == "2025年度城乡低保资金发放汇总表"
    submit(client, part_count="2", document_number_2="山政发〔2025〕8号")
    parts = InformationRequest.objects.get().parts.all()
    assert [part.wanted for part in parts] == [
        "《2025年度城乡低保资金发放汇总表》",
        "（文号：山政发〔2025〕8号）",
    ]


def test_going_back_to_edit_shows_what_was_typed(client: Client, district: Agency) -> None:
    page = client.post(NEW, {**typed(), "edit": "1"})
    assert page.context["form"]["name"].value() == NAME
    assert not page.context["form"].errors


# --- errors ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "field", "says"),
    [
        (typed(respondent=""), "respondent", "请选择向哪个机关申请"),
        (typed(respondent="nobody"), "respondent", "请从列表中选择机关"),
        (typed(wanted_name_1=""), "wanted_name_1", "名称、文号或者其他特征性描述中的一项"),
        (typed(name=""), "name", "请填写姓名"),
        (typed(identity_number=""), "identity_number", "请填写证件号码"),
        (typed(identity_number="123"), "identity_number", "应当是18位"),
        (typed(identity_number="990101199001010018"), "identity_number", "最后一位与前面的数字不符"),
        (typed(phone="123"), "phone", "至少7位数字"),
        (typed(postcode="12"), "postcode", "6位数字"),
        (typed(email="x"), "email", "格式不对"),
        (typed(provision_forms=[]), "provision_forms", "至少选择一种提供形式"),
        (typed(provision_routes=[]), "provision_routes", "至少选择一种获取途径"),
        (typed(provision_routes=["post"]), "address", "请填写联系地址"),
        (typed(provision_routes=["email"]), "email", "请填写电子邮箱"),
        (typed(provision_routes=["fax"]), "fax", "请填写传真号码"),
        (company(kind=""), "kind", "请选择单位类别"),
        (company(identity_number="123"), "identity_number", "统一社会信用代码应当是18位"),
        (company(contact_name=""), "contact_name", "请填写联系人"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(
    client: Client, district: Agency, facts: dict[str, Any], field: str, says: str
) -> None:
    page = client.post(NEW, {**facts, "submit": "1"})
    form, text = page.context["form"], page.content.decode()
    assert list(form.errors) == [field], form.errors
    assert says in form.errors[field][0]
    assert f'href="#{form[field].auto_id}' in text, "the summary links to the field"
    for name, value in facts.items():
        if name in form.fields and value:
            assert form[name].value() == (value if name != "accepts_other_form" else True), name
    assert not InformationRequest.objects.exists()


def test_a_resident_number_of_fifteen_digits_and_a_passport_are_accepted(
    client: Client, district: Agency
) -> None:
    submit(client, identity_number="990101900101001")
    submit(client, identity_kind="passport", identity_number="E 1234 5678")
    numbers = [
        personal.read(case.applicant).identity_number for case in InformationRequest.objects.order_by("pk")
    ]
    assert numbers == ["990101900101001", "E12345678"]


def test_a_program_that_fills_the_trap_is_refused(client: Client, district: Agency) -> None:
    page = client.post(NEW, {**typed(website="https://spam.invalid"), "submit": "1"})
    assert "防止程序自动提交" in page.content.decode()
    assert not InformationRequest.objects.exists()


def test_a_form_sent_in_no_time_is_asked_to_be_sent_again(
    client: Client, district: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing_form, "FASTEST_SECONDS", 60)
    started = client.get(NEW, {"who": "natural"}).context["form"]["started"].value()
    page = client.post(NEW, {**typed(started=started), "submit": "1"})
    assert "提交得太快了" in page.content.decode()
    assert not InformationRequest.objects.exists()
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
    client.post(NEW, {**typed(started=started), "submit": "1"})
    assert InformationRequest.objects.count() == 1


def test_an_agency_that_closed_meanwhile_is_refused_at_the_field(client: Client, district: Agency) -> None:
    district.accepts_requests = False
    district.save()
    page = submit(client)
    assert list(page.context["form"].errors) == ["respondent"]


# --- the receipt and the two secrets --------------------------------------------------------------------


def test_the_receipt_is_only_for_the_browser_that_filed(client: Client, district: Agency) -> None:
    submit(client)
    assert client.get(RECEIPT).status_code == 200
    assert Client().get(RECEIPT).url == TRACK


def test_addresses_and_cookies_in_clear_carry_nothing_personal(client: Client, district: Agency) -> None:
    page = submit(client)
    for address, _ in page.redirect_chain:
        assert page.context["query_code"] not in address and "shanting-2026" not in address
    for cookie in client.cookies.values():
        assert not any(secret in cookie.value for secret in (NAME, IDENTITY, PHONE))
    assert client.cookies[holders.RECEIPT]["httponly"]
    assert "no-store" in page.headers["Cache-Control"]


def test_a_forged_or_old_cookie_opens_nothing(client: Client, case: InformationRequest) -> None:
    client.cookies[holders.HOLDER] = f'{{"pk": {case.pk}}}:forged'
    assert case.number not in client.get(TRACK).content.decode()


def test_number_and_code_open_the_request(client: Client, filed: intake.Filed) -> None:
    page = client.post(
        TRACK, {"number": filed.request.number, "query_code": filed.query_code.lower()}, follow=True
    )
    text = page.content.decode()
    assert f"{filed.request.number}：办理中" in text
    assert "还剩20个工作日（到10月22日）" in text
    assert "放假不算" in text, "the limit explains itself"


@pytest.mark.parametrize("number", ["shanting-2026-0001", "shanting-2026-9999", "胡写"])
def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(
    client: Client, filed: intake.Filed, number: str
) -> None:
    page = client.post(TRACK, {"number": number, "query_code": "AAAAAAAA"})
    assert page.context["form"].non_field_errors() == [
        "申请编号或查询码不对，请对照回执核对；查询码丢失的，请与收到申请的机关联系。"
    ]
    assert holders.HOLDER not in page.cookies


@pytest.mark.parametrize("missing", ["number", "query_code"])
def test_both_secrets_are_asked_for(client: Client, filed: intake.Filed, missing: str) -> None:
    facts = {"number": filed.request.number, "query_code": filed.query_code, missing: ""}
    assert list(client.post(TRACK, facts).context["form"].errors) == [missing]


def test_leaving_forgets_the_request(client: Client, filed: intake.Filed) -> None:
    client.post(TRACK, {"number": filed.request.number, "query_code": filed.query_code})
    assert client.get(TRACK).context.get("standing")
    client.post("/requests/track/leave/")
    assert client.get(TRACK).context.get("standing") is None


# --- what the applicant is told -------------------------------------------------------------------------


@pytest.fixture
def holder(client: Client, filed: intake.Filed) -> Client:
    client.post(TRACK, {"number": filed.request.number, "query_code": filed.query_code})
    return client


def told(client: Client) -> str:
    return client.get(TRACK).content.decode()


def test_an_unconfirmed_request_says_whom_to_call(client: Client, district: Agency) -> None:
    filed = intake.file(filing(district), actor=PUBLIC, confirm=False)
    client.post(TRACK, {"number": filed.request.number, "query_code": filed.query_code})
    assert "待机关确认" in told(client) and "0632-0000000" in told(client)


def test_inner_work_is_not_told_before_the_answer_is_served(
    holder: Client, case: InformationRequest, by_clerk: Actor
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    sign(case, by_clerk)
    text = told(holder)
    assert "正在送达" in text
    assert "保密审查" not in text and "拟定答复" not in text and "/files/" not in text


def test_a_served_answer_can_be_downloaded_by_its_holder_only(
    holder: Client, case: InformationRequest, by_clerk: Actor
) -> None:
    answer(case, by_clerk)
    text = told(holder)
    notice = case.notices.get()
    address = f"/files/{notice.pdf_file_id}/"
    assert address in text and "最后一天" in text
    assert holder.get(address).content.startswith(b"%PDF")
    assert Client().get(address).status_code == 404


def test_the_stamped_scan_and_the_information_itself_are_what_is_downloaded(
    holder: Client, case: InformationRequest, by_clerk: Actor
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    sign(case, by_clerk)
    serve(
        case, by_clerk, served_file=("盖章.png", PNG), provided=[("汇总表.csv", "镇街,金额\n甲,1\n".encode())]
    )
    text = told(holder)
    notice = case.notices.get()
    table = notice.provided.get().file
    assert f"/files/{notice.served_file_id}/" in text and f"/files/{notice.pdf_file_id}/" not in text
    assert holder.get(f"/files/{table.pk}/").status_code == 200
    assert Client().get(f"/files/{table.pk}/").status_code == 404


def test_a_draft_answer_is_not_given_out_before_it_is_served(
    holder: Client, case: InformationRequest, by_clerk: Actor
) -> None:
    decide(case, by_clerk)
    review(case, by_clerk)
    sign(case, by_clerk)
    assert holder.get(f"/files/{case.notices.get().pdf_file_id}/").status_code == 404


def test_an_extension_is_told_with_its_notice(
    holder: Client, case: InformationRequest, by_clerk: Actor
) -> None:
    handling.extend(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=TODAY,
        workdays=10,
        approver_name="演示负责人",
        reason="需要检索多个年度",
    )
    text = told(holder)
    assert "延长了答复期限" in text and "2026年11月5日" in text
    assert holder.get(f"/files/{case.notices.get().pdf_file_id}/").status_code == 200


def test_past_the_limit_the_open_doors_are_shown(
    holder: Client, case: InformationRequest, settings: Any
) -> None:
    settings.AS_OF = date(2026, 10, 26)
    text = told(holder)
    assert "已超过答复期限，您可以" in text
    assert "枣庄市人民政府" in text and "枣庄市中级人民法院" in text


def test_without_a_known_court_the_page_names_none(
    holder: Client, case: InformationRequest, settings: Any
) -> None:
    Agency.objects.filter(pk=case.respondent_id).update(court="")
    settings.AS_OF = date(2026, 10, 26)
    assert "提起行政诉讼" not in told(holder)


def test_an_operation_that_refuses_is_shown_on_the_form(
    client: Client, district: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agency closes between the check and the filing."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise Refused(Refusal("山亭区人民政府现在不能作为被申请机关。", field="respondent"))

    monkeypatch.setattr(intake, "file", refuse)
    page = submit(client)
    assert list(page.context["form"].errors) == ["respondent"]
    assert page.context["form"]["name"].value() == NAME


def test_nonsense_in_the_number_of_parts_shows_one(client: Client, district: Agency) -> None:
    for count in ("x", "-3", ""):
        assert client.post(NEW, {**typed(part_count=count), "more": "1"}).context["form"].shown_parts() >= 1
    assert client.post(NEW, {**typed(part_count="99"), "more": "1"}).context["form"].shown_parts() == 10


def test_whoever_lost_the_mark_of_the_start_waits_once_and_no_longer(
    client: Client, district: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing_form, "FASTEST_SECONDS", 60)
    page = client.post(NEW, {**typed(started="forged"), "submit": "1"})
    assert "提交得太快了" in page.content.decode()
    anew = page.context["form"]["started"].value()
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    client.post(NEW, {**typed(started=anew), "submit": "1"})
    assert InformationRequest.objects.count() == 1


def test_a_void_request_says_so(holder: Client, case: InformationRequest, by_clerk: Actor) -> None:
    mending.void(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记")
    assert "已作废" in told(holder)


def test_pages_of_one_request_take_few_queries(
    holder: Client, case: InformationRequest, by_clerk: Actor, django_assert_max_num_queries: Any
) -> None:
    answer(case, by_clerk)
    with django_assert_max_num_queries(12):
        holder.get(TRACK)
