"""Waits, shapes of codes, names of browsers, and how long the log is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from foundation.signin import browsers, code_shapes
from foundation.signin.retention import may_go_before
from foundation.signin.waits import wait_after


def test_the_wait_rises_to_an_hour_and_stays_there() -> None:
    minutes = [wait_after(failures) // timedelta(minutes=1) for failures in range(13)]
    assert minutes == [0, 0, 0, 0, 0, 1, 2, 5, 15, 30, 60, 60, 60]


@pytest.mark.parametrize("text", ["K7QM-3XTD", "k7qm3xtd", " Ｋ７ＱＭ　３ｘｔｄ ", "K7QM—3XTD"])
def test_a_code_is_read_however_it_is_typed(text: str) -> None:
    assert code_shapes.tidy(text) == "K7QM3XTD"
    assert code_shapes.is_of_sheet("K7QM3XTD")
    assert code_shapes.written("K7QM3XTD") == "K7QM-3XTD"


def test_the_two_kinds_of_codes_are_told_apart() -> None:
    assert code_shapes.is_of_app(code_shapes.tidy("123 456"))
    assert code_shapes.is_of_app(code_shapes.tidy("１２３４５６"))
    for other in ("12345", "1234567", "12345A", "", "²23456"):
        assert not code_shapes.is_of_app(other)
    for other in ("K7QM3XT", "K7QM3XTD9", "K7QM3XT0", "123456"):
        assert not code_shapes.is_of_sheet(other)


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/86.0 Safari/537.36", "Chrome，Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox，Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge，Windows"),
        ("", "未知浏览器"),
        ("curl/8.0", "未知浏览器"),
    ],
)
def test_people_recognise_their_browser(agent: str, named: str) -> None:
    assert browsers.named(agent) == named


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2026, 11, 23), date(2026, 5, 23)),
        (date(2026, 3, 1), date(2025, 9, 1)),
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2026, 6, 30), date(2025, 12, 30)),
    ],
)
def test_six_months_of_the_log_always_stay(today: date, before: date) -> None:
    assert may_go_before(today) == before
