"""What rooms hand to each other.

A room on an upper floor describes what it can do with these small frozen values; `portal/composition.py`
collects them. Nothing here knows any room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

# The lowest room refuses, too, so these live below it; everybody above takes them from here.
from foundation.refusals import AUDIT as AUDIT
from foundation.refusals import CASES as CASES
from foundation.refusals import SECURITY as SECURITY
from foundation.refusals import SYSTEM as SYSTEM
from foundation.refusals import Capability as Capability
from foundation.refusals import Refusal as Refusal
from foundation.refusals import Refused as Refused

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

    from foundation.search.documents import SearchDocument


# --- acting ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One lawful act on a case-like record, a row of a room's `steps.py` table.

    `form` and `operation` are dotted names, resolved when the step is shown, so that operations may
    read the table they are listed in. `guard(subject, on)` answers why the act is unlawful, or None.
    """

    code: str
    wording: str
    result: str
    from_stages: tuple[str, ...]
    to_stage: str | None
    capability: str
    guard: Callable[[Any, date], Refusal | None]
    form: str
    operation: str
    article: str = ""


# --- counting and checking ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A row or a column of a family: its code and its official wording."""

    code: str
    wording: str


Number = int | Decimal
Cell = tuple[int, str, str]
"""(agency id, row code, column code)."""


@dataclass(frozen=True)
class Family:
    """Figures a room can count for any agencies and year, each of which opens into its records.

    `count(agency_ids, year)` gives only cells that are not zero; `records(agency_ids, year, row, column)`
    gives the rows behind one cell, from the same conditions: `records(...).count()` equals the sum of the
    cell over these agencies (for sums of amounts, `amount_of` names the summed field).
    """

    code: str
    wording: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    count: Callable[[Sequence[int], int], Mapping[Cell, Number]]
    records: Callable[[Sequence[int], int, str, str], QuerySet[Any]]
    amount_of: str | None = None


@dataclass(frozen=True)
class Duty:
    """Something the law demands every day; `violations(agency_ids, on)` finds who does not do it."""

    code: str
    wording: str
    article: str
    severity: str
    violations: Callable[[Sequence[int], date], QuerySet[Any]]


# --- to the public --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicField:
    """One column the public may see: its name in the API, its label on the page, how to read it."""

    name: str
    label: str
    read: Callable[[Any], object]


@dataclass(frozen=True)
class PublicRecord:
    """What templates, feeds, the API and the search table receive instead of the model instance."""

    kind: str
    key: str
    url: str
    title: str
    values: Mapping[str, object]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class PublicKind:
    """The only way to the public: which rows, which columns, at which address."""

    code: str
    wording: str
    public: Callable[[], QuerySet[Any]]
    fields: tuple[PublicField, ...]
    key: Callable[[Any], str]
    url: Callable[[Any], str]
    title: Callable[[Any], str]
    search_document: Callable[[Any], SearchDocument]

    def record(self, instance: Model) -> PublicRecord:
        return PublicRecord(
            kind=self.code,
            key=self.key(instance),
            url=self.url(instance),
            title=self.title(instance),
            values={field.name: field.read(instance) for field in self.fields},
            labels={field.name: field.label for field in self.fields},
        )


@dataclass(frozen=True)
class FileOwner:
    """Who answers whether a stored file may be read: `may_read(request, stored_file)`."""

    kind: str
    may_read: Callable[[HttpRequest, Any], bool]


# --- the staff's day ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WorkItem:
    """One line of the *today* page: what, where, until when, the one next step, and the one who owns it.

    `rings_on` is the day by which the line is sorted in, where that is not the due date itself (while a limit
    is 暂定, it is earlier). `links` lead to parts of what the title counts: (wording, address).
    """

    title: str
    url: str
    next_step: str
    due_on: date | None = None
    note: str = ""
    owner: str = ""
    rings_on: date | None = None
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class WorkList:
    """A named list of the *today* page; `items(user, today)` in the order they should be done.

    Its lines stand by their dates, unless the list has a `place` of its own: FIRST, before everything dated,
    ELSEWHERE, what one answers for while somebody else has to act, or UNITS, what a supervising department
    sees of the units below it.
    """

    code: str
    wording: str
    items: Callable[[Any, date], Sequence[WorkItem]]
    place: str = ""


FIRST, ELSEWHERE, UNITS = "first", "elsewhere", "units"


# --- handing over ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HandoverList:
    """Open work of a desk, as it stands on the 交接清单 of whoever leaves the desk.

    It belongs to desks where the leaving person holds one of `capabilities`, and is read by those who hold
    `reading` there. `rows(agency_ids, on)` gives one text for each of `columns`; `widths` are relative.
    """

    code: str
    wording: str
    capabilities: tuple[str, ...]
    reading: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Callable[[Sequence[int], date], Sequence[tuple[str, ...]]]


# --- the trail ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trail:
    """A room's event ledger as auditors read it.

    `kinds` words each kind of event; `number_of` is an expression over the event that gives the number of
    its subject; `desks` names the subject's foreign keys to agencies whose auditors may read it.
    """

    model: type[Model]
    wording: str
    kinds: Mapping[str, str]
    number_of: Any
    desks: tuple[str, ...]


# --- wiring ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Composition:
    """Everything the rooms hand upward; built once in `portal/composition.py`."""

    capabilities: tuple[Capability, ...] = ()
    steps: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    families: tuple[Family, ...] = ()
    duties: tuple[Duty, ...] = ()
    kinds: tuple[PublicKind, ...] = ()
    file_owners: tuple[FileOwner, ...] = ()
    work_lists: tuple[WorkList, ...] = ()
    handover_lists: tuple[HandoverList, ...] = ()
    trails: tuple[Trail, ...] = ()

    @property
    def needed(self) -> tuple[Capability, ...]:
        """What somebody must be able to do in every agency that takes requests."""
        return tuple(one for one in self.capabilities if one.needed)

    def family(self, code: str) -> Family:
        return next(family for family in self.families if family.code == code)

    def kind(self, code: str) -> PublicKind:
        return next(kind for kind in self.kinds if kind.code == code)


_wired: list[Composition] = []


def compose(composition: Composition) -> None:
    """Hand the rooms' values to the foundation; called once, by the portal's app configuration."""
    _wired[:] = [composition]


def composed() -> Composition:
    """The composition in force. Raises LookupError before the portal is ready."""
    if not _wired:
        raise LookupError("portal.composition has not been wired yet")
    return _wired[0]
