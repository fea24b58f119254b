"""Joining, the first sign-in, leaving and being locked out, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from foundation.agencies.models import User
from portal.demo.accounts import PASSWORD
from tests.test_walkthrough import site, step

__all__ = ["site"]
PEOPLE = "/admin/staff/staffmember/"
UNFILLED = "区财政局：没有人可以签发答复、发布信息"
OWN = "a-long-and-quiet-phrase"


def sign_in(page: Page, site: str, username: str, password: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/admin/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def confirm(page: Page, name: str) -> None:
    page.get_by_role("button", name="下一步：核对结果").click()
    page.get_by_role("button", name=f"确认：{name}").click()


@pytest.mark.browser
def test_a_colleague_joins_signs_in_leaves_and_is_locked_out(page: Page, site: str, browser: Any) -> None:
    sign_in(page, site, "anquan", PASSWORD)
    # The agency without anybody to sign stands on today; the administrator fills the place.
    expect(page.get_by_role("link", name=UNFILLED, exact=True)).to_be_visible()
    page.goto(f"{site}{PEOPLE}")
    page.get_by_role("link", name="办理到岗").click()
    page.get_by_label("姓名").fill("演示财政负责")
    page.get_by_label("用户名").fill("caizhengfuze")
    page.get_by_label("单位").select_option(label="山亭区财政局")
    page.get_by_label("角色").select_option(label="负责人")
    confirm(page, "办理到岗")
    expect(page.get_by_text("初始密码只显示这一次")).to_be_visible()
    username, password = page.locator(".receipt__keys dd").all_inner_texts()
    page.goto(f"{site}/admin/")
    expect(page.get_by_role("link", name=UNFILLED, exact=True)).to_have_count(0)

    # The new colleague works at a computer of their own.
    theirs = browser.new_context(locale="zh-CN").new_page()
    sign_in(theirs, site, username, password)
    expect(theirs.get_by_role("heading", name="设置自己的密码")).to_be_visible()
    theirs.get_by_label("新密码", exact=False).first.fill(OWN)
    theirs.get_by_label("再输一遍新密码").fill(OWN)
    theirs.get_by_role("button", name="保存并继续").click()
    expect(theirs.get_by_role("heading", name="今天要办的事")).to_be_visible()
    theirs.goto(f"{site}/admin/requests_app/informationrequest/")
    expect(theirs.get_by_role("link", name=re.compile("^stczj-")).first).to_be_visible()

    # Leaving without a successor is refused, then given a reason.
    member = User.objects.get(username=username).staff_member
    page.goto(f"{site}{PEOPLE}{member.pk}/change/")
    step(page, "离岗")
    page.get_by_role("button", name="下一步：核对结果").click()
    expect(page.get_by_text("请选择接收人；暂时没有人接的，写明理由").first).to_be_visible()
    page.get_by_label("没有接收人的理由").fill("借调（演示数据）")
    confirm(page, "离岗")
    expect(page.get_by_text("已办离岗").first).to_be_visible()

    # The very next click of the open session leads to the sign-in, and the password opens nothing.
    theirs.goto(f"{site}/admin/requests_app/informationrequest/")
    expect(theirs.get_by_label("用户名")).to_be_visible()
    sign_in(theirs, site, username, OWN)
    expect(theirs.get_by_role("heading", name="今天要办的事")).to_have_count(0)
    expect(theirs.get_by_label("密码", exact=True)).to_be_visible()
    theirs.context.close()
