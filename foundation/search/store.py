"""Putting documents into the search table and taking them out.

Called in the transaction that makes a record public or takes it back, so both happen or neither does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from foundation.search.documents import SearchDocument
from foundation.search.models import SearchRow
from foundation.search.normalise import normalise, storable
from foundation.search.tokens import TOKENIZER_VERSION, document_terms, filter_terms

BATCH = 500
IDENTITY = ("kind", "key")
REWRITTEN = [field.name for field in SearchRow._meta.concrete_fields if field.name not in {"id", *IDENTITY}]


def put(document: SearchDocument) -> None:
    """Make the document findable, in place of what was known under its kind and key."""
    put_many([document])


def put_many(documents: Iterable[SearchDocument]) -> int:
    """The same for many, a statement per batch; of two with one kind and key the later counts."""
    with transaction.atomic():
        return sum(len(_upsert(batch)) for batch in _batches(iter(documents)))


def remove(kind: str, key: str) -> None:
    """Make sure that nothing is found under this kind and key."""
    remove_many(kind, [key])


def remove_many(kind: str, keys: Iterable[str]) -> int:
    return SearchRow.objects.filter(kind=kind, key__in=list(keys)).delete()[0]


def _batches(documents: Iterator[SearchDocument]) -> Iterator[list[SearchDocument]]:
    while batch := list(islice(documents, BATCH)):
        yield batch


def _upsert(batch: list[SearchDocument]) -> list[SearchRow]:
    # PostgreSQL refuses to update one row twice in a statement, hence the dictionary.
    rows = {(document.kind, document.key): _row(document) for document in batch}
    return SearchRow.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=IDENTITY, update_fields=REWRITTEN
    )


def _row(document: SearchDocument) -> SearchRow:
    return SearchRow(
        kind=document.kind,
        key=document.key,
        url=storable(document.url),
        title=storable(document.title),
        document_number=storable(document.document_number),
        agency_code=document.agency_code,
        agency_name=storable(document.agency_name),
        category_codes=list(document.category_codes),
        year=document.year,
        validity=document.validity,
        published_on=document.published_on,
        body=storable(document.body),
        text="\n".join(map(normalise, (document.title, document.document_number, document.body))),
        terms=_terms(document),
        tokenizer_version=TOKENIZER_VERSION,
    )


def _terms(document: SearchDocument) -> list[str]:
    filters = filter_terms(
        agency_codes=dict.fromkeys((document.agency_code, *document.agency_codes)),
        category_codes=document.category_codes,
        year=document.year,
        validity=document.validity,
        kind=document.kind,
    )
    return document_terms(document.title, document.document_number, document.body, filters)
