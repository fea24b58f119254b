"""Every page in a browser at both widths: nothing spills, nothing breaks the policy, axe finds nothing.

With `--long` the staff's pages too, also those not worth a look. SCREENSHOTS=folder keeps a picture of each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, expect
from playwright.sync_api import Page as Tab

from portal import body_limits, rate_limits
from portal.demo.accounts import PASSWORD
from portal.demo.playing import playing
from portal.rate_limits import LIMITS
from tests.pages import ANONYMOUS, PAGES, PEOPLE, PUBLIC, Page, World
from tests.world import TODAY, place_demo

WIDTHS = (1280, 390)
# Django's own tabular inline heads its first and last column with nothing.
DJANGO_OWN = {("admin:workdays_calendarversion_change", "empty-table-header")}
FOLDER = os.environ.get("SCREENSHOTS")
SIGN_IN = Page("admin:login", lambda _world: "/admin/")


@pytest.fixture
def site(live_server: Any, settings: Any) -> Iterator[str]:
    settings.AS_OF = TODAY
    with playing(TODAY):
        place_demo()
        yield live_server.url


def visit(tab: Tab, site: str, row: Page, world: World) -> list[str]:
    """What is wrong with the page, in words; empty when nothing is."""
    problems: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"{row.name}: console: {message.text} {message.location}")

    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.on("console", listen)
        tab.goto(f"{site}{row.address(world)}")
        tab.remove_listener("console", listen)  # pictures and axe bring styles of their own
        spill = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if spill > 0:
            problems.append(f"{row.name}: {spill} px wider than {width}")
        keep(tab, row, width)
    for violation in Axe().run(tab).response["violations"]:
        if (row.name, violation["id"]) in DJANGO_OWN:
            continue
        targets = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
        problems.append(f"{row.name}: axe {violation['id']}: {targets}")
    return problems


def keep(tab: Tab, row: Page, width: int) -> None:
    if FOLDER and row.look:
        name = row.name.replace(":", "-")
        tab.screenshot(path=Path(FOLDER) / f"{name}-{width}.png", full_page=True)


def sign_in(tab: Tab, site: str, person: str) -> None:
    tab.context.clear_cookies()
    if person != ANONYMOUS:
        tab.goto(f"{site}/admin/")
        tab.get_by_label("用户名").fill(person)
        tab.get_by_label("密码").fill(PASSWORD)
        tab.get_by_role("button", name="登录").click()


@pytest.mark.browser
def test_every_public_page_looks_right(page: Tab, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    looked_at = [row for row in (*PUBLIC, SIGN_IN) if row.look]
    problems = [one for row in looked_at for one in visit(page, site, row, world)]
    monkeypatch.setattr(rate_limits, "LIMITS", tuple(replace(limit, most=0) for limit in LIMITS))
    monkeypatch.setattr(body_limits, "PUBLIC_BYTES", 10_000)
    problems += [one for found in refusals(page, site) for one in found]
    assert not problems, "\n".join(problems)


def said(found: list[str], name: str, message: ConsoleMessage) -> None:
    """What the browser complains of, but for the status the page is about."""
    if message.type == "error" and "status of 4" not in message.text:
        found.append(f"{name}: console: {message.text}")


def refusals(tab: Tab, site: str) -> Iterator[list[str]]:
    """The pages that answer a post: too often, too large."""
    for name, number in (("429", "7"), ("413", "7" * 20_000)):
        found: list[str] = []
        listen = partial(said, found, name)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            tab.goto(f"{site}/requests/track/")
            tab.get_by_label("申请编号").evaluate("box => box.removeAttribute('maxlength')")
            tab.get_by_label("申请编号").fill(number)
            tab.get_by_label("查询码").fill("AAAAAAAA")
            tab.on("console", listen)
            tab.locator("form[method=post] button").first.click()
            expect(tab.locator("h1")).to_contain_text("提交")
            tab.remove_listener("console", listen)
            keep(tab, Page(name, lambda _world: ""), width)
            if tab.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0:
                found.append(f"{name}: wider than {width}")
        yield found


@pytest.mark.long
@pytest.mark.browser
def test_every_staff_page_looks_right(page: Tab, site: str) -> None:
    world = World()
    rows = [row for row in PAGES if row not in PUBLIC and row.html and row.readers]
    problems: list[str] = []
    for person in PEOPLE:
        mine = [row for row in rows if next(one for one in PEOPLE if one in row.readers) == person]
        if mine:
            sign_in(page, site, person)
        problems += [one for row in mine for one in visit(page, site, row, world)]
    assert not problems, "\n".join(problems)
