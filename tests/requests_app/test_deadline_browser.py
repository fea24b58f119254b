"""时限计算器 on a phone with scripts switched off: everything is reached by buttons and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

TODAY = date(2025, 3, 28)


@pytest.fixture
def phone(browser: Browser, live_server: Any, settings: Any) -> Iterator[Page]:
    settings.AS_OF = TODAY
    context = browser.new_context(
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
        base_url=live_server.url,
        locale="zh-CN",
    )
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_two_events_are_added_and_the_date_is_read_without_scripts(phone: Page) -> None:
    phone.goto("/requests/")
    phone.get_by_role("link", name="时限计算器").click()
    phone.get_by_label("收到申请之日").fill("2025-03-03")
    phone.get_by_label("有没有下面的环节").select_option(label="征求第三方意见")
    phone.get_by_role("button", name="再加一个环节").click()
    phone.get_by_label("发函之日").fill("2025-03-10")
    phone.get_by_label("第三方收到之日").fill("2025-03-12")
    phone.get_by_label("收到第三方意见之日").fill("2025-03-26")
    phone.get_by_label("有没有下面的环节").select_option(label="延期")
    phone.get_by_role("button", name="再加一个环节").click()
    assert phone.url.endswith("#e2"), "the new event is what one sees"
    expect(phone.get_by_label("第三方收到之日")).to_have_value("2025-03-12")
    phone.get_by_label("告知申请人延期之日").fill("2025-03-28")
    phone.get_by_label("延长几个工作日").fill("10")
    phone.get_by_label("延长几个工作日").press("Enter")  # the same as the button: nothing is taken away
    result = phone.locator(".answer")
    expect(result).to_contain_text("2025年4月30日（周三）")  # ten after 17 April; Sunday the 27th is made up
    expect(result).to_contain_text("还剩23个工作日（到4月30日）")
    expect(phone.locator(".sheet__last")).to_contain_text("第30天")
    # The address alone brings the same back; one event less is another count.
    address = phone.url
    phone.goto("/requests/")
    phone.goto(address)
    expect(result).to_contain_text("2025年4月30日（周三）")
    phone.get_by_role("button", name=re.compile(r"删去\s*环节2")).click()
    expect(result).to_contain_text("2025年4月17日（周四）")


@pytest.mark.browser
def test_errors_and_the_second_question_are_accessible_too(phone: Page, page: Page, live_server: Any) -> None:
    phone.goto("/requests/deadline/")
    phone.get_by_role("button", name="计算期限").click()
    phone.get_by_role("link", name="收到申请之日：请填写收到申请之日。").click()
    assert phone.url.endswith("#id_received_on")
    phone.get_by_label("哪一种期限").select_option("D12")
    phone.get_by_label("从哪一天起算").fill("2025-08-05")
    phone.get_by_role("button", name="计算最后一天").click()
    expect(phone.get_by_role("group", name="申请行政复议：最后一天")).to_contain_text("2025年10月9日（周四）")
    # axe needs scripts: the same addresses in a browser that has them.
    for query in ("received_on=&e1-kind=fee", "limit=D99&start=", "limit=D12&start=2025-08-05", "more=1"):
        page.goto(f"{live_server.url}/requests/deadline/?{query}")
        found = [one["id"] for one in Axe().run(page).response["violations"]]
        assert found == [], query
