"""Builds the whole demonstration district in the caller's transaction, through the rooms' own operations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib.auth.hashers import make_password

from disclosure.operations import load_catalogue
from foundation.agencies import operations as agencies
from foundation.agencies.models import Agency, Role, User
from foundation.contracts import Refusal, Refused
from foundation.ledger.seals import seal_complete_days
from foundation.workdays.present import today
from portal.delivered_roles import definitions
from portal.demo import district, items_2012, items_now, reports, requests_2012, requests_now
from portal.demo.accounts import PASSWORD, PEOPLE
from portal.demo.playing import playing

Progress = Callable[[str, float], None]
FIRST_DAY = date(2008, 5, 1)
EARLIEST = date(2014, 1, 1)


def seed(progress: Progress) -> None:
    """`progress(what is being done, share done so far)`. Raises Refused for a today before the data."""
    if today() < EARLIEST:
        raise Refused(
            Refusal(
                f"演示日期不能早于{EARLIEST:%Y-%m-%d}。",
                remedy="演示数据包含2012年度报告，请用较晚的 --as-of。",
            )
        )
    progress("机构、角色和账号", 0.02)
    roles = {role.code: role for role in agencies.load_roles(definitions())}
    enabled_on = date(today().year, 1, 1)
    units = district.build(enabled_on)
    people(units, roles)
    load_catalogue()
    with playing(enabled_on):
        progress("导入2012年公开的信息", 0.10)
        items_2012.build(units)
        progress("补录2012年的申请", 0.45)
        requests_2012.build(units)
    progress("今年公开的信息", 0.55)
    items_now.build(units)
    progress("今年的申请", 0.65)
    requests_now.build(units)
    progress("年度报告", 0.90)
    reports.build(units)
    progress("封存台账", 0.98)
    seal_complete_days()
    progress("完成", 1.0)


def people(units: dict[str, Agency], roles: dict[str, Role]) -> None:
    """The demo accounts with their posts; hashing once is enough, they share a printed password."""
    shared = make_password(PASSWORD)
    for person in PEOPLE:
        user = User(username=person.username, name=person.name, is_staff=True, password=shared)
        user.save()
        for role in person.roles:
            agencies.assign(user, units[person.agency], roles[role], starts_on=FIRST_DAY)
