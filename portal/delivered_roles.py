"""The roles a new installation starts with; staff edit them, and edits are kept.

code → (name, reach, capabilities). A capability written `room.*` stands for all of that room.
"""

from __future__ import annotations

from foundation.agencies.models import Reach
from foundation.contracts import composed

ROLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "clerk": (
        "经办",
        Reach.OWN,
        (
            "requests.read",
            "requests.register",
            "requests.handle",
            "requests.serve",
            "requests.letters",
            "disclosure.read",
            "disclosure.draft",
            "disclosure.tally",
            "annual_report.read",
            "annual_report.write",
            # Where the head signs on paper and has no account, somebody must still put the report up.
            "annual_report.publish",
            "agencies.read",
            "staff.absence",
            "outbox.call",
        ),
    ),
    "reviewer": (
        "审核",
        Reach.OWN,
        ("requests.read", "requests.review", "disclosure.read", "disclosure.review", "annual_report.read"),
    ),
    "head": (
        "负责人",
        Reach.OWN,
        (
            "requests.read",
            "requests.handle",
            "requests.sign",
            "disclosure.read",
            "disclosure.publish",
            "annual_report.read",
            "annual_report.sign",
            "annual_report.publish",
            "agencies.read",
        ),
    ),
    "supervisor": (
        "主管部门",
        Reach.SUBTREE,
        (
            "requests.read",
            "requests.supervise",
            "disclosure.read",
            "annual_report.read",
            "agencies.read",
            "staff.read",
            "staff.watch",
            "outbox.call",
        ),
    ),
    # 三员分立: settings, accounts and the trail are kept by three people, none of whom handles cases
    # (foundation.agencies.separation).
    "keeper": (
        "系统管理员",
        Reach.SUBTREE,
        ("agencies.manage", "agencies.read", "workdays.*", "disclosure.catalogue", "outbox.watch"),
    ),
    "security": (
        "安全管理员",
        Reach.SUBTREE,
        ("agencies.accounts", "staff.read", "staff.watch", "staff.absence"),
    ),
    "auditor": (
        "审计管理员",
        Reach.SUBTREE,
        (
            "ledger.audit",
            "agencies.audit",
            "staff.read",
            "requests.read",
            "disclosure.read",
            "annual_report.read",
            "agencies.read",
        ),
    ),
}


def definitions() -> dict[str, tuple[str, str, list[str]]]:
    """The roles with every capability spelled out. Raises LookupError for one that no room declares."""
    declared = [one.code for one in composed().capabilities]
    return {code: (name, reach, _spelled(held, declared)) for code, (name, reach, held) in ROLES.items()}


def _spelled(held: tuple[str, ...], declared: list[str]) -> list[str]:
    found: list[str] = []
    for wanted in held:
        room = wanted.removesuffix("*")
        matches = [code for code in declared if code == wanted or (room != wanted and code.startswith(room))]
        if not matches:
            raise LookupError(f"no room declares the capability {wanted}")
        found += matches
    return found
