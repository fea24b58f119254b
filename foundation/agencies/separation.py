"""三员分立: who keeps the system, its accounts and its trail are three people; none of them handles cases.

A house rule after GB/T 22239—2019 (网络安全等级保护基本要求, 安全管理中心, 人员配备): the three are kept
apart. The pairs are written out so that each can be read with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from foundation.refusals import AUDIT, CASES, SECURITY, SYSTEM

BASIS = "参照《网络安全等级保护基本要求》（GB/T 22239—2019）三员分立"
WORDING = {SYSTEM: "系统管理", SECURITY: "安全管理", AUDIT: "审计管理", CASES: "办理业务"}


@dataclass(frozen=True)
class Apart:
    """Two groups of capabilities that one person does not hold at the same time, and why."""

    one: str
    other: str
    why: str

    @property
    def wording(self) -> str:
        return f"“{WORDING[self.one]}”和“{WORDING[self.other]}”"


APART = (
    Apart(SYSTEM, SECURITY, "改设置的人不能给自己开权限"),
    Apart(SYSTEM, AUDIT, "改设置的人不能审计自己"),
    Apart(SECURITY, AUDIT, "授权的人不能审计自己"),
    Apart(SYSTEM, CASES, "改日历和目录的人不能办受其影响的件"),
    Apart(SECURITY, CASES, "办件的人不能给自己开权限"),
    Apart(AUDIT, CASES, "办件的人不能审计自己"),
)


def kept_apart(held: Iterable[str], more: Iterable[str]) -> Apart | None:
    """The first pair of which one group is held and the other would be; None if they go together."""
    found = {frozenset(pair) for pair in product(held, more)}
    return next((pair for pair in APART if frozenset((pair.one, pair.other)) in found), None)
