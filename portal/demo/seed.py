"""Builds the whole demonstration district in the caller's transaction, through the rooms' own operations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib.auth.hashers import make_password

from disclosure.operations import load_catalogue
from foundation.agencies import operations as agencies
from foundation.agencies.models import Agency, Role
from foundation.contracts import Refusal, Refused
from foundation.ledger.acts import Actor
from foundation.ledger.seals import seal_complete_days
from foundation.staff.operations.assigning import grant
from foundation.staff.operations.joining import Post, join
from foundation.workdays.present import today
from portal.delivered_roles import definitions
from portal.demo import (
    district,
    items_2012,
    items_now,
    letters_now,
    rectifications_now,
    reports,
    requests_2012,
    requests_now,
)
from portal.demo.accounts import PASSWORD, PEOPLE, PHONE
from portal.demo.playing import playing
from requests_app.operations.reminding import remind

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
    load_catalogue()
    with playing(enabled_on):
        people(units, roles)
        progress("导入2012年公开的信息", 0.10)
        items_2012.build(units)
        progress("补录2012年的申请", 0.45)
        requests_2012.build(units)
    progress("今年公开的信息", 0.55)
    items_now.build(units)
    progress("今年的申请", 0.65)
    requests_now.build(units)
    letters_now.build(units)
    rectifications_now.build(units)
    progress("年度报告", 0.90)
    reports.build(units)
    progress("到点的提醒", 0.97)
    remind(today())
    progress("封存台账", 0.98)
    seal_complete_days()
    progress("完成", 1.0)


def people(units: dict[str, Agency], roles: dict[str, Role]) -> None:
    """The demo accounts with their posts; hashing once is enough, they share a printed password."""
    shared = make_password(PASSWORD)
    installing = Actor(origin="command")
    for person in PEOPLE:
        agency, first, *others = units[person.agency], *(roles[code] for code in person.roles)
        joined = join(
            actor=installing,
            effective_on=today(),
            username=person.username,
            name=person.name,
            agency=agency,
            role=first,
            post=Post.NONE,
            starts_on=FIRST_DAY,
        )
        member = joined.member
        member.user.password, member.user.must_change_password = shared, False
        member.user.phone = PHONE
        member.user.save(update_fields=["password", "must_change_password", "phone"])
        for role in others:
            grant(
                member.pk,
                actor=installing,
                seen=None,
                effective_on=today(),
                agency=agency,
                role=role,
                starts_on=FIRST_DAY,
            )
