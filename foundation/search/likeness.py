"""How much two short descriptions of information ask for the same thing.

Pure. Chinese is compared by pairs of neighbouring characters, as in `tokens`. Years and other numbers do not
count, so that last year's question meets this year's; words that stand in every title do not count either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from foundation.search.normalise import HAN, normalise

MOST_CHARACTERS = 120
"""Of a description; what is wanted stands at its beginning."""
ENOUGH_PAIRS = 3
ENOUGH_SHARE = 0.5
PHRASE = 4
MOST_PHRASES = 12

# What titles and requests are made of whatever they are about; a longer word before one it begins with.
FILLER = (
    "政府信息",
    "实施方案",
    "管理办法",
    "演示数据",
    "关于",
    "印发",
    "通知",
    "公告",
    "公示",
    "文件",
    "材料",
    "情况",
    "信息",
    "公开",
    "申请",
    "有关",
    "相关",
    "以及",
    "年度",
    "全部",
)
SEPARATORS = re.compile("|".join(FILLER) + rf"|[^{HAN}a-z]+|的|和")


@dataclass(frozen=True)
class Description:
    """The words by which something is described, and its 文号 where it is known."""

    words: str
    document_number: str = ""


@dataclass(frozen=True)
class Likeness:
    """Whether the 文号 is the same; how many `pairs` are common, and their `share` of the shorter one's."""

    number: bool
    share: float
    pairs: int

    @property
    def is_enough(self) -> bool:
        return self.number or (self.pairs >= ENOUGH_PAIRS and self.share >= ENOUGH_SHARE)

    @property
    def rank(self) -> tuple[bool, float, int]:
        """More is more alike."""
        return (self.number, self.share, self.pairs)


@dataclass(frozen=True)
class _Read:
    """A description taken apart once, to be compared many times."""

    number: str
    pairs: frozenset[str]


def likeness(wanted: Description, other: Description) -> Likeness:
    return _compare(_read(wanted), _read(other))


def most_alike(wanted: Sequence[Description], others: Iterable[Description], most: int) -> list[int]:
    """Places of the `most` others that are like enough to any of the wanted; of equals the earlier first."""
    asked = [_read(one) for one in wanted]
    read = ((place, _read(other)) for place, other in enumerate(others))
    best: dict[int, Likeness] = {}
    for place, one, other in ((place, one, other) for place, other in read for one in asked):
        found = _compare(one, other)
        if found.is_enough and (place not in best or found.rank > best[place].rank):
            best[place] = found
    return sorted(best, key=lambda place: best[place].rank, reverse=True)[:most]


def _read(description: Description) -> _Read:
    number = normalise(description.document_number).replace(" ", "")
    return _Read(number, _pairs(description.words))


def _compare(wanted: _Read, other: _Read) -> Likeness:
    common = len(wanted.pairs & other.pairs)
    shorter = min(len(wanted.pairs), len(other.pairs)) or 1
    return Likeness(bool(wanted.number) and wanted.number == other.number, common / shorter, common)


def phrases(words: str) -> list[tuple[str, ...]]:
    """The first phrases of four characters, each as its pairs: what an index can be asked for."""
    found = (
        tuple(run[start + shift : start + shift + 2] for shift in range(min(PHRASE, len(run)) - 1))
        for run in _runs(words)
        for start in range(max(len(run) - PHRASE + 1, 1))
    )
    return list(dict.fromkeys(found))[:MOST_PHRASES]


def _pairs(words: str) -> frozenset[str]:
    """Pairs of characters; a Latin word counts by its pairs of letters too."""
    return frozenset(run[place : place + 2] for run in _runs(words) for place in range(len(run) - 1))


def _runs(words: str) -> list[str]:
    """What is left between fillers, numbers and punctuation, if it is a word at all."""
    runs = SEPARATORS.split(normalise(words[:MOST_CHARACTERS]))
    return [run for run in runs if len(run) > 1]
