"""At the counter, at the desk of the head of office on a phone, and two clerks on one case, in a browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from requests_app.models import InformationRequest
from tests.test_walkthrough import open_case, perform, sign_in, site, step

__all__ = ["site"]
WANTED = ("虚构镇敬老院改造资金使用情况", "虚构镇敬老院改造施工合同")
TYPED = "找到改造资金使用明细表（第三卷第12页），正在核对是否含第三方信息。"


def register(page: Page, site: str) -> tuple[str, str]:
    """A letter that came by registered post and asks for two things."""
    page.goto(f"{site}/admin/requests_app/informationrequest/register/")
    page.get_by_label("被申请机关").select_option(label="山亭区人民政府")
    page.get_by_label(re.compile("^挂号信")).check()
    page.get_by_label("申请到达之日").fill("2026-11-20")
    page.get_by_label("信息的名称").fill(WANTED[0])
    page.get_by_role("button", name="再加一项申请内容").click()
    expect(page.get_by_label("第1项 信息的名称")).to_have_value(WANTED[0])
    page.get_by_label("第2项 信息的名称").fill(WANTED[1])
    page.get_by_label("姓名", exact=False).first.fill("演示来信人")
    page.get_by_label(re.compile("联系地址")).first.fill("演示省演示市演示路9号")
    page.get_by_role("button", name="先看哪天算收到").click()
    expect(page.get_by_text("2026年11月20日").first).to_be_visible()
    page.get_by_role("button", name="登记并编号").click()
    expect(page.get_by_text("请打印或抄给申请人")).to_be_visible()
    number, code = page.locator(".receipt__keys dd").all_inner_texts()
    return number, code


def judge(page: Page, *choices: str) -> None:
    """逐步判断: one question after the other, by the links."""
    page.get_by_role("link", name=re.compile("^逐步判断怎样答复")).first.click()
    for choice in choices:
        page.get_by_role("link", name=choice, exact=True).click()
    page.get_by_role("link", name="按此拟定答复").click()


@pytest.mark.browser
def test_a_letter_at_the_counter_is_split_judged_signed_on_a_phone_and_served(
    page: Page, site: str, browser: Any, tmp_path: Path
) -> None:
    sign_in(page, site, "jingban")
    number, code = register(page, site)
    page.get_by_role("link", name="打开本件继续办理").click()

    # The second thing becomes a request of its own, with the day on which the letter came.
    page.get_by_text("登记变动、更正、作废").click()
    step(page, "拆分")
    page.get_by_label(re.compile(f"第2项.*{WANTED[1]}")).check()
    page.get_by_label("申请人同意分开办理").check()
    page.get_by_role("button", name="拆分", exact=True).click()
    expect(page.get_by_text("请打印或抄给申请人")).to_be_visible()
    case = InformationRequest.objects.get(number=number)
    other = case.split_off.get()
    assert (other.received_on, other.title) == (case.received_on, WANTED[1])

    # Question by question to the draft; the reviewer clears it.
    open_case(page, site, "jingban", case.pk)
    judge(
        page,
        "清楚，可以查找",
        "一份或者一类已有的政府信息",
        "本机关制作，或者本机关牵头与其他机关共同制作",
        "没有移交",
        "找到了现成的信息",
        "没有公开",
        "没有，可以公开",
    )
    expect(page.get_by_label("答复类型")).to_have_value("A2")
    perform(page, "拟定答复")
    expect(page.get_by_text("年度报告将计入“（一）予以公开”")).to_be_visible()
    open_case(page, site, "shenhe", case.pk)
    step(page, "保密审查")
    page.get_by_label(re.compile("可以公开")).check()
    perform(page, "保密审查")

    # The head of office signs on a phone, from *today*.
    phone = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}).new_page()
    sign_in(phone, site, "fuze")
    phone.get_by_role("link", name=re.compile(number)).first.click()
    expect(phone.get_by_role("heading", name=number)).to_be_visible()
    step(phone, "签发答复")
    perform(phone, "签发答复")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.context.close()

    open_case(page, site, "jingban", case.pk)
    step(page, "送达答复")
    page.get_by_label(re.compile("^邮寄送达")).check()
    page.get_by_label(re.compile("^送达凭证")).fill("邮件号EMS000009（演示数据）")
    perform(page, "送达答复")
    page.context.clear_cookies()
    page.goto(f"{site}/requests/track/")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name=re.compile("查询|查看")).first.click()
    expect(page.get_by_text("已答复").first).to_be_visible()
    expect(page.get_by_text("另成一件办理").first).to_be_visible()


@pytest.mark.browser
def test_of_two_clerks_on_one_case_the_second_sees_what_the_first_did_and_loses_nothing(
    page: Page, site: str, browser: Any
) -> None:
    case = InformationRequest.objects.get(title__startswith="城区集中供热管网改造计划")
    open_case(page, site, "jingban", case.pk)
    step(page, "拟定答复")
    page.get_by_label("第1项 答复类型").select_option("A2")
    page.get_by_label("第2项 答复类型").select_option("A2")
    page.get_by_label("第1项 查明情况").fill(TYPED)

    other = browser.new_context(locale="zh-CN").new_page()
    open_case(other, site, "fuze", case.pk)
    step(other, "延长答复期限")
    other.get_by_label("批准人").fill("演示负责")
    other.get_by_label("延期理由").fill("需要逐卷核对（演示数据）")
    perform(other, "延长答复期限")
    other.context.close()

    page.get_by_role("button", name="下一步：核对结果").click()
    expect(page.get_by_text("已有新的办理记录").first).to_be_visible()
    expect(page.get_by_role("heading", name="您打开页面之后")).to_be_visible()
    expect(page.get_by_text(re.compile("延长答复期限")).first).to_be_visible()
    expect(page.get_by_label("第1项 查明情况")).to_have_value(TYPED)
    page.get_by_role("button", name="下一步：核对结果").click()
    page.get_by_role("button", name="确认：拟定答复").click()
    expect(page.get_by_text("已办理：拟定答复")).to_be_visible()
    case.refresh_from_db()
    assert [event.kind for event in case.events.all()][-2:] == ["extended", "parts_decided"]
