"""The auditors' page: every ledger in one list, narrowed, page by page, within their own agencies."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import python_calamine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from foundation.agencies.models import Agency, User
from foundation.contracts import composed
from foundation.ledger import audit, audit_pages
from foundation.ledger.audit import Entry, Place, Wanted
from foundation.ledger.seals import event_models
from requests_app.models import InformationRequest, RequestEvent
from tests.world import demo_world

PAGE = "/admin/ledger/audit/"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), demo_world():
        yield


@pytest.fixture(autouse=True)
def db(world: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's: every test begins with the same seeded world."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def everywhere() -> Any:
    return Agency.objects.all()


@pytest.fixture
def auditor() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="shenji"))
    return client


def some(agencies: Any, count: int = 10_000, **wanted: Any) -> list[Entry]:
    return audit.page(agencies, Wanted(**wanted), None, count)


def test_it_lists_every_event_of_every_room_once_newest_first(everywhere: Any) -> None:
    entries = some(everywhere)
    assert len(entries) == sum(model._default_manager.count() for model in event_models())
    assert len({(entry.place.trail, entry.place.pk) for entry in entries}) == len(entries)
    moments = [entry.recorded_at for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert {entry.ledger for entry in entries} == {trail.wording for trail in composed().trails}


def test_pages_follow_each_other_without_a_gap_or_a_repetition(everywhere: Any) -> None:
    """2,436 items were imported at one moment: the place must tell them apart."""
    wanted, walked, before = Wanted(), [], None
    while page := audit.page(everywhere, wanted, before, 700):
        walked += page
        before = Place.read(str(page[-1].place))
    assert [entry.place for entry in walked] == [entry.place for entry in some(everywhere)]


def test_an_event_is_told_in_words(everywhere: Any) -> None:
    case = InformationRequest.objects.get(title__startswith="城区集中供热管网改造计划")
    told = {entry.wording: entry for entry in some(everywhere) if entry.number == case.number}
    assert told["提交申请"].actor == "申请人"
    assert told["提交申请"].url == f"/admin/requests_app/informationrequest/{case.pk}/change/"
    report = next(entry for entry in some(everywhere, ledger="annual_report_reportevent"))
    assert report.number.endswith("年度报告")
    published = some(everywhere, ledger="disclosure_itemevent", kind="published")
    assert {entry.number.count("-") for entry in published} == {2}, "index numbers"


def test_an_item_that_was_never_published_has_its_title(everywhere: Any) -> None:
    numbers = {entry.number for entry in some(everywhere, ledger="disclosure_itemevent", kind="created")}
    assert any("停车管理办法" in number for number in numbers)


def written_on(entry: Any) -> date:
    """The day in Shanghai, which is another one than in London until eight in the morning."""
    return timezone.localtime(entry.place.recorded_at).date()


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"actor": "public"}, lambda entry: entry.actor == "申请人"),
        ({"actor": "programs"}, lambda entry: entry.actor in {"导入", "系统"}),
        ({"ledger": "requests_app_requestevent"}, lambda entry: entry.ledger == "依申请公开"),
        (
            {"ledger": "requests_app_requestevent", "kind": "served"},
            lambda entry: entry.wording == "送达答复",
        ),
        ({"since": date(2026, 11, 2)}, lambda entry: written_on(entry) >= date(2026, 11, 2)),
        (
            {"since": date(2026, 11, 2), "until": date(2026, 11, 9)},
            lambda entry: date(2026, 11, 2) <= written_on(entry) <= date(2026, 11, 9),
        ),
        ({"mark": "backfilled"}, lambda entry: entry.backfilled),
    ],
)
def test_a_filter_leaves_what_fits_and_only_that(everywhere: Any, wanted: dict[str, Any], fits: Any) -> None:
    found, all_of_them = some(everywhere, **wanted), some(everywhere)
    assert 0 < len(found) < len(all_of_them)
    assert found == [entry for entry in all_of_them if fits(entry)]


def test_people_and_units_are_told_apart(everywhere: Any) -> None:
    clerk = User.objects.get(username="jingban")
    office = Agency.objects.get(code="shantingban")
    by_clerk, of_office = some(everywhere, actor=str(clerk.pk)), some(everywhere, unit=str(office.pk))
    assert by_clerk and {entry.actor for entry in by_clerk} == {"演示经办"}
    assert of_office and {entry.unit for entry in of_office} == {office.short_name}
    assert not some(everywhere, actor=str(clerk.pk), mark="unlawful", until=date(2000, 1, 1))


def test_violations_and_corrections_stand_out(everywhere: Any) -> None:
    case = InformationRequest.objects.get(title__startswith="城区集中供热管网改造计划")
    first = case.events.get(seq=1)
    facts = {"effective_on": first.effective_on, "recorded_at": first.recorded_at, "origin": "staff"}
    wrong = case.events.create(seq=98, kind="served", data={"unlawful": "已超过期限。"}, **facts)
    case.events.create(seq=99, kind="served", corrects=wrong, **facts)
    (violation,) = some(everywhere, mark="unlawful")
    assert (violation.number, violation.unlawful) == (case.number, "已超过期限。")
    correction = next(entry for entry in some(everywhere, mark="corrects") if entry.seq == 99)
    assert correction.corrects == 98


def test_an_auditor_of_one_unit_sees_that_unit(everywhere: Any) -> None:
    bureau = Agency.objects.filter(code="stczj")
    found = some(bureau)
    assert 0 < len(found) < len(some(everywhere))
    desks = RequestEvent.objects.filter(subject__respondent__code="stczj").count()
    assert sum(entry.ledger == "依申请公开" for entry in found) == desks


def test_a_page_takes_one_statement_whatever_the_number_of_ledgers(everywhere: Any) -> None:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        audit.page(everywhere, Wanted(), None, 50)
    assert len(captured) == 1


@pytest.mark.parametrize("text", ["", "x", "1-2", "20260101T000000.0-a-1", "20261301T000000.0-1-1"])
def test_a_place_nobody_wrote_is_no_place(text: str) -> None:
    assert Place.read(text) is None


# --- the page -------------------------------------------------------------------------------------------


def test_the_page_shows_fifty_and_leads_on(auditor: Client) -> None:
    first = auditor.get(PAGE)
    assert len(first.context["entries"]) == 50 and "最新50条" in first.content.decode()
    second = auditor.get(PAGE, {"before": str(first.context["older"]), "mark": ""})
    assert "回到最新" in second.content.decode()
    assert {entry.place for entry in first.context["entries"]}.isdisjoint(
        entry.place for entry in second.context["entries"]
    )


def test_filters_are_kept_while_leafing_and_in_the_exports(auditor: Client) -> None:
    page = auditor.get(PAGE, {"kind": "disclosure_itemevent:published", "since": "2026-01-01"})
    text = page.content.decode()
    kept = "kind=disclosure_itemevent%3Apublished&amp;since=2026-01-01"
    assert f"export/csv/?{kept}" in text and f"?{kept}" in text
    assert {entry.wording for entry in page.context["entries"]} == {"发布"}


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"since": "18.9.2026"}, "2026-09-18这样"),
        ({"since": "2026-09-18", "until": "2026-09-17"}, "结束日期早于开始日期"),
        ({"actor": "999999"}, "没有“999999”这一项"),
        ({"kind": "auth_user:deleted"}, "没有“auth_user:deleted”这一项"),
    ],
)
def test_a_wrong_filter_is_named_and_shows_nothing(auditor: Client, query: dict[str, str], says: str) -> None:
    page = auditor.get(PAGE, query)
    assert says in page.content.decode()
    assert page.context["entries"] == []
    assert auditor.get(f"{PAGE}export/csv/", query).status_code == 302


def test_nothing_found_says_so(auditor: Client) -> None:
    text = auditor.get(PAGE, {"until": "2001-01-01"}).content.decode()
    assert "没有符合条件的记录" in text and "export/csv" not in text


def test_the_newest_seal_stands_there_to_be_copied(auditor: Client) -> None:
    page = auditor.get(PAGE)
    seal = page.context["seal"]
    assert seal.sha256 in page.content.decode() and "--expect" in page.content.decode()


def test_the_list_of_functions_offers_it_to_auditors_only(auditor: Client) -> None:
    assert "办理记录" in auditor.get("/admin/ledger/").content.decode()
    for username in ("jingban", "guanli", "zhuguan"):
        client = Client()
        client.force_login(User.objects.get(username=username))
        assert PAGE not in client.get("/admin/").content.decode()
        assert client.get(PAGE).status_code == 403


# --- taking it along ------------------------------------------------------------------------------------


def read_csv(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_both_spreadsheets_hold_the_same_rows(auditor: Client) -> None:
    query = {"ledger": "", "kind": "requests_app_requestevent", "since": "2026-06-01"}
    plain = read_csv(auditor.get(f"{PAGE}export/csv/", query))
    response = auditor.get(f"{PAGE}export/xlsx/", query)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(plain) == len(rows) > 50
    assert tuple(plain[0]) == audit_pages.HEADINGS == tuple(rows[0])
    for line, row in zip(plain[1:], rows[1:], strict=True):
        assert (line[2], line[4], int(line[3])) == (row[2], row[4], int(row[3]))
        assert line[7] == str(row[7])[:10]
    assert response["Content-Disposition"].endswith("20261123.xlsx")
    assert "no-store" in response["Cache-Control"]


def test_a_workbook_too_long_is_refused_with_a_way_out(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_pages, "SHEET_ROWS", 20)
    refused = auditor.get(f"{PAGE}export/xlsx/?kind=disclosure_itemevent", follow=True)
    assert refused.redirect_chain[0][0] == f"{PAGE}?kind=disclosure_itemevent"
    assert "超过20条" in refused.content.decode()
    monkeypatch.setattr(audit, "BATCH", 7)
    assert len(read_csv(auditor.get(f"{PAGE}export/csv/?kind=disclosure_itemevent"))) > 2_000


def test_there_is_no_third_format(auditor: Client) -> None:
    assert auditor.get(f"{PAGE}export/pdf/").status_code == 404


def test_posting_changes_nothing(auditor: Client) -> None:
    assert auditor.post(PAGE).status_code == 405


def test_every_trail_is_wired(everywhere: Any) -> None:
    assert [trail.wording for trail in composed().trails] == [
        "依申请公开",
        "主动公开",
        "年度报告",
        "人员",
        "姓名查找",
        "协查函",
        "更正申请",
        "登记台账",
    ]
    assert some(everywhere, ledger="nobody_knows") == []
