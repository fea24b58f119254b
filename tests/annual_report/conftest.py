"""A district with an office, a department and a town; families whose counts a test sets; standing people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from annual_report import capabilities
from annual_report.formats import applications_table, remedies_table
from annual_report.models import Report
from annual_report.operations import compile_report, enter_figure, publish, sign_off, write_part
from annual_report.owners import FILE_OWNERS
from annual_report.public import KINDS
from annual_report.today import WORK_LISTS
from foundation.agencies.models import Agency, AgencyKind, Role, User
from foundation.agencies.operations import assign, open_agency
from foundation.contracts import Cell, Family, Line, Number, compose, composed
from foundation.ledger.acts import Actor

OPENED = date(2008, 5, 1)
TODAY = date(2026, 11, 20)


def lines(*codes: str) -> tuple[Line, ...]:
    return tuple(Line(code, f"行{code}") for code in codes)


SHAPES: Mapping[str, tuple[tuple[Line, ...], tuple[Line, ...]]] = {
    "disclosure.published": (
        lines("website", "weibo", "wechat", "gazette", "boards", "press", "other", "total"),
        lines("total"),
    ),
    "disclosure.normative": (lines("rule", "normative_document"), lines("made", "repealed", "in_force")),
    "requests.applications": (
        lines(*(row for row, _, _ in applications_table.ROWS)),
        lines(*(column for column, _ in applications_table.COLUMNS)),
    ),
    "requests.timeliness": (lines("answered", "in_time", "late"), lines("total")),
    "requests.channels": (lines("online", "counter"), lines("total")),
    "requests.letters": (lines("received", "answered", "answered_in_time"), lines("total")),
    "requests.remedies": (
        lines(*(group for group, _, _ in remedies_table.GROUPS)),
        lines(*(column for column, _, _ in remedies_table.COLUMNS)),
    ),
    "agencies.staff": (lines("full_time", "part_time", "total"), lines("total")),
}


@dataclass
class Counts:
    """What the families count: (agency code, figure code) → number, set by the test."""

    numbers: dict[tuple[str, str], Number] = field(default_factory=dict)
    asked: list[tuple[str, tuple[int, ...], int]] = field(default_factory=list)
    later: dict[int, Callable[[], None]] = field(default_factory=dict)

    def after_asking(self, times: int, change: Callable[[], None]) -> None:
        """Let something happen elsewhere after so many more counts."""
        self.later[len(self.asked) + times] = change

    def set(self, agency: str, **figures: Number) -> None:
        for code, number in figures.items():
            self.numbers[agency, code] = number

    def put(self, agency: str, figures: Mapping[str, Number]) -> None:
        for code, number in figures.items():
            self.numbers[agency, code] = number

    def family(self, code: str) -> Family:
        rows, columns = SHAPES[code]

        def count(agency_ids: Sequence[int], year: int) -> Mapping[Cell, Number]:
            self.later.pop(len(self.asked), lambda: None)()
            self.asked.append((code, tuple(agency_ids), year))
            codes = dict(Agency.objects.filter(pk__in=agency_ids).values_list("pk", "code"))
            return {
                (pk, row.code, column.code): number
                for pk, agency in codes.items()
                for row in rows
                for column in columns
                if (number := self.numbers.get((agency, f"{code}/{row.code}/{column.code}")))
            }

        def records(agency_ids: Sequence[int], year: int, row: str, column: str):
            return Agency.objects.filter(pk__in=agency_ids)

        return Family(code, f"族{code}", rows, columns, count, records)


@pytest.fixture
def counts(settings: Any) -> Iterator[Counts]:
    """The composition of the annual report over families whose numbers the test sets."""
    settings.AS_OF = TODAY
    before, counts = composed(), Counts()
    compose(
        replace(
            before,
            capabilities=capabilities.CAPABILITIES,
            families=tuple(counts.family(code) for code in SHAPES),
            kinds=KINDS,
            file_owners=FILE_OWNERS,
            work_lists=WORK_LISTS,
        )
    )
    yield counts
    compose(before)


def agency(code: str, name: str, kind: AgencyKind, parent: Agency | None = None, **facts: object) -> Agency:
    return open_agency(
        code=code,
        parent=parent,
        name=name,
        short_name=name[-4:],
        kind=kind,
        opened_on=OPENED,
        document_code=f"山{code[:2]}",
        review_organ="枣庄市人民政府",
        court="山亭区人民法院",
        **facts,
    )


@pytest.fixture
def district(db: None, counts: Counts) -> Agency:
    contact = {
        "address": "枣庄市山亭区府前路1号",
        "postcode": "277200",
        "phone": "0632-8811111",
        "email": "gk@shanting.example",
    }
    district = agency("shanting", "山亭区人民政府", AgencyKind.GOVERNMENT, enabled_on=OPENED, **contact)
    agency("shantingban", "山亭区人民政府办公室", AgencyKind.OFFICE, district, enabled_on=OPENED)
    agency("minzheng", "山亭区民政局", AgencyKind.DEPARTMENT, district)
    agency("xuzhuang", "徐庄镇人民政府", AgencyKind.TOWN, district)
    return district


def person(username: str, where: Agency, *held: str, reach: str = "own") -> User:
    """An invented member of staff who holds these capabilities in one agency."""
    user = User.objects.create(username=username, name=f"演示{username}", is_staff=True)
    role = Role.objects.create(code=username, name=username, reach=reach, capabilities=list(held))
    assign(user, where, role, starts_on=OPENED)
    return user


@pytest.fixture
def writer(district: Agency) -> User:
    return person("writer", district, "annual_report.read", "annual_report.write", "annual_report.publish")


@pytest.fixture
def head(district: Agency) -> User:
    return person("head", district, "annual_report.read", "annual_report.sign")


@pytest.fixture
def stranger(district: Agency) -> User:
    other = Agency.objects.get(code="minzheng")
    return person("stranger", other, "annual_report.read", "annual_report.write", "annual_report.sign")


@pytest.fixture
def by_writer(writer: User, district: Agency) -> Actor:
    return Actor(writer, district)


@pytest.fixture
def by_head(head: User, district: Agency) -> Actor:
    return Actor(head, district)


COMMAND = Actor(origin="command")


@pytest.fixture
def report_2025(district: Agency, by_writer: Actor) -> Report:
    return compile_report(district, 2025, actor=by_writer)


SIGNED_ON = date(2026, 2, 20)
ENTRIES = {
    "registers.decisions/licence/total": 100,
    "registers.decisions/penalty/total": 7,
    "registers.decisions/coercion/total": 0,
    "registers.charges/charge/amount": Decimal("96171.6"),
    "requests.fees/collected/amount": 0,
}


def complete(report: Report, actor: Actor) -> Report:
    """Write and enter all that a report on 2025 still lacks."""
    write_part(
        report.pk, "overview", "（一）主动公开。公开{{ disclosure.published/total/total }}。", actor=actor
    )
    write_part(report.pk, "problems", "一是解读质量不高。\n二是人员变动多。", actor=actor)
    for code, value in ENTRIES.items():
        enter_figure(report.pk, code, value=value, source="各部门台账", actor=actor)
    report.refresh_from_db()
    return report


@pytest.fixture
def published(report_2025: Report, by_writer: Actor, by_head: Actor) -> Report:
    sign_off(complete(report_2025, by_writer).pk, actor=by_head, effective_on=SIGNED_ON)
    publish(report_2025.pk, actor=by_writer, effective_on=date(2026, 2, 24))
    report_2025.refresh_from_db()
    return report_2025
