"""Who may act on whom: an administrator of the unit, never on themselves, and for an exception from above."""

from __future__ import annotations

from foundation.agencies import powers
from foundation.agencies.access import may
from foundation.agencies.capabilities import ACCOUNTS
from foundation.agencies.models import Agency, User
from foundation.contracts import Refusal, Refused
from foundation.ledger.acts import Actor
from foundation.workdays.present import today


def refuse_stranger(actor: Actor, agency: Agency) -> None:
    """Roles are given and taken in agencies whose accounts one manages. Raises Refused."""
    if not actor.trusted and not may(actor.user, ACCOUNTS.code, agency):
        raise Refused(
            Refusal(
                f"您没有管理{agency.short_name}人员任职的权限。",
                remedy="请由该单位或其主管部门的安全管理员办理。",
                field="agency",
            )
        )


def refuse_oneself(actor: Actor, receiver: User) -> None:
    """Nobody gives a role to themselves, widens their own or closes their own account. Raises Refused."""
    if actor.user is not None and actor.user.pk == receiver.pk:
        raise Refused(
            Refusal(
                "不能办理自己的任职、接手和离岗。",
                remedy="请由另一位安全管理员办理。",
            )
        )


def refuse_own_exception(actor: Actor, agency: Agency, exception: str) -> None:
    """That one person holds what should be kept apart is allowed by the agency above. Raises Refused."""
    if not exception.strip() or actor.trusted:
        return
    if actor.user is None or not powers.keeps_at(actor.user, agency, today()):
        raise Refused(
            Refusal(
                f"{agency.short_name}的人员兼任应当分立的职责，由其主管部门的安全管理员写明理由。",
                powers.BASIS,
                "请由上级单位的安全管理员办理，或者另选一人。",
                "exception",
            )
        )
