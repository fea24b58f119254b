"""Builds the whole demonstration district in the caller's transaction, through the rooms' own operations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from foundation.agencies import operations as agencies
from foundation.agencies.models import Agency, Role, User
from portal.delivered_roles import definitions
from portal.demo import district
from portal.demo.accounts import ADMINISTRATOR, PASSWORD, PEOPLE

Progress = Callable[[str, float], None]
FIRST_DAY = date(2008, 5, 1)


def seed(progress: Progress) -> None:
    """`progress(what is being done, share done so far)`."""
    progress("机构和账号", 0.05)
    roles = {role.code: role for role in agencies.load_roles(definitions())}
    units = district.build()
    people(units, roles)
    progress("完成", 1.0)


def people(units: dict[str, Agency], roles: dict[str, Role]) -> None:
    """The demo accounts with their posts; hashing once is enough, they share a printed password."""
    administrator = User.objects.create_superuser(
        ADMINISTRATOR[0], f"{ADMINISTRATOR[0]}@example.invalid", PASSWORD, name=ADMINISTRATOR[1]
    )
    agencies.assign(administrator, units["shanting"], roles["keeper"], starts_on=FIRST_DAY)
    for person in PEOPLE:
        user = User(
            username=person.username, name=person.name, is_staff=True, password=administrator.password
        )
        user.save()
        for role in person.roles:
            agencies.assign(user, units[person.agency], roles[role], starts_on=FIRST_DAY)
