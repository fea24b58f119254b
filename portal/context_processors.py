"""What every page knows: the site's furniture, its sections, and whether letters are large."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from foundation.workdays.present import today
from requests_app.regimes import regime_for

LARGE_TEXT_COOKIE = "large_text"


@dataclass(frozen=True)
class Section:
    """One entry of the main navigation; `prefix` is dropped where room is short."""

    wording: str
    url: str
    is_current: bool
    prefix: str = ""


# (wording, name of the address all its pages lie below, part dropped on a phone)
SECTIONS = (
    ("公开指南", "guide", "政府信息"),
    ("主动公开", "disclosure:list", ""),
    ("依申请公开", "requests:landing", ""),
    ("年度报告", "annual_report:list", ""),
    ("检索", "search", ""),
)


def sections(path: str) -> list[Section]:
    """The main navigation as seen from the page at `path`."""
    home = reverse("home")
    found = [Section("首页", home, path == home)]
    for wording, name, prefix in SECTIONS:
        url = reverse(name)
        found.append(Section(wording, url, path.startswith(url), prefix))
    return found


def page(request: HttpRequest) -> dict[str, object]:
    return {
        "site": settings.GONGKAI_SITE,
        "sections": sections(request.path),
        # Rooms below the requests may lead there without knowing them.
        "filing_url": reverse("requests:new"),
        "large_text": request.COOKIES.get(LARGE_TEXT_COOKIE) == "on",
        "is_demo": settings.MODE == "demo",
        # The limits that explanatory pages name, of the regulation in force today.
        "regime": regime_for(today()),
    }
