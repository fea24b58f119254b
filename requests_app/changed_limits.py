"""Whose paper shows a limit that a new calendar has moved: the list behind 告知申请人新的期限.

Nothing here names an applicant: numbers, units and dates only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from foundation.documents import workbook
from foundation.workdays.models import CalendarVersion
from foundation.workdays.present import today
from foundation.workdays.wording import full_date
from requests_app import history, limit_wording
from requests_app.models import InformationRequest, RequestEvent, Stage, ToldBy

_SETTLING = (*history.TELLING, history.RECOMPUTED)
"""After a telling there is nothing left to tell; a later recomputation carries the matter on."""


def published_versions() -> list[str]:
    """The codes of the published calendars, the newest first."""
    published = CalendarVersion.objects.filter(stage=CalendarVersion.Stage.PUBLISHED)
    return list(published.order_by("-pk").values_list("code", flat=True))


def printed_dates_moved(cases: QuerySet[Any]) -> QuerySet[RequestEvent]:
    """The recomputations after which a paper already given out shows another date than the index."""
    moved = RequestEvent.objects.filter(kind=history.RECOMPUTED, data__has_key="printed")
    return moved.filter(subject__in=cases.values("pk"))


def by_version(events: QuerySet[RequestEvent], code: str) -> QuerySet[RequestEvent]:
    """Those of one calendar version, which stands second in the pair of old and new."""
    return events.filter(data__calendar__1=code)


def still_to_tell(events: QuerySet[RequestEvent]) -> QuerySet[RequestEvent]:
    """Of open cases, not told since: the question of `history.untold_change`, asked of many cases."""
    later = RequestEvent.objects.filter(
        subject=OuterRef("subject"), seq__gt=OuterRef("seq"), corrects=None, kind__in=_SETTLING
    ).exclude(data__has_key="unlawful")
    opened = InformationRequest.objects.open().filter(due_on__isnull=False)
    waiting = events.filter(~Exists(later), subject__in=opened.values("pk"))
    told = Cast(KT("data__printed"), DateField())
    return waiting.annotate(told=told).exclude(told=F("subject__due_on"))


def with_cases(events: QuerySet[RequestEvent]) -> QuerySet[RequestEvent]:
    """The events with everything their lines need, the nearest limit first."""
    cases = events.select_related("subject__respondent", "subject__handler")
    return cases.prefetch_related("subject__events").order_by("subject__due_on", "subject__number")


# --- one line of the list ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One case whose printed date moved, in words; `waiting` while the applicant still has to be told."""

    number: str
    respondent: str
    handler: str
    printed: str
    now: str
    papers: str
    standing: str

    HEADINGS = (
        "申请编号",
        "被申请机关",
        "承办单位",
        "原告知的期限",
        "新的期限",
        "印有原期限的文书",
        "告知情况",
    )


WAITING = "待告知"
RECEIPT = "登记回执"
PAPERS = {"extended": "延期答复告知书", "deferred": "延迟答复告知书"}
"""The paper that tells a limit with each event."""


def line(event: RequestEvent) -> Line:
    """Give an event `with_cases`."""
    case = event.subject
    waiting = is_waiting(event)
    return Line(
        number=case.number,
        respondent=case.respondent.short_name,
        handler=case.handler.short_name,
        printed=_printed(event),
        now=_now(case) if waiting else limit_wording.dated(event.data, 1),
        papers="、".join(_papers(event)),
        standing=WAITING if waiting else _standing(event),
    )


def is_waiting(event: RequestEvent) -> bool:
    case = event.subject
    return case.is_open and history.untold_change(case) == event


def _printed(event: RequestEvent) -> str:
    printed = event.data["printed"]
    if printed == event.data["due_on"][0]:
        return limit_wording.dated(event.data, 0)
    return full_date(date.fromisoformat(printed))


def _now(case: InformationRequest) -> str:
    return f"{'预计' if case.provisional else ''}{full_date(case.due_on)}" if case.due_on else ""


def _papers(event: RequestEvent) -> list[str]:
    """What the applicant had got by then that shows the old date, and which paper shows an older one."""
    earlier = [one for one in event.subject.events.all() if one.seq < event.seq]
    last = next((one for one in reversed(earlier) if history.tells(one)), None)
    paper = f"{full_date(last.effective_on)}的{_means(last)}" if last and last.kind != "received" else RECEIPT
    if any(one.kind in history.MOVING and (last is None or one.seq > last.seq) for one in earlier):
        return ["网上进度", f"{paper}（补正、征求意见以前的期限）"]
    if last and last.kind in PAPERS:
        return [paper, f"{RECEIPT}（延期前的期限）"]
    return [paper]


def _means(event: RequestEvent) -> str:
    if event.kind in PAPERS:
        return PAPERS[event.kind]
    return f"{ToldBy(event.data['manner']).label}告知"


def _standing(event: RequestEvent) -> str:
    """What became of a line that waits no more."""
    case = event.subject
    later = [one for one in case.events.all() if one.seq > event.seq]
    for one in later:
        if history.tells(one):
            return f"{full_date(one.effective_on)}已用{_means(one)}"
        if one.kind == history.RECOMPUTED:
            return f"又按工作日历{one.data['calendar'][1]}重算，见该版本"
    if not case.is_open:
        return f"{Stage(case.stage).label}，不需要再告知"
    return "答复期限暂停计算，恢复后再告知" if case.due_on is None else "现在的期限与原告知的一致"


def spreadsheet(events: Iterable[RequestEvent], code: str) -> bytes:
    """The whole list of one calendar version as XLSX."""
    rows = [astuple(line(event)) for event in events]
    title = f"工作日历{code}改变的答复期限"
    return workbook.write([workbook.Sheet(title, [Line.HEADINGS, *rows])], title=title, dated=today())
