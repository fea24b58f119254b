"""The passages of a text that show why it was found.

Pure. Gives pieces, never markup: the template escapes each piece and wraps the hits in <mark>.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from foundation.search.normalise import fold

WINDOW = 90
MOST_WINDOWS = 2
MOST_HITS = 200
LEAD = 30
CLAUSE_END = re.compile(r"[。；！？，、：;!?:\n]")
GAP = "…"


class Piece(NamedTuple):
    text: str
    is_hit: bool


class _Window(NamedTuple):
    start: int
    end: int


def mark(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The whole text in pieces, every occurrence of a word a hit."""
    return tuple(_pieces(text, _hits(text, words), _Window(0, len(text))))


def snippet(text: str, words: Sequence[str], parts: Sequence[str] = ()) -> tuple[Piece, ...]:
    """Up to two passages with the most of the words; of their parts if no word occurs; else the beginning."""
    hits = _hits(text, words) or _hits(text, parts)
    windows = _best_windows(text, hits) or [_Window(0, min(len(text), WINDOW * MOST_WINDOWS))]
    pieces: list[Piece] = []
    for number, window in enumerate(windows):
        gap = window.start > 0 and (number == 0 or windows[number - 1].end < window.start)
        pieces += [Piece(GAP, is_hit=False)] if gap else []
        pieces += _pieces(text, hits, window)
    if windows[-1].end < len(text):
        pieces.append(Piece(GAP, is_hit=False))
    return tuple(pieces)


def plain_text(pieces: Sequence[Piece]) -> str:
    """The pieces without marks, for feeds and the API."""
    return "".join(piece.text for piece in pieces)


def _hits(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand, longest first, not overlapping, at most MOST_HITS."""
    alternatives = [re.escape(word) for word in sorted(words, key=len, reverse=True) if word]
    if not alternatives:
        return []
    found = re.finditer("|".join(alternatives), fold(text))
    return [match.span() for _, match in zip(range(MOST_HITS), found, strict=False)]


def _best_windows(text: str, hits: list[tuple[int, int]]) -> list[_Window]:
    """The windows with the most different words, then the most hits, then the earliest, in reading order."""
    folded = [fold(text[start:end]) for start, end in hits]
    starts = [start for start, _end in hits]
    scored: dict[_Window, tuple[int, int, int]] = {}
    for start in starts:
        window = _window_at(text, start)
        inside = folded[bisect_left(starts, window.start) : bisect_left(starts, window.end)]
        scored[window] = (-len(set(inside)), -len(inside), window.start)
    chosen: list[_Window] = []
    for window in sorted(scored, key=scored.__getitem__):
        apart = all(window.end <= other.start or other.end <= window.start for other in chosen)
        if apart and len(chosen) < MOST_WINDOWS:
            chosen.append(window)
    return sorted(chosen)


def _window_at(text: str, hit: int) -> _Window:
    """A window that begins at the clause of the hit, or a little before the hit if the clause is long."""
    earliest = max(0, hit - LEAD)
    ends = [match.end() for match in CLAUSE_END.finditer(text, earliest, hit)]
    start = ends[-1] if ends else earliest
    return _Window(start, min(len(text), start + WINDOW))


def _pieces(text: str, hits: list[tuple[int, int]], window: _Window) -> list[Piece]:
    pieces: list[Piece] = []
    position = window.start
    for start, end in hits:
        if start < position or end > window.end:
            continue
        if start > position:
            pieces.append(Piece(text[position:start], is_hit=False))
        pieces.append(Piece(text[start:end], is_hit=True))
        position = end
    if position < window.end:
        pieces.append(Piece(text[position : window.end], is_hit=False))
    return pieces
