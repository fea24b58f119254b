"""The workbench: what a writer, the head and a stranger see and can do with a report."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annual_report.formats import applications_table
from annual_report.models import Edition, Report
from annual_report.operations import record_signature, reopen, sign_off
from foundation.agencies.models import Agency, User
from foundation.contracts import compose, composed
from foundation.ledger.acts import Actor
from tests.annual_report.conftest import SIGNED_ON, TODAY, Counts, complete
from tests.annual_report.test_operations import PNG

BASE = "/admin/annual_report/report/"
NEW = applications_table.code("new", "natural")


@pytest.fixture
def desk(client: Client, writer: User) -> Client:
    client.force_login(writer, backend="foundation.agencies.access.CapabilityBackend")
    return client


@pytest.fixture
def signing(head: User) -> Client:
    client = Client()
    client.force_login(head, backend="foundation.agencies.access.CapabilityBackend")
    return client


@pytest.fixture
def outside(stranger: User) -> Client:
    client = Client()
    client.force_login(stranger, backend="foundation.agencies.access.CapabilityBackend")
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def address(report: Report, rest: str = "change/") -> str:
    return f"{BASE}{report.pk}/{rest}"


def test_a_report_is_begun_from_the_list(desk: Client, district: Agency) -> None:
    assert "编制年度报告" in page(desk, BASE)
    response = desk.post(f"{BASE}compile/", {"agency": district.pk, "year": 2025})
    report = Report.objects.get()
    assert response["Location"] == address(report)
    assert "已建立：山亭区人民政府2025年政府信息公开工作年度报告。" in page(desk, address(report))


def test_a_refused_beginning_keeps_what_was_typed(desk: Client, district: Agency) -> None:
    response = desk.post(f"{BASE}compile/", {"agency": district.pk, "year": 2019})
    assert "系统里没有适用于2019年度的报告格式" in response.content.decode()
    assert 'value="2019"' in response.content.decode()
    assert not Report.objects.exists()


def test_who_may_not_write_is_not_offered_to_begin(signing: Client, district: Agency) -> None:
    assert "编制年度报告</a>" not in page(signing, BASE)
    page(signing, f"{BASE}compile/", 403)


def test_the_case_page_lists_what_is_missing_with_the_way_to_mend_it(
    desk: Client, report_2025: Report
) -> None:
    shown = page(desk, address(report_2025))
    assert "签发之前还要解决7处" in shown
    assert address(report_2025, "part/problems/") in shown
    assert address(report_2025, "figure/registers.decisions/penalty/total/") in shown
    assert "登记纸质签发或授权代签" in shown
    assert "建立报告" in shown


def test_a_complete_report_may_be_signed_through_preview_and_confirmation(
    signing: Client, report_2025: Report, by_writer: Actor
) -> None:
    complete(report_2025, by_writer)
    assert "可以签发" in page(signing, address(report_2025))
    step = address(report_2025, "step/sign/")
    report_2025.refresh_from_db()
    posted = {"effective_on": "2026-02-20", "seen": report_2025.last_seq}
    preview = signing.post(step, {**posted, "look": "1"}).content.decode()
    assert "第1版，内容和数据从此固定" in preview
    assert signing.post(step, {**posted, "perform": "1"}).status_code == 302
    assert Edition.objects.get().signed_on == SIGNED_ON


def test_a_paper_signature_is_recorded_with_its_scan(
    desk: Client, report_2025: Report, by_writer: Actor
) -> None:
    complete(report_2025, by_writer)
    posted = {
        "effective_on": "2026-02-20",
        "route": "paper",
        "signer": "演示区长",
        "authority": "",
        "seen": report_2025.last_seq,
        "perform": "1",
    }
    step = address(report_2025, "step/record-signature/")
    refused = desk.post(step, posted).content.decode()
    assert "登记纸质签发需要签字页的扫描件" in refused
    scan = SimpleUploadedFile("签字页.png", PNG, content_type="image/png")
    assert desk.post(step, {**posted, "scan": scan}).status_code == 302
    stored = report_2025.events.last().evidence
    assert desk.get(f"/files/{stored.pk}/").status_code == 200


def test_the_scan_is_read_by_staff_of_the_report_only(
    client: Client, outside: Client, report_2025: Report, by_writer: Actor
) -> None:
    complete(report_2025, by_writer)
    scan = SimpleUploadedFile("签字页.png", PNG, content_type="image/png")
    record_signature(report_2025.pk, actor=by_writer, effective_on=SIGNED_ON, signer="演示", scan=scan)
    stored = report_2025.events.last().evidence
    assert client.get(f"/files/{stored.pk}/").status_code == 404
    assert outside.get(f"/files/{stored.pk}/").status_code == 404


def test_a_published_report_is_linked_and_its_correction_begins_from_the_page(
    signing: Client, published: Report
) -> None:
    shown = page(signing, address(published))
    assert "/reports/shanting/2025/" in shown
    assert "2026年2月20日由演示head在系统内签发，2026年2月24日公布" in shown
    posted = {"effective_on": "2026-11-20", "reason": "漏报", "seen": published.last_seq, "perform": "1"}
    assert signing.post(address(published, "step/reopen/"), posted).status_code == 302
    shown = page(signing, address(published, "step/sign/"))
    assert "更正说明" in shown
    assert "漏报" in shown


def test_publishing_and_correcting_are_previewed(
    desk: Client, signing: Client, report_2025: Report, by_writer: Actor, by_head: Actor
) -> None:
    sign_off(complete(report_2025, by_writer).pk, actor=by_head, effective_on=SIGNED_ON)
    looked = {"effective_on": "2026-02-24", "look": "1", "reason": "漏报"}
    shown = desk.post(address(report_2025, "step/publish/"), looked).content.decode()
    assert "将在/reports/shanting/2025/公布" in shown
    shown = signing.post(address(report_2025, "step/reopen/"), looked).content.decode()
    assert "已签发的版本保留" in shown


def test_records_of_models_without_a_page_are_listed_without_a_link(
    desk: Client, report_2025: Report, counts: Counts
) -> None:
    def records(agency_ids, year, row, column):
        return report_2025.events.all()

    families = [replace(one, records=records) for one in composed().families]
    compose(replace(composed(), families=tuple(families)))
    shown = page(desk, address(report_2025, f"figure/{NEW}/"))
    assert "共1条" in shown
    assert "reportevent" not in shown


def test_only_the_asked_stage_is_listed(desk: Client, report_2025: Report) -> None:
    assert str(report_2025) in page(desk, f"{BASE}?stage=draft")
    assert str(report_2025) not in page(desk, f"{BASE}?stage=published")


def test_a_part_is_previewed_and_saved(desk: Client, report_2025: Report) -> None:
    part = address(report_2025, "part/problems/")
    typed = "一是{{ requests.applications/new/total }}。\n二是{{ nothing }}。"
    shown = desk.post(part, {"text": typed, "seen": 1, "look": "1"}).content.decode()
    assert "一是0件。" in shown
    assert "正文引用的“nothing”不是本报告的数据" in shown
    assert report_2025.parts.get(code="problems").text == ""
    assert desk.post(part, {"text": typed, "seen": 1, "save": "1"}).status_code == 302
    assert report_2025.parts.get(code="problems").text == typed


def test_two_clerks_on_one_part_do_not_overwrite_each_other(desk: Client, report_2025: Report) -> None:
    part = address(report_2025, "part/problems/")
    desk.post(part, {"text": "先保存的。", "seen": 1, "save": "1"})
    late = desk.post(part, {"text": "后保存的。", "seen": 1, "save": "1"}).content.decode()
    assert "已有新的办理记录" in late
    assert "后保存的。" in late, "nothing typed is lost"
    assert report_2025.parts.get(code="problems").text == "先保存的。"


def test_last_years_text_stands_beside_the_new_one(
    desk: Client, report_2025: Report, by_writer: Actor, district: Agency
) -> None:
    from annual_report.operations import compile_report, write_part

    before = compile_report(district, 2024, actor=by_writer)
    write_part(before.pk, "problems", "去年的问题。", actor=by_writer)
    assert "去年的问题。" in page(desk, address(report_2025, "part/problems/"))


def test_unknown_parts_figures_and_formats_are_not_there(desk: Client, report_2025: Report) -> None:
    for rest in ("part/nothing/", "figure/a/b/c/", "export/exe/"):
        page(desk, address(report_2025, rest), 404)
    page(desk, f"{BASE}999999/figures/", 404)


def test_figures_open_into_definition_and_records(desk: Client, report_2025: Report, counts: Counts) -> None:
    counts.put("minzheng", {NEW: 3})
    figures = page(desk, address(report_2025, "figures/"))
    assert address(report_2025, f"figure/{NEW}/") in figures
    assert "系统统计" in figures
    assert "其他可以在正文里引用的数据" in figures
    figure = page(desk, address(report_2025, f"figure/{NEW}/"))
    assert "以收到申请之日为准（条例第31条）" in figure
    assert "共4条" in figure
    assert "山亭区民政局" in figure
    seat = page(desk, address(report_2025, f"figure/{NEW}@seat/"))
    assert "共2条" in seat
    assert "山亭区民政局" not in seat


def test_a_figure_no_room_counts_says_so(desk: Client, report_2025: Report) -> None:
    shown = page(desk, address(report_2025, "figure/registers.charges/charge/amount/"))
    assert "系统里还没有这个数据的登记簿，由人填报" in shown
    assert "缺" in shown


def test_a_figure_is_entered_adjusted_and_taken_back(
    desk: Client, report_2025: Report, counts: Counts
) -> None:
    counts.put("minzheng", {NEW: 3})
    figure = address(report_2025, f"figure/{NEW}/")
    typed = {"value": "4", "source": "纸质登记", "reason": "", "seen": 1, "enter": "1"}
    refused = desk.post(figure, typed).content.decode()
    assert "请写明调整理由" in refused
    assert 'value="4"' in refused
    assert desk.post(figure, {**typed, "reason": "1件未录入"}).status_code == 302
    shown = page(desk, figure)
    assert "系统统计为3" in shown
    assert "理由：1件未录入" in shown
    assert "填报数据" in page(desk, address(report_2025))
    assert desk.post(figure, {"clear": "1", "seen": 2}).status_code == 302
    assert not report_2025.entries.exists()
    assert "没有填报数，不需要撤回" in desk.post(figure, {"clear": "1", "seen": 3}).content.decode()


def test_a_slash_is_entered_and_shown(desk: Client, report_2025: Report) -> None:
    figure = address(report_2025, "figure/registers.decisions/coercion/total/")
    desk.post(figure, {"not_applicable": "on", "source": "无此职能", "seen": 1, "enter": "1"})
    assert "不适用" in page(desk, figure)
    assert "请填写一个数" in desk.post(figure, {"source": "x", "seen": 2, "enter": "1"}).content.decode()


def test_an_amount_keeps_its_decimals(desk: Client, report_2025: Report) -> None:
    figure = address(report_2025, "figure/registers.charges/charge/amount/")
    desk.post(figure, {"value": "96171.6", "source": "财政局", "seen": 1, "enter": "1"})
    assert report_2025.entries.get().value == Decimal("96171.6")
    assert "96171.6万元" in page(desk, figure)


def test_how_a_figure_is_spoken_is_chosen(desk: Client, report_2025: Report, counts: Counts) -> None:
    counts.put("minzheng", {"disclosure.published/total/total": 30_412})
    figure = address(report_2025, "figure/disclosure.published/total/total/")
    assert desk.post(figure, {"style": "ten_thousands", "seen": 1, "speak": "1"}).status_code == 302
    shown = page(desk, figure)
    assert "3万余条" in shown
    assert "30412条" in shown


def test_a_signed_report_is_read_only(desk: Client, published: Report) -> None:
    page(desk, address(published, "part/problems/"), 403)
    figure = address(published, f"figure/{NEW}/")
    assert "保存填报数" not in page(desk, figure)
    assert desk.post(figure, {"value": "4", "source": "x", "enter": "1"}).status_code == 403


def test_the_preview_shows_the_whole_draft(desk: Client, report_2025: Report) -> None:
    shown = page(desk, address(report_2025, "preview/"))
    assert "草稿（未签发）" in shown
    assert "四、政府信息公开行政复议、行政诉讼情况" in shown
    assert "【尚未编写】" in shown


def test_exports_of_a_draft_are_marked(desk: Client, report_2025: Report) -> None:
    response = desk.get(address(report_2025, "export/json/"))
    assert json.loads(response.content)["marking"] == "草稿（未签发）"
    assert "no-store" in response["Cache-Control"]
    assert desk.get(address(report_2025, "export/docx/")).content.startswith(b"PK")


def test_a_correction_under_way_exports_the_draft_again(
    desk: Client, published: Report, by_head: Actor
) -> None:
    assert json.loads(desk.get(address(published, "export/json/")).content)["edition"] == 1
    reopen(published.pk, actor=by_head, effective_on=TODAY, reason="漏报")
    assert json.loads(desk.get(address(published, "export/json/")).content)["edition"] == 0


@pytest.mark.parametrize("rest", ["change/", "figures/", "preview/", "part/problems/", "export/pdf/"])
def test_strangers_and_the_public_see_nothing(
    client: Client, outside: Client, report_2025: Report, rest: str
) -> None:
    assert outside.get(address(report_2025, rest)).status_code in {302, 404}
    assert "/admin/login/" in client.get(address(report_2025, rest))["Location"]


def test_a_reader_may_look_but_not_write(signing: Client, report_2025: Report) -> None:
    assert "编写：一、总体情况" not in page(signing, address(report_2025))
    page(signing, address(report_2025, "figures/"))
    page(signing, address(report_2025, "part/overview/"), 403)


def test_a_superuser_sees_all_reports(client: Client, report_2025: Report) -> None:
    root = User.objects.create_superuser("root", "root@example.org", "x", name="演示")
    client.force_login(root, backend="foundation.agencies.access.CapabilityBackend")
    assert str(report_2025) in page(client, BASE)
    assert "31 January" not in page(client, address(report_2025))


def test_the_list_tells_stage_and_limit(desk: Client, report_2025: Report) -> None:
    shown = page(desk, BASE)
    assert "编写中" in shown
    assert "2026年3月31日" in shown
    assert date(2026, 3, 31) > SIGNED_ON


def test_a_year_before_the_system_was_used_warns_until_the_report_is_signed(
    desk: Client, signing: Client, report_2025: Report, by_writer: Actor, by_head: Actor
) -> None:
    warning = "不等于没有发生"
    assert warning not in page(desk, address(report_2025))
    Agency.objects.filter(pk=report_2025.agency_id).update(enabled_on=date(2026, 1, 1))
    assert warning in page(desk, address(report_2025))
    complete(report_2025, by_writer)
    looked = {"effective_on": SIGNED_ON.isoformat(), "look": "1"}
    assert warning in signing.post(address(report_2025, "step/sign/"), looked).content.decode()
    sign_off(report_2025.pk, actor=by_head, effective_on=SIGNED_ON)
    assert warning not in page(desk, address(report_2025))
