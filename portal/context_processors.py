"""What every page knows: the site's furniture, its sections, and whether letters are large."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix

LARGE_TEXT_COOKIE = "large_text"


@dataclass(frozen=True)
class Section:
    """One entry of the main navigation; `prefix` is dropped where room is short."""

    wording: str
    url: str
    is_current: bool
    prefix: str = ""


# (wording, address below the script prefix, section of addresses it stands for, part dropped on a phone)
SECTIONS = (
    ("首页", "", "", ""),
    ("公开指南", "guide/", "guide/", "政府信息"),
    ("主动公开", "disclosure/", "disclosure/", ""),
    ("依申请公开", "requests/", "requests/", ""),
    ("年度报告", "reports/", "reports/", ""),
    ("检索", "search/", "search/", ""),
)


def sections(path: str) -> list[Section]:
    """The main navigation as seen from the page at `path`."""
    root = get_script_prefix()
    below = path.removeprefix(root)
    return [
        Section(wording, root + address, below.startswith(area) if area else not below, prefix)
        for wording, address, area, prefix in SECTIONS
    ]


def page(request: HttpRequest) -> dict[str, object]:
    return {
        "site": settings.GONGKAI_SITE,
        "sections": sections(request.path),
        "large_text": request.COOKIES.get(LARGE_TEXT_COOKIE) == "on",
        "is_demo": settings.MODE == "demo",
    }
