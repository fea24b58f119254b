"""What an applicant can do against an answer: route, sentences to print, and the last days.

Since 2024-01-01 whoever is refused information must apply for review before suing
(行政复议法第二十三条第一款第四项); against every other answer review and suit are open side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from foundation.contracts import Refusal, Refused
from foundation.workdays.calendar import Calendar
from foundation.workdays.deadlines import last_day
from requests_app.outcomes import REPLY_TYPES

REVIEW_FIRST_SINCE = date(2024, 1, 1)


class Route(StrEnum):
    """A: review first. B: review or suit. AB: A for what is withheld, B for the rest."""

    REVIEW_FIRST = "A"
    CHOICE = "B"
    BOTH = "AB"
    CHOICE_OLD = "B-old"
    NONE = "none"


ARTICLES: Mapping[Route, str] = MappingProxyType(
    {
        Route.REVIEW_FIRST: "行政复议法第二十条、第二十三条第一款第四项、第三十四条",
        Route.CHOICE: "行政复议法第二十条、行政诉讼法第四十四条、第四十六条",
        Route.BOTH: (
            "行政复议法第二十条、第二十三条第一款第四项、第三十四条，行政诉讼法第四十四条、第四十六条"
        ),
        Route.CHOICE_OLD: "行政复议法（2017年修正）第九条，行政诉讼法第四十四条、第四十六条",
        Route.NONE: "",
    }
)


def route_for(reply_types: Sequence[str], noticed_on: date) -> Route:
    """The route against an answer, by what it withholds and by the date of the notice."""
    routes = {REPLY_TYPES[code].route for code in reply_types} - {"none"}
    if not routes:
        return Route.NONE
    if noticed_on < REVIEW_FIRST_SINCE:
        return Route.CHOICE_OLD
    return Route(routes.pop()) if len(routes) == 1 else Route.BOTH


# --- who decides the review --------------------------------------------------------------------------------


class Signer(StrEnum):
    """Who signs and seals the notice, with the codes of the agencies' kinds."""

    GOVERNMENT = "government"
    OFFICE = "office"
    DEPARTMENT = "department"
    SUBDISTRICT = "subdistrict"
    TOWN = "town"
    VERTICAL = "vertical"


def review_organ(signer: str, *, own_government: str, higher_government: str, system: str = "") -> str:
    """The organ that reviews acts of this signer, since 2024 by who signs, not by who did the work.

    The district government answers to the next higher one; its office, in its own name, its departments,
    subdistricts and towns to the district government (行政复议法第二十四条); tax, customs and the like to the
    higher authority of their `system` (第二十七条).
    """
    organs = {
        Signer.GOVERNMENT: higher_government,
        Signer.VERTICAL: system,
    }
    return organs.get(Signer(signer), own_government)


# --- what the notice says ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Remedy:
    """The remedy block of a notice."""

    route: Route
    sentences: tuple[str, ...]
    article: str


def remedy_block(
    reply_types: Sequence[str],
    noticed_on: date,
    *,
    organ: str,
    court: str,
    online_channel: str = "",
) -> Remedy:
    """The remedy block; a notice served online must name an `online_channel` (行政复议法第二十二条)."""
    route = route_for(reply_types, noticed_on)
    if route is Route.NONE:
        return Remedy(route, (), "")
    _demand_names(organ, court)
    sentences = tuple(text.format(organ=organ, court=court) for text in _TEXTS[route])
    if online_channel:
        sentences += (f"行政复议可以通过互联网渠道申请：{online_channel}。",)
    return Remedy(route, sentences, ARTICLES[route])


def no_answer_sentence(*, organ: str, court: str) -> str:
    """What to say to somebody whose request was not answered in time; the order of the two is disputed."""
    _demand_names(organ, court)
    return f"逾期没有答复的，您可以依法向{organ}申请行政复议，或者向{court}提起行政诉讼。"


_FIRST_REVIEW = (
    "先向{organ}申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向{court}提起行政诉讼"
)
_CHOICE = (
    "自收到本告知书之日起60日内向{organ}申请行政复议，"
    "或者自收到本告知书之日起6个月内直接向{court}提起行政诉讼"
)
_TEXTS: Mapping[Route, tuple[str, ...]] = MappingProxyType(
    {
        Route.REVIEW_FIRST: (f"您如果不服本告知书，可以自收到本告知书之日起60日内，{_FIRST_REVIEW}。",),
        Route.CHOICE: (f"您如果不服本告知书，可以{_CHOICE}。",),
        Route.BOTH: (
            f"您如果不服其中不予公开的部分，可以自收到本告知书之日起60日内，{_FIRST_REVIEW}。",
            f"您如果不服其他部分，可以{_CHOICE}。",
        ),
        Route.CHOICE_OLD: (f"您如果不服本告知书，可以{_CHOICE}。",),
    }
)


def _demand_names(organ: str, court: str) -> None:
    for name, field, wording in ((organ, "review_organ", "行政复议机关"), (court, "court", "管辖法院")):
        if not name.strip():
            raise Refused(
                Refusal(
                    f"没有填写{wording}，不能印出救济途径。",
                    article="《中华人民共和国政府信息公开条例》第五十一条",
                    remedy=f"请先在机构资料中填写{wording}。",
                    field=field,
                )
            )


# --- the last days ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LastDays:
    """Until when review and direct suit are possible; None where the route does not offer it."""

    review_on: date | None
    suit_on: date | None


def last_days(route: Route, served_on: date, calendar: Calendar) -> LastDays:
    """The last days after service; natural days that roll past rest days (民法典第二百零三条)."""
    if route is Route.NONE:
        return LastDays(None, None)
    suit = None if route is Route.REVIEW_FIRST else last_day("D13", served_on, calendar)
    return LastDays(last_day("D12", served_on, calendar), suit)


def suit_after_review_on(decision_received_on: date, calendar: Calendar) -> date:
    """The last day to sue after a review decision, or after the review organ's time ran out."""
    return last_day("D14", decision_received_on, calendar)


def last_days_without_answer(due_on: date, calendar: Calendar) -> LastDays:
    """The last days against an answer that never came, counted from the end of its limit."""
    return LastDays(last_day("D15b", due_on, calendar), last_day("D15", due_on, calendar))


def last_day_not_informed(knew_on: date, calendar: Calendar) -> date:
    """The outer limit when the notice named no remedy or no period."""
    return last_day("D16", knew_on, calendar)
