"""What a room hands over so that one of its public records can be found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SearchDocument:
    """One public record as the search sees it; `kind` and `key` together name it.

    `agency_codes` and `category_codes` carry the ancestors too, so that a search within a parent finds what
    lies below it. Nothing about applicants may ever be put in here.
    """

    kind: str
    key: str
    url: str
    title: str
    published_on: date
    year: int
    body: str = ""
    document_number: str = ""
    agency_code: str = ""
    agency_name: str = ""
    agency_codes: tuple[str, ...] = ()
    category_codes: tuple[str, ...] = ()
    validity: str = ""
