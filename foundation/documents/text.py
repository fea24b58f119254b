"""Text that every file format can hold: XML, JSON and PDF all refuse some characters people paste in."""

from __future__ import annotations

import re
import unicodedata

UNDRAWABLE = "〓"
"""The geta mark, the printers' sign for a character that is not at hand."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_KEPT = "\n\t"


def clean(text: str) -> str:
    """Drop control and invisible format characters; a broken half of a character becomes 〓.

    Format characters (zero width, text direction) would let a reader see another text than a search or
    a copy finds, which an official document must not allow.
    """
    return "".join(_cleaned(character) for character in _LINE_ENDS.sub("\n", text))


def _cleaned(character: str) -> str:
    if character in _KEPT:
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return UNDRAWABLE
    return "" if category in {"Cc", "Cf"} or _is_noncharacter(ord(character)) else character


def _is_noncharacter(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def chinese_date(year: int, month: int, day: int) -> str:
    """2026年1月5日: Arabic numerals without a leading zero (GB/T 9704 7.3.5.4)."""
    return f"{year}年{month}月{day}日"


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text without the empty ones: each becomes a paragraph of its own."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())
