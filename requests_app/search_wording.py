"""A search in words, as the case page shows it and as the notice can print it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from foundation.workdays.wording import full_date


class Search(Protocol):
    """What is told of one search."""

    @property
    def searched_on(self) -> date: ...
    @property
    def place_name(self) -> str: ...
    @property
    def terms(self) -> str: ...
    @property
    def span(self) -> str: ...
    @property
    def found(self) -> str: ...
    @property
    def searcher_name(self) -> str: ...


def sentence(search: Search) -> str:
    """2026年9月18日由某某检索公文系统（检索词：低保；时间范围：2025年），没有找到。"""
    span = f"；时间范围：{search.span}" if search.span else ""
    found = f"找到{search.found}" if search.found else "没有找到"
    return (
        f"{full_date(search.searched_on)}由{search.searcher_name}检索{search.place_name}"
        f"（检索词：{search.terms}{span}），{found}。"
    )


def summary(searches: Iterable[Search], longest: int) -> str:
    """All of them for the notice; the oldest are left out when they would not fit. People can edit it."""
    said = ""
    for one in reversed([sentence(search) for search in searches]):
        if len(one) + len(said) > longest:
            break
        said = one + said
    return said
