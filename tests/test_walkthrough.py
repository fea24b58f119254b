"""The journey of the README in a real browser: file, find as staff, answer, see it counted, export 2012."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.demo.accounts import PASSWORD
from portal.demo.playing import playing
from requests_app.models import InformationRequest
from tests.world import TODAY, place_demo

WANTED = "城区公园绿地建设计划"
WHO = "演示浏览人"
IDENTITY = "11010519491231002X"  # the example of GB 11643, nobody's number


@pytest.fixture
def site(live_server: Any, settings: Any) -> Iterator[str]:
    settings.AS_OF = TODAY
    with playing(TODAY):
        place_demo()
        yield live_server.url


def sign_in(page: Page, site: str, username: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/admin/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="今天要办的事")).to_be_visible()


def file_request(page: Page, site: str) -> tuple[str, str]:
    page.goto(f"{site}/requests/")
    page.get_by_role("link", name="网上申请").first.click()
    page.get_by_role("link", name=re.compile("自然人")).click()
    page.get_by_label("向哪个机关申请").select_option("shanting")
    page.get_by_label("信息的名称").fill(WANTED)
    page.get_by_role("button", name="下一步：核对").click()
    # Something is missing: each field says what, and nothing typed is lost.
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("信息的名称")).to_have_value(WANTED)
    page.get_by_label("姓名", exact=False).first.fill(WHO)
    page.get_by_label("证件号码").fill(IDENTITY)
    page.get_by_label(re.compile("^联系电话")).fill("13000000000")
    page.get_by_label("电子文件").check()
    page.get_by_label("网上查询下载").check()
    page.wait_for_timeout(2_100)  # nobody reads the form in less than two seconds
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", name="核对并提交")).to_be_visible()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name=re.compile("收到了您的申请"))).to_be_visible()
    number, code = page.locator(".receipt__keys dd").all_inner_texts()
    return number, code


def step(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile(f"^{name}")).first.click()


def perform(page: Page, name: str) -> None:
    """A step shows what it will do before it does it; steps with files are one page."""
    look = page.get_by_role("button", name="下一步：核对结果")
    if look.count():
        look.click()
        page.get_by_role("button", name=f"确认：{name}").click()
    else:
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text(f"已办理：{name}")).to_be_visible()


def open_case(page: Page, site: str, username: str, pk: int) -> None:
    sign_in(page, site, username)
    page.goto(f"{site}/admin/requests_app/informationrequest/{pk}/change/")


def new_requests(page: Page, site: str) -> int:
    """What table 三 of this year's draft says in 本年新收 / 总计."""
    sign_in(page, site, "jingban")
    page.goto(f"{site}/admin/annual_report/report/?year=2026")
    page.get_by_role("link", name=re.compile("山亭区人民政府.*2026年|2026")).first.click()
    page.goto(f"{page.url.split('change')[0]}preview/")
    row = page.get_by_role("row").filter(has_text="本年新收政府信息公开申请数量")
    return int(row.get_by_role("cell").last.inner_text())


@pytest.mark.browser
def test_the_walk_through(page: Page, site: str, tmp_path: Path) -> None:
    before = new_requests(page, site)
    page.context.clear_cookies()
    number, code = file_request(page, site)
    assert number.startswith("shanting-2026-")

    # The applicant comes back with number and query code.
    page.context.clear_cookies()
    page.goto(f"{site}/requests/track/")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name=re.compile("查询|查看")).first.click()
    expect(page.get_by_text("2026年12月21日").first).to_be_visible()

    # The clerk finds it, decides; the reviewer clears; the head signs; the clerk serves.
    pk = InformationRequest.objects.get(number=number).pk
    open_case(page, site, "jingban", pk)
    expect(page.get_by_text(WANTED).first).to_be_visible()
    step(page, "拟定答复")
    page.get_by_label("答复类型").select_option("A2")
    page.get_by_label("查明情况").fill("经检索，本机关保存该计划，可以公开。")
    perform(page, "拟定答复")
    open_case(page, site, "shenhe", pk)
    step(page, "保密审查")
    page.get_by_label(re.compile("可以公开")).check()
    perform(page, "保密审查")
    open_case(page, site, "fuze", pk)
    step(page, "签发答复")
    perform(page, "签发答复")
    open_case(page, site, "jingban", pk)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PDF")).first.click()
    notice = tmp_path / "notice.pdf"
    download.value.save_as(notice)
    assert notice.read_bytes().startswith(b"%PDF")
    step(page, "送达答复")
    page.get_by_label("直接送达").check()
    perform(page, "送达答复")
    assert InformationRequest.objects.get(pk=pk).closed_on == TODAY

    # The applicant sees the answer, this year's report counts the request.
    page.context.clear_cookies()
    page.goto(f"{site}/requests/track/")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name=re.compile("查询|查看")).first.click()
    expect(page.get_by_text("已答复").first).to_be_visible()
    assert new_requests(page, site) == before + 1

    # Anybody reads and downloads the report of 2012.
    page.context.clear_cookies()
    page.goto(f"{site}/reports/shanting/2012/")
    for words in ("3万余条", "2400余条", "31件"):
        expect(page.get_by_text(words).first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Word|DOCX")).first.click()
    report = tmp_path / "report.docx"
    download.value.save_as(report)
    assert report.read_bytes().startswith(b"PK")
