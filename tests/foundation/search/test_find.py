from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import OperationalError, connection

from foundation.search import find as door
from foundation.search import matching
from foundation.search.documents import SearchDocument
from foundation.search.find import find
from foundation.search.results import Filters
from foundation.search.store import put, put_many

HOSTILE = [
    "",
    " ",
    "\x00",
    "公开\x00办法",
    "公开" * 5000,
    "a" * 10_000,
    "，" * 10_000,
    "%",
    "%公开%",
    "_公开_",
    "'; DROP TABLE search_searchrow; --",
    '"公开"',
    "{公开,办法}",
    "\\",
    "公开\\",
    "😀😀",
    "公开😀",
    "\ud800",
    "ﷺ" * 300,
    "<script>alert(1)</script>",
    "((((((((((",
    "[2012]号",
    "〔99999〕99999999999999999999号",
    "＃a公开",
    "#ashanting",
    "^公开",
    "п ривет",
    "ά λ",
    "e\u0301" * 50,
    "\u202e公开",
    "公 开 办 法 " * 100,
]


def _document(
    key: str = "1", title: str = "政务公开办法", body: str = "正文", **changes: object
) -> SearchDocument:
    return SearchDocument(
        kind="item",
        key=key,
        url=f"/x/{key}/",
        title=title,
        body=body,
        published_on=date(2012, 5, 1),
        year=2012,
        **changes,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("sort", ["relevance", "date", "nonsense"])
def test_no_query_raises(query: str, sort: str) -> None:
    put(_document())
    results = find(query, sort=sort)
    assert results.count in {0, 1}


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["\x00", "\ud800", "'", "公" * 5000, "%s"])
def test_no_filter_raises(value: str) -> None:
    put(_document())
    filters = Filters(agency=value, category=value, kind=value, validity=value, year=10**20)
    assert find("公开", filters=filters).count == 0


@pytest.mark.django_db
def test_an_empty_table_gives_one_empty_page() -> None:
    results = find("政务公开")
    assert (results.count, results.pages, results.page, results.hits) == (0, 1, 1, ())
    assert find("").count == 0


@pytest.mark.django_db
def test_of_one_day_no_document_is_shown_twice_or_left_out() -> None:
    put_many(_document(key=f"{number}") for number in range(45))
    pages = [find("公开", page=page) for page in (1, 2, 3)]
    shown = [hit.key for page in pages for hit in page.hits]
    assert sorted(shown, key=int) == [str(number) for number in range(45)]


@pytest.mark.django_db
def test_parts_in_the_title_and_in_the_body_together_are_found() -> None:
    put(_document(title="供水", body="价格听证"))
    assert find("供水 听证").count == 1
    assert find("水价").count == 0


@pytest.mark.django_db
def test_when_counting_takes_too_long_the_count_is_a_lower_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    put_many(_document(key=f"{number}") for number in range(45))
    slow = matching.MATCHED_FACETS.replace(
        "SELECT agency_code, year", "SELECT pg_sleep(5), agency_code, year"
    )
    assert slow != matching.MATCHED_FACETS
    monkeypatch.setattr(matching, "MATCHED_FACETS", slow)
    monkeypatch.setattr(door, "COUNT_LIMIT_MS", 20)
    first, last = find("公开"), find("公开", page=3)
    assert (first.count, first.count_is_capped, first.pages, len(first.hits)) == (21, True, 2, 20)
    assert (last.count, last.page, len(last.hits)) == (45, 3, 5)
    assert first.facets == {}


@pytest.mark.django_db
def test_when_finding_takes_too_long_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    put(_document())
    monkeypatch.setattr(matching, "MATCHED_IDS", "SELECT pg_sleep(5), %s::text[], %s")
    monkeypatch.setattr(door, "SHOW_LIMIT_MS", 20)
    results = find("公开")
    assert results.too_slow
    assert results.hits == ()
    with connection.cursor() as cursor:  # the caller's transaction is still alive
        cursor.execute("SELECT 1")


@pytest.mark.django_db
def test_other_database_errors_are_not_hidden() -> None:
    with pytest.raises(OperationalError), matching.reading(milliseconds=1000, by_terms=True) as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1ms'")
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = '57P01'; END $$")


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_connection_keeps_its_settings() -> None:
    put(_document())
    with connection.cursor() as cursor:
        cursor.execute(matching.READ_SETTINGS)
        before = cursor.fetchone()
        assert find("公开").count == 1
        cursor.execute(matching.READ_SETTINGS)
        assert cursor.fetchone() == before


@pytest.mark.django_db(transaction=True)
def test_a_locked_table_does_not_hold_the_reader_up(monkeypatch: pytest.MonkeyPatch) -> None:
    put(_document())
    monkeypatch.setattr(door, "SHOW_LIMIT_MS", 50)
    monkeypatch.setattr(door, "COUNT_LIMIT_MS", 50)
    results = []
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE search_searchrow IN ACCESS EXCLUSIVE MODE")

        def search() -> None:
            results.append(find("公开"))
            connection.close()

        reader = threading.Thread(target=search)
        reader.start()
        reader.join(timeout=10)
        cursor.execute("ROLLBACK")
    assert results[0].too_slow
