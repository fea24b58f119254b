"""The SQL of the search: which rows have the terms, in which order, and how many.

The planner is not left to choose: for a rare word it would walk the date index to its end, for a common one
read the whole table (seconds instead of milliseconds). So sequential scans are off for the length of a short
transaction, and the matches are collected from the GIN index (MATERIALIZED) before they are sorted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

from foundation.search.results import Facet

SETTINGS = ("statement_timeout", "enable_seqscan", "jit", "work_mem")
READ_SETTINGS = "SELECT " + ", ".join(f"current_setting('{name}')" for name in SETTINGS)
WRITE_SETTINGS = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)
QUERY_CANCELED = "57014"

HAS_TERMS = "WHERE terms @> %s::text[]"
MATCHED_IDS = """
WITH matched AS MATERIALIZED (SELECT id, published_on FROM search_searchrow WHERE terms @> %s::text[])
SELECT id FROM matched ORDER BY published_on DESC, id DESC LIMIT %s
"""
NEWEST_IDS = "SELECT id FROM search_searchrow ORDER BY published_on DESC, id DESC LIMIT %s"
MATCHED_FACETS = """
WITH matched AS MATERIALIZED (
    SELECT agency_code, agency_name, year, kind, validity FROM search_searchrow WHERE terms @> %s::text[]
)
SELECT agency_code, year, kind, validity, max(agency_name), count(*)
FROM matched GROUP BY GROUPING SETS ((agency_code), (year), (kind), (validity), ())
"""
ALL_FACETS = MATCHED_FACETS.replace(HAS_TERMS, "")
CONTAINING = "SELECT id FROM search_searchrow WHERE id = ANY(%s)"
AND_CONTAINS = " AND strpos(text, %s) > 0"

DIMENSIONS = ("agency", "year", "kind", "validity")

Statement = tuple[str, list[object]]


class TooSlow(Exception):
    """The time limit ended a statement."""


@contextmanager
def reading(*, milliseconds: int, by_terms: bool) -> Iterator[Any]:
    """A cursor in a short transaction with the planner's hands tied and a limit on each statement.

    JIT is off because the price put on forbidden plans would wake it; work_mem keeps bitmaps exact.
    """
    nested = connection.in_atomic_block
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if nested:  # the settings would outlive us, up to the end of the caller's transaction
                cursor.execute(READ_SETTINGS)
                before = cursor.fetchone()
            cursor.execute(WRITE_SETTINGS, [str(milliseconds), "off" if by_terms else "on", "off", "64MB"])
            yield cursor
            if nested:
                cursor.execute(WRITE_SETTINGS, before)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != QUERY_CANCELED:
            raise
        raise TooSlow from error


def ids_statement(terms: Sequence[str], limit: int) -> Statement:
    """The newest rows that have all the terms; of all rows if there are none (`@> '{}'` would read them)."""
    if terms:
        return MATCHED_IDS, [list(terms), limit]
    return NEWEST_IDS, [limit]


def facets_statement(terms: Sequence[str]) -> Statement:
    if terms:
        return MATCHED_FACETS, [list(terms)]
    return ALL_FACETS, []


def first_ids(cursor: Any, tiers: Sequence[Sequence[str]], need: int) -> list[int]:
    """The first `need` matches: tier by tier, each newest first, none twice.

    Every later tier contains the earlier ones, so its first `need` rows are always enough.
    """
    ids: dict[int, None] = {}
    for terms in tiers:
        cursor.execute(*ids_statement(terms, need))
        ids.update(dict.fromkeys(row[0] for row in cursor.fetchall()))
        if len(ids) >= need:
            break
    return list(ids)[:need]


def containing(cursor: Any, ids: Sequence[int], literals: Sequence[str]) -> set[int]:
    """Those of the rows whose text contains every one of the literals."""
    cursor.execute(CONTAINING + AND_CONTAINS * len(literals), [list(ids), *literals])
    return {row[0] for row in cursor.fetchall()}


def count_and_facets(cursor: Any, terms: Sequence[str]) -> tuple[int, Mapping[str, tuple[Facet, ...]]]:
    """How many rows have the terms, and of which agency, year, kind and validity they are."""
    cursor.execute(*facets_statement(terms))
    total = 0
    facets: dict[str, list[Facet]] = defaultdict(list)
    for *values, agency_name, count in cursor.fetchall():
        grouped = next((pair for pair in zip(DIMENSIONS, values, strict=True) if pair[1] is not None), None)
        if grouped is None:
            total = count
            continue
        dimension, value = grouped
        label = agency_name if dimension == "agency" else str(value)
        facets[dimension].append(Facet(str(value), label, count))
    return total, {dimension: tuple(sorted(facets[dimension], key=_order)) for dimension in DIMENSIONS}


def _order(facet: Facet) -> tuple[int, str]:
    return (-facet.count, facet.value)
