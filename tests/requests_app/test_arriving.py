"""Between arrival and receipt: every channel, attempts to reach somebody, papers kept sealed."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.workdays.queries import published_calendar
from requests_app import duties, today
from requests_app.forms import filing as filing_form
from requests_app.limit_wording import sentence
from requests_app.models import InformationRequest, Stage
from requests_app.operations import arriving, handling, intake, mending
from tests.requests_app.conftest import PHONE, PUBLIC, TODAY, filing, miss, person
from tests.requests_app.test_admin import REGISTER, at_the_counter, page_of, post, step
from tests.requests_app.test_public_pages import PNG, typed

MONDAY = date(2026, 9, 21)


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def letter(district: Agency, by_clerk: Actor) -> InformationRequest:
    """An ordinary letter nobody has confirmed yet."""
    return intake.register(filing(district, channel="post"), actor=by_clerk, arrived_on=TODAY).request


def kinds(case: InformationRequest) -> list[str]:
    return [event.kind for event in case.events.order_by("seq")]


# --- the setting ----------------------------------------------------------------------------------------


def test_online_filings_are_confirmed_at_once_unless_the_agency_confirms_by_hand(
    district: Agency, office: Agency, settings: Any
) -> None:
    settings.GONGKAI_CONFIRM_BY_HAND = frozenset({"shanting"})
    assert intake.file(filing(district), actor=PUBLIC).request.stage == Stage.UNCONFIRMED
    assert intake.file(filing(office), actor=PUBLIC).request.stage == Stage.HANDLING
    settings.GONGKAI_CONFIRM_BY_HAND = frozenset({"*"})
    assert intake.file(filing(office), actor=PUBLIC).request.stage == Stage.UNCONFIRMED


def test_the_applicant_is_told_whom_to_call_while_nothing_is_confirmed(
    district: Agency, client: Client, settings: Any
) -> None:
    settings.GONGKAI_CONFIRM_BY_HAND = frozenset({"shanting"})
    filed = intake.file(filing(district), actor=PUBLIC)
    keys = {"number": filed.request.number, "query_code": filed.query_code}
    page = client.post("/requests/track/", keys, follow=True).content.decode()
    assert "待机关确认" in page and "请与机关确认" in page and "0632-0000000" in page


def test_the_receipt_claims_no_receipt_that_is_not_confirmed(
    district: Agency, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing_form, "FASTEST_SECONDS", 0)
    settings.GONGKAI_CONFIRM_BY_HAND = frozenset({"shanting"})
    waiting = client.post("/requests/new/", {**typed(), "submit": "1"}, follow=True).content.decode()
    assert "收到了您的申请" not in waiting and "等待山亭区人民政府确认" in waiting
    settings.GONGKAI_CONFIRM_BY_HAND = frozenset()
    received = client.post("/requests/new/", {**typed(), "submit": "1"}, follow=True).content.decode()
    assert "收到了您的申请" in received and "以双方确认之日为收到之日" in received


# --- every channel at the counter -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "channel", "basis", "received"),
    [
        ({"arrival": "in_person"}, "counter", "submitted", date(2026, 9, 16)),
        ({"arrival": "oral", "read_back": "on"}, "counter", "submitted", date(2026, 9, 16)),
        ({"arrival": "registered"}, "post", "signed_for", date(2026, 9, 16)),
        (
            {"arrival": "ordinary", "confirmed_on": "2026-09-17", "means": "phone"},
            "post",
            "confirmed",
            date(2026, 9, 17),
        ),
        (
            {"arrival": "fax", "confirmed_on": "2026-09-16", "means": "phone"},
            "fax",
            "confirmed",
            date(2026, 9, 16),
        ),
        ({"arrival": "fax", "guide": "演示指南2026年版"}, "fax", "announced", date(2026, 9, 16)),
        (
            {"arrival": "email", "confirmed_on": "2026-09-18", "means": "email"},
            "email",
            "confirmed",
            TODAY,
        ),
        (
            {
                "arrival": "platform",
                "external_number": "SD-7",
                "source_system": "省平台",
                "guide": "演示指南2026年版",
            },
            "online",
            "announced",
            date(2026, 9, 16),
        ),
    ],
    ids=lambda value: value.get("arrival") if isinstance(value, dict) else "",
)
def test_each_way_of_coming_in_has_its_day_of_receipt(
    desk: Client, district: Agency, changes: dict[str, str], channel: str, basis: str, received: date
) -> None:
    desk.post(REGISTER, at_the_counter(district, **changes))
    case = InformationRequest.objects.get()
    assert (case.arrival, case.channel) == (changes["arrival"], channel)
    assert (case.received_basis, case.received_on, case.stage) == (basis, received, Stage.HANDLING)
    assert case.events.get(seq=1).effective_on == date(2026, 9, 16)


@pytest.mark.parametrize("arrival", ["ordinary", "fax", "email"])
def test_what_is_not_confirmed_waits_without_a_limit(desk: Client, district: Agency, arrival: str) -> None:
    desk.post(REGISTER, at_the_counter(district, arrival=arrival))
    case = InformationRequest.objects.get()
    assert (case.stage, case.received_on, case.due_on) == (Stage.UNCONFIRMED, None, None)
    shown = desk.get(page_of(case)).content.decode()
    assert "答复期限没有起算" in shown and "确认收到申请" in shown and "登记没有联系上" in shown


def test_the_form_says_beside_each_way_which_day_counts_and_shows_it_before_saving(
    desk: Client, district: Agency
) -> None:
    shown = desk.get(REGISTER).content.decode()
    assert "签收之日是收到之日，门卫、收发室签收也算" in shown
    facts = at_the_counter(district, arrived_on="2026-09-12")
    facts.pop("perform")
    page = desk.post(REGISTER, {**facts, "look": "1"})
    text = page.content.decode()
    assert "还没有登记" in text and "2026年9月12日（周六）" in text and "休息日，收到之日不顺延" in text
    assert "答复期限：2026年10月15日" in text
    assert not InformationRequest.objects.exists()
    waiting = desk.post(REGISTER, {**facts, "arrival": "ordinary", "look": "1"}).content.decode()
    assert "答复期限没有起算" in waiting


def test_a_wrong_form_is_not_previewed(desk: Client, district: Agency) -> None:
    facts = at_the_counter(district, name="")
    facts.pop("perform")
    page = desk.post(REGISTER, {**facts, "look": "1"})
    assert page.context["preview"] is None and "name" in page.context["form"].errors


def test_an_oral_request_is_read_back_and_its_receipt_has_a_line_to_sign(
    desk: Client, district: Agency
) -> None:
    page = desk.post(REGISTER, at_the_counter(district, arrival="oral", read_back="on"), follow=True)
    assert "已读给我听，与我的意思一致" in page.content.decode()
    other = desk.post(REGISTER, at_the_counter(district), follow=True)
    assert "已读给我听" not in other.content.decode()


def test_the_case_page_and_the_receipt_say_which_day_counts_and_why(desk: Client, district: Agency) -> None:
    page = desk.post(REGISTER, at_the_counter(district), follow=True)
    assert "以行政机关签收之日为收到之日（条例第31条第二项）" in page.content.decode()
    case = InformationRequest.objects.get()
    shown = desk.get(page_of(case)).content.decode()
    assert "哪天算收到，为什么" in shown and "门卫、收发室签收也算" in shown and "挂号信、EMS" in shown


# --- papers ---------------------------------------------------------------------------------------------


def test_the_envelope_is_kept_sealed_under_our_name_for_those_who_handle_the_case(
    desk: Client, client: Client, district: Agency, office: Agency, tmp_path: Any
) -> None:
    scan = SimpleUploadedFile("测试甲某某的信封.png", PNG)
    desk.post(REGISTER, {**at_the_counter(district), "evidence": scan})
    case = InformationRequest.objects.get()
    kept = case.events.get(kind="registered").evidence
    assert kept is not None and kept.data_key == case.applicant.key
    assert kept.name == "到达凭证.png"
    assert not any(PNG in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert f"/files/{kept.pk}/" in desk.get(page_of(case)).content.decode()
    assert desk.get(f"/files/{kept.pk}/").status_code == 200
    client.force_login(person("reader", office, "requests.read"))
    assert f"/files/{kept.pk}/" not in client.get(page_of(case)).content.decode()
    assert client.get(f"/files/{kept.pk}/").status_code == 404


def test_a_scan_is_added_later_and_moves_no_date(
    desk: Client, letter: InformationRequest, by_clerk: Actor
) -> None:
    post(desk, letter, "arrival-evidence", evidence=SimpleUploadedFile("信封.png", PNG))
    letter.refresh_from_db()
    assert kinds(letter) == ["registered", "arrival_evidence"]
    assert (letter.stage, letter.received_on) == (Stage.UNCONFIRMED, None)
    assert "打开（2026年9月18日存）" in desk.get(page_of(letter)).content.decode()
    with pytest.raises(Refused, match="扫描件"):
        arriving.keep_evidence(letter.pk, actor=by_clerk, seen=None, effective_on=TODAY, evidence=None)


# --- attempts -------------------------------------------------------------------------------------------


def test_an_attempt_in_vain_is_logged_and_starts_no_clock(
    letter: InformationRequest, by_clerk: Actor
) -> None:
    case = miss(letter, by_clerk, at=time(15, 20))
    case.refresh_from_db()
    assert (case.stage, case.received_on, case.due_on) == (Stage.UNREACHED, None, None)
    event = case.events.get(kind="not_reached")
    assert event.data == {"means": "phone", "result": "no_answer", "at": "15:20"}
    assert (event.actor, event.effective_on) == (by_clerk.user, TODAY)
    assert sentence(case, TODAY, published_calendar()) == "待联系，联系上并确认后起算"


def test_the_day_contact_succeeds_is_the_receipt(
    letter: InformationRequest, by_clerk: Actor, settings: Any
) -> None:
    miss(letter, by_clerk)
    settings.AS_OF = MONDAY
    intake.receive(
        letter.pk,
        actor=by_clerk,
        seen=None,
        effective_on=MONDAY,
        received_basis="confirmed",
        means="phone",
    )
    letter.refresh_from_db()
    assert (letter.stage, letter.registered_on, letter.received_on) == (Stage.HANDLING, MONDAY, MONDAY)
    assert letter.events.get(kind="received").data == {"basis": "confirmed", "means": "phone"}


def test_an_attempt_before_the_arrival_or_with_an_unknown_result_is_refused(
    letter: InformationRequest, by_clerk: Actor
) -> None:
    with pytest.raises(Refused, match="不能早于申请到达之日"):
        miss(letter, by_clerk, on=date(2026, 9, 17))
    with pytest.raises(Refused, match="请选择联系方式和结果"):
        miss(letter, by_clerk, result=f"打了{PHONE}")
    letter.refresh_from_db()
    assert kinds(letter) == ["registered"] and letter.stage == Stage.UNCONFIRMED


def test_nobody_logs_attempts_for_another_agency(letter: InformationRequest, stranger: Actor) -> None:
    with pytest.raises(Refused, match="没有在本单位"):
        miss(letter, stranger)


def test_once_received_there_is_nobody_to_reach(case: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="现在的阶段不能"):
        miss(case, by_clerk)


def test_what_waits_can_be_assigned_and_voided(
    letter: InformationRequest, by_clerk: Actor, bureau: Agency
) -> None:
    miss(letter, by_clerk)
    handling.assign(letter.pk, actor=by_clerk, seen=None, effective_on=TODAY, handler=bureau)
    mending.void(letter.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记")
    letter.refresh_from_db()
    assert letter.stage == Stage.VOID


def test_the_form_previews_the_attempt_and_after_two_proposes_a_letter(
    desk: Client, letter: InformationRequest
) -> None:
    facts = {"means": "phone", "at": "15:20", "result": "no_answer"}
    text = post(desk, letter, "not-reached", "look", **facts).content.decode()
    assert "记下第1次联系：电话，无人接听、没有回复" in text
    assert "邮寄确认函" not in text
    for _ in range(2):
        post(desk, letter, "not-reached", **facts)
    assert "邮寄确认函" in desk.get(step(letter, "not-reached")).content.decode()
    shown = desk.get(page_of(letter)).content.decode()
    assert "联系申请人2次没有结果" in shown and "电话，15:20，无人接听、没有回复" in shown


def test_the_form_of_the_receipt_asks_how_they_confirmed_and_explains_the_day(
    desk: Client, letter: InformationRequest
) -> None:
    page = post(desk, letter, "receive", received_basis="confirmed")
    assert list(page.context["form"].errors) == ["means"]
    facts = {"received_basis": "confirmed", "means": "phone"}
    text = post(desk, letter, "receive", "look", **facts).content.decode()
    assert "平常信函不需要签收" in text and "答复期限：2026年10月22日" in text
    post(desk, letter, "receive", received_basis="confirmed", means="phone")
    assert "收到申请" in desk.get(page_of(letter)).content.decode()


def test_a_guide_is_named_where_it_makes_the_arrival_the_receipt(
    desk: Client, district: Agency, by_clerk: Actor
) -> None:
    fax = intake.register(filing(district, channel="fax"), actor=by_clerk, arrived_on=TODAY).request
    page = post(desk, fax, "receive", received_basis="announced")
    assert list(page.context["form"].errors) == ["guide"]
    post(desk, fax, "receive", received_basis="announced", guide="演示指南2026年版")
    fax.refresh_from_db()
    assert fax.received_basis == "announced"
    assert "演示指南2026年版" in desk.get(page_of(fax)).content.decode()


# --- who has to act -------------------------------------------------------------------------------------


def test_whom_nobody_reached_stands_first_on_today_until_they_confirm(
    clerk: User, letter: InformationRequest, by_clerk: Actor, bureau: Agency
) -> None:
    assert today.WORK_LISTS[0].code == "requests.unreached"
    assert today.unreached(clerk, TODAY) == []
    miss(letter, by_clerk)
    [item] = today.unreached(clerk, TODAY)
    assert (item.next_step, "已联系1次" in item.note) == ("再次联系申请人", True)
    assert not today.unconfirmed(clerk, TODAY)
    miss(letter, by_clerk, result="wrong_number")
    [item] = today.unreached(clerk, TODAY)
    assert item.next_step == "邮寄确认函"
    miss(letter, by_clerk, means="letter", result="letter_sent")
    [item] = today.unreached(clerk, TODAY)
    assert item.next_step == "再次联系申请人"
    assert not today.unreached(person("elsewhere", bureau, "requests.read"), TODAY)
    intake.receive(
        letter.pk, actor=by_clerk, seen=None, effective_on=TODAY, received_basis="confirmed", means="phone"
    )
    assert today.unreached(clerk, TODAY) == []


def test_the_patrol_blames_nobody_who_has_tried(letter: InformationRequest, by_clerk: Actor) -> None:
    ids = [letter.respondent_id]
    later = date(2026, 9, 22)
    assert list(duties.unconfirmed(ids, later)) == [letter]
    miss(letter, by_clerk)
    assert list(duties.unconfirmed(ids, later)) == []


def test_the_list_is_narrowed_to_whom_nobody_reached(
    desk: Client, letter: InformationRequest, by_clerk: Actor, case: InformationRequest
) -> None:
    miss(letter, by_clerk)
    page = desk.get("/admin/requests_app/informationrequest/", {"limit": "unreached"})
    assert [one.number for one in page.context["cl"].result_list] == [letter.number]


def test_the_applicant_reads_that_nobody_reached_them_and_whom_to_call(
    district: Agency, by_clerk: Actor, client: Client
) -> None:
    filed = intake.register(filing(district, channel="fax"), actor=by_clerk, arrived_on=TODAY)
    miss(filed.request, by_clerk)
    keys = {"number": filed.request.number, "query_code": filed.query_code}
    page = client.post("/requests/track/", keys, follow=True).content.decode()
    assert "待联系" in page and "机关与您联系，没有联系上" in page and "0632-0000000" in page
    assert "无人接听" not in page, "how often who called is the file's own"
