"""The official furniture of a government site: who runs it, its 网站标识码, its 备案号.

An installation writes its own values as JSON into `GONGKAI_SITE` (or the file `GONGKAI_SITE_FILE`); the
demo shows invented ones that say so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Site:
    """Values of header, footer and the meta tags 政府网站发展指引 asks for; an empty one is not shown."""

    owner: str = ""
    """山亭区人民政府: stands above the wordmark."""
    domain: str = ""
    """SiteDomain."""
    identifier: str = ""
    """网站标识码, SiteIDCode."""
    sponsor: str = ""
    """主办单位."""
    operator: str = ""
    """承办单位."""
    icp_number: str = ""
    """备案号."""
    police_number: str = ""
    """公安备案号."""
    address: str = ""
    phone: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        """SiteName."""
        return f"{self.owner} 政府信息公开".strip()

    @property
    def furniture(self) -> list[tuple[str, str]]:
        """What the footer lists: wording and value, in the usual order."""
        lines = [
            ("主办单位", self.sponsor),
            ("承办单位", self.operator),
            ("地址", self.address),
            ("联系电话", self.phone),
            ("电子邮箱", self.email),
            ("网站标识码", self.identifier),
            ("ICP备案号", self.icp_number),
            ("公安备案号", self.police_number),
        ]
        return [(wording, value) for wording, value in lines if value]


DEMO_SITE = Site(
    owner="山亭区人民政府",
    domain="shanting.example",
    identifier="0000000000（演示）",
    sponsor="山亭区人民政府办公室（演示）",
    operator="山亭区政务公开办公室（演示）",
    icp_number="鲁ICP备00000000号（演示）",
    police_number="鲁公网安备00000000000000号（演示）",
    address="山东省枣庄市山亭区（演示地址）",
    phone="0632-0000000（演示）",
)


def parse(text: str, *, demo: bool) -> Site:
    """The site described by this JSON; without any, the demo's invented one or an empty one."""
    if not text.strip():
        return DEMO_SITE if demo else Site()
    try:
        values = json.loads(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"GONGKAI_SITE is not JSON: {error}") from error
    known = {field.name for field in fields(Site)}
    if not isinstance(values, dict) or not set(values) <= known:
        raise ImproperlyConfigured(f"GONGKAI_SITE must be an object with keys among {sorted(known)}")
    return Site(**{key: str(value) for key, value in values.items()})
