"""The check run of an old 台账: row by row what will be made, what is refused, what our clock says otherwise.

Nothing is stored here; the run itself asks the same questions again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from foundation.agencies.models import Agency
from foundation.privacy.masks import mask_text
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date
from requests_app import document_numbers
from requests_app.clock import Clock, Rules, reckon
from requests_app.clock_facts import Correction, Extension, Fact
from requests_app.models import InformationRequest, Notice, Series
from requests_app.operations.limits import rules_in_force
from requests_app.outcomes import REPLY_TYPES, applies
from requests_app.register_book.cells import text
from requests_app.register_book.columns import Head, head_at
from requests_app.register_book.reading import Table
from requests_app.register_book.rows import (
    MOST_SHOWN,
    OldRequest,
    Problem,
    Reading,
    cell_of,
    is_empty,
    read_row,
    serial,
)

OPEN, CORRECTING, SIGNED, CLOSED, GONE = "办理中", "待补正", "已签发待送达", "已答复", "已撤回"
EARLIEST_SERIES = 1
"""Years back in which a number could still be given out: a letter of December entered in January."""


@dataclass(frozen=True)
class Line:
    """One row of the table, its place in the file counted from 1.

    Either `problems` say why it is refused, or `known` is the number under which we have it, or `old` will be
    made a request with `outcome`; `flags` are what our clock sees otherwise.
    """

    row: int
    number: str = ""
    old: OldRequest | None = field(default=None, repr=False)
    outcome: str = ""
    known: str = ""
    flags: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.old is not None and not self.known and not self.problems


@dataclass(frozen=True)
class Check:
    lines: Sequence[Line]
    head: Head

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.is_new]

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.problems]

    @property
    def known(self) -> list[Line]:
        return [line for line in self.lines if line.known and not line.problems]

    @property
    def flagged(self) -> list[Line]:
        return [line for line in self.lines if line.flags and line.is_new]

    @property
    def outcomes(self) -> Mapping[str, int]:
        """How many requests of each standing will be made."""
        return Counter(line.outcome for line in self.new)


def source_of(agency: Agency) -> str:
    """The name under which the old numbers of an agency are kept, so that each is taken once."""
    return f"原台账（{agency.code}）"[:40]


def check(table: Table, head_row: int, reading: Reading, agency: Agency) -> Check:
    """What a run over this table would do now."""
    head = head_at(table.rows, table.spans, head_row)
    return Check(list(_Judge(agency, reading).lines(table, head)), head)


class _Judge:
    """Looks everything up once, then says of each row what becomes of it."""

    def __init__(self, agency: Agency, reading: Reading) -> None:
        self.reading, self.today = reading, today()
        self.calendar, self.rules = published_calendar(), rules_in_force()
        ours = InformationRequest.objects.filter(respondent=agency)
        taken = ours.filter(source_system=source_of(agency)).exclude(external_number="")
        self.taken = {
            number: (mine, on)
            for number, mine, on in taken.values_list("external_number", "number", "registered_on")
        }
        self.own = dict(ours.values_list("number", "registered_on"))
        used = Notice.objects.filter(request__respondent=agency).exclude(document_number="")
        self.used = set(used.values_list("document_number", flat=True))
        self.seen: dict[str, int] = {}
        self.papers: dict[str, int] = {}

    def lines(self, table: Table, head: Head) -> Iterator[Line]:
        for place, row in enumerate(table.rows[head.first_data_row - 1 :], head.first_data_row):
            if not is_empty(row):
                yield self._line(place, row)

    def _line(self, place: int, row: Sequence[object]) -> Line:
        old, problems = read_row(row, self.reading, self.today)
        if old is None:
            return Line(place, self._number(row), problems=problems)
        known = self._known(old)
        problems = tuple(self._twice(place, old))
        if not problems and not known:
            problems = tuple(self._paper(place, old))
        if problems or known:
            return Line(place, old.number, old, known=known, problems=problems)
        clock = clock_of(old, self.calendar, self.rules)
        return Line(place, old.number, old, outcome(old), flags=tuple(flags(old, clock, self.today)))

    def _number(self, row: Sequence[object]) -> str:
        """What stands for the number in a row that is refused."""
        return mask_text(text(cell_of(row, self.reading, "number")))[:MOST_SHOWN]

    def _known(self, old: OldRequest) -> str:
        if old.number in self.own:
            return old.number
        mine, _ = self.taken.get(old.number, ("", None))
        return mine

    def _twice(self, place: int, old: OldRequest) -> Iterator[Problem]:
        """A number twice in the file, or here already for another request."""
        if old.number in self.seen:
            first = self.seen[old.number]
            sentence = f"编号与第{first}行相同。一件占几行的，请合为一行；编号写错的，请改正。"
            yield Problem("number", sentence, old.number)
            return
        self.seen[old.number] = place
        mine, on = self.taken.get(old.number, (old.number, self.own.get(old.number)))
        if on is not None and on != old.received_on:
            sentence = f"这个编号已经登记为{mine}，但收到之日是{on}。请核对是不是同一件。"
            yield Problem("number", sentence, old.number)

    def _paper(self, place: int, old: OldRequest) -> Iterator[Problem]:
        number = document_numbers.tidy(old.document_number)
        if not number:
            return
        if not document_numbers.FORMAT.fullmatch(number):
            sentence = "不是完整的文号，应当是“机关代字〔年份〕序号”，例如“山政公开〔2012〕12号”。"
            yield Problem("document_number", sentence, old.document_number)
        elif number in self.papers:
            yield Problem("document_number", f"文号与第{self.papers[number]}行相同。请核对。", number)
        elif number in self.used:
            yield Problem("document_number", "这个文号已经用在另一件上。请核对。", number)
        self.papers.setdefault(number, place)


def outcome(old: OldRequest) -> str:
    if old.withdrawn_on:
        return GONE
    if old.signed_on:
        return CLOSED if old.served_on else SIGNED
    return CORRECTING if old.asked_on and not old.corrected_on else OPEN


def clock_of(old: OldRequest, calendar: Calendar, rules: Rules) -> Clock:
    """Our own limit from the dates of the row alone."""
    facts: list[Fact] = []
    if old.asked_on:
        facts.append(Correction(old.asked_on, None, old.corrected_on))
    if old.extended_on:
        facts.append(Extension(old.extended_on, old.extended_by))
    return reckon(old.received_on, calendar, facts, rules=rules)


def flags(old: OldRequest, clock: Clock, on: date) -> Iterator[str]:
    """Where table and clock disagree, and what was late: facts that are taken over as they are."""
    due, served = clock.due_on, old.served_on
    if old.limit_on and due and old.limit_on != due:
        kept = "照原台账保留" if old.ended_on else "在办的按本系统计算"
        yield f"答复期限：原台账是{full_date(old.limit_on)}，按条例算是{full_date(due)}；{kept}。"
    if served and due and served > due:
        late = arithmetic.count(clock.calendar, due, served)
        yield f"答复超期：{full_date(served)}送达，晚于{full_date(due)}，超过{late}个工作日。"
    if not old.ended_on and due and on > due:
        yield f"在办，已经超过答复期限（{full_date(due)}），导入后列在“今天要办”的最前面。"
    if old.reply in REPLY_TYPES and not applies(old.reply, clock.regime_code):
        yield f"{clock.regime.wording}没有这种答复类型，照原台账记载。"
    yield from (flag.sentence for flag in clock.flags)


def series_of(lines: Sequence[Line], agency: Agency) -> list[list[object]]:
    """The largest number of each series, for years in which more may be drawn: [series, year, number]."""
    found: Counter[tuple[str, int]] = Counter()
    for line in lines:
        if line.old is None:
            continue
        numbers = [(Series.REQUEST.value, serial(line.old.number))]
        paper = document_numbers.tidy(line.old.document_number)
        if agency.document_code and paper.startswith(f"{agency.document_code}〔"):
            numbers.append((Series.DOCUMENT.value, serial(paper)))
        for series, place in numbers:
            if place is not None and today().year - EARLIEST_SERIES <= place[0] <= today().year:
                found[series, place[0]] = max(found[series, place[0]], place[1])
    return [[series, year, number] for (series, year), number in sorted(found.items())]
