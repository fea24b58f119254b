"""System checks of what an operator may get wrong; each names what is wrong, why it matters, what to do.

Those of the database run with `manage.py check --database default`, as the account that serves.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connection, transaction

from foundation.agencies.models import Agency
from portal.database_roles import append_only_tables

LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}
FURNITURE = {"owner": "机关", "sponsor": "主办单位", "identifier": "网站标识码", "domain": "域名"}
# What keeps the words people typed out of the server's own log; see docs/production.env.
QUIET = {
    "log_statement": {"none"},
    "log_min_duration_statement": {"-1"},
    "log_min_error_statement": {"log", "fatal", "panic"},
    "log_error_verbosity": {"terse"},
}


def hosts_are_named(**_: Any) -> list[CheckMessage]:
    if settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "没有设置ALLOWED_HOSTS：网站会拒绝所有请求。",
            hint="写明本站的域名，例如ALLOWED_HOSTS=www.example.gov.cn；健康检查用的地址也要写上。",
            id="portal.E001",
        )
    ]


def somebody_ends_tls(**_: Any) -> list[CheckMessage]:
    if not settings.SECURE_SSL_REDIRECT or settings.BEHIND_PROXY:
        return []
    return [
        Warning(
            "要求使用HTTPS，但没有设置BEHIND_PROXY：本程序自己不处理TLS，浏览器会在原地反复跳转。",
            hint="在前面放一个处理TLS的反向代理并设置BEHIND_PROXY=1；只在内网试用的，设置SECURE_SSL_REDIRECT=0。",
            id="portal.W001",
        )
    ]


def only_the_proxy_reaches_us(**_: Any) -> list[CheckMessage]:
    host = os.environ.get("HOST", "127.0.0.1")
    if not settings.BEHIND_PROXY or host in LOOPBACK:
        return []
    return [
        Warning(
            f"设置了BEHIND_PROXY，而HOST={host}让别人也能绕过代理直接连接，冒写X-Forwarded-*。",
            hint="HOST只监听代理所在的地址（同一台机器用127.0.0.1），或者用防火墙只放行代理后忽略本条。",
            id="portal.W002",
        )
    ]


def trusted_origins_are_exact(**_: Any) -> list[CheckMessage]:
    loose = [one for one in settings.CSRF_TRUSTED_ORIGINS if "*" in one or not one.startswith("https://")]
    if not loose:
        return []
    return [
        Warning(
            f"CSRF_TRUSTED_ORIGINS里的{'、'.join(loose)}太宽：别的网站可能借用户的身份提交表单。",
            hint="只写用https://开头的完整来源，不用通配符；同一域名不必写。",
            id="portal.W003",
        )
    ]


def errors_reach_somebody(**_: Any) -> list[CheckMessage]:
    if settings.ADMINS:
        return []
    return [
        Warning(
            "没有设置ADMINS：程序出错时没有人收到邮件。",
            hint="ADMINS=管理员邮箱，多个用逗号分开；发件用SERVER_EMAIL和EMAIL_HOST。",
            id="portal.W004",
        )
    ]


def the_site_says_whose_it_is(**_: Any) -> list[CheckMessage]:
    missing = [wording for name, wording in FURNITURE.items() if not getattr(settings.GONGKAI_SITE, name)]
    if not missing:
        return []
    return [
        Warning(
            f"网站没有写明{'、'.join(missing)}（政府网站发展指引的要求）。",
            hint='GONGKAI_SITE是JSON，例如{"owner": "…", "sponsor": "…", "identifier": "…", "domain": "…"}。',
            id="portal.W005",
        )
    ]


def the_server_cannot_rewrite_the_ledger(cursor: Any) -> list[CheckMessage]:
    rights = "UPDATE, DELETE, TRUNCATE"
    tables = append_only_tables()
    cursor.execute(
        "SELECT relname FROM pg_class WHERE oid = ANY(%s::regclass[]) AND has_table_privilege(oid, %s)",
        [tables, rights],
    )
    loose = sorted(name for (name,) in cursor.fetchall())
    if not loose:
        return []
    return [
        Warning(
            f"DATABASE_URL的账户可以改写只能追加的表：{'、'.join(loose)}。",
            hint="用另一个账户提供服务，再运行manage.py prepare_database给它授权。",
            id="portal.W006",
        )
    ]


def the_database_keeps_quiet(cursor: Any) -> list[CheckMessage]:
    cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(QUIET)])
    loud = sorted(f"{name}={value}" for name, value in cursor.fetchall() if value not in QUIET[name])
    if not loud:
        return []
    return [
        Warning(
            f"PostgreSQL会把语句或者出错的行写进自己的日志（{'、'.join(loud)}），里面有申请人填写的内容。",
            hint="按docs/production.env末尾的说明设置，重新加载配置；确需排查时临时打开，事后清除日志。",
            id="portal.W007",
        )
    ]


def agencies_that_confirm_by_hand_are_known(cursor: Any) -> list[CheckMessage]:
    """A misspelt code would let online requests of that agency count from their filing."""
    named = settings.GONGKAI_CONFIRM_BY_HAND - {"*"}
    unknown = sorted(named - set(Agency.objects.filter(code__in=named).values_list("code", flat=True)))
    if not unknown:
        return []
    return [
        Warning(
            f"GONGKAI_CONFIRM_BY_HAND里的{'、'.join(unknown)}不是任何机关的代码，网上申请仍会自动确认收到。",
            hint="请照工作台“机关”列表中的代码改正，全部机关都由人工确认的写*。",
            id="portal.W008",
        )
    ]


ALWAYS = (hosts_are_named, somebody_ends_tls, only_the_proxy_reaches_us, trusted_origins_are_exact)
ON_DEPLOYMENT = (errors_reach_somebody, the_site_says_whose_it_is)
OF_THE_DATABASE = (
    the_server_cannot_rewrite_the_ledger,
    the_database_keeps_quiet,
    agencies_that_confirm_by_hand_are_known,
)


def database_is_set_up(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """W006 to W008; says nothing before the tables are there."""
    if not databases:
        return []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            return [message for check in OF_THE_DATABASE for message in check(cursor)]
    except DatabaseError:
        return []


def register_all() -> None:
    """Production only: the demo and the tests are set up by the program itself."""
    for check in ALWAYS:
        register(_in_production(check), Tags.security)
    for check in ON_DEPLOYMENT:
        register(_in_production(check), Tags.security, deploy=True)
    register(_in_production(database_is_set_up), Tags.database)


def _in_production(check: Callable[..., list[CheckMessage]]) -> Callable[..., list[CheckMessage]]:
    def checked(**facts: Any) -> list[CheckMessage]:
        return check(**facts) if settings.MODE == "production" else []

    return checked
