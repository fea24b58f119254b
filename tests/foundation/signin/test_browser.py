"""In a real browser: the first day with a phone, recovery code, printed card, 换人, an identity number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, expect

from foundation.agencies import operations as agencies
from foundation.agencies.models import Agency, Role, User
from foundation.signin.models import AuthenticatorApp, RecordKind, SignInRecord
from portal.demo.accounts import PASSWORD
from portal.demo.playing import playing
from requests_app import personal
from requests_app.models import InformationRequest
from tests.foundation.signin.conftest import OPENED, code_of
from tests.test_looks import WIDTHS
from tests.world import TODAY, place_demo

TEMPORARY, OWN = "for-one-sign-in-only", "a-long-and-quiet-phrase"


@pytest.fixture
def site(live_server: Any, settings: Any) -> Iterator[str]:
    settings.AS_OF = TODAY
    with playing(TODAY):
        place_demo()
        settings.SECOND_FACTOR = "everybody"
        yield live_server.url


@pytest.fixture
def newcomer(site: str) -> User:
    """Made by a keeper this morning, with a temporary password."""
    user = User.objects.create_user("xinren", password=TEMPORARY, name="演示新人", is_staff=True)
    user.must_change_password = True
    user.save()
    office = Agency.objects.get(code="shantingban")
    agencies.assign(user, office, Role.objects.get(code="clerk"), starts_on=OPENED)
    agencies.assign(
        user,
        Agency.objects.get(code="shanting"),
        Role.objects.get(code="security"),
        starts_on=OPENED,
        exception="一个人走完全程（演示数据）",
    )
    return user


def looks_right(page: Page) -> None:
    """These pages are no rows of tests/pages.py: they exist between password and workbench, or once."""
    for width in WIDTHS[::-1]:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, page.url
    found = Axe().run(page).response["violations"]
    assert not found, (page.url, [(one["id"], one["nodes"][0]["target"]) for one in found])


def type_password(page: Page, password: str, username: str | None = None) -> None:
    if username is not None:
        page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def type_code(page: Page, code: str) -> None:
    expect(page.get_by_role("heading", name="第二重验证")).to_be_visible()
    looks_right(page)
    page.get_by_label("动态码或口令").fill(code)
    page.get_by_role("button", name="验证", exact=True).click()


def at_work(page: Page) -> None:
    expect(page.get_by_role("heading", name="今天要办的事")).to_be_visible()


def first_day(page: Page, site: str, newcomer: User) -> list[str]:
    """Temporary password, own password, phone; the recovery codes that were shown."""
    page.goto(f"{site}/admin/")
    type_password(page, TEMPORARY, "xinren")
    expect(page.get_by_role("heading", name="设置自己的密码")).to_be_visible()
    looks_right(page)
    page.get_by_label("新密码", exact=False).first.fill(OWN)
    page.get_by_label("再输一遍新密码").fill(OWN)
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_role("heading", name="绑定验证器")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("二维码"))).to_be_visible()
    looks_right(page)
    page.get_by_label("验证器上的6位动态码").fill(code_of(AuthenticatorApp.objects.get(user=newcomer)))
    page.get_by_role("button", name="完成绑定").click()
    expect(page.get_by_role("heading", name="恢复码", exact=True)).to_be_visible()
    looks_right(page)
    codes = page.locator(".card-of-codes code").all_inner_texts()
    page.get_by_role("link", name="已经保存好，继续").click()
    at_work(page)
    return codes


def leave(page: Page) -> None:
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="工作人员登录")).to_be_visible()


def print_card(page: Page, site: str, whose: str) -> list[str]:
    """The keeper's page; what stands on the paper."""
    pk = User.objects.get(username=whose).pk
    page.goto(f"{site}/admin/agencies/user/{pk}/change/")
    page.get_by_role("link", name="第二重验证和口令卡").click()
    page.get_by_role("button", name="签发口令卡").click()
    expect(page.get_by_role("heading", name=re.compile("一次性口令卡：演示经办"))).to_be_visible()
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    looks_right(page)
    return page.locator(".card-of-codes code").all_inner_texts()


@pytest.mark.browser
def test_from_the_first_sign_in_to_an_identity_number(page: Page, site: str, newcomer: User) -> None:
    recovery = first_day(page, site, newcomer)
    assert len(recovery) == 10

    # The phone is at home: a recovery code, once.
    leave(page)
    page.get_by_role("button", name="xinren", exact=True).click()
    expect(page.get_by_label("用户名")).to_have_value("xinren")
    type_password(page, OWN)
    type_code(page, recovery[0])
    at_work(page)
    leave(page)
    type_password(page, OWN, "xinren")
    type_code(page, recovery[0])
    expect(page.get_by_text("或者已经用过").first).to_be_visible()
    type_code(page, code_of(AuthenticatorApp.objects.get(user=newcomer), 1))
    at_work(page)

    # A card for a colleague who may not bring a phone.
    card = print_card(page, site, "jingban")
    assert len(card) == 50

    # 换人 on the page of a case; the colleague signs in with the card and finds the same page.
    case = InformationRequest.objects.get(title__startswith="城区集中供热管网改造计划")
    address = f"{site}/admin/requests_app/informationrequest/{case.pk}/change/"
    page.goto(address)
    page.get_by_role("button", name="换人").click()
    expect(page.get_by_role("button", name="xinren", exact=True)).to_be_visible()
    looks_right(page)
    type_password(page, PASSWORD, "jingban")
    type_code(page, card[2])
    expect(page).to_have_url(address)
    expect(page.locator(".who")).to_have_text("演示经办")

    # And back with one click and a password: the code was shown in this browser today.
    page.get_by_role("button", name="换人").click()
    page.get_by_role("button", name="xinren", exact=True).click()
    type_password(page, OWN)
    expect(page).to_have_url(address)
    page.get_by_role("button", name="换人").click()
    page.get_by_role("button", name="jingban", exact=True).click()
    type_password(page, PASSWORD)
    expect(page).to_have_url(address)

    # The identity number: masked, then after the password and a reason, once.
    number = personal.read(case.applicant).identity_number
    assert number and number not in page.content()
    page.get_by_role("link", name="查看完整证件号码").click()
    expect(page.get_by_role("heading", name="请再次确认是您本人")).to_be_visible()
    page.get_by_label("密码", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="确认并继续").click()
    page.get_by_label("核对当面领取答复的人").check()
    page.get_by_role("button", name="下一步：核对结果").click()
    assert number not in page.content()
    page.get_by_role("button", name="确认：查看证件号码").click()
    expect(page.get_by_text(number, exact=True)).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="看完了，回到本件").click()
    expect(page.get_by_text("核对当面领取答复的人")).to_be_visible()
    assert number not in page.content()
    with pytest.raises(Error, match="CACHE_MISS"):  # the browser has not kept the answer
        page.go_back()

    kinds = list(SignInRecord.objects.order_by("pk").values_list("kind", flat=True))
    for kind in (RecordKind.APP_ADDED, RecordKind.SHEET_ISSUED, RecordKind.SWITCHED, RecordKind.CODE_WRONG):
        assert kind in kinds
