"""Published records that are like what somebody describes; unlike `find`, not every word must stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foundation.search import matching
from foundation.search.likeness import Description, most_alike, phrases
from foundation.search.models import SearchRow
from foundation.search.tokens import query_terms

LIMIT_MS = 300
CANDIDATES = 100
SHOWN = ("url", "title", "agency_name", "published_on", "document_number")
ALIKE_IDS = """
WITH matched AS MATERIALIZED (SELECT id, published_on, terms FROM search_searchrow WHERE {any_of})
SELECT id FROM matched ORDER BY {how_many} DESC, published_on DESC, id DESC LIMIT %s
"""


@dataclass(frozen=True)
class Alike:
    """One published record at its permanent address."""

    url: str
    title: str
    agency_name: str
    published_on: date
    document_number: str


def alike(wanted: Sequence[Description], most: int) -> list[Alike]:
    """At most `most` records whose title or 文号 is like one of the wanted, the likest first.

    Two queries. Nothing where that takes too long: this is help by the way, never an answer.
    """
    asked = _asked(wanted)
    if not asked:
        return []
    try:
        with matching.reading(milliseconds=LIMIT_MS, by_terms=True) as cursor:
            cursor.execute(*_statement(asked))
            ids = [row[0] for row in cursor.fetchall()]
    except matching.TooSlow:
        return []
    kept = SearchRow.objects.only(*SHOWN).in_bulk(ids)
    rows = [kept[one] for one in ids if one in kept]
    titles = [Description(row.title, row.document_number) for row in rows]
    likest = [rows[place] for place in most_alike(wanted, titles, most)]
    return [
        Alike(row.url, row.title, row.agency_name, row.published_on, row.document_number) for row in likest
    ]


def _asked(wanted: Sequence[Description]) -> list[list[str]]:
    """Sets of terms of headings, one of which a record must have all of."""
    asked = [query_terms(one.document_number).plain for one in wanted if one.document_number]
    asked += [phrase for one in wanted for phrase in phrases(one.words)]
    return [[f"^{term}" for term in terms] for terms in dict.fromkeys(asked) if terms]


def _statement(asked: list[list[str]]) -> tuple[str, list[object]]:
    has = "terms @> %s::text[]"
    any_of, how_many = " OR ".join([has] * len(asked)), " + ".join([f"({has})::int"] * len(asked))
    return ALIKE_IDS.format(any_of=any_of, how_many=how_many), [*asked, *asked, CANDIDATES]
