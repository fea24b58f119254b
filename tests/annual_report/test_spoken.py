"""Approximate figures never say more than the truth."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annual_report.spoken import EXACT, HUNDREDS, STYLES, TEN_THOUSANDS, TENS, THOUSANDS, Style, say


@pytest.mark.parametrize(
    ("count", "style", "spoken"),
    [
        (30_412, TEN_THOUSANDS, "3万余"),
        (2_436, HUNDREDS, "2400余"),
        (31, EXACT, "31"),
        (30_000, TEN_THOUSANDS, "3万"),
        (2_400, HUNDREDS, "2400"),
        (9_999, TEN_THOUSANDS, "9999"),
        (31, HUNDREDS, "31"),
        (0, TEN_THOUSANDS, "0"),
        (5_512, HUNDREDS, "5500余"),
        (19_412, THOUSANDS, "1.9万余"),
        (20_412, THOUSANDS, "2万余"),
        (100_412, THOUSANDS, "10万余"),
        (5_412, THOUSANDS, "5000余"),
        (183_000, TEN_THOUSANDS, "18万余"),
        (38, TENS, "30余"),
    ],
)
def test_a_count_is_spoken_as_reports_speak(count: int, style: Style, spoken: str) -> None:
    assert say(count, style) == spoken


def read_back(spoken: str) -> tuple[int, bool]:
    digits, ten_thousand, more = re.fullmatch(r"([\d.]+)(万)?(余)?", spoken).groups()
    return round(float(digits) * (10_000 if ten_thousand else 1)), bool(more)


@given(st.integers(0, 10**9), st.sampled_from(list(STYLES.values())))
def test_what_is_spoken_is_never_more_than_the_count(count: int, style: Style) -> None:
    said, more = read_back(say(count, style))
    assert more == (said < count)
    assert said <= count < said + style.step


def test_every_style_is_found_by_its_code() -> None:
    assert all(STYLES[code].code == code for code in STYLES)
