"""The demo's staff accounts, printed when it starts. They exist in the demo only."""

from __future__ import annotations

from typing import NamedTuple

PASSWORD = "gongkai-demo-2026"  # noqa: S105 - a public demonstration password
PHONE = "0632-0000000"
"""Nobody's; in the demo no mail and no text message goes out, so reminders stand on the call list."""


class Account(NamedTuple):
    """One demo person: where they sit and which delivered roles they hold."""

    username: str
    name: str
    agency: str
    roles: tuple[str, ...]
    what: str


PEOPLE = (
    Account(
        "jingban", "演示经办", "shantingban", ("clerk",), "政务公开办经办人：登记、办理、送达、起草信息和年报"
    ),
    Account("shenhe", "演示审核", "shantingban", ("reviewer",), "审核人：保密审查、审核"),
    Account("fuze", "演示负责", "shantingban", ("head",), "政府信息公开工作机构负责人：签发、批准延期"),
    Account("zhuguan", "演示主管", "shanting", ("supervisor",), "主管部门：查看全区各单位"),
    Account("caizheng", "演示财政经办", "stczj", ("clerk", "reviewer"), "区财政局经办人（只看得到本单位）"),
    Account(
        "guanli", "演示系统管理", "shanting", ("keeper",), "系统管理员：机构、日历、目录（不办件、不管账号）"
    ),
    Account(
        "anquan", "演示安全管理", "shanting", ("security",), "安全管理员：账号、角色、任职，到岗、交接、离岗"
    ),
    Account("shenji", "演示审计", "shanting", ("auditor",), "审计管理员：查阅办理记录和登录日志，只读"),
    Account("dianzi", "演示店子经办", "dianzi", ("clerk",), "店子镇兼职经办人"),
)
ACCOUNTS = [(person.username, PASSWORD, person.what) for person in PEOPLE]
