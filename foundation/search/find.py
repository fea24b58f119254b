"""The one door to the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from foundation.search import matching
from foundation.search.models import SearchRow
from foundation.search.results import Facet, Filters, Hit, Results
from foundation.search.snippets import mark, snippet
from foundation.search.tokens import QueryTerms, filter_terms, query_terms

PAGE_SIZE = 20
MOST_PAGES = 500
CHECKED = 2000  # so many of the best matches are put in order by their text; whole pages
BATCH = 100
SHOW_LIMIT_MS = 2000
COUNT_LIMIT_MS = 1000
NO_FILTERS = Filters()
SHOWN = ("kind", "key", "url", "title", "agency_name", "published_on", "document_number", "body")


@dataclass(frozen=True)
class _Question:
    """A query with its filters and order, ready to be looked up."""

    terms: QueryTerms
    tiers: tuple[tuple[str, ...], ...]

    @property
    def widest(self) -> tuple[str, ...]:
        return self.tiers[-1]

    @property
    def literals(self) -> tuple[str, ...]:
        """What the texts have to be looked at for; nothing when the terms say it all."""
        return () if self.terms.exact else self.terms.literals


def find(query: str, *, filters: Filters = NO_FILTERS, sort: str = "relevance", page: int = 1) -> Results:
    """One page of what the query finds; `sort` is relevance or date. Takes any text, never raises for it."""
    question = _question(query, filters, by_date=sort == "date")
    counted = _count(question)
    page = min(max(page, 1), _pages(counted[0]) if counted else MOST_PAGES)
    start, stop = (page - 1) * PAGE_SIZE, page * PAGE_SIZE
    try:
        with matching.reading(milliseconds=SHOW_LIMIT_MS, by_terms=bool(question.widest)) as cursor:
            literal, similar = _page_ids(cursor, question, start, stop)
            hits = _hits([*literal, *similar], question.terms)
    except matching.TooSlow:
        return Results(page=page, searched=not question.terms.is_empty, too_slow=True, count_is_capped=True)
    # Without a count in time, what was seen is the least there is; a full page promises another.
    seen = start + len(literal) + len(similar)
    count, facets = counted or (seen + (seen == stop), {})
    return Results(
        hits=tuple(hits[key] for key in literal if key in hits),
        similar=tuple(hits[key] for key in similar if key in hits),
        count=count,
        count_is_capped=counted is None,
        approximate=bool(question.literals),
        page=page,
        pages=_pages(count),
        facets=facets,
        searched=not question.terms.is_empty,
        titles_only=question.terms.searches_titles_only,
    )


def _question(query: str, filters: Filters, *, by_date: bool) -> _Question:
    terms = query_terms(query)
    within = tuple(
        filter_terms(
            agency_codes=[filters.agency],
            category_codes=[filters.category],
            year=filters.year,
            validity=filters.validity,
            kind=filters.kind,
        )
    )
    tiers = terms.tiers()[-1:] if by_date else terms.tiers()
    return _Question(terms, tuple(tier + within for tier in tiers))


def _pages(count: int) -> int:
    return min(max(ceil(count / PAGE_SIZE), 1), MOST_PAGES)


def _count(question: _Question) -> tuple[int, Mapping[str, tuple[Facet, ...]]] | None:
    """The exact count with its facets, or None when that takes too long."""
    try:
        with matching.reading(milliseconds=COUNT_LIMIT_MS, by_terms=bool(question.widest)) as cursor:
            return matching.count_and_facets(cursor, question.widest)
    except matching.TooSlow:
        return None


def _page_ids(cursor: Any, question: _Question, start: int, stop: int) -> tuple[list[int], list[int]]:
    """Rows of one page: those with the literal words, and those that are merely similar.

    Among the best CHECKED matches all literal ones come before all similar ones; further on each page is
    parted for itself. Either way every match has one fixed place, so pages never repeat or skip.
    """
    if not question.literals:
        return matching.first_ids(cursor, question.tiers, stop)[start:], []
    if start >= CHECKED:
        return _parted(cursor, matching.first_ids(cursor, question.tiers, stop)[start:], question.literals)
    literal: list[int] = []
    similar: list[int] = []
    for batch in _batches(matching.first_ids(cursor, question.tiers, CHECKED)):
        more_literal, more_similar = _parted(cursor, batch, question.literals)
        literal += more_literal
        similar += more_similar
        if len(literal) >= stop:
            break
    return literal[start:stop], similar[max(start - len(literal), 0) : max(stop - len(literal), 0)]


def _parted(cursor: Any, ids: Sequence[int], literals: Sequence[str]) -> tuple[list[int], list[int]]:
    good = matching.containing(cursor, ids, literals)
    return [key for key in ids if key in good], [key for key in ids if key not in good]


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _hits(ids: Sequence[int], terms: QueryTerms) -> dict[int, Hit]:
    pairs = [term for term in terms.plain if len(term) == 2]
    rows = SearchRow.objects.filter(pk__in=ids).values("pk", *SHOWN)
    return {row.pop("pk"): _hit(row, terms.literals, pairs) for row in rows}


def _hit(row: dict[str, Any], words: Sequence[str], pairs: Sequence[str]) -> Hit:
    body = row.pop("body")
    title = mark(row["title"], words)
    if not any(piece.is_hit for piece in title):
        title = mark(row["title"], pairs)
    return Hit(**row, marked_title=title, snippet=snippet(body, words, pairs))
