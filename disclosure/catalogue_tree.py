"""The catalogue as a tree in reading order, with how much lies under each branch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Something with a place in the tree: a Category."""

    code: str
    position: int

    @property
    def codes(self) -> tuple[str, ...]: ...


class Counted(Placed, Protocol):
    """A Category with the number of its own items."""

    label: str
    article: str
    own: int


PlacedType = TypeVar("PlacedType", bound=Placed)


@dataclass(frozen=True)
class Node:
    """A branch that holds something, itself or below."""

    code: str
    label: str
    article: str
    parents: tuple[str, ...]
    count: int

    @property
    def depth(self) -> int:
        return len(self.parents)

    @property
    def parent(self) -> str:
        return self.parents[-1] if self.parents else ""


def in_reading_order(rows: Iterable[PlacedType]) -> list[PlacedType]:
    """Depth first, siblings by position; a branch whose parent is not among them stands by its own place."""
    rows = list(rows)
    place = {row.code: (row.position, row.code) for row in rows}
    return sorted(rows, key=lambda row: [place[code] for code in row.codes if code in place])


def tree(rows: Iterable[Counted]) -> list[Node]:
    """In reading order; branches without anything published are left out (空白栏目, 国办秘函〔2019〕19号)."""
    rows = list(rows)
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        for code in row.codes:
            counts[code] += row.own
    return [
        Node(row.code, row.label, row.article, row.codes[:-1], counts[row.code])
        for row in in_reading_order(rows)
        if counts[row.code]
    ]


def below(nodes: Iterable[Node], code: str = "") -> list[Node]:
    """The direct children of a branch; without a code the roots."""
    return [node for node in nodes if node.parent == code]
