"""The pages after a new calendar: 重算中, the button, whose printed date moved, and telling them."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from requests_app import changed_limits, limit_wording, today
from requests_app.models import InformationRequest
from requests_app.operations import handling, intake, mending, recomputing, telling
from tests.requests_app.conftest import NAME, PUBLIC, answer, filing, person, publish_calendar

LIST = "/admin/requests_app/informationrequest/"
RECOMPUTE, MOVED, FILE = f"{LIST}recompute/", f"{LIST}recomputed/", f"{LIST}recomputed/xlsx/"
DAY = date(2026, 12, 10)


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def text_of(desk: Client, address: str, **query: str) -> str:
    return desk.get(address, query).content.decode()


def page_of(case: InformationRequest) -> str:
    return f"{LIST}{case.pk}/change/"


def extend(case: InformationRequest, actor: Actor, recording: bool = False) -> None:
    handling.extend(
        case.pk,
        actor=actor,
        seen=None,
        effective_on=DAY,
        workdays=5,
        approver_name="演示负责人",
        reason="需要检索",
        recording=recording,
    )


# --- between publication and recomputation --------------------------------------------------------------


def test_until_it_is_recomputed_a_limit_says_so_everywhere(
    desk: Client, december: InformationRequest, clerk: User
) -> None:
    for address in (page_of(december), LIST):
        assert "重算中" not in text_of(desk, address)
    publish_calendar()
    case_page = text_of(desk, page_of(december))
    assert "重算中：这里已按现行工作日历2027-1计算" in case_page
    assert "2027年1月7日（重算中）" in case_page and "放假安排尚未公布" not in case_page
    assert "（预计到2027年1月7日）（重算中）" in text_of(desk, LIST)
    [item] = today.due_soon(clerk, date(2026, 12, 30))
    assert "期限重算中" in item.note
    recomputing.recompute_open_limits()
    for address in (page_of(december), LIST):
        assert "重算中" not in text_of(desk, address)


def test_a_closed_request_is_never_being_recomputed(
    desk: Client, december: InformationRequest, by_clerk: Actor
) -> None:
    answer(december, by_clerk, on=DAY)
    publish_calendar()
    for address in (page_of(december), LIST):
        assert "重算中" not in text_of(desk, address)


# --- the button -----------------------------------------------------------------------------------------


def test_the_list_warns_while_limits_are_stale_and_the_button_recomputes(
    desk: Client, december: InformationRequest
) -> None:
    assert "现在重算" not in text_of(desk, LIST)
    publish_calendar()
    shown = text_of(desk, LIST)
    assert "还有1件在办申请的答复期限没有按它重算" in shown and f'action="{RECOMPUTE}"' in shown
    assert "还有1件没有重算" in text_of(desk, RECOMPUTE)
    assert recomputing.stale_requests() == 1, "looking changes nothing"
    page = desk.post(RECOMPUTE, follow=True)
    assert page.redirect_chain == [(RECOMPUTE, 302)]
    assert "已重算1件，其中1件的日期有变化；全部重算完毕。" in page.content.decode()
    assert "没有要重算的期限" in page.content.decode()
    assert "现在重算" not in text_of(desk, LIST)


def test_one_press_works_ten_seconds_and_says_what_is_left(
    desk: Client, december: InformationRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_calendar()
    ticks = iter([0.0, 10.0])
    monkeypatch.setattr(recomputing, "monotonic", lambda: next(ticks))
    page = desk.post(RECOMPUTE, follow=True).content.decode()
    assert "已重算0件，其中0件的日期有变化；还有1件，请再点一次。" in page


@pytest.mark.parametrize(
    ("capability", "expected"),
    [("requests.handle", 200), ("workdays.publish", 200), ("requests.read", 403), ("workdays.prepare", 403)],
)
def test_the_button_is_for_those_who_handle_requests_or_publish_calendars(
    client: Client, office: Agency, december: InformationRequest, capability: str, expected: int
) -> None:
    client.force_login(person("somebody", office, capability))
    publish_calendar()
    assert client.get(RECOMPUTE).status_code == expected
    assert client.post(RECOMPUTE, follow=True).status_code == expected
    assert recomputing.stale_requests() == (expected != 200)


def test_a_reader_is_warned_and_offered_no_button(
    client: Client, office: Agency, december: InformationRequest
) -> None:
    client.force_login(person("reader", office, "requests.read"))
    publish_calendar()
    shown = text_of(client, LIST)
    assert "还有1件在办申请" in shown and "现在重算" not in shown.replace("也可以现在重算", "")


def test_the_line_on_today_goes_when_all_is_recomputed(
    december: InformationRequest, clerk: User, office: Agency
) -> None:
    assert not today.limits_to_recompute(clerk, DAY)
    publish_calendar()
    for user in (clerk, person("keeper", office, "workdays.publish")):
        [item] = today.limits_to_recompute(user, DAY)
        assert (item.url, item.next_step) == (RECOMPUTE, "现在重算")
        assert item.title.startswith("1件在办申请")
    assert not today.limits_to_recompute(person("reader", office, "requests.read"), DAY)
    recomputing.recompute_open_limits()
    assert not today.limits_to_recompute(clerk, DAY)


# --- whose printed date moved ---------------------------------------------------------------------------


@pytest.fixture
def moved(december: InformationRequest) -> InformationRequest:
    publish_calendar()
    recomputing.recompute_open_limits()
    december.refresh_from_db()
    return december


def test_the_list_names_old_and_new_date_the_paper_and_the_next_step(
    desk: Client, moved: InformationRequest
) -> None:
    shown = text_of(desk, MOVED)
    for part in (
        moved.number,
        "预计2027年1月7日",
        "2027年1月11日",
        "登记回执",
        "待告知",
        "告知申请人新的期限",
        f"{LIST}{moved.pk}/step/tell-limit/",
    ):
        assert part in shown
    assert NAME not in shown and moved.title not in shown


def test_an_extended_request_names_the_notice_of_the_extension(
    desk: Client, december: InformationRequest, by_clerk: Actor
) -> None:
    extend(december, by_clerk)
    publish_calendar()
    recomputing.recompute_open_limits()
    assert "2026年12月10日的延期答复告知书、登记回执（延期前的期限）" in text_of(desk, MOVED)


def test_who_was_told_leaves_the_list_and_the_line_on_today_goes(
    desk: Client, clerk: User, moved: InformationRequest
) -> None:
    [item] = today.limits_to_tell(clerk, DAY)
    assert item.title == "工作日历2027-1改变了1件申请已经告知的答复期限"
    assert (item.url, item.next_step) == (f"{MOVED}?version=2027-1", "告知申请人新的期限")
    step = f"{LIST}{moved.pk}/step/tell-limit/"
    assert step in text_of(desk, page_of(moved))
    facts = {"seen": moved.last_seq, "effective_on": DAY.isoformat(), "manner": "phone"}
    asked = text_of(desk, step)
    assert "原来告知的是2027年1月7日" in asked and "现在是2027年1月11日" in asked
    preview = desk.post(step, {**facts, "look": "1"}).content.decode()
    assert "记下2026年12月10日已用电话告知" in preview
    done = desk.post(step, {**facts, "perform": "1"}, follow=True).content.decode()
    assert "已办理：告知申请人新的期限" in done and step not in done
    assert "答复期限由预计2027年1月7日改为2027年1月11日" in done, "the timeline says what moved"
    assert "工作日历committed-2026 → 2027-1" in done
    assert not today.limits_to_tell(clerk, DAY)
    assert moved.number not in text_of(desk, MOVED)
    assert "没有待告知的" in text_of(desk, MOVED)
    everything = text_of(desk, MOVED, show="all")
    assert moved.number in everything and "2026年12月10日已用电话告知" in everything


def test_the_lines_are_settled_in_every_way_they_can_be(
    desk: Client, clerk: User, by_clerk: Actor, district: Agency, settings: Any
) -> None:
    settings.AS_OF = DAY
    cases = {
        name: intake.file(filing(district), actor=PUBLIC).request
        for name in ("extended", "closed", "void", "paused", "same", "unlawful", "waiting")
    }
    extend(cases["unlawful"], by_clerk)
    publish_calendar()
    recomputing.recompute_open_limits()
    extend(cases["extended"], by_clerk)
    extend(cases["unlawful"], by_clerk, recording=True)  # a second one, which extends nothing
    answer(cases["closed"], by_clerk, on=DAY)
    mending.void(cases["void"].pk, actor=by_clerk, seen=None, effective_on=DAY, reason="重复登记")
    InformationRequest.objects.filter(pk=cases["paused"].pk).update(due_on=None)
    InformationRequest.objects.filter(pk=cases["same"].pk).update(due_on=date(2027, 1, 7))
    shown = text_of(desk, MOVED, show="all")
    for sentence in (
        "2026年12月10日已用延期答复告知书",
        "已答复，不需要再告知",
        "作废，不需要再告知",
        "答复期限暂停计算，恢复后再告知",
        "现在的期限与原告知的一致",
    ):
        assert sentence in shown
    waiting = text_of(desk, MOVED)
    numbers = {name for name, case in cases.items() if case.number in waiting}
    assert numbers == {"unlawful", "waiting"}
    [item] = today.limits_to_tell(clerk, DAY)
    assert item.title.startswith("工作日历2027-1改变了2件")
    events = changed_limits.printed_dates_moved(InformationRequest.objects.visible_to(clerk))
    asked_of_many = set(changed_limits.still_to_tell(events))
    assert asked_of_many == {event for event in events if changed_limits.is_waiting(event)}


def test_a_later_calendar_carries_the_matter_on(desk: Client, clerk: User, moved: InformationRequest) -> None:
    publish_calendar("2027-2", text="元旦：1月1日（周五）至5日（周二）放假。")
    recomputing.recompute_open_limits()
    assert [item.title[:10] for item in today.limits_to_tell(clerk, DAY)] == ["工作日历2027-2"]
    newest = text_of(desk, MOVED)
    assert "2027年1月7日" in newest and "2027年1月12日" in newest and "登记回执" in newest
    first = text_of(desk, MOVED, version="2027-1", show="all")
    assert "又按工作日历2027-2重算，见该版本" in first
    assert "没有待告知的" in text_of(desk, MOVED, version="2027-1")


def test_after_a_call_it_is_the_call_that_told_the_old_date(
    desk: Client, moved: InformationRequest, by_clerk: Actor
) -> None:
    telling.tell_limit(moved.pk, actor=by_clerk, seen=3, effective_on=DAY, manner="letter")
    publish_calendar("2027-2", text="元旦：1月1日（周五）至5日（周二）放假。")
    recomputing.recompute_open_limits()
    shown = text_of(desk, MOVED)
    assert "2026年12月10日的书面告知" in shown and "登记回执</td>" not in shown


def test_the_list_downloads_as_a_spreadsheet_without_anything_of_an_applicant(
    desk: Client, moved: InformationRequest
) -> None:
    response = desk.get(FILE, {"version": "2027-1"})
    assert "2027-1.xlsx" in response["Content-Disposition"]
    [sheet] = CalamineWorkbook.from_filelike(BytesIO(response.content)).sheet_names
    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_name(sheet).to_python()
    assert rows[0][:3] == ["申请编号", "被申请机关", "承办单位"]
    assert rows[1][0] == moved.number
    assert rows[1][3:] == ["预计2027年1月7日", "2027年1月11日", "登记回执", "待告知"]
    assert len(rows) == 2


def test_everybody_sees_the_cases_they_may_read_only(
    client: Client, moved: InformationRequest, office: Agency, bureau: Agency
) -> None:
    client.force_login(person("other", bureau, "requests.read", "requests.handle"))
    assert moved.number not in text_of(client, MOVED, show="all")
    assert not today.limits_to_tell(User.objects.get(username="other"), DAY)
    client.force_login(person("reader", office, "requests.read"))
    shown = text_of(client, MOVED)
    assert moved.number in shown and "tell-limit" not in shown
    assert not today.limits_to_tell(User.objects.get(username="reader"), DAY)
    client.force_login(person("writer", office, "disclosure.read"))
    for address in (MOVED, FILE):
        assert client.get(address).status_code == 403


def test_an_unknown_version_is_not_found_and_without_one_the_page_explains(
    desk: Client, december: InformationRequest
) -> None:
    assert "还没有发布过新的工作日历" in text_of(desk, MOVED)
    assert desk.get(MOVED, {"version": "1999-1"}).status_code == 404
    publish_calendar()
    assert "没有哪一件已经告知的期限因这一版日历改变" in text_of(desk, MOVED)
    assert "还有1件在办申请没有重算" in text_of(desk, MOVED)


def test_many_lines_take_as_many_queries_as_one(
    desk: Client, district: Agency, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.AS_OF = DAY
    for _ in range(6):
        intake.file(filing(district), actor=PUBLIC)
    publish_calendar()
    recomputing.recompute_open_limits()
    text_of(desk, MOVED)
    with django_assert_max_num_queries(20):
        text_of(desk, MOVED)


# --- the clerk's open form and the applicant ------------------------------------------------------------


def test_a_clerk_whose_form_is_open_sees_the_news(desk: Client, december: InformationRequest) -> None:
    publish_calendar()
    recomputing.recompute_open_limits()
    facts = {"effective_on": DAY.isoformat(), "reply_type_1": "A2", "finding_1": "找到了"}
    page = desk.post(f"{LIST}{december.pk}/step/decide/", {**facts, "seen": "2", "perform": "1"})
    text = page.content.decode()
    assert "您打开页面之后，此件已有新的办理记录" in text and "找到了" in text
    [news] = page.context["news"]
    assert (news.wording, news.actor_name) == ("重算期限", "系统")
    assert "改为2027年1月11日" in news.detail


def test_the_applicant_reads_that_the_limit_moved(
    client: Client, district: Agency, settings: Any, by_clerk: Actor
) -> None:
    settings.AS_OF = DAY
    filed = intake.file(filing(district), actor=PUBLIC)
    publish_calendar()
    recomputing.recompute_open_limits()
    telling.tell_limit(filed.request.pk, actor=by_clerk, seen=3, effective_on=DAY, manner="phone")
    facts = {"number": filed.request.number, "query_code": filed.query_code}
    page = client.post("/requests/track/", facts, follow=True).content.decode()
    assert "答复期限按新的放假安排重新计算" in page
    assert "由预计2027年1月7日改为2027年1月11日" in page
    assert "机关告知您新的答复期限" in page


def test_the_applicant_does_not_hear_of_inner_dates(client: Client, district: Agency, settings: Any) -> None:
    settings.AS_OF = date(2026, 11, 24)
    filed = intake.file(filing(district), actor=PUBLIC)
    publish_calendar()
    assert recomputing.recompute_open_limits().changed == 1
    facts = {"number": filed.request.number, "query_code": filed.query_code}
    page = client.post("/requests/track/", facts, follow=True).content.decode()
    assert "重新计算" not in page


def test_staff_read_what_became_of_a_limit_that_stayed(desk: Client, district: Agency, settings: Any) -> None:
    settings.AS_OF = date(2026, 11, 24)
    case = intake.file(filing(district), actor=PUBLIC).request
    publish_calendar()
    recomputing.recompute_open_limits()
    assert "答复期限仍是2026年12月22日，延期后最晚改为" in text_of(desk, page_of(case))


def test_a_limit_moved_by_the_houses_own_reading_is_not_laid_to_the_holidays() -> None:
    data = {
        "calendar": ["2027-1", "2027-1"],
        "due_on": [None, "2027-01-11"],
        "latest_on": [None, None],
        "provisional": [True, False],
    }
    assert limit_wording.told_of(data) == "答复期限重新计算"
    assert limit_wording.moved(data) == "由暂停计算改为2027年1月11日"
    assert limit_wording.recomputation(data).endswith("（时限设置已改变，工作日历仍是2027-1）")


def test_the_list_is_filtered_by_what_is_provisional(desk: Client, december: InformationRequest) -> None:
    assert december.number in text_of(desk, LIST, limit="provisional")
    publish_calendar()
    recomputing.recompute_open_limits()
    assert december.number not in text_of(desk, LIST, limit="provisional")
