"""A whole statutory year through the operations alone, its figures counted by hand below.

Every way of coming in, every kind of applicant, every reply type, every event that moves the limit, and
what lies across the two ends of the year. Each limit is also worked out by the day-walker of slow_clock.py,
from facts written down here and not read from the system.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from foundation.workdays.queries import published_calendar
from requests_app import statistics
from requests_app.clock_facts import Consultation, Correction, Deferral, Extension, Fact, Fee
from requests_app.facts import AgentFacts, AgentPapers, LetterFacts, PartAnswer, PartFacts
from requests_app.fees import Facts
from requests_app.history import WORDINGS
from requests_app.models import Arrival, InformationRequest, RequestEvent, RequestGroup
from requests_app.operations import (
    arriving,
    charging,
    consulting,
    correcting,
    deciding,
    excusing,
    grouping,
    handling,
    intake,
    joining,
    limits,
    mending,
    overriding,
    serving,
    splitting,
    suggesting,
)
from requests_app.outcomes import NOT_EXISTING
from requests_app.receipt_rules import ARRIVALS
from requests_app.reply_types import REPLY_TYPES
from tests.requests_app.conftest import (
    POINT,
    PUBLIC,
    applicant,
    decide,
    filing,
    look,
    miss,
    review,
    search,
    sign,
    withdraw,
)
from tests.requests_app.conftest import serve as serve_notice
from tests.requests_app.slow_clock import limit_by_crossing_off

AFTERWARDS = date(2026, 3, 2)
YEAR = 2025
TEXTS: dict[str, Any] = {
    "search_note": "检索了档案目录。",
    "reasons": "演示理由。",
    "direction": "演示网址。",
}


SCAN = ("扫描件.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
AGENT = AgentFacts("relative", ("receive",), "测试丙某某")


def day(month: int, number: int, year: int = YEAR) -> date:
    return date(year, month, number)


@dataclass
class Desk:
    """One clerk's desk: each method is one act on one request, on its own day."""

    agency: Agency
    actor: Actor
    settings: Any
    facts: dict[int, list[Fact]] = field(default_factory=dict)

    def comes(
        self, on: date, arrival: str = "in_person", kind: str = "natural", **changes: Any
    ) -> InformationRequest:
        rule = ARRIVALS[Arrival(arrival)]
        if arrival == "platform":
            changes |= {"source_system": "省平台", "external_number": f"SD-{on}"}
        person = applicant(kind=kind)
        came = filing(self.agency, channel=rule.channel, arrival=arrival, applicant=person, **changes)
        if arrival == "site":
            self.settings.AS_OF = on
            case = intake.file(came, actor=PUBLIC).request
            self.settings.AS_OF = AFTERWARDS
        else:
            basis = rule.bases[0]
            means = "phone" if basis == "confirmed" else ""
            case = intake.register(
                came, actor=self.actor, arrived_on=on, received_on=on, received_basis=basis, means=means
            ).request
        self.facts[case.pk] = []
        return case

    def on(self, case: InformationRequest, act: Callable[..., Any], when: date, **changes: Any) -> None:
        act(case.pk, actor=self.actor, seen=None, effective_on=when, **changes)

    def answers(
        self, case: InformationRequest, reply: str, signed: date, served: date | None = None, ground: str = ""
    ) -> None:
        if reply == NOT_EXISTING:
            search(case, self.actor, on=signed)
        if reply:
            checked: dict[str, Any] = (
                {"checked_by": "演示保密员", "checked_on": signed} if reply == "C1" else {}
            )
            decide(case, self.actor, PartAnswer(1, reply, ground, **TEXTS, **checked), on=signed)
        if reply in ("A1", "A2", "B1"):
            review(case, self.actor, on=signed)
        sign(case, self.actor, on=signed)
        serve_notice(case, self.actor, on=served or signed, route="post")

    def is_corrected(self, case: InformationRequest, asked: date, delivered: date, came: date | None) -> None:
        self.on(case, correcting.ask, asked, points=(POINT,), workdays=15)
        self.on(case, correcting.deliver, delivered, route="post")
        if came is not None:
            self.on(case, correcting.receive, came, parts=(PartFacts("2025年度汇总表"),))
        self.facts[case.pk].append(Correction(asked, None, came))

    def asks(
        self, case: InformationRequest, kind: str, sent: date, came: date, said: date | None, what: str = ""
    ) -> None:
        letter = LetterFacts(kind, "演示第三方", reply_by=day(12, 1) if kind == "other_agency" else None)
        self.on(case, consulting.consult, sent, letters=[letter], about="演示材料")
        self.on(case, consulting.deliver, came, letter=1)
        if kind == "other_agency":
            self.on(case, consulting.remind, day(8, 18), letter=1, manner="phone", reply_by=day(8, 25))
        if said is not None:
            self.on(case, consulting.receive, said, letter=1, opinion=what)
        self.facts[case.pk].append(Consultation(kind, sent, came, answered_on=said))

    def extends(self, case: InformationRequest, on: date, workdays: int) -> None:
        self.on(case, handling.extend, on, workdays=workdays, approver_name="演示负责人", reason="内容较多")
        self.facts[case.pk].append(Extension(on, workdays))


PLAIN: tuple[tuple[str, str, str, str], ...] = (
    # reply type, ground, arrival, kind of applicant: one of each reply type that is decided in words
    ("A1", "", "in_person", "natural"),
    ("A2", "", "site", "enterprise"),
    ("B1", "X5", "registered", "research"),
    ("C1", "", "ordinary", "charity"),
    ("C2", "", "fax", "legal"),
    ("C3", "", "email", "other"),
    ("C4", "", "platform", "natural"),
    ("C5", "", "oral", "natural"),
    ("C6", "", "site", "enterprise"),
    ("C7", "", "site", "natural"),
    ("C8", "", "site", "natural"),
    ("D1a", "", "registered", "natural"),
    ("D1b", "", "registered", "natural"),
    ("D2", "", "registered", "research"),
    ("E1", "", "email", "natural"),
    ("E2", "", "site", "natural"),
    ("E3", "", "in_person", "legal"),
    ("E5", "", "site", "natural"),
    ("G1", "", "site", "natural"),
    ("G2", "", "site", "other"),
)


def plain_answers(desk: Desk) -> None:
    """Received on 10 February, answered on the 17th."""
    for reply, ground, arrival, kind in PLAIN:
        desk.answers(desk.comes(day(2, 10), arrival, kind), reply, day(2, 17), ground=ground)


def corrections(desk: Desk) -> None:
    kept = desk.comes(day(4, 1), "site")
    desk.is_corrected(kept, day(4, 3), day(4, 7), day(4, 15))
    desk.answers(kept, "A2", day(5, 12))
    silent = desk.comes(day(4, 2), "registered")
    desk.is_corrected(silent, day(4, 8), day(4, 9), None)
    desk.on(silent, correcting.give_up, day(5, 8), finding="补正期限届满没有补正。")
    desk.answers(silent, "", day(5, 9))
    unclear = desk.comes(day(2, 10), "site")
    desk.is_corrected(unclear, day(2, 11), day(2, 12), day(2, 13))
    desk.answers(unclear, "D3", day(2, 17))


def unpaid(desk: Desk) -> None:
    """Charged for what was asked, and the window passes: until 13 March."""
    case = desk.comes(day(2, 10), "site")
    desk.on(case, charging.ask, day(2, 12), facts=Facts("pages", pages=45), how_to_pay="缴入区财政专户")
    desk.on(case, charging.deliver, day(2, 13), route="post")
    desk.facts[case.pk].append(Fee(day(2, 12), day(2, 13)))
    desk.on(case, charging.give_up, day(3, 14), finding="缴费期限届满没有缴费。")
    desk.answers(case, "", day(3, 17))


def extensions(desk: Desk) -> None:
    used = desk.comes(day(5, 6), "in_person", "enterprise")
    desk.extends(used, day(5, 20), 20)
    desk.answers(used, "A2", day(6, 24))
    late = desk.comes(day(6, 3), "site")
    desk.answers(late, "A2", day(7, 30))


def consultations(desk: Desk) -> None:
    silent = desk.comes(day(7, 1), "site")
    desk.asks(silent, "third_party", day(7, 3), day(7, 4), None)
    desk.answers(silent, "C4", day(8, 1))
    heeded = desk.comes(day(7, 2), "site")
    desk.asks(heeded, "third_party", day(7, 4), day(7, 7), day(7, 14), "objects")
    desk.answers(heeded, "C4", day(7, 25))
    overridden = desk.comes(day(7, 3), "registered", "charity")
    desk.asks(overridden, "third_party", day(7, 7), day(7, 8), day(7, 15), "objects")
    decided = {"letter": 1, "basis": "public_interest", "content": "演示材料", "reasons": "演示理由"}
    desk.on(overridden, overriding.override, day(7, 18), approver_name="演示负责人", **decided)
    desk.on(overridden, overriding.tell, day(7, 22), letter=1, route="post")
    desk.answers(overridden, "A2", day(7, 21), day(7, 24))
    maker = desk.comes(day(8, 4), "fax")
    desk.asks(maker, "co_maker", day(8, 6), day(8, 7), None)
    desk.answers(maker, "A2", day(9, 5))
    other = desk.comes(day(8, 5), "email")
    desk.asks(other, "other_agency", day(8, 7), day(8, 8), day(8, 20), "other")
    desk.answers(other, "A2", day(9, 8))


def too_many(desk: Desk) -> None:
    """Both outcomes of 条例第35条."""
    for received, given in ((day(9, 1), "用于编写村志。"), (day(9, 2), "自己想看。")):
        case = desk.comes(received, "site")
        desk.on(case, excusing.ask, day(9, 3), facts="本月已提出21件", workdays=5)
        desk.on(case, excusing.deliver, day(9, 4), route="post")
        desk.on(case, excusing.receive, day(9, 8), given=given)
        if received == day(9, 1):
            desk.on(case, excusing.defer, day(9, 10), until=day(11, 14), reason="卷宗数量大")
            desk.facts[case.pk].append(Deferral(day(9, 10), day(11, 14)))
            desk.answers(case, "A2", day(11, 10))
        else:
            desk.on(case, excusing.leave, day(9, 12), finding="本月21件。", reasons="理由不合理。")
            desk.answers(case, "", day(9, 15))


def other_ends(desk: Desk) -> None:
    taken_back = desk.comes(day(10, 9), "in_person")
    withdraw(taken_back, desk.actor, on=day(10, 13))
    joined = desk.comes(day(10, 10), "site", "natural", joined=(applicant(name="测试乙某某"),))
    desk.on(joined, joining.one_withdraws, day(10, 14), who=2)
    desk.answers(joined, "A2", day(10, 20))
    desk.on(joined, suggesting.suggest, day(10, 22), made_by="applicant")
    desk.on(joined, suggesting.review, day(10, 23), outcome="decline", reasons="不属于主动公开范围。")
    merged = desk.comes(day(10, 13), "site")
    decide(merged, desk.actor, PartAnswer(1, "F3", **TEXTS), on=day(10, 15))
    desk.on(merged, serving.end_without_notice, day(10, 15))


def everything_else(desk: Desk) -> None:
    """A letter nobody signed for, unreached twice, split in two, each half answered; and one void number."""
    asked = filing(
        desk.agency,
        channel="post",
        arrival="ordinary",
        parts=(PartFacts("演示甲表"), PartFacts("演示乙表")),
    )
    case = intake.register(asked, actor=desk.actor, arrived_on=day(11, 3)).request
    for tried in (day(11, 3), day(11, 4)):
        miss(case, desk.actor, on=tried)
    desk.on(case, intake.receive, day(11, 5), received_basis="confirmed", means="phone")
    half = splitting.split(
        case.pk, actor=desk.actor, seen=None, effective_on=day(11, 6), positions=[2], reason="agreed"
    ).request
    desk.facts |= {case.pk: [], half.pk: []}
    desk.on(case, arriving.keep_evidence, day(11, 6), evidence=SCAN)
    desk.on(case, handling.assign, day(11, 6), handler=desk.agency)
    desk.on(case, joining.name_agent, day(11, 7), agent=AGENT, papers_of_agent=AgentPapers())
    desk.on(case, joining.end_agent, day(11, 10), reason="revoked")
    desk.on(case, grouping.join, day(11, 10), label="演示同类申请")
    desk.on(half, grouping.join, day(11, 10), group=RequestGroup.objects.get().pk)
    desk.on(half, grouping.leave, day(11, 11))
    look(case, desk.actor, effective_on=day(11, 11))
    desk.answers(half, "A2", day(11, 18))
    search(case, desk.actor, on=day(11, 12))
    decide(case, desk.actor, PartAnswer(1, "D1a", **TEXTS), on=day(11, 18))
    sign(case, desk.actor, on=day(11, 18), manner="paper")
    desk.on(case, deciding.keep_sign_off_scan, day(11, 19), evidence=SCAN)
    serve_notice(case, desk.actor, on=day(11, 20), route="post")
    twice = desk.comes(day(11, 21), "email")
    desk.on(twice, mending.void, day(11, 24), reason="重复登记")
    del desk.facts[twice.pk]


def both_ends_of_the_year(desk: Desk) -> None:
    desk.answers(desk.comes(day(12, 20, 2024), "registered"), "A2", day(1, 10))
    desk.answers(desk.comes(day(12, 31, 2024), "site", "enterprise"), "D1a", day(1, 20))
    desk.answers(desk.comes(day(12, 16, 2024), "site"), "A1", day(12, 31, 2024), day(1, 2))
    desk.answers(desk.comes(day(12, 10, 2024), "site"), "A2", day(12, 30, 2024))
    desk.answers(desk.comes(day(12, 31), "in_person"), "A2", day(1, 12, 2026))
    desk.answers(desk.comes(day(12, 12), "registered", "legal"), "D1b", day(12, 31), day(1, 2, 2026))
    desk.comes(day(12, 15), "site", "research")
    desk.answers(desk.comes(day(12, 1), "site"), "A2", day(12, 31))
    desk.answers(desk.comes(day(1, 4, 2026), "email"), "A2", day(1, 9, 2026))


# Counted by hand from the lines above: 21 plain, 1 unpaid, 2 corrections, 2 extensions, 5 consultations,
# 2 of too many, 3 other ends, 2 halves of the letter; across the ends of the year 3 carried in, 4 new of
# December, 2 that belong to other years. The void number counts nowhere.
NEW = {"natural": 29, "enterprise": 3, "research": 3, "charity": 2, "legal": 3, "other": 2, "total": 42}
CARRIED_IN = {"natural": 2, "enterprise": 1, "total": 3}
CARRIED_OUT = {"natural": 1, "research": 1, "legal": 1, "total": 3}
RESULTS = {
    # A1, A2; kept correction; both extensions; override, co-maker, other agency; deferral; joint; carried in
    # (A2, A1); 1 December; half of the letter
    "open": 14,
    "part": 1,
    "d1": 1,
    "d2": 1,
    "d3": 1,
    "d4": 3,
    "d5": 1,
    "d6": 1,
    "d7": 1,
    "d8": 1,
    "u1": 4,
    "u2": 1,
    "u3": 1,
    "n1": 1,
    "n2": 1,
    "n3": 1,
    "n4": 1,
    "n5": 1,
    "o1": 1,
    "o2": 1,
    "o3": 4,
}
CHANNELS = {"online": 21, "counter": 6, "post": 10, "fax": 2, "email": 3}
LATE = 2
"""Received 3 June, limit 1 July, served 30 July; received 1 December, limit the 29th, served the 31st."""


SHOWN_ELSEWHERE = {
    "consultation_returned",
    "fee_corrected",
    "fee_paid",
    "fee_refunded",
    "fee_withdrawn",
    "suggestion_published",
    "imported",
    "recomputed",
    "limit_told",
    "notice_served",
    "mail_returned",
    "served_again",
    "returned_left",
    "service_evidence",
}
"""A letter that came back, what else becomes of a fee, an item published, an old register, a new calendar:
test_consulting, test_charging, test_suggesting, register_book, test_recomputing."""


@pytest.fixture
def year(district: Agency, by_clerk: Actor, settings: Any) -> Desk:
    settings.AS_OF = AFTERWARDS
    desk = Desk(district, by_clerk, settings)
    for part in (
        plain_answers,
        corrections,
        unpaid,
        extensions,
        consultations,
        too_many,
        other_ends,
        everything_else,
    ):
        part(desk)
    both_ends_of_the_year(desk)
    return desk


def counted(family: Any, agency: Agency, year: int = YEAR) -> dict[tuple[str, str], int]:
    return {(row, column): number for (_, row, column), number in family.count([agency.pk], year).items()}


def test_the_figures_of_a_year_are_those_counted_by_hand(year: Desk) -> None:
    found = counted(statistics.APPLICATIONS, year.agency)

    def line(row: str) -> dict[str, int]:
        return {column: number for (one, column), number in found.items() if one == row}

    assert line("new") == NEW
    assert line("carry_in") == CARRIED_IN
    assert line("carry_out") == CARRIED_OUT
    assert {row: found.get((row, "total"), 0) for row in RESULTS} == RESULTS
    for column in NEW:
        coming = found.get(("new", column), 0) + found.get(("carry_in", column), 0)
        results = sum(found.get((row, column), 0) for row in RESULTS)
        assert results == found.get(("total", column), 0)
        assert coming == results + found.get(("carry_out", column), 0), column
    channels = counted(statistics.CHANNELS, year.agency)
    assert {row: number for (row, _), number in channels.items()} == CHANNELS
    timely = counted(statistics.TIMELINESS, year.agency)
    total = sum(RESULTS.values())
    in_time = {("answered", "total"): total, ("in_time", "total"): total - LATE}
    assert timely == {**in_time, ("late", "total"): LATE}
    before, after = (counted(statistics.APPLICATIONS, year.agency, one) for one in (YEAR - 1, YEAR + 1))
    assert before["carry_out", "total"] == CARRIED_IN["total"]
    assert after["carry_in", "total"] == CARRIED_OUT["total"]

    # Nothing of the law, and nothing the ledger knows, is missing from the year.
    happened = set(RequestEvent.objects.values_list("kind", flat=True))
    assert set(WORDINGS) - happened == SHOWN_ELSEWHERE
    decided = set(InformationRequest.objects.values_list("parts__reply_type", flat=True)) - {""}
    assert decided == set(REPLY_TYPES)
    assert set(InformationRequest.objects.values_list("arrival", flat=True)) == set(Arrival.values)

    # Each limit, walked day by day from the facts above.
    calendar, wrong = published_calendar(), []
    for case in InformationRequest.objects.filter(pk__in=year.facts):
        assert case.registered_on is not None
        slow = limit_by_crossing_off(calendar, case.registered_on, year.facts[case.pk])
        clock = limits.clock_of(case, calendar=calendar)
        if clock is None or not clock.due_on == slow == case.due_on:
            wrong.append((case.number, slow, clock and clock.due_on, case.due_on))
    assert not wrong
