"""勾稽关系: the equations a report must satisfy, as data, and the check that names the cells. Pure.

Their numbers are explained in docs/report-formats.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from annual_report.figures import Number, plain


@dataclass(frozen=True)
class Term:
    """A cell in an equation and the name under which a sentence speaks of it."""

    code: str
    label: str


@dataclass(frozen=True)
class Equation:
    """The cells on the left add up to the cells on the right."""

    where: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]


@dataclass(frozen=True)
class Identity:
    """One rule: its equations, the cells that must be whole counts and those that must be amounts."""

    code: str
    wording: str
    equations: tuple[Equation, ...] = ()
    counts: tuple[Term, ...] = ()
    amounts: tuple[Term, ...] = ()

    def cells(self) -> Iterator[str]:
        for equation in self.equations:
            yield from (term.code for term in (*equation.left, *equation.right))


@dataclass(frozen=True)
class Failure:
    """An identity that does not hold: which, where, both sides, and the sentence for the clerk."""

    identity: str
    where: str
    left: Number
    right: Number
    sentence: str
    cells: tuple[str, ...]


def check(identities: Iterable[Identity], cells: Mapping[str, Number | None]) -> list[Failure]:
    """All failures. An equation with a missing cell is left out: that a cell is missing is said elsewhere."""
    failures: list[Failure] = []
    for identity in identities:
        for equation in identity.equations:
            failures += _unbalanced(identity, equation, cells)
        for term in identity.counts:
            failures += _not_a_count(identity, term, cells.get(term.code))
        for term in identity.amounts:
            failures += _not_an_amount(identity, term, cells.get(term.code))
    return failures


def uncovered(identities: Iterable[Identity], codes: Iterable[str]) -> tuple[str, ...]:
    """The cells that no equation would miss if they were wrong by one."""
    covered = {code for identity in identities for code in identity.cells()}
    return tuple(code for code in codes if code not in covered)


def _unbalanced(
    identity: Identity, equation: Equation, cells: Mapping[str, Number | None]
) -> Iterator[Failure]:
    left, right = _total(equation.left, cells), _total(equation.right, cells)
    if left is None or right is None or left == right:
        return
    gap = left - right if left > right else right - left
    sentence = (
        f"{equation.where}不平衡（{identity.wording}）：{_spell(equation.left, cells)}，合计{plain(left)}；"
        f"{_spell(equation.right, cells)}，合计{plain(right)}；相差{plain(gap)}。"
        "请核对这些数据。"
    )
    codes = tuple(term.code for term in (*equation.left, *equation.right))
    yield Failure(identity.code, equation.where, left, right, sentence, codes)


def _total(terms: tuple[Term, ...], cells: Mapping[str, Number | None]) -> Number | None:
    total: Number = 0
    for term in terms:
        value = cells.get(term.code)
        if value is None:
            return None
        total += value
    return total


def _spell(terms: tuple[Term, ...], cells: Mapping[str, Number | None]) -> str:
    """The terms with their numbers; zeros of long sums are left out, they explain nothing."""
    shown = [term for term in terms if cells[term.code]] or list(terms[:1])
    return "加".join(f"“{term.label}”{plain(cells[term.code] or 0)}" for term in shown)


def _not_a_count(identity: Identity, term: Term, value: Number | None) -> Iterator[Failure]:
    if value is None or (value >= 0 and value == int(value)):
        return
    sentence = f"“{term.label}”填的是{plain(value)}，应当是不小于0的整数（{identity.wording}）。请更正。"
    yield Failure(identity.code, term.label, value, 0, sentence, (term.code,))


def _not_an_amount(identity: Identity, term: Term, value: Number | None) -> Iterator[Failure]:
    if value is None or value >= 0:
        return
    sentence = f"“{term.label}”填的是{plain(value)}，金额不能小于0（{identity.wording}）。请更正。"
    yield Failure(identity.code, term.label, value, 0, sentence, (term.code,))
