"""Who can do something in an agency on a day, who of them is away, and who acts for whom: the powers page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from foundation.agencies.access import covers
from foundation.agencies.models import Agency, Assignment
from foundation.contracts import Capability, composed
from foundation.once import once
from foundation.staff.models import Absence
from foundation.workdays.wording import short_date


@dataclass(frozen=True)
class Holder:
    """A person with a role that reaches the agency, as it stands on that day."""

    assignment: Assignment
    away_until: date | None
    day: date

    @property
    def name(self) -> str:
        return self.assignment.user.name

    @property
    def is_away(self) -> bool:
        return self.away_until is not None

    @property
    def notes(self) -> tuple[str, ...]:
        """代演示负责（到11月30日）; 外出到11月27日."""
        one, said = self.assignment, []
        if one.deputy_for is not None:
            said.append(f"代{one.deputy_for.name}")
        if one.ends_on is not None:
            said.append(f"到{short_date(one.ends_on, beside=self.day)}")
        if self.away_until is not None:
            said.append(f"外出到{short_date(self.away_until, beside=self.day)}")
        return tuple(said)

    @property
    def words(self) -> str:
        return f"{self.name}（{'，'.join(self.notes)}）" if self.notes else self.name


@dataclass(frozen=True)
class Staffing:
    """Everybody who holds a role on a day and who of them is away; two queries for any number of agencies."""

    day: date
    held: tuple[Assignment, ...]
    away: Mapping[int, date]

    def at(self, agency: Agency) -> list[Holder]:
        """Whose role reaches the agency: own people first, then who manages or oversees."""
        here = sorted(
            (one for one in self.held if covers(one, agency)), key=lambda one: one.agency_id != agency.pk
        )
        return [Holder(one, self.away.get(one.user_id), self.day) for one in here]

    def able(self, capability: str, agencies: Iterable[Agency]) -> list[Holder]:
        """Who may do something at one of the agencies, each assignment once, in their order."""
        found = {
            holder.assignment.pk: holder
            for agency in agencies
            for holder in self.at(agency)
            if capability in holder.assignment.role.capabilities
        }
        return list(found.values())

    def owner(self, capability: str, agencies: Iterable[Agency]) -> Holder | None:
        """The one person who is expected to act: whoever is there comes before whoever is away, the own post
        before a deputy's (AB角), the own desk before one that manages it. None where nobody may.
        """
        able = self.able(capability, agencies)
        return min(
            able, key=lambda one: (one.is_away, one.assignment.deputy_for_id is not None), default=None
        )


def staffing(on: date) -> Staffing:
    """Asked once while a page is read."""
    return once(("staffing", on), lambda: _staffing(on))


def _staffing(on: date) -> Staffing:
    held = Assignment.objects.in_force_on(on).filter(user__is_active=True)
    rows = held.select_related("user", "agency", "role", "deputy_for").order_by("role__code", "pk")
    away: dict[int, date] = {}
    for absence in Absence.objects.within(on, on).select_related("member"):
        away[absence.member.user_id] = max(absence.ends_on, away.get(absence.member.user_id, absence.ends_on))
    return Staffing(on, tuple(rows), away)


def holders(agency: Agency, on: date) -> list[Holder]:
    """Everybody whose role reaches the agency that day: own people first, then who manages or oversees."""
    return staffing(on).at(agency)


def waiting_for(capability: Capability, agencies: Iterable[Agency], on: date) -> str:
    """Whom an act waits for, in one sentence: who holds the capability, who is away, who acts for them."""
    able = staffing(on).able(capability.code, agencies)
    if not able:
        return f"没有人可以{capability.needed or capability.wording}，请联系安全管理员"
    return "、".join(holder.words for holder in able)


# --- people × capabilities ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A person of the matrix with the roles that reach the agency."""

    name: str
    held: tuple[Holder, ...]

    @property
    def titles(self) -> list[str]:
        """经办（区政府办，代演示负责，到11月30日), one for each role."""
        return [_title(one) for one in self.held]

    def roles_for(self, capability: Capability) -> str:
        found = [one for one in self.held if capability.code in one.assignment.role.capabilities]
        return "、".join(dict.fromkeys(one.assignment.role.name for one in found))


def _title(holder: Holder) -> str:
    one = holder.assignment
    return f"{one.role.name}（{'，'.join((one.agency.short_name, *holder.notes))}）"


@dataclass(frozen=True)
class Row:
    """A capability of the matrix: for each person the role that gives it, or nothing."""

    capability: Capability
    cells: tuple[tuple[str, str], ...]

    @property
    def is_unfilled(self) -> bool:
        return bool(self.capability.needed) and not any(role for _name, role in self.cells)


@dataclass(frozen=True)
class Matrix:
    """Who may do what in one agency on one day."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def matrix(agency: Agency, on: date) -> Matrix:
    by_person: dict[int, list[Holder]] = {}
    for holder in holders(agency, on):
        by_person.setdefault(holder.assignment.user_id, []).append(holder)
    columns = tuple(Column(held[0].name, tuple(held)) for held in by_person.values())
    rows = tuple(_row(capability, columns) for capability in composed().capabilities)
    return Matrix(columns, rows)


def _row(capability: Capability, columns: Sequence[Column]) -> Row:
    return Row(capability, tuple((column.name, column.roles_for(capability)) for column in columns))
