"""What is asked of a search and what comes back: frozen values without ORM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from foundation.search.snippets import Piece


@dataclass(frozen=True)
class Filters:
    """What to search within; a parent agency or category includes what lies below it."""

    agency: str = ""
    category: str = ""
    kind: str = ""
    year: int | None = None
    validity: str = ""


@dataclass(frozen=True)
class Facet:
    """One value that could be filtered by, and how many of the found documents have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Hit:
    """One found document. `marked_title` and `snippet` are pieces; the template escapes and marks them."""

    kind: str
    key: str
    url: str
    title: str
    agency_name: str
    published_on: date
    document_number: str
    marked_title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


@dataclass(frozen=True)
class Results:
    """One page. `hits` contain every word literally, `similar` (相近结果) only their parts.

    `count` counts both and is what the facets add up to; it is `approximate` when similar ones may be
    among them, and a lower bound when `count_is_capped`. `searched` is False when the query had nothing to
    look up, so this is a list by date; `titles_only` tells that lone characters were looked up in titles.
    `too_slow` means that the time limit ended the search before anything was found.
    """

    hits: tuple[Hit, ...] = ()
    similar: tuple[Hit, ...] = ()
    count: int = 0
    count_is_capped: bool = False
    approximate: bool = False
    page: int = 1
    pages: int = 1
    facets: Mapping[str, tuple[Facet, ...]] = field(default_factory=dict)
    searched: bool = True
    titles_only: bool = False
    too_slow: bool = False
