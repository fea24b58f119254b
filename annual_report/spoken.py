"""How a count is spoken in a sentence: exactly, or rounded down with 余 (30412 → 3万余). Pure.

An approximate figure always knows its exact count, and can never say more than the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Style:
    """A way of speaking: the count is rounded down to whole multiples of `step`."""

    code: str
    wording: str
    step: int


EXACT = Style("exact", "准确数", 1)
TENS = Style("tens", "约数，到十位", 10)
HUNDREDS = Style("hundreds", "约数，到百位", 100)
THOUSANDS = Style("thousands", "约数，到千位", 1_000)
TEN_THOUSANDS = Style("ten_thousands", "约数，到万位", TEN_THOUSAND)

STYLES: dict[str, Style] = {style.code: style for style in (EXACT, TENS, HUNDREDS, THOUSANDS, TEN_THOUSANDS)}


def say(count: int, style: Style) -> str:
    """The spoken number without its unit. 余 is said only when something is left over."""
    if style.step == 1 or count < style.step:
        return str(count)
    rounded = count - count % style.step
    return f"{_digits(rounded, style)}{'余' if rounded < count else ''}"


def _digits(rounded: int, style: Style) -> str:
    """3万, 1.9万 or 2400: 万 is used where the step leaves at most one decimal."""
    if style.step < 1_000 or rounded < TEN_THOUSAND:
        return str(rounded)
    return f"{(Decimal(rounded) / TEN_THOUSAND).normalize():f}万"
