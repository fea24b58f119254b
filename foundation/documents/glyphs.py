"""Which characters the PDF fonts can draw, read from the fonts' own character maps.

typst says nothing about a character it cannot draw, so texts are checked before.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn as fonts

from foundation.documents.text import UNDRAWABLE

FONT_FOLDER = fonts.serif_path().parent
_FULL_UNICODE = {(3, 10), (0, 4), (0, 6)}
"""(platform, encoding) of the character maps that reach beyond 16 bits; they are of format 12."""
_PRIVATE = range(0xE000, 0xF900)
_LAYOUT = frozenset("\n\t")


def is_drawable(character: str) -> bool:
    return ord(character) in _drawable() or character in _LAYOUT


def undrawable(text: str) -> list[str]:
    """The characters of the text that no font has, each once, in order of appearance."""
    return [c for c in dict.fromkeys(text) if not is_drawable(c) and not _selects_variant(c)]


def drawable(text: str) -> str:
    """The text with 〓 in the place of what cannot be drawn; variant selectors are left out."""
    if all(is_drawable(character) for character in text):
        return text
    kept = (character for character in text if not _selects_variant(character))
    return "".join(character if is_drawable(character) else UNDRAWABLE for character in kept)


def _selects_variant(character: str) -> bool:
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


@cache
def _drawable() -> frozenset[int]:
    """Both fonts together, for each stands in for the other. Private characters mean nothing elsewhere."""
    codes = {code for path in (fonts.serif_path(), fonts.sans_path()) for code in character_map(path)}
    return frozenset(codes.difference(_PRIVATE))


def character_map(path: Path) -> Iterator[int]:
    """The code points of an OpenType font (OpenType specification, table `cmap`, format 12)."""
    data = path.read_bytes()
    table = _cmap_offset(data)
    for platform, encoding, offset in _records(data, table):
        if (platform, encoding) in _FULL_UNICODE:
            yield from _format_12(data, table + offset)
            return
    raise ValueError(f"{path.name} has no full Unicode character map")


def _cmap_offset(data: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    entries = struct.iter_unpack(">4sIII", data[12 : 12 + 16 * count])
    return next(int(offset) for tag, _, offset, _ in entries if tag == b"cmap")


def _records(data: bytes, table: int) -> Iterator[tuple[int, int, int]]:
    (count,) = struct.unpack_from(">H", data, table + 2)
    return struct.iter_unpack(">HHI", data[table + 4 : table + 4 + 8 * count])


def _format_12(data: bytes, start: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", data, start + 12)
    for first, last, _ in struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * groups]):
        yield from range(first, last + 1)
