"""The catalogue as a tree in reading order, with how much lies under each branch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class BranchRow(Protocol):
    """What a branch is made from: a Category with the number of its own items."""

    code: str
    label: str
    article: str
    position: int
    own: int

    @property
    def codes(self) -> tuple[str, ...]: ...


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


def tree(rows: Iterable[BranchRow]) -> list[Node]:
    """Depth first; branches without anything published are left out (空白栏目, 国办秘函〔2019〕19号)."""
    rows = list(rows)
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        for code in row.codes:
            counts[code] += row.own
    place = {row.code: (row.position, row.code) for row in rows}
    ordered = sorted(rows, key=lambda row: [place[code] for code in row.codes])
    return [
        Node(row.code, row.label, row.article, row.codes[:-1], counts[row.code])
        for row in ordered
        if counts[row.code]
    ]


def below(nodes: Iterable[Node], code: str = "") -> list[Node]:
    """The direct children of a branch; without a code the roots."""
    return [node for node in nodes if node.parent == code]
