"""How much two short descriptions of information ask for the same thing.

Pure. Chinese is compared by pairs of neighbouring characters, as in `tokens`. Years and other numbers do not
count, so that last year's question meets this year's; words that stand in every title do not count either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from foundation.search.normalise import HAN, normalise

MOST_CHARACTERS = 300
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


def likeness(wanted: Description, other: Description) -> Likeness:
    ours, theirs = _pairs(wanted.words), _pairs(other.words)
    common = len(ours & theirs)
    number = normalise(wanted.document_number).replace(" ", "")
    same = bool(number) and number == normalise(other.document_number).replace(" ", "")
    return Likeness(same, common / (min(len(ours), len(theirs)) or 1), common)


def most_alike(wanted: Sequence[Description], others: Iterable[Description], most: int) -> list[int]:
    """Places of the `most` others that are like enough to any of the wanted; of equals the earlier first."""
    best = [
        (place, max((likeness(one, other) for one in wanted), key=lambda found: found.rank))
        for place, other in enumerate(others)
        if wanted
    ]
    enough = [(place, found) for place, found in best if found.is_enough]
    enough.sort(key=lambda pair: pair[1].rank, reverse=True)
    return [place for place, _ in enough[:most]]


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
