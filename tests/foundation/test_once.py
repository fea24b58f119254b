"""A page that is only read asks each question once; whatever changes something asks every time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from foundation.once import AskOnce, once

MAKE = RequestFactory()


def asking(question: str = "who") -> tuple[Callable[[HttpRequest], HttpResponse], list[int]]:
    """A view that asks the same thing three times, and the answers it got."""
    number, heard = count(), []

    def view(_request: HttpRequest) -> HttpResponse:
        heard.extend(once(question, lambda: next(number)) for _ in range(3))
        return HttpResponse()

    return view, heard


@pytest.mark.parametrize("read", [MAKE.get, MAKE.head])
def test_a_page_that_is_read_asks_once_and_the_next_one_again(read: Callable[[str], HttpRequest]) -> None:
    view, heard = asking()
    page = AskOnce(view)
    page(read("/"))
    page(read("/"))
    assert heard == [0, 0, 0, 1, 1, 1]


def test_whatever_may_change_something_asks_every_time() -> None:
    view, heard = asking()
    AskOnce(view)(MAKE.post("/"))
    assert heard == [0, 1, 2]


def test_outside_of_a_page_nothing_is_kept() -> None:
    number = count()
    assert [once("who", lambda: next(number)) for _ in range(2)] == [0, 1]


def test_a_page_that_breaks_leaves_nothing_behind() -> None:
    def breaks(_request: HttpRequest) -> HttpResponse:
        once("who", lambda: "somebody")
        raise LookupError

    with pytest.raises(LookupError):
        AskOnce(breaks)(MAKE.get("/"))
    assert once("who", lambda: "nobody") == "nobody"


def test_different_questions_have_different_answers() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        assert once(("calendar",), lambda: 1) == 1
        assert once(("powers", 7), lambda: 2) == 2
        return HttpResponse()

    AskOnce(view)(MAKE.get("/"))
