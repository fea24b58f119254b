"""What the yearly report counts of requests; every figure and the rows behind it come from one condition.

Two dates carry all counting: `registered_on`, the first legal receipt, and `closed_on`, the day of service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from foundation.contracts import Cell, Family, Line
from requests_app.models import (
    ApplicantKind,
    AssistanceLetter,
    Channel,
    InformationRequest,
    RemedyCase,
    RemedyKind,
    RemedyResult,
)
from requests_app.outcomes import RESULT_ROWS
from requests_app.queries import COUNTED

TOTAL = Line("total", "总计")


@dataclass(frozen=True)
class Year:
    first: date
    last: date

    @classmethod
    def of(cls, year: int) -> Year:
        return cls(date(year, 1, 1), date(year, 12, 31))

    def holds(self, field: str) -> Q:
        return Q(**{f"{field}__range": (self.first, self.last)})


Conditions = Callable[[Year], Mapping[str, Q]]


@dataclass(frozen=True)
class Counting:
    """A family as conditions: rows and columns in any order of model rows, one Q for each."""

    model: Any
    base: Q
    rows: Conditions
    columns: Conditions

    def count(self, agency_ids: Sequence[int], year: int) -> Mapping[Cell, int]:
        rows, columns = self._conditions(year)
        aggregates = {
            f"{row}__x__{column}": Count("pk", filter=rows[row] & columns[column])
            for row in rows
            for column in columns
        }
        counted = self._of(agency_ids).values("respondent").annotate(**aggregates)
        return {
            (one["respondent"], row, column): one[f"{row}__x__{column}"]
            for one in counted
            for row in rows
            for column in columns
            if one[f"{row}__x__{column}"]
        }

    def records(self, agency_ids: Sequence[int], year: int, row: str, column: str) -> Any:
        rows, columns = self._conditions(year)
        return self._of(agency_ids).filter(rows[row] & columns[column]).order_by("pk")

    def _conditions(self, year: int) -> tuple[Mapping[str, Q], Mapping[str, Q]]:
        return self.rows(Year.of(year)), self.columns(Year.of(year))

    def _of(self, agency_ids: Sequence[int]) -> Any:
        return self.model.objects.filter(self.base, respondent__in=list(agency_ids)).order_by()

    def family(self, code: str, wording: str, rows: Sequence[Line], columns: Sequence[Line]) -> Family:
        return Family(code, wording, tuple(rows), tuple(columns), self.count, self.records)


def _only_total(year: Year) -> Mapping[str, Q]:
    return {"total": Q()}


# --- section three: requests by result and kind of applicant ----------------------------------------------


def _application_rows(year: Year) -> Mapping[str, Q]:
    """本年新收 + 上年结转 = 办理结果总计 + 结转下年度, for every column, by construction."""
    closed = year.holds("closed_on")
    return {
        "new": year.holds("registered_on"),
        "carry_in": Q(registered_on__lt=year.first) & (Q(closed_on=None) | Q(closed_on__gte=year.first)),
        **{row.code: closed & Q(report_row=row.code) for row in RESULT_ROWS},
        "total": closed,
        "carry_out": Q(registered_on__lte=year.last) & (Q(closed_on=None) | Q(closed_on__gt=year.last)),
    }


def _applicant_columns(year: Year) -> Mapping[str, Q]:
    return {**{kind: Q(applicant__kind=kind) for kind in ApplicantKind.values}, "total": Q()}


APPLICATIONS = Counting(InformationRequest, COUNTED, _application_rows, _applicant_columns).family(
    "requests.applications",
    "收到和处理政府信息公开申请情况",
    (
        Line("new", "一、本年新收政府信息公开申请数量"),
        Line("carry_in", "二、上年结转政府信息公开申请数量"),
        *RESULT_ROWS,
        Line("total", "（七）总计"),
        Line("carry_out", "四、结转下年度继续办理"),
    ),
    (*(Line(kind.value, kind.label) for kind in ApplicantKind), TOTAL),
)


# --- in time? by which door? ------------------------------------------------------------------------------


def _timeliness_rows(year: Year) -> Mapping[str, Q]:
    closed = year.holds("closed_on")
    late = Q(due_on__isnull=False, closed_on__gt=F("due_on"))
    return {"answered": closed, "in_time": closed & ~late, "late": closed & late}


TIMELINESS = Counting(InformationRequest, COUNTED, _timeliness_rows, _only_total).family(
    "requests.timeliness",
    "答复是否按时",
    (Line("answered", "已答复"), Line("in_time", "按时答复"), Line("late", "逾期答复")),
    (TOTAL,),
)


def _channel_rows(year: Year) -> Mapping[str, Q]:
    return {channel: year.holds("registered_on") & Q(channel=channel) for channel in Channel.values}


CHANNELS = Counting(InformationRequest, COUNTED, _channel_rows, _only_total).family(
    "requests.channels",
    "申请渠道",
    [Line(channel.value, channel.label) for channel in Channel],
    (TOTAL,),
)


# --- letters between agencies -----------------------------------------------------------------------------


def _letter_rows(year: Year) -> Mapping[str, Q]:
    """Of the letters that came this year: how many were answered, and in time. Our own are not among them."""
    received = year.holds("received_on")
    answered = received & Q(answered_on__isnull=False)
    in_time = Q(due_on=None) | Q(answered_on__lte=F("due_on"))
    return {"received": received, "answered": answered, "answered_in_time": answered & in_time}


LETTERS = Counting(AssistanceLetter, COUNTED, _letter_rows, _only_total).family(
    "requests.letters",
    "协查函",
    (Line("received", "收到"), Line("answered", "已回复"), Line("answered_in_time", "按时回复")),
    (TOTAL,),
)


# --- section four: reviews and suits ----------------------------------------------------------------------


def _remedy_rows(year: Year) -> Mapping[str, Q]:
    return {kind: Q(kind=kind) for kind in RemedyKind.values}


def _remedy_columns(year: Year) -> Mapping[str, Q]:
    """What was concluded in the year by result, and what was pending on its last day."""
    concluded = year.holds("concluded_on")
    pending = Q(filed_on__lte=year.last) & (Q(concluded_on=None) | Q(concluded_on__gt=year.last))
    results = {result: concluded & Q(result=result) for result in RemedyResult.values}
    return {**results, "pending": pending, "total": concluded | pending}


REMEDIES = Counting(RemedyCase, Q(), _remedy_rows, _remedy_columns).family(
    "requests.remedies",
    "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    [Line(kind.value, kind.label) for kind in RemedyKind],
    (
        *(Line(result.value, result.label) for result in RemedyResult),
        Line("pending", "尚未审结"),
        TOTAL,
    ),
)

FAMILIES = (APPLICATIONS, TIMELINESS, CHANNELS, LETTERS, REMEDIES)
